"""Units of the agency: their list is on the page of offices; here one is made, changed or retired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.problems import Conflict, IllegalMove, NotFound
from review.numbers import whole
from review.pages.showing import show
from review.people import Allowed, Fields
from store.offices import Office
from store.views import User

router = APIRouter(prefix="/admin/units")
Agent = Annotated[User, Depends(Allowed("admin.agency"))]
NEW = Office("", "", "")


@router.get("")
def unit(request: Request, user: Agent) -> Response:
    """The form of one unit, or of a new one. Raises NotFound."""
    name = request.query_params.get("unit", "")
    known = {one.abbreviation: one for one in request.app.state.records.offices()}
    if name and name not in known:
        raise NotFound(f"There is no unit “{name[:80]}”.", remedy="Choose one of the list.")
    return _page(request, known[name] if name else NEW, user)


def _page(
    request: Request, shown: Office, user: User, refused: tuple[str, ...] = (), status: int = 200
) -> Response:
    above = [
        one
        for one in request.app.state.records.offices()
        if one.active and one.abbreviation != shown.abbreviation
    ]
    return show(request, "unit.html", {"unit": shown, "above": above, "refused": refused}, user, status)


@router.post("")
def put(request: Request, fields: Fields, user: Agent) -> Response:
    """Make or change a unit; a refused form comes back as it was filled in."""
    wanted = _office(fields)
    try:
        request.app.state.records.put_office(wanted, user.name)
    except (IllegalMove, Conflict) as problem:
        return _page(request, wanted, user, problem.lines, 409)
    return RedirectResponse("/admin/offices?said=unit", 303)


def _office(fields: Mapping[str, str]) -> Office:
    return Office(
        fields.get("abbreviation", ""),
        fields.get("name", ""),
        fields.get("mission", ""),
        fields.get("parent") or None,
        tuple(fields.get("officers", "").splitlines()),
        tuple(fields.get("aliases", "").splitlines()),
        fields.get("active", "yes") == "yes",
        whole(fields.get("version", "")) or 0,
    )
