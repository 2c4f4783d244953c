"""What one person finds on arriving: what waits, what is due, what went wrong, what is new."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from pipeline.intake import Stage
from review.pages.showing import show
from review.people import Allowed
from store.views import ActionView, User

router = APIRouter()

FIRST = 6
"""Rows under one heading; the list that it leads to has the others."""


@router.get("/")
def home(request: Request, user: Annotated[User, Depends(Allowed("read"))]) -> Response:
    """The work of today."""
    records = request.app.state.records
    today = datetime.now(request.app.state.settings.zone).date()
    values: dict[str, object] = {
        "today": today,
        "week": today + timedelta(days=7),
        "waiting": records.queue((Stage.NEEDS_REVIEW,), limit=FIRST),
        "failed": records.queue((Stage.SET_ASIDE, Stage.HELD), limit=FIRST),
        "due": [view for view in records.actions() if _due_by(view, today + timedelta(days=7))][:FIRST],
    }
    return show(request, "home.html", values, user)


def _due_by(view: ActionView, day: date) -> bool:
    """Whether open work is due by then."""
    return not view.action.status.ended and bool(view.action.due_date and view.action.due_date <= day)
