"""Executive actions that were filed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from pipeline.intake import Stage
from review.pages.showing import show
from review.people import Allowed
from store.views import User

router = APIRouter(prefix="/actions")
Reader = Annotated[User, Depends(Allowed("read"))]


@router.get("")
def actions(request: Request, user: Reader) -> Response:
    """All executive actions, newest first."""
    return show(request, "actions.html", {"views": request.app.state.records.actions()}, user)


@router.get("/{number}")
def action(request: Request, number: str, user: Reader) -> Response:
    """One executive action with its items and the documents it came from."""
    records = request.app.state.records
    view = records.action(number)
    waiting = records.queue((Stage.NEEDS_REVIEW,), limit=1) if request.query_params.get("said") else ()
    return show(request, "action.html", {"view": view, "next": next(iter(waiting), None)}, user)
