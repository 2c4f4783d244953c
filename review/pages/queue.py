"""The review queue and what could not be read."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from pipeline.intake import Stage
from review.pages.showing import show
from review.people import Allowed
from store.views import User

router = APIRouter()

VIEWS: dict[str, tuple[str, frozenset[Stage] | None]] = {
    "waiting": ("To review", frozenset({Stage.NEEDS_REVIEW})),
    "working": (
        "Being read",
        frozenset({Stage.RECEIVED, Stage.READING, Stage.ANALYSING, Stage.HELD}),
    ),
    "aside": ("Set aside", frozenset({Stage.SET_ASIDE})),
    "done": ("Decided", frozenset({Stage.REVIEWED, Stage.NO_ACTION, Stage.DUPLICATE})),
    "all": ("All", None),
}
PAGE = 50


@router.get("/queue")
def queue(
    request: Request,
    user: Annotated[User, Depends(Allowed("read"))],
    view: str = "waiting",
    after: str | None = None,
) -> Response:
    """Documents, those due first on top."""
    view = view if view in VIEWS else "waiting"
    rows = request.app.state.records.queue(VIEWS[view][1], limit=PAGE + 1, after=after)
    more = rows[PAGE - 1].control_number if len(rows) > PAGE else None
    today = datetime.now(request.app.state.settings.zone).date()
    values = {"rows": rows[:PAGE], "view": view, "views": VIEWS, "more": more, "today": today}
    return show(request, "queue.html", values, user)
