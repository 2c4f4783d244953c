"""The ladder climbed: suspenses that draw near or have passed, put down as told to who answers for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, or_, select
from sqlalchemy.orm import aliased

from coordination.acting import stands_in
from coordination.actions import ENDED
from coordination.extensions import Clock, EventKind, EventStatus
from coordination.reminding import Duty, Notice, Round, Told, horizon, look
from store import audit, persons, suspending
from store.database import Transaction
from store.tables import coordination, tasking
from store.tables.access import UserAccount, UserUnit
from store.tables.parties import Person
from store.tables.steering import SuspenseEvent
from store.tables.telling import ToldSuspense

ACTOR = "system:digest"
_ACTION, _ITEM = coordination.ExecutiveAction, tasking.ActionItem
_RESTS = "Deferred (On Hold)"


@dataclass(frozen=True, slots=True)
class Climbed:
    """What one round brought: how many were told of what, and what nobody answers for."""

    told: int
    unheard: tuple[str, ...]


def climb(move: Transaction, today: date) -> Climbed:
    """Put down every rung that was reached and is not yet told of, each once. Again changes nothing.

    Deferred and paused work is passed over: its clock rests.
    """
    move.lock("escalation")
    found, where = _round(move, today)
    names = move.connection.execute(select(UserAccount.name, UserAccount.id))
    users = {name: key for name, key in names}
    rows, events, actions = [], [], set()
    for notice in found.notices:
        action, item = where[notice.duty.key]
        rows.append(_told_row(notice, users[notice.user], action, item, today))
        events.append(_event_row(notice, action, item, move))
        actions.add(notice.duty.number)
    if rows:
        move.connection.execute(insert(ToldSuspense), rows)
        move.connection.execute(insert(SuspenseEvent), events)
        move.log(audit.who(ACTOR), "suspenses.told", today.isoformat(), None, _told_of(found.notices))
    return Climbed(len(rows), tuple(dict.fromkeys(duty.number for duty in found.unheard)))


def _round(move: Transaction, today: date) -> tuple[Round, dict[str, tuple[int, int | None]]]:
    ladder = suspending.policy(move.settings).escalation
    where: dict[str, tuple[int, int | None]] = {}
    owed = []
    for duty, action, item in duties(move.connection, horizon(ladder, today)):
        where[duty.key] = action, item
        owed.append(duty)
    acting = persons.acting_officials(move.connection)
    return look(
        owed, ladder, today, _told(move.connection), lambda user: stands_in(acting, user, today)
    ), where


def _told(connection: Connection) -> set[Told]:
    table = ToldSuspense
    query = select(table.duty, table.due_date, table.rung, UserAccount.name)
    query = query.join(UserAccount, UserAccount.id == table.user_id)
    open_ones = query.join(_ACTION, _ACTION.id == table.executive_action_id)
    rows = connection.execute(open_ones.where(_ACTION.action_status.not_in(ENDED)))
    return {(duty, due, rung, user) for duty, due, rung, user in rows}


def duties(connection: Connection, until: date) -> Iterator[tuple[Duty, int, int | None]]:
    """Open work whose suspense lies no later than a day, with the rows of its action and its item."""
    members = _members(connection)
    for row in connection.execute(_of_items(until)):
        yield (
            Duty(
                f"item {row.item_id}", row.action_number, row.due_date, Clock.ITEM,
                row.assignee, row.lead, row.sponsor, members.get(row.unit, ()),
            ),
            row.action,
            row.item,
        )  # fmt: skip
    for row in connection.execute(_of_actions(until)):
        for clock, due in ((Clock.INTERNAL, row.internal_due_date), (Clock.EXTERNAL, row.due_date)):
            same = clock is Clock.INTERNAL and due == row.due_date
            if due is not None and due <= until and not same:
                yield (
                    Duty(
                        f"action {row.action_number} {clock}", row.action_number, due, clock,
                        row.lead, row.lead, row.sponsor, members.get(row.unit, ()),
                    ),
                    row.action,
                    None,
                )  # fmt: skip


def _members(connection: Connection) -> dict[int, tuple[str, ...]]:
    query = select(UserUnit.unit_id, UserAccount.name).join(UserAccount, UserAccount.id == UserUnit.user_id)
    found: dict[int, list[str]] = {}
    for unit, name in connection.execute(query.where(UserAccount.active).order_by(UserAccount.name)):
        found.setdefault(unit, []).append(name)
    return {unit: tuple(names) for unit, names in found.items()}


def _people(query: Any, *columns: tuple[str, Any]) -> Any:
    """The query with the users' names of these persons, where they may still sign in."""
    for name, column in columns:
        person, user = aliased(Person), aliased(UserAccount)
        query = (
            query.add_columns(user.name.label(name))
            .outerjoin(person, person.id == column)
            .outerjoin(user, (user.id == person.user_account_id) & user.active)
        )
    return query


