"""Types of executive action: their list is on the page of offices; here one is made or changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.actions import Priority
from pipeline.problems import Conflict, IllegalMove, NotFound
from review.numbers import whole
from review.pages.showing import show
from review.people import Allowed, Fields
from store.kinds import NEEDS, UNITS
from store.tables.coordination import CATEGORIES
from store.views import ActionKind, User

router = APIRouter(prefix="/admin/types")
Agent = Annotated[User, Depends(Allowed("admin.agency"))]
NEW = ActionKind("", None, CATEGORIES[0], Priority.MEDIUM.value, None, None, (), True)


@router.get("")
def kind(request: Request, user: Agent) -> Response:
    """The form of one type, or of a new one. Raises NotFound."""
    name = request.query_params.get("name", "")
    known = {one.name: one for one in request.app.state.records.action_kinds()}
    if name and name not in known:
        raise NotFound(f"There is no type “{name[:200]}”.", remedy="Choose one of the list.")
    return _page(request, known[name] if name else NEW, user)


def _page(
    request: Request, shown: ActionKind, user: User, refused: tuple[str, ...] = (), status: int = 200
) -> Response:
    values = {
        "kind": shown,
        "refused": refused,
        "categories": CATEGORIES,
        "priorities": tuple(Priority),
        "units": UNITS,
        "needs": NEEDS,
        "templates": request.app.state.records.templates(),
    }
    return show(request, "kind.html", values, user, status)


@router.post("")
def put(request: Request, fields: Fields, user: Agent) -> Response:
    """Make or change a type; a refused form comes back as it was filled in."""
    wanted = kind_of(fields)
    try:
        request.app.state.records.put_kind(wanted, user.name)
    except (IllegalMove, Conflict) as problem:
        return _page(request, wanted, user, problem.lines, 409)
    return RedirectResponse("/admin/offices?said=type#types", 303)


def kind_of(fields: Mapping[str, str]) -> ActionKind:
    """The type that a form or a command names. Raises IllegalMove for days that are no number."""
    days, version = fields.get("days", "").strip(), fields.get("version", "")
    if days and whole(days, digits=5) is None:
        raise IllegalMove(f"{days[:40]!r} is no number of days.", remedy="Write a whole number, or nothing.")
    return ActionKind(
        fields.get("name", ""),
        fields.get("description", ""),
        fields.get("category", ""),
        fields.get("priority", ""),
        whole(days, digits=5),
        fields.get("unit") or None,
        tuple(need for need in NEEDS if fields.get(f"needs {need}") == "yes"),
        fields.get("active", "yes") == "yes",
        fields.get("template") or None,
        whole(version) or 0,
    )
