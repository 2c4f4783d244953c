"""Process templates: their list, and an editor for their steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from coordination import editing
from coordination.actions import ItemType
from coordination.planning import Anchors, misfits, plan
from coordination.suspense import add_business_days
from coordination.templates import (
    AssignTo,
    Calculation,
    DayUnit,
    Order,
    Step,
    StepType,
    Template,
    walk,
)
from pipeline.problems import Conflict, IllegalMove
from review.files import today
from review.numbers import whole
from review.pages.showing import show
from review.people import Allowed, Fields
from store.views import User

router = APIRouter(prefix="/templates")
Reader = Annotated[User, Depends(Allowed("action.read"))]
Editor = Annotated[User, Depends(Allowed("admin.agency"))]
_MOVES = {"up": -1, "down": 1}


@router.get("")
def templates(request: Request, user: Reader) -> Response:
    """Every process template."""
    return show(request, "templates.html", {"templates": request.app.state.records.templates(True)}, user)


@router.post("")
def make(request: Request, fields: Fields, user: Editor) -> Response:
    """A new template, empty or as a copy of another."""
    records = request.app.state.records
    name = fields.get("name", "").strip()
    if any(known.name == name for known in records.templates(True)):
        raise IllegalMove(f"There is a template “{name}” already.", remedy="Choose another name.")
    source = fields.get("source", "")
    made = replace(records.template(source), name=name) if source else Template(name)
    records.put_template(replace(made, version=1, active=True), user.name)
    return RedirectResponse(f"/templates/{quote(name, safe='')}", 303)


@router.get("/{name:path}")
def template(request: Request, name: str, user: Reader) -> Response:
    """One template: its steps, when each would be due, and a form for each."""
    return _page(request, request.app.state.records.template(name), user)


def _page(
    request: Request, known: Template, user: User, refused: tuple[str, ...] = (), status: int = 200
) -> Response:
    start = today(request)
    suspense = add_business_days(start, 30)
    anchors = Anchors(start, suspense, add_business_days(suspense, -5))
    dates = plan(known, anchors)
    values = {
        "template": known,
        "steps": tuple(walk(known.steps)),
        "dates": dates,
        "wrong": {one.key: one.why for one in misfits(known, anchors, dates)},
        "anchors": anchors,
        "refused": refused,
        "step_types": tuple(StepType),
        "item_types": tuple(ItemType),
        "assignees": tuple(AssignTo),
        "methods": tuple(Calculation),
        "day_units": tuple(DayUnit),
        "orders": tuple(Order),
        "open": request.query_params.get("step", ""),
    }
    return show(request, "template.html", values, user, status)


@router.post("/{name:path}")
def change(request: Request, name: str, fields: Fields, user: Editor) -> Response:
    """One change of a template; work that runs keeps its steps."""
    records = request.app.state.records
    known = records.template(name)
    try:
        wanted, key = _changed(known, fields)
        seen = whole(fields.get("version", "")) or 0
        records.put_template(replace(wanted, version=seen), user.name)
    except (IllegalMove, Conflict) as problem:
        return _page(request, known, user, problem.lines, 409)
    return RedirectResponse(f"/templates/{quote(name, safe='')}?step={quote(key)}#step-{quote(key)}", 303)


def _changed(known: Template, fields: Fields) -> tuple[Template, str]:
    """The template after one deed of the editor, and the step to look at then."""
    deed, key = fields.get("deed", ""), fields.get("step", "")
    if deed == "head":
        order = Order(fields.get("order", known.order))
        details, active = fields.get("details", ""), fields.get("active") == "yes"
        return replace(known, order=order, details=details, active=active), ""
    if deed == "add":
        return editing.added(known, fields.get("name", ""), key or None)
    if deed == "remove":
        return editing.without(known, key), ""
    if deed in _MOVES:
        return editing.shifted(known, key, _MOVES[deed]), key
    if deed in ("deeper", "higher"):
        return (editing.deeper if deed == "deeper" else editing.higher)(known, key), key
    return editing.with_step(known, key, _step(fields)), key


def _step(fields: Fields) -> Step:
    text = fields.get("offset", "0").strip() or "0"
    if not text.lstrip("+-").isdecimal() or len(text) > 6:
        raise IllegalMove(f"{text!r} is no number of days.", "Days before a date are negative: -5.")
    try:
        method = fields.get("method", "")
        return Step(
            "",
            fields.get("name", ""),
            StepType(fields.get("step_type", "")),
            ItemType(fields.get("action_type", "")),
            fields.get("details", ""),
            AssignTo(fields.get("assign_to", "")),
            fields.get("assign_to_name", "").strip() or None,
            Calculation(method) if method else None,
            int(text),
            DayUnit(fields.get("unit", "")),
            Order(fields.get("order", "")),
            fields.get("mandatory") == "yes",
            tuple(key for key in fields.get("after", "").replace(",", " ").split() if key),
        )
    except ValueError:
        raise IllegalMove("A choice is missing.", remedy="Choose one of each list.") from None
