"""Executive actions: made, issued, changed, moved, closed and archived; what their type requires is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from coordination import requirements, stages
from coordination.actions import ActionStatus, Closure, ExecutiveAction
from coordination.requirements import Gate, Requirements, Standing
from pipeline.problems import IllegalMove
from store import (
    action_fields,
    audit,
    authorities,
    corresponding,
    findable,
    holding,
    numbers,
    parties,
)
from store.database import Transaction
from store.holding import Held
from store.running import runs
from store.tables import coordination, tasking
from store.tables.assessment import Impact, RiskItem
from store.tables.coordination import CoordinatingUnit, ExecutiveActionType
from store.tables.steering import ExecutiveDecisionLog

_ACTION = coordination.ExecutiveAction
_GATES = {ActionStatus.IN_PROGRESS: Gate.START, ActionStatus.SUBMITTED: Gate.SUBMIT}


def make(move: Transaction, name: str, kind: str, parent: str | None, actor: str) -> str:
    """A new action without a document, under another where `parent` names one; its number.

    It starts from the defaults of its type. Raises IllegalMove or NotFound.
    """
    audit.person(actor, "make an executive action")
    found = move.connection.execute(
        select(ExecutiveActionType.__table__).where(ExecutiveActionType.name == kind)
    ).one_or_none()
    if found is None or not name.strip():
        what = (
            f"There is no type of executive action {kind!r}." if name.strip() else "An action needs a name."
        )
        raise IllegalMove(what, remedy="Write a name and choose a type of the list.")
    move.lock("records")
    above = holding.hold(move, parent, actor, "make a sub action") if parent else None
    number = numbers.action_number(move, move.now.astimezone(move.settings.zone).year)
    action = ExecutiveAction(name.strip(), "", kind, found.executive_action_category, number=number)
    new = insert(_ACTION).values(
        action_number=number,
        name=action.name,
        executive_action_type_id=found.id,
        category=action.category,
        action_status=action.status.value,
        lifecycle_stage=action.lifecycle.value,
        priority=found.default_priority,
        parent_action_id=above.id if above else None,
        lead_organization_unit=above.view.action.lead_unit if above else None,
        compliance_driven=action.category == "Compliance",
        created_by=actor,
        updated_by=actor,
    )
    key = move.connection.execute(new.returning(_ACTION.id)).scalar_one()
    findable.action(move.connection, key)
    move.log(
        audit.who(actor), "action.made", number, None, {"name": action.name, "type": kind, "under": parent}
    )
    return number


def issue(move: Transaction, number: str, day: date, actor: str) -> None:
    """Set an action to work. Raises IllegalMove where something is missing that its type requires."""
    held = holding.hold(move, number, actor, "issue an executive action")
    after = held.view.action.issue(day)
    _check(move, held, Gate.START)
    values = {"start_date": day, "lifecycle_stage": after.lifecycle.value}
    holding.change_action(move, held, values)
    holding.tell(move, held, "action.issued", "", None, {"day": day.isoformat()})


def status(move: Transaction, number: str, wanted: ActionStatus, actor: str, reason: str) -> None:
    """Move an action short of closing it. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "move an action", ended=True)
    before = held.view.action
    after = before.moved(wanted, reason)
    if wanted is ActionStatus.CANCELLED:
        corresponding.check_all_ended(move.connection, held)
    if wanted in _GATES and after.status is not before.status and not before.status.ended:
        _check(move, held, _GATES[wanted])
    _store(move, held, after)
    told = {"status": after.status.value} | ({"reason": after.status_reason} if after.status_reason else {})
    what = "action.reopened" if before.status.ended and not after.status.ended else "action.moved"
    holding.tell(move, held, what, "", {"status": before.status.value}, told)


def begin(move: Transaction, held: Held) -> None:
    """Work on an item of an issued action began, and so the action did."""
    before = holding.again(move, held).view.action
    after = before.begun()
    if after is not before:
        _store(move, held, after)
        told = {"status": after.status.value, "reason": "work on an item began"}
        holding.tell(move, held, "action.moved", "", {"status": before.status.value}, told)


def close(move: Transaction, number: str, closure: Closure) -> None:
    """The action completed. Raises IllegalMove while work is open or something required is missing."""
    held = holding.hold(move, number, closure.by, "close an action", ended=True)
    planned = sum(
        len(run.planned) for run in runs(move.connection, held.id, move.settings.zone) if run.running
    )
    after = stages.close(held.view.action, held.view.items, closure, planned)
    corresponding.check_all_ended(move.connection, held)
    _check(move, held, Gate.CLOSE)
    _store(move, held, after)
    told = {"status": after.status.value, "outcome_summary": closure.outcome_summary}
    told |= {"lessons_learned": closure.lessons_learned}
    holding.tell(move, held, "action.closed", "", {"status": held.view.action.status.value}, told)


