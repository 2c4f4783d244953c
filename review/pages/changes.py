"""Changes of authority: what waits for whose word, and the word itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.propagation import Answer
from review.files import today
from review.pages.showing import show
from review.people import Allowed, Fields
from store.changes import Asked
from store.views import User

router = APIRouter(prefix="/authority-changes")
Reader = Annotated[User, Depends(Allowed("action.read"))]
Worker = Annotated[User, Depends(Allowed("item.update"))]
STATES = {
    "mine": "For me",
    "waiting": "Waiting",
    "told": "Other parts",
    "accepted": "Accepted",
    "all": "All",
}
SAID = {"accepted": "Recorded", "reopened": "Open again"}


@router.get("")
def changes(request: Request, user: Reader) -> Response:
    """Changes of authorities that open work rests on, the latest first."""
    asked = request.query_params.get("state", "mine")
    state = asked if asked in STATES else "mine"
    wanted = Asked(
        user.name if state == "mine" else None,
        request.query_params.get("action") or None,
        today(request),
        "waiting" if state == "mine" else state,
    )
    records = request.app.state.records
    values = {
        "rows": records.authority_changes(wanted),
        "state": state,
        "states": STATES,
        "answers": tuple(Answer),
        "number": wanted.number,
        "told": SAID.get(request.query_params.get("said", ""), ""),
    }
    return show(request, "changes.html", values, user)


@router.post("/{effect}/accept")
def accept(request: Request, effect: str, fields: Fields, user: Worker) -> Response:
    """Put down the lead's word on a change."""
    answer, words = fields.get("answer", ""), fields.get("words", "")
    request.app.state.records.accept_change(effect, answer, words, user.name)
    return RedirectResponse(_back(fields, "accepted"), 303)


@router.post("/{effect}/reopen")
def reopen(request: Request, effect: str, fields: Fields, user: Worker) -> Response:
    """Take a word back."""
    request.app.state.records.reopen_change(effect, fields.get("reason", ""), user.name)
    return RedirectResponse(_back(fields, "reopened"), 303)


def _back(fields: Fields, said: str) -> str:
    state = fields.get("state", "")
    return f"/authority-changes?state={state if state in STATES else 'mine'}&said={said}"
