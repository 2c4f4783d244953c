"""Events of a suspense that people ask for, decide or state: extensions, interim replies, lateness."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from coordination.actions import ActionItem
from coordination.extensions import (
    Clock,
    EventKind,
    EventStatus,
    SuspenseEvent,
    ask_extension,
    decide_extension,
    decider,
    lateness,
)
from coordination.policy import internal_before
from coordination.suspense import business_days_between
from pipeline.problems import IllegalMove, NotFound
from store import coordinating, holding, letters, persons, queries, suspending
from store.acting_for import speaks_for
from store.database import Transaction
from store.holding import Held
from store.tables import coordination, tasking
from store.tables.steering import SuspenseEvent as EventRow

_ACTION = coordination.ExecutiveAction


def ask(
    move: Transaction, number: str, item_id: str | None, clock: Clock, new: date, reason: str, actor: str
) -> str:
    """Ask for a later date; the request's id. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "ask for an extension")
    item = coordinating.find_item(held.view.items, item_id) if item_id else None
    old = _old(held, item, clock)
    event = ask_extension(old, new, reason, Clock.ITEM if item else clock, actor, move.now, item_id)
    if item and held.view.action.due_date and new > held.view.action.due_date:
        raise IllegalMove(
            f"{new.isoformat()} lies after the suspense of {number}.",
            f"It is due on {held.view.action.due_date.isoformat()}; an item cannot be due after its action.",
            "Ask for an extension of the action first.",
        )
    key = holding.item_key(move, item_id) if item_id else None
    waiting = select(EventRow.id).where(
        EventRow.executive_action_id == held.id,
        EventRow.action_item_id == key if key else EventRow.action_item_id.is_(None),
        EventRow.clock == event.clock.value,
        EventRow.status == EventStatus.REQUESTED.value,
    )
    if move.connection.execute(waiting).first():
        raise IllegalMove("An extension of this date is asked for already.", remedy="Wait for the decision.")
    event_id = suspending.put(move, held, event, key)
    told = {
        "clock": event.clock.value,
        "from": suspending.day_text(old),
        "to": new.isoformat(),
        "reason": reason.strip(),
    }
    holding.tell(move, held, "extension.asked", item_id or "", None, told)
    return event_id


def _old(held: Held, item: ActionItem | None, clock: Clock) -> date | None:
    if item:
        return item.due_date
    action = held.view.action
    return action.internal_due_date if clock is Clock.INTERNAL else action.due_date


def decide(move: Transaction, event_id: str, granted: bool, comments: str, actor: str) -> str:
    """Grant or refuse an extension; the action's number. Raises IllegalMove or NotFound."""
    query = (
        select(EventRow.__table__, _ACTION.action_number, tasking.ActionItem.public_id.label("item"))
        .join(_ACTION, _ACTION.id == EventRow.executive_action_id)
        .outerjoin(tasking.ActionItem, tasking.ActionItem.id == EventRow.action_item_id)
        .where(EventRow.public_id == queries.uuid_of(event_id))
    )
    row = move.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("There is no such request for an extension.")
    held = holding.hold(move, row.action_number, actor, "decide on an extension")
    # the action is held now: what was read before it may be another's decision by this time
    row = move.connection.execute(query).one()
    before = event(row)
    after = decide_extension(before, granted, actor, move.now, comments)
    _check_decider(move, held, before)
    change = update(EventRow).where(EventRow.public_id == row.public_id)
    stamp = {"status": after.status.value, "decided_by": actor, "decided_at": move.now}
    move.connection.execute(
        change.values(stamp | {"decision_comments": after.comments, "updated_by": actor, "version": 2})
    )
    if granted:
        _extend(move, held, after)
    told = {
        "status": after.status.value,
        "to": suspending.day_text(after.new_date),
        "comments": after.comments,
    }
    holding.tell(
        move,
        held,
        "extension.decided",
        before.item or "",
        {"from": suspending.day_text(before.old_date)},
        told,
    )
    return held.number


def event(row: Row[Any]) -> SuspenseEvent:
    """An event as its row tells it; the row has the `item`'s id beside its columns."""
    return SuspenseEvent(
        EventKind(row.kind),
        EventStatus(row.status),
        Clock(row.clock),
        row.requested_by,
        row.requested_at,
        row.reason or "",
        row.old_date,
        row.new_date,
        row.decided_by,
        row.decided_at,
        row.decision_comments,
        str(row.item) if row.item else None,
        None,
        str(row.public_id),
        row.version,
    )


