"""Processes at work: a template's steps become items when they may begin, by the template as it was then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from coordination import planning
from coordination.actions import ActionStatus
from coordination.planning import Anchors, People
from coordination.templates import Step, StepType, Template, waits, walk
from pipeline.encoding import from_plain, to_plain
from pipeline.problems import IllegalMove, NotFound
from store import holding, persons, queries, templating
from store.database import Transaction
from store.holding import Held
from store.new_items import NewItem, insert_item
from store.tables import coordination, tasking
from store.tables.processes import ProcessRun

_ITEM = tasking.ActionItem
_ACTION = coordination.ExecutiveAction


@dataclass(frozen=True, slots=True)
class Run:
    """A template at work: the steps as they were at its start, and the days on which steps ended."""

    id: int
    public_id: str
    template: Template
    start: date
    originator: str
    running: bool
    anchors: Anchors
    people: People
    begun: dict[str, tuple[Row[Any], ...]]
    ended: dict[str, date | None]

    @property
    def planned(self) -> tuple[str, ...]:
        """Steps that are not begun and will be, in order."""
        return planning.to_come(self.template, self.begun, self.people)

    @property
    def dates(self) -> dict[str, date | None]:
        """When each step is due as things stand."""
        return planning.plan(self.template, self.anchors, self.ended)


def start(move: Transaction, number: str, name: str, day: date, actor: str) -> str:
    """Put a template to work on an action; the run's id. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "start a process")
    template = templating.template(move.connection, name)
    if not template.active or not template.steps:
        raise IllegalMove(f"“{name}” is not in use, or has no steps.", remedy="Choose another template.")
    new = insert(ProcessRun).values(
        executive_action_id=held.id,
        process_template_id=templating.key_of(move.connection, name),
        template_name=name,
        template_version=template.version,
        steps=to_plain(template),
        start_date=day,
        originator=actor,
        created_by=actor,
        updated_by=actor,
    )
    run_id = str(move.connection.execute(new.returning(ProcessRun.public_id)).scalar_one())
    told = {"template": name, "version": template.version, "start": day.isoformat()}
    holding.tell(move, held, "process.started", run_id, None, told)
    advance(move, held)
    return run_id


