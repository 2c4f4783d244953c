"""Agreements with organisations outside, and what an action has of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.agreements import STATUSES, TYPES, Agreement
from pipeline.problems import Conflict, IllegalMove, NotFound
from review.acts import day_or_none, version_of
from review.files import today
from review.pages.showing import show
from review.people import Allowed, Fields
from store.views import User

router = APIRouter(prefix="/agreements")
Reader = Annotated[User, Depends(Allowed("action.read"))]
Manager = Annotated[User, Depends(Allowed("action.manage"))]


@router.get("")
def agreements(request: Request, user: Reader) -> Response:
    """Every agreement, and the form of one of them or of a new one. Raises NotFound."""
    number = request.query_params.get("number", "")
    known = {one.number: one for one in request.app.state.records.agreements()}
    if number and number not in known:
        raise NotFound(f"There is no agreement {number[:100]}.", remedy="Choose one of the list.")
    return _page(request, user, known.get(number, Agreement("", "")))


def _page(
    request: Request, user: User, shown: Agreement, refused: tuple[str, ...] = (), status: int = 200
) -> Response:
    values = {
        "rows": request.app.state.records.agreements(),
        "shown": shown,
        "refused": refused,
        "types": TYPES,
        "statuses": STATUSES,
        "today": today(request),
    }
    return show(request, "agreements.html", values, user, status)


@router.post("")
def put(request: Request, fields: Fields, user: Manager) -> Response:
    """Make an agreement or write one anew; a refused form comes back as it was filled in."""
    wanted = Agreement(
        fields.get("name", ""),
        fields.get("counterparty", ""),
        fields.get("kind", ""),
        fields.get("status", ""),
        fields.get("purpose", ""),
        day_or_none(fields, "effective"),
        day_or_none(fields, "expires"),
        fields.get("terms", ""),
        fields.get("binding") == "yes",
        fields.get("document") or None,
        fields.get("number", ""),
        version_of(fields),
    )
    try:
        number = request.app.state.records.put_agreement(wanted, user.name)
    except (IllegalMove, Conflict, NotFound) as problem:
        return _page(request, user, wanted, problem.lines, 409)
    return RedirectResponse(f"/agreements?number={number}&said=kept", 303)
