"""Retention: the schedule, what is due, what is held, and the words that change it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination.retention import HoldKind
from pipeline.problems import Conflict, IllegalMove, NotFound
from review.pages.showing import show
from review.pages.steps import records_of
from review.people import Allowed, Fields
from store.retaining import Kept
from store.views import User

router = APIRouter(prefix="/admin/retention")
Reader = Annotated[User, Depends(Allowed("audit.read"))]
Disposer = Annotated[User, Depends(Allowed("record.dispose"))]
Holder = Annotated[User, Depends(Allowed("record.hold"))]
SHOWN = 200
VIEWS = {
    "due": "Due now",
    "held": "Held",
    "later": "Period not over",
    "open": "Open",
    "unscheduled": "Unscheduled",
}


@router.get("")
def retention(request: Request, user: Reader) -> Response:
    """What is due, held, or kept; the schedule; holds."""
    return _page(request, user)


def _page(
    request: Request,
    user: User,
    refused: tuple[str, ...] = (),
    given: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    records, today = records_of(request), datetime.now(request.app.state.settings.zone).date()
    view = request.query_params.get("view", "due")
    view = view if view in VIEWS else "due"
    found: dict[str, list[Kept]] = {name: [] for name in VIEWS}
    for one in records.retained():
        found[view_of(one, today)].append(one)
    values: dict[str, object] = {
        "schedule": records.retention_schedule(),
        "views": [(name, label, len(found[name])) for name, label in VIEWS.items()],
        "view": view,
        "rows": found[view][:SHOWN],
        "total": len(found[view]),
        "holds": records.holds(),
        "disposals": records.disposals(("proposed", "approved", "under_way")),
        "gone": records.disposals(("done",))[:SHOWN],
        "kinds": tuple(HoldKind),
        "refused": refused,
        "given": given or {"numbers": request.query_params.get("numbers", "")},
        "today": today,
    }
    return show(request, "retention.html", values, user, status)


def view_of(one: Kept, today: object) -> str:
    """Under which heading a document stands: a hold comes before everything else."""
    if one.holds:
        return "held"
    if one.open_because:
        return "open"
    if one.due is None:
        return "unscheduled"
    return "due" if str(one.due) <= str(today) else "later"


@router.post("/{deed}")
def act(request: Request, deed: str, fields: Fields, user: Holder) -> Response:
    """Place or release a hold, or give a category; a refused form comes back as it was filled in."""
    records, numbers = records_of(request), _numbers(fields)
    matter, reason = fields.get("matter", ""), fields.get("reason", "")
    try:
        if deed == "hold":
            kind = (
                HoldKind(fields.get("kind", "")) if fields.get("kind") in tuple(HoldKind) else HoldKind.OTHER
            )
            records.place_hold(matter, kind, reason, numbers, user.name)
        elif deed == "release":
            records.release_hold(matter, reason, user.name, numbers)
        elif deed == "category":
            for number in numbers or ("",):
                records.categorise(number, fields.get("category") or None, reason, user.name)
        else:
            raise NotFound("There is no such step.", remedy="Load the page again.")
    except (IllegalMove, Conflict, NotFound) as problem:
        return _page(request, user, problem.lines, fields, 404 if isinstance(problem, NotFound) else 409)
    view = {"hold": "held", "release": "held", "category": "due"}[deed]
    return RedirectResponse(f"/admin/retention?{urlencode({'view': view, 'said': f'retention_{deed}'})}", 303)


@router.post("/disposal/{deed}")
def dispose(request: Request, deed: str, fields: Fields, user: Disposer) -> Response:
    """Propose, approve or withdraw disposals, or carry out what is approved."""
    records, numbers = records_of(request), _numbers(fields)
    reason, receiver = fields.get("reason", ""), fields.get("receiver", "")
    try:
        if deed == "propose":
            records.propose_disposal(numbers, user.name)
        elif deed == "approve":
            records.approve_disposal(numbers, receiver, user.name)
        elif deed == "withdraw":
            records.withdraw_disposal(numbers, reason, user.name)
        elif deed == "run":
            records.carry_out_disposals()
        else:
            raise NotFound("There is no such step.", remedy="Load the page again.")
    except (IllegalMove, Conflict, NotFound) as problem:
        return _page(request, user, problem.lines, fields, 404 if isinstance(problem, NotFound) else 409)
    return RedirectResponse(f"/admin/retention?said=disposal_{deed}", 303)


def _numbers(fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[\s,;]+", fields.get("numbers", "").strip().upper())))