def _of_items(until: date) -> Any:
    member = aliased(_ITEM)
    heads = select(member.id).where(member.parent_action_item_id == _ITEM.id)
    query = (
        select(
            _ITEM.id.label("item"),
            _ITEM.public_id.label("item_id"),
            _ITEM.due_date,
            _ACTION.id.label("action"),
            _ACTION.action_number,
            _ITEM.assignee_organization_unit_id.label("unit"),
        )
        .join(_ACTION, _ACTION.id == _ITEM.executive_action_id)
        .where(
            _ITEM.due_date <= until,
            _ITEM.action_status.not_in((*ENDED, _RESTS)),
            _ITEM.is_paused.is_(False),
            _ACTION.action_status.not_in((*ENDED, _RESTS)),
            or_(_ITEM.action_type != "Task", ~heads.exists()),
        )
        .order_by(_ITEM.id)
    )
    return _people(
        query,
        ("assignee", _ITEM.assignee_person_id),
        ("lead", _ACTION.accountable_lead_id),
        ("sponsor", _ACTION.executive_sponsor_id),
    )


def _of_actions(until: date) -> Any:
    query = (
        select(
            _ACTION.id.label("action"),
            _ACTION.action_number,
            _ACTION.due_date,
            _ACTION.internal_due_date,
            _ACTION.lead_organization_unit_id.label("unit"),
        )
        .where(
            or_(_ACTION.due_date <= until, _ACTION.internal_due_date <= until),
            _ACTION.action_status.not_in((*ENDED, _RESTS)),
        )
        .order_by(_ACTION.id)
    )
    return _people(query, ("lead", _ACTION.accountable_lead_id), ("sponsor", _ACTION.executive_sponsor_id))


def _told_row(notice: Notice, user: int, action: int, item: int | None, day: date) -> dict[str, Any]:
    return {
        "duty": notice.duty.key,
        "due_date": notice.duty.due,
        "rung": notice.rung.after,
        "user_id": user,
        "capacity": notice.rung.tell,
        "day": day,
        "executive_action_id": action,
        "action_item_id": item,
        "created_by": ACTOR,
        "updated_by": ACTOR,
    }


def _event_row(notice: Notice, action: int, item: int | None, move: Transaction) -> dict[str, Any]:
    kind = EventKind.REMINDER if notice.reminds else EventKind.ESCALATION
    return {
        "executive_action_id": action,
        "action_item_id": item,
        "kind": kind.value,
        "status": EventStatus.RECORDED.value,
        "clock": notice.duty.clock.value,
        "old_date": notice.duty.due,
        "reason": f"brought before {notice.user} ({notice.rung.tell})",
        "requested_by": ACTOR,
        "requested_at": move.now,
        "created_by": ACTOR,
        "updated_by": ACTOR,
    }


def _told_of(notices: tuple[Notice, ...]) -> dict[str, Any]:
    """What the log keeps: by action, whom its suspenses were brought before."""
    found: dict[str, set[str]] = {}
    for notice in notices:
        found.setdefault(notice.duty.number, set()).add(notice.user)
    return {number: sorted(users) for number, users in sorted(found.items())}