def stop(move: Transaction, number: str, run_id: str, reason: str, actor: str) -> None:
    """Let no further step of a process begin. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "stop a process")
    if not reason.strip():
        raise IllegalMove("A process is not stopped without a reason.", remedy="Write the reason.")
    change = update(ProcessRun).where(
        ProcessRun.public_id == queries.uuid_of(run_id),
        ProcessRun.executive_action_id == held.id,
        ProcessRun.ended_at.is_(None),
    )
    if move.connection.execute(change.values(ended_at=move.now, updated_by=actor)).rowcount != 1:
        raise NotFound(f"{number} has no such process that runs.")
    holding.tell(move, held, "process.stopped", run_id, None, {"reason": reason.strip()})


def runs(connection: Connection, action: int, zone: Any) -> tuple[Run, ...]:
    """The processes of an action, in the order of their starts."""
    query = select(ProcessRun.__table__).where(ProcessRun.executive_action_id == action)
    rows = connection.execute(query.order_by(ProcessRun.id)).all()
    return tuple(_run(connection, row, action, zone) for row in rows)


def _run(connection: Connection, row: Row[Any], action: int, zone: Any) -> Run:
    items = connection.execute(
        select(_ITEM.__table__).where(_ITEM.process_run_id == row.id).order_by(_ITEM.id)
    ).all()
    template = from_plain(Template, row.steps)
    begun: dict[str, tuple[Row[Any], ...]] = {}
    for item in items:
        begun[item.process_step] = (*begun.get(item.process_step, ()), item)
    known = connection.execute(select(_ACTION.__table__).where(_ACTION.id == action)).one()
    people = _people(connection, known, row.originator)
    steps = {step.key: step for _, step in walk(template.steps)}
    ended = {key: _last_day(found, zone) for key, found in begun.items() if _over(found)}
    # a step for coordinating units has nobody to ask where there are none
    ended |= {
        key: None
        for key in waits(template)
        if key not in begun and not planning.assignees(steps[key], people)
    }
    anchors = Anchors(row.start_date, known.due_date, known.internal_due_date)
    return Run(
        row.id,
        str(row.public_id),
        template,
        row.start_date,
        row.originator,
        row.ended_at is None,
        anchors,
        people,
        begun,
        ended,
    )


def _people(connection: Connection, action: Row[Any], originator: str) -> People:
    units = select(coordination.CoordinatingUnit.unit).where(
        coordination.CoordinatingUnit.executive_action_id == action.id
    )
    return People(
        originator,
        persons.user_of(connection, action.accountable_lead_id),
        persons.user_of(connection, action.executive_sponsor_id),
        action.lead_organization_unit,
        tuple(connection.execute(units.order_by(coordination.CoordinatingUnit.id)).scalars()),
    )


def _over(found: tuple[Row[Any], ...]) -> bool:
    return all(ActionStatus(item.action_status).ended for item in found)


def _last_day(found: tuple[Row[Any], ...], zone: Any) -> date | None:
    moments = [item.actual_end for item in found if item.actual_end]
    return max(moments).astimezone(zone).date() if moments else None


def advance(move: Transaction, held: Held) -> None:
    """Begin every step whose turn has come; end a process whose steps have all ended."""
    for run in runs(move.connection, held.id, move.settings.zone):
        if not run.running:
            continue
        for key in planning.ready(run.template, set(run.begun) | set(run.ended), set(run.ended)):
            _begin(move, held, run, key)
        if set(waits(run.template)) <= set(run.ended):
            change = update(ProcessRun).where(ProcessRun.id == run.id)
            move.connection.execute(change.values(ended_at=move.now, updated_by=held.actor))
            holding.tell(move, held, "process.ended", run.public_id, None, run.template.name)


def _begin(move: Transaction, held: Held, run: Run, key: str) -> None:
    step, due = run.template.step(key), run.dates[key]
    parent = _heads(move, held, run, planning.lines(run.template)[key])
    for who in planning.assignees(step, run.people):
        person = persons.known_user(move.connection, who.person) if who.person else None
        new = NewItem(
            f"{step.name} ({who.unit})" if step.assign_to.value == "Coordinating Units" else step.name,
            step.action_type,
            step.details,
            due,
            person,
            who.unit,
            who.team,
            mandatory=step.mandatory,
        )
        more = _places(run, step, parent) | {"due_basis": _basis(step) if due else None}
        more |= {"assignee": who.person} if who.person and person is None else {}
        item_id = insert_item(move, held, new, more)
        told = {"step": step.name, "due": due.isoformat() if due else None}
        holding.tell(move, held, "item.begun", item_id, None, told)


def _heads(move: Transaction, held: Held, run: Run, line: tuple[Step, ...]) -> int | None:
    """The items of the steps above one, made where they are not there yet; the lowest one's key."""
    parent: int | None = None
    for step in line:
        query = select(_ITEM.id).where(_ITEM.process_run_id == run.id, _ITEM.process_step == step.key)
        known = move.connection.execute(query.order_by(_ITEM.id)).scalar()
        if known is None:
            new = NewItem(step.name, details=step.details, due_date=run.dates[step.key])
            item_id = insert_item(move, held, new, _places(run, step, parent))
            holding.tell(move, held, "item.begun", item_id, None, {"step": step.name})
            known = holding.item_key(move, item_id)
        parent = known
    return parent


def _places(run: Run, step: Step, parent: int | None) -> dict[str, Any]:
    return {
        "process_run_id": run.id,
        "process_step": step.key,
        "parent_action_item_id": parent,
        "action_category": step.step_type.value if step.step_type is not StepType.TASK else None,
    }


def _basis(step: Step) -> str:
    if step.method is None:
        return ""
    return f"{step.method.value.lower()} {step.offset:+d} {step.unit.value} days"


def awaited(move: Transaction, held: Held) -> frozenset[str]:
    """The ids of items below which a process has steps to begin."""
    return frozenset(_awaited(runs(move.connection, held.id, move.settings.zone)))


def _awaited(found: tuple[Run, ...]) -> Iterator[str]:
    for run in found:
        above = planning.lines(run.template)
        for key in run.planned if run.running else ():
            for step in above[key]:
                yield from (str(item.public_id) for item in run.begun.get(step.key, ()))
