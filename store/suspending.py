"""Suspenses of executive actions: set by the policy or by hand, started anew by a transfer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select

from coordination.actions import ExecutiveAction
from coordination.extensions import Clock, EventKind, EventStatus, SuspenseEvent
from coordination.policy import Matter, Policy, Rule, Suspense, internal_before
from coordination.policy_file import DEFAULT, parse
from coordination.templates import DayUnit
from pipeline.problems import IllegalMove
from pipeline.settings import Settings
from store import documents, holding, persons
from store.database import Transaction
from store.holding import Held
from store.tables import coordination
from store.tables.coordination import ExecutiveActionType
from store.tables.steering import SuspenseEvent as EventRow

POLICY_FILE = "suspense.toml"
_ACTION = coordination.ExecutiveAction


def policy(settings: Settings) -> Policy:
    """The policy of the office: `suspense.toml` in the home folder, else what holds without it.

    Raises Misconfigured for a file that cannot be used.
    """
    path = settings.home / POLICY_FILE
    return parse(path.read_text(encoding="utf-8"), POLICY_FILE) if path.exists() else parse(DEFAULT)


def for_new(
    move: Transaction, action: ExecutiveAction, document: Row[Any]
) -> tuple[date | None, date | None, str | None]:
    """Both suspenses of a new action and their sum. A date that a person decided on stays as it is."""
    query = select(ExecutiveActionType.__table__).where(ExecutiveActionType.name == action.action_type)
    kind = move.connection.execute(query).one_or_none()
    days = kind.default_suspense_days if kind else None
    unit = DayUnit(kind.default_suspense_unit) if kind and kind.default_suspense_unit else DayUnit.BUSINESS
    otherwise = Rule(action.action_type, days, unit) if days is not None else None
    matter = Matter(
        document.received_at.astimezone(move.settings.zone).date(),
        document.sender or "",
        document.kind or "",
        action.action_type,
    )
    found = policy(move.settings).suspense(matter, otherwise)
    if action.due_date:
        return _decided(action, matter, found, policy(move.settings).rule(matter) or otherwise)
    if found is None:
        return None, action.internal_due_date, None
    return found.external, action.internal_due_date or found.internal, found.basis


def _decided(
    action: ExecutiveAction, matter: Matter, found: Suspense | None, rule: Rule | None
) -> tuple[date | None, date | None, str | None]:
    assert action.due_date is not None
    kept = rule.front_office_days if rule else 3
    internal = action.internal_due_date or internal_before(action.due_date, kept, matter.received)
    other = f"; {found.basis} would give {found.external.isoformat()}" if found else ""
    return action.due_date, internal, f"decided in review: {action.due_date.isoformat()}{other}"


def set_dates(
    move: Transaction, number: str, external: date | None, internal: date | None, reason: str, actor: str
) -> None:
    """Set both suspenses anew, with the reason. Raises IllegalMove where internal lies after external."""
    held = holding.hold(move, number, actor, "set a suspense")
    action = held.view.action
    if not reason.strip():
        raise IllegalMove("A suspense is not set without a reason.", remedy="Write the reason.")
    if external and internal and internal > external:
        raise IllegalMove(
            "It would be due to the front office after it is due to the writer.", remedy="Mend the dates."
        )
    values = {
        "due_date": external,
        "internal_due_date": internal or external,
        "suspense_basis": f"set by {persons.display_name(move.connection, actor)}: {reason.strip()}",
    }
    for clock, old, new in (
        (Clock.EXTERNAL, action.due_date, external),
        (Clock.INTERNAL, action.internal_due_date, internal or external),
    ):
        if old != new:
            put(move, held, recorded(held, move.now, EventKind.SET, clock, reason, old, new))
    holding.change_action(move, held, values)
    before = {"due": day_text(action.due_date), "internal": day_text(action.internal_due_date)}
    after = {"due": day_text(external), "internal": day_text(internal or external), "reason": reason.strip()}
    holding.tell(move, held, "suspense.set", "", before, after)


def day_text(day: date | None) -> str | None:
    """A day as the log writes it."""
    return day.isoformat() if day else None


def recorded(
    held: Held,
    at: datetime,
    kind: EventKind,
    clock: Clock,
    reason: str,
    old: date | None = None,
    new: date | None = None,
) -> SuspenseEvent:
    """An event that only tells."""
    return SuspenseEvent(kind, EventStatus.RECORDED, clock, held.actor, at, reason.strip(), old, new)


def put(move: Transaction, held: Held, event: SuspenseEvent, item: int | None = None) -> str:
    """Keep an event; its id. Raises NotFound where it names a document that is not there."""
    document = documents.key_of(move.connection, event.document or "")
    new = insert(EventRow).values(
        executive_action_id=held.id,
        action_item_id=item,
        kind=event.kind.value,
        status=event.status.value,
        clock=event.clock.value,
        old_date=event.old_date,
        new_date=event.new_date,
        reason=event.reason or None,
        requested_by=event.requested_by,
        requested_at=event.requested_at,
        decided_by=event.decided_by,
        decided_at=event.decided_at,
        decision_comments=event.comments,
        document_id=document,
        created_by=held.actor,
        updated_by=held.actor,
    )
    return str(move.connection.execute(new.returning(EventRow.public_id)).scalar_one())


def transfer(move: Transaction, number: str, day: date, reason: str, actor: str) -> None:
    """Put down that the letter came over from another office on a day; its clock starts anew by the policy.

    Raises IllegalMove where no rule and no type sets a suspense.
    """
    held = holding.hold(move, number, actor, "record a transfer")
    row = move.connection.execute(
        select(_ACTION.__table__, ExecutiveActionType.name.label("type_name"),
               ExecutiveActionType.default_suspense_days.label("days"),
               ExecutiveActionType.default_suspense_unit.label("unit"))
        .join(ExecutiveActionType, ExecutiveActionType.id == _ACTION.executive_action_type_id)
        .where(_ACTION.id == held.id)
    ).one()  # fmt: skip
    received = (row.received_date_time or row.created_at).astimezone(move.settings.zone).date()
    if not received <= day <= held.today:
        raise IllegalMove(
            f"{day.isoformat()} is no day of a transfer.",
            f"It was received on {received.isoformat()}.",
            "Give a day from then until today.",
        )
    unit = DayUnit(row.unit) if row.unit else DayUnit.BUSINESS
    otherwise = Rule(row.type_name, row.days, unit) if row.days is not None else None
    matter = Matter(received, row.issued_by or "", "", row.type_name, row.signature_level or "", day)
    found = policy(move.settings).suspense(matter, otherwise)
    if found is None:
        raise IllegalMove("No rule sets a suspense for this.", remedy="Set the dates by hand.")
    event = recorded(
        held, move.now, EventKind.TRANSFER, Clock.EXTERNAL, reason, held.view.action.due_date, found.external
    )
    put(move, held, event)
    values = {
        "due_date": found.external,
        "internal_due_date": found.internal,
        "suspense_basis": found.basis,
    }
    holding.change_action(move, held, values)
    told = {"day": day.isoformat(), "due": found.external.isoformat(), "reason": reason.strip()}
    holding.tell(move, held, "suspense.transferred", "", {"due": day_text(held.view.action.due_date)}, told)