def _check_decider(move: Transaction, held: Held, asked: SuspenseEvent) -> None:
    """Raise IllegalMove where the policy names somebody else; repeats rise to the next approver."""
    query = (
        select(func.count())
        .select_from(EventRow)
        .where(
            EventRow.executive_action_id == held.id,
            EventRow.kind == EventKind.EXTENSION.value,
            EventRow.status == EventStatus.APPROVED.value,
            EventRow.clock == asked.clock.value,
        )
    )
    if asked.item:
        query = query.where(EventRow.action_item_id == holding.item_key(move, asked.item))
    earlier = move.connection.execute(query).scalar_one()
    approvers = suspending.policy(move.settings).extension_approvers
    wanted = decider(earlier, approvers, deciders(move.connection, held.id), asked.requested_by)
    if wanted and not speaks_for(move.connection, held.actor, wanted[1], held.today):
        raise IllegalMove(
            f"This extension is for {wanted[1]} to decide, the {wanted[0].lower()}.",
            f"It is request {earlier + 1} for this date." if earlier else "",
            "Let them decide it, or name an acting official.",
        )


def deciders(connection: Connection, action: int) -> dict[str, str]:
    """The users who stand in the parts that a policy may name, as far as somebody does."""
    row = connection.execute(
        select(_ACTION.accountable_lead_id, _ACTION.executive_sponsor_id).where(_ACTION.id == action)
    ).one()
    found = {
        "Accountable Lead": persons.user_of(connection, row[0]),
        "Executive Sponsor": persons.user_of(connection, row[1]),
    }
    return {part: user for part, user in found.items() if user}


def _extend(move: Transaction, held: Held, granted: SuspenseEvent) -> None:
    action, new = held.view.action, granted.new_date
    assert new is not None
    why = f"extended from {suspending.day_text(granted.old_date)}: {granted.reason}"
    if granted.item:
        item = coordinating.find_item(held.view.items, granted.item)
        holding.change_item(move, held, item, {"due_date": new, "due_basis": why})
    elif granted.clock is Clock.INTERNAL:
        if action.due_date and new > action.due_date:
            raise IllegalMove("It would be due to the front office after it is due to the writer.")
        holding.change_action(move, held, {"internal_due_date": new})
    else:
        kept = (
            business_days_between(action.internal_due_date, action.due_date)
            if action.internal_due_date and action.due_date
            else 0
        )
        internal = internal_before(new, max(kept, 0), held.today)
        values = {"due_date": new, "internal_due_date": internal, "suspense_basis": why}
        holding.change_action(move, held, values)


def interim(move: Transaction, number: str, reason: str, document: str | None, actor: str) -> None:
    """Put down that an interim reply went out, and by which document. Raises IllegalMove or NotFound."""
    held = holding.hold(move, number, actor, "record an interim reply")
    if not reason.strip():
        raise IllegalMove("An interim reply says why the answer takes longer.", remedy="Write the reason.")
    if letters.of_action(move.connection, held.id):
        raise IllegalMove(
            f"{number} has letters on the log.",
            "Nobody could show later that an interim reply went out.",
            "Send it from the letters of the action, or record there what was sent.",
        )
    due = held.view.action.due_date
    event = suspending.recorded(held, move.now, EventKind.INTERIM_REPLY, Clock.EXTERNAL, reason, due)
    suspending.put(move, held, replace(event, document=document))
    told = {"reason": reason.strip(), "document": document}
    holding.tell(move, held, "interim.sent", "", None, told)


def late(move: Transaction, number: str, reason: str, approver: str, actor: str) -> None:
    """Put down a statement of lateness and who signs it. Raises IllegalMove."""
    held = holding.hold(move, number, actor, "state lateness")
    due = held.view.action.due_date
    if due is None:
        raise IllegalMove(f"{number} has no suspense.", remedy="Set a due date first.")
    suspending.put(move, held, lateness(reason, actor, approver, move.now, due, held.today))
    holding.tell(move, held, "lateness.stated", "", None, {"reason": reason.strip(), "signed_by": approver})
