"""Agreements with organisations outside, and what an action has of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.agreements import STATUSES, TYPES, Agreement
from pipeline.problems import Conflict, IllegalMove, NotFound
from review.acts import day_or_none, version_of
from review.files import today
from review.listing import Asked, Column, SupportsSort, asked, in_order
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed, Fields
from store.views import User

router = APIRouter(prefix="/agreements")
Reader = Annotated[User, Depends(Allowed("action.read"))]
Manager = Annotated[User, Depends(Allowed("action.manage"))]


COLUMNS = (
    Column("number", "Agreement", sorts=True),
    Column("counterparty", "With", sorts=True),
    Column("kind", "Type", sorts=True),
    Column("status", "Status", sorts=True),
    Column("effective", "From", sorts=True),
    Column("expires", "To", sorts=True),
)


def agreements_asked(request: Request) -> tuple[Asked, list[Agreement]]:
    """What an address asks of the agreements, and all of them in that order; else the latest first."""
    listed, day = asked(request, COLUMNS, (), "/agreements"), today(request)
    keys: dict[str, Callable[[Agreement], SupportsSort]] = {
        "number": lambda one: one.number,
        "counterparty": lambda one: one.counterparty.lower(),
        "kind": lambda one: one.kind,
        "status": lambda one: one.standing(day),
        "effective": lambda one: one.effective or date.max,
        "expires": lambda one: one.expires or date.max,
    }
    return listed, in_order(records_of(request).agreements(), listed, keys)


@router.get("")
def agreements(request: Request, user: Reader) -> Response:
    """Every agreement, and the form of one of them or of a new one. Raises NotFound."""
    number, (listed, rows) = request.query_params.get("number", ""), agreements_asked(request)
    known = {one.number: one for one in rows}
    if number and number not in known:
        raise NotFound(f"There is no agreement {number[:100]}.", remedy="Choose one of the list.")
    return _page(request, user, listed, rows, known.get(number, Agreement("", "")))


def _page(
    request: Request,
    user: User,
    listed: Asked,
    rows: list[Agreement],
    shown: Agreement,
    refused: tuple[str, ...] = (),
) -> Response:
    values = {
        "asked": listed,
        "columns": COLUMNS,
        "rows": rows,
        "shown": shown,
        "refused": refused,
        "types": TYPES,
        "statuses": STATUSES,
        "today": today(request),
    }
    return show(request, "agreements.html", values, user, 409 if refused else 200)


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
        return _page(request, user, *agreements_asked(request), wanted, problem.lines)
    return RedirectResponse(f"/agreements?number={number}&said=kept", 303)
