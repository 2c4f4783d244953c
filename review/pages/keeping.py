"""Views of lists that one keeps for oneself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.problems import NotFound
from review.people import Allowed, Fields
from store.views import SavedView, User

router = APIRouter(prefix="/views")
Owner = Annotated[User, Depends(Allowed("profile.own"))]
_NAMES = (
    *("queue", "failed", "actions", "items", "letters", "authorities", "campaigns", "mail"),
    *("status-updates", "decision-log", "risks", "impacts", "analyses"),
)
LISTS = {name: f"/{name}" for name in _NAMES}
"""The lists of which views are kept, with their addresses."""

_LONGEST_NAME, _LONGEST_QUERY = 60, 2000


@router.post("")
def save(request: Request, fields: Fields, user: Owner) -> Response:
    """Keep a view under a name of one's own."""
    name = _list(fields)
    view = SavedView(
        " ".join(fields.get("name", "").split())[:_LONGEST_NAME], fields.get("query", "")[:_LONGEST_QUERY]
    )
    request.app.state.records.save_view(user.name, name, view)
    return RedirectResponse(f"{LISTS[name]}?{view.query}", status_code=303)


@router.post("/drop")
def drop(request: Request, fields: Fields, user: Owner) -> Response:
    """Forget a view."""
    name = _list(fields)
    request.app.state.records.drop_view(user.name, name, fields.get("name", ""))
    return RedirectResponse(LISTS[name], status_code=303)


def _list(fields: dict[str, str]) -> str:
    name = fields.get("list", "")
    if name not in LISTS:
        raise NotFound("There is no such list.", "", "Save the view from its list.")
    return name
