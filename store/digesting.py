"""One person's digest: claimed before it is sent, gathered from what they may see, put down after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from coordination.acting import acts_for
from coordination.actions import ENDED
from coordination.digests import Digest, Line, is_guarded
from coordination.extensions import EventKind, EventStatus
from pipeline.problems import Problem
from store import audit, item_lists, persons, queries, watching
from store.database import Transaction
from store.item_lists import ItemRow, Part
from store.tables import coordination, tasking
from store.tables.access import UserAccount
from store.tables.parties import Person
from store.tables.steering import SuspenseEvent
from store.tables.telling import DailyDigest, ToldSuspense

ACTOR = "system:digest"
STALE = timedelta(minutes=15)
"""After so long, whoever was sending a digest is taken to have died over it."""
WEEK = timedelta(days=7)
MOST = 500

_ACTION, _ITEM = coordination.ExecutiveAction, tasking.ActionItem


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets a digest: by user name, and where it is sent."""

    user: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A digest that is ours to send. `again`: it may have reached its reader, for its sender died."""

    id: str
    message_id: str
    again: bool


@dataclass(frozen=True, slots=True)
class SentDigest:
    """What became of one person's digest of one day."""

    user: str
    day: date
    state: str
    attempts: int
    address: str | None
    subject: str | None
    text: str | None
    reason: str | None


def readers(connection: Connection) -> tuple[Reader, ...]:
    """Everybody who may sign in and has a mail address, by name."""
    query = (
        select(UserAccount.name, UserAccount.display_name, func.max(Person.e_mail))
        .join(Person, Person.user_account_id == UserAccount.id)
        .where(UserAccount.active, Person.e_mail.is_not(None), Person.e_mail != "")
        .group_by(UserAccount.id, UserAccount.name, UserAccount.display_name)
        .order_by(UserAccount.name)
    )
    return tuple(Reader(user, name, str(to)) for user, name, to in connection.execute(query))


def claim(move: Transaction, user: str, day: date, now: datetime) -> Claimed | None:
    """Take a person's digest of a day in hand; None where it was sent, is empty, or is being sent.

    The row is committed before anything is sent. One that was left over by a sender who died is taken again
    under the same Message-ID, so that mail programs can tell that it is the same.
    """
    move.lock("digest")
    table = DailyDigest
    own = select(UserAccount.id).where(UserAccount.name == user)
    key = move.connection.execute(own).scalar_one()
    query = select(table.__table__).where(table.user_id == key, table.day == day)
    held = move.connection.execute(query).one_or_none()
    if held is None:
        mark = f"<digest-{day:%Y%m%d}-{uuid4().hex}@chancery.invalid>"
        row = {"user_id": key, "day": day, "state": "sending", "attempts": 1, "message_id": mark}
        new = insert(table).values(started_at=now, created_by=ACTOR, updated_by=ACTOR, **row)
        return Claimed(str(move.connection.execute(new.returning(table.public_id)).scalar_one()), mark, False)
    again = held.state == "sending"
    if held.state in ("sent", "empty") or (again and held.started_at > now - STALE):
        return None
    change = update(table).where(table.id == held.id)
    values = {"state": "sending", "attempts": held.attempts + 1, "started_at": now, "reason": None}
    move.connection.execute(change.values(version=held.version + 1, updated_by=ACTOR, **values))
    return Claimed(str(held.public_id), held.message_id, again)


def end(
    move: Transaction,
    claimed: Claimed,
    reader: Reader,
    subject: str = "",
    text: str = "",
    problem: Problem | None = None,
) -> None:
    """Put down what became of a digest: sent with these words, nothing to say, or why it could not be."""
    state = "failed" if problem else "sent" if text else "empty"
    values = {
        "state": state,
        "address": reader.address,
        "subject": subject or None,
        "text": text or None,
        "reason": " ".join(problem.lines) if problem else None,
        "ended_at": move.now,
        "updated_by": ACTOR,
        "updated_at": move.now,
    }
    table = DailyDigest
    move.connection.execute(
        update(table).where(table.public_id == queries.uuid_of(claimed.id)).values(values)
    )
    told = {"message": claimed.message_id} | ({"reason": values["reason"]} if problem else {})
    move.log(audit.who(ACTOR), f"digest.{state}", reader.user, None, told)


def sent(connection: Connection, limit: int, user: str | None = None) -> tuple[SentDigest, ...]:
    """The latest digests and what became of them."""
    table = DailyDigest
    query = select(
        UserAccount.name, table.day, table.state, table.attempts,
        table.address, table.subject, table.text, table.reason,
    ).join(UserAccount, UserAccount.id == table.user_id)  # fmt: skip
    if user is not None:
        query = query.where(UserAccount.name == user)
    rows = connection.execute(query.order_by(table.day.desc(), UserAccount.name).limit(limit))
    return tuple(SentDigest(*row) for row in rows)