def archive(move: Transaction, number: str, archived: bool, actor: str) -> None:
    """Put an ended action into the archive, or take it out. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "archive an action", ended=True)
    after = held.view.action.archive(archived)
    holding.change_action(move, held, {"lifecycle_stage": after.lifecycle.value})
    holding.tell(move, held, "action.archived" if archived else "action.unarchived")


def _store(move: Transaction, held: Held, after: ExecutiveAction) -> None:
    closure = after.closure
    values = {
        "action_status": after.status.value,
        "lifecycle_stage": after.lifecycle.value,
        "actual_completion_date": closure.at if closure else None,
        "outcome_summary": closure.outcome_summary if closure else None,
        "lessons_learned": closure.lessons_learned if closure else None,
        "closed_by": closure.by if closure else None,
        "status_reason": after.status_reason,
    }
    holding.change_action(move, held, values)


def _check(move: Transaction, held: Held, gate: Gate) -> None:
    wanted = required(move, held.id)
    action = held.view.action
    requirements.check(held.number, action.action_type, wanted, standing(move, held), gate)


def required(move: Transaction, action: int) -> Requirements:
    """What the type of an action requires, and the action itself."""
    kind = ExecutiveActionType
    query = select(
        kind.requires_legal_authority,
        kind.requires_impact_assessment,
        kind.requires_risk_assessment,
        _ACTION.requires_formal_decision,
    ).join(_ACTION, _ACTION.executive_action_type_id == kind.id)
    return Requirements(*move.connection.execute(query.where(_ACTION.id == action)).one())


def standing(move: Transaction, held: Held) -> Standing:
    """What is on the record of an action."""

    def count(table: Any, *where: Any) -> int:
        query = select(func.count()).select_from(table).where(*where)
        found: int = move.connection.execute(query).scalar_one()
        return found

    lead = select(_ACTION.accountable_lead_id).where(_ACTION.id == held.id)
    return Standing(
        authorities_of(move.connection, held.id),
        count(Impact, Impact.executive_action_id == held.id),
        count(RiskItem, RiskItem.executive_action_id == held.id),
        count(
            ExecutiveDecisionLog,
            ExecutiveDecisionLog.executive_action_id == held.id,
            ExecutiveDecisionLog.active,
        ),
        bool(held.view.action.lead_unit or move.connection.execute(lead).scalar()),
    )


def authorities_of(connection: Connection, action: int) -> int:
    """How many authorities an action rests on: its own, and those of its items."""
    own = select(_ACTION.source_legal_authority_id).where(_ACTION.id == action)
    table = tasking.ActionItemAuthority
    items = select(tasking.ActionItem.id).where(tasking.ActionItem.executive_action_id == action)
    resting = select(func.count()).select_from(table).where(table.action_item_id.in_(items))
    return connection.execute(resting).scalar_one() + (connection.execute(own).scalar() is not None)


def change(move: Transaction, number: str, version: int, changes: Mapping[str, Any], actor: str) -> None:
    """Write fields of an action (`action_fields.FIELDS`). Raises Conflict, IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "change an action")
    values = action_fields.written(move, held, changes)
    if "lead_unit" in changes:
        values["lead_organization_unit_id"] = parties.units(move.connection).id_of(changes["lead_unit"])
    if "authority" in changes:
        values["source_legal_authority_id"] = _authority(move, held, changes["authority"])
        values["source_authority_pinpoint"] = authorities.pinpoint_of(changes["authority"].strip())
    before = move.connection.execute(select(_ACTION.__table__).where(_ACTION.id == held.id)).one()._mapping
    holding.change_action(move, held, values, version)
    if "coordinating_units" in changes:
        _set_units(move, held, changes["coordinating_units"])
    was = action_fields.known(before, changes)
    holding.tell(move, held, "action.changed", "", was, dict(changes))
    findable.action(move.connection, held.id)


def _authority(move: Transaction, held: Held, citation: str) -> int | None:
    if not citation.strip():
        return None
    known = authorities.ensure(move, (citation.strip(),), held.actor)
    return known[authorities.key_of(citation.strip())]


def _set_units(move: Transaction, held: Held, units: Any) -> None:
    names = [name for unit in units if (name := str(unit).strip())]
    known = parties.units(move.connection)
    table = CoordinatingUnit
    move.connection.execute(delete(table).where(table.executive_action_id == held.id))
    rows = [
        {
            "executive_action_id": held.id,
            "unit": unit,
            "organization_unit_id": known.id_of(unit),
            "created_by": held.actor,
        }
        for unit in dict.fromkeys(names)
    ]
    if rows:
        move.connection.execute(insert(table), rows)
