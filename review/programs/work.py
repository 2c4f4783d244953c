"""Executive actions and their items."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from coordination.actions import ActionStatus, Closure
from coordination.clearance import MOVES
from pipeline.problems import IllegalMove
from review.people import Allowed
from review.programs import shapes
from review.programs.asking import (
    SENT,
    After,
    IfMatch,
    Limit,
    faults,
    mark,
    matched,
    records_of,
    stretch,
)
from review.programs.shapes import Page
from store.item_lists import Part
from store.views import User
from store.worklists import Wanted

router = APIRouter()
Reader = Annotated[User, Depends(Allowed("action.read"))]
Manager = Annotated[User, Depends(Allowed("action.manage"))]
Officer = Annotated[User, Depends(Allowed("item.update"))]
Decider = Annotated[User, Depends(Allowed("item.decide"))]


@router.get("/actions", tags=["actions"], responses=faults(404))
def actions(
    request: Request,
    user: Reader,
    status: Annotated[list[ActionStatus] | None, Query(description="Only actions that stand so.")] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[shapes.Action]:
    """Executive actions: open ones first, the nearest due date first."""
    statuses = tuple(one.value for one in status or ())
    wanted = Wanted("all", statuses=statuses, limit=limit + 1, after=after or "")
    rows = records_of(request).actions_part(wanted)
    return stretch(rows, limit, lambda row: row.number or "", shapes.Action.model_validate)


@router.get("/actions/{number}", tags=["actions"], responses=faults(404))
def action(request: Request, answer: Response, number: str, user: Reader) -> shapes.ActionWhole:
    """One executive action with its items."""
    view = records_of(request).action(number)
    mark(answer, view.action.version)
    return shapes.ActionWhole.model_validate(view)


@router.get("/actions/{number}/plan", tags=["actions"], responses=faults(404))
def plan(request: Request, answer: Response, number: str, user: Reader) -> shapes.Plan:
    """What an executive action is to take and serve: target, effort, budget, alignment, tags."""
    return _plan(request, answer, number)


@router.put(
    "/actions/{number}/plan", tags=["actions"], dependencies=SENT, responses=faults(404, 409, 412, 428)
)
def put_plan(
    request: Request,
    answer: Response,
    number: str,
    said: shapes.Plan,
    user: Manager,
    if_match: IfMatch = None,
) -> shapes.Plan:
    """Write the plan of an executive action, as the version that If-Match names."""
    records = records_of(request)
    version = matched(if_match, records.action(number).action.version)
    records.change_action(number, version, said.model_dump(), user.name)
    return _plan(request, answer, number)


def _plan(request: Request, answer: Response, number: str) -> shapes.Plan:
    file = records_of(request).action_file(number)
    mark(answer, file.view.action.version)
    plain = {name: file.facts[name] for name in shapes.Plan.model_fields}
    return shapes.Plan.model_validate(plain | {"tags": plain["tags"] or []})


@router.post("/actions/{number}/status", tags=["actions"], dependencies=SENT, responses=faults(404, 409))
def move_action(request: Request, number: str, said: shapes.Move, user: Manager) -> shapes.ActionWhole:
    """Move an executive action, short of closing it."""
    view = records_of(request).action_status(number, said.status, user.name, said.reason or "")
    return shapes.ActionWhole.model_validate(view)


@router.post("/actions/{number}/close", tags=["actions"], dependencies=SENT, responses=faults(404, 409))
def close(request: Request, number: str, said: shapes.Close, user: Manager) -> shapes.ActionWhole:
    """Complete an executive action, with what came of it."""
    closure = Closure(datetime.now(UTC), user.name, said.outcome_summary, said.lessons_learned)
    return shapes.ActionWhole.model_validate(records_of(request).close(number, closure))


@router.get("/items", tags=["items"], responses=faults(404))
def items(
    request: Request,
    user: Reader,
    due_before: Annotated[date | None, Query(description="Only items due before this day.")] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[shapes.Item]:
    """Open action items of all actions, members of lists too, the nearest due date first."""
    if due_before == date.min:
        return Page(rows=[], next=None)
    until = due_before - timedelta(days=1) if due_before else None
    rows = records_of(request).items_part(Part(limit + 1, after or "", until=until))
    return stretch(rows, limit, lambda item: item.id or "", shapes.Item.model_validate)


@router.post("/items/{item}/work", tags=["items"], dependencies=SENT, responses=faults(404, 409))
def work(request: Request, item: str, said: shapes.Step, user: Officer) -> shapes.ActionWhole:
    """Work on an action item; the action that it belongs to."""
    return _step(request, item, said, user, decides=False)


@router.post("/items/{item}/decision", tags=["items"], dependencies=SENT, responses=faults(404, 409))
def decide(request: Request, item: str, said: shapes.Step, user: Decider) -> shapes.ActionWhole:
    """Decide on an action item; the action that it belongs to."""
    return _step(request, item, said, user, decides=True)


def _step(request: Request, item: str, said: shapes.Step, user: User, *, decides: bool) -> shapes.ActionWhole:
    if MOVES[said.verb].decides is not decides:
        where = "work" if decides else "decision"
        raise IllegalMove(f"{said.verb.value} is no step of this kind.", "", f"Send it to /{where}.")
    records = records_of(request)
    number = records.work_item(item, said.verb, user.name, said.words or "")
    return shapes.ActionWhole.model_validate(records.action(number))