def gather(connection: Connection, reader: Reader, day: date) -> Digest:
    """What somebody must know on a day: theirs, and that of officials for whom they act."""
    names = {reader.user} | acts_for(persons.acting_officials(connection), reader.user, day)
    mine = item_lists.mine(connection, reader.user, day)
    rows = item_lists.rows(connection, mine, Part(MOST, until=day + WEEK))
    pressing = [row for row in rows if not item_lists.waits(row)]
    asked = [row for row in rows if row.submitted and row.item_type == "Approval"]
    asked = [row for row in asked if row.submitted_by not in names]
    return Digest(
        reader.name,
        day,
        brought=_brought(connection, reader.user, day),
        decide=(*_decide(connection, names), *map(_line, asked)),
        overdue=tuple(_line(row) for row in pressing if row.due and row.due < day),
        week=tuple(_line(row) for row in pressing if row.due and row.due >= day),
        led=_led(connection, names, day),
        reviews=_reviews(connection, names, day),
    )


def _reviews(connection: Connection, names: set[str], day: date) -> tuple[Line, ...]:
    """Overdue reviews of what somebody answers for, or of what nobody does in an action that they lead."""
    return tuple(
        Line(
            one.ref if one.kind == "risk" else one.action or "Impact",
            None if is_guarded(one.classification, one.visibility) else one.name,
            one.review,
            f"review of {'a risk' if one.kind == 'risk' else 'an impact'}",
            path=f"/{one.kind}s/{one.ref}",
        )
        for one in watching.late_reviews(connection, day, MOST)
        if (one.owner or one.lead) in names
    )


def _line(row: ItemRow) -> Line:
    guarded = is_guarded(row.classification, row.visibility)
    return Line(row.number, None if guarded else row.subject, row.due, row.item_type, row.id)


def _subject(row: Any, subject: str) -> str | None:
    return None if is_guarded(row.security_classification, row.visibility) else subject


_SHOWN = (_ACTION.action_number, _ACTION.name, _ACTION.security_classification, _ACTION.visibility)


def _brought(connection: Connection, user: str, day: date) -> tuple[Line, ...]:
    """Rungs climbed since the last digest that reached this user, still open."""
    table = ToldSuspense
    own = select(UserAccount.id).where(UserAccount.name == user).scalar_subquery()
    reached = select(func.max(DailyDigest.day)).where(
        DailyDigest.user_id == own, DailyDigest.state == "sent", DailyDigest.day < day
    )
    last = connection.execute(reached).scalar()
    query = (
        select(*_SHOWN, table.due_date, table.rung, table.capacity, _ITEM.subject, _ITEM.public_id)
        .join(_ACTION, _ACTION.id == table.executive_action_id)
        .outerjoin(_ITEM, _ITEM.id == table.action_item_id)
        .where(
            table.user_id == own,
            table.day <= day,
            _ACTION.action_status.not_in(ENDED),
            or_(_ITEM.id.is_(None), _ITEM.action_status.not_in(ENDED)),
        )
        .order_by(table.due_date, table.id)
        .limit(MOST)
    )
    rows = connection.execute(query.where(table.day > last) if last else query)
    return tuple(
        Line(
            row.action_number,
            _subject(row, row.subject or row.name),
            row.due_date,
            f"as {row.capacity.lower()}",
            str(row.public_id) if row.public_id else None,
        )
        for row in rows
    )


def _persons_of(names: set[str]) -> Any:
    query = select(Person.id).join(UserAccount, UserAccount.id == Person.user_account_id)
    return query.where(UserAccount.name.in_(names))


def _decide(connection: Connection, names: set[str]) -> tuple[Line, ...]:
    """Extensions that wait for the word of a lead or sponsor."""
    own, table = _persons_of(names), SuspenseEvent
    query = (
        select(*_SHOWN, table.new_date, table.requested_by)
        .join(_ACTION, _ACTION.id == table.executive_action_id)
        .where(
            table.kind == EventKind.EXTENSION.value,
            table.status == EventStatus.REQUESTED.value,
            _ACTION.action_status.not_in(ENDED),
            or_(_ACTION.accountable_lead_id.in_(own), _ACTION.executive_sponsor_id.in_(own)),
        )
        .order_by(table.requested_at)
        .limit(MOST)
    )
    return tuple(
        Line(row.action_number, _subject(row, row.name), None, f"extension to {row.new_date} asked for")
        for row in connection.execute(query)
    )


def _led(connection: Connection, names: set[str], day: date) -> tuple[Line, ...]:
    """Open actions led, one of whose dates lies within seven days or has passed."""
    lead = aliased(Person)
    soon = day + WEEK
    query = (
        select(*_SHOWN, _ACTION.due_date, _ACTION.internal_due_date)
        .join(lead, lead.id == _ACTION.accountable_lead_id)
        .where(
            _ACTION.accountable_lead_id.in_(_persons_of(names)),
            _ACTION.action_status.not_in((*ENDED, "Deferred (On Hold)")),
            or_(_ACTION.due_date <= soon, _ACTION.internal_due_date <= soon),
        )
        .order_by(_ACTION.due_date, _ACTION.id)
        .limit(MOST)
    )
    return tuple(
        Line(
            row.action_number,
            _subject(row, row.name),
            row.due_date,
            f"front office {row.internal_due_date}" if row.internal_due_date else "",
        )
        for row in connection.execute(query)
    )
