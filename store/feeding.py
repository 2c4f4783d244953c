"""Calendars that other programs read: of a person or a unit, known by the hash of a secret, revoked."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from coordination.actions import ENDED
from coordination.calendars import Event
from coordination.digests import is_guarded
from coordination.vocabulary import external_said
from pipeline.problems import IllegalMove, NotFound
from store import audit, item_lists, parties, queries
from store.database import Transaction, bare
from store.item_lists import Part
from store.tables import coordination
from store.tables.access import UserAccount, UserUnit
from store.tables.parties import OrganizationUnit, Person
from store.tables.telling import CalendarFeed

MOST_FEEDS = 20
MOST_EVENTS = 1000
"""Items, and actions: behind the last of them the calendar says that more follow."""
BACK = timedelta(days=92)
"""Suspenses further back are left to the pages."""
READ_AGAIN = timedelta(hours=1)
"""Being read is put down no more often than this."""

_ACTIONS = bare(coordination.ExecutiveAction)
_ACTION, _PERSON, _ACCOUNT = _ACTIONS.c, bare(Person).c, bare(UserAccount).c
_LED = (
    select(
        *(_ACTION.public_id, _ACTION.action_number, _ACTION.name, _ACTION.action_status, _ACTION.version),
        _ACTION.category,
        *(_ACTION.internal_due_date, _ACTION.due_date, _ACTION.updated_at),
        *(_ACTION.security_classification, _ACTION.visibility),
    )
    .where(_ACTION.action_status.not_in(ENDED))
    .order_by(_ACTION.due_date, _ACTION.id)
)


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar of one person, or of a unit where `unit` names one."""

    id: str
    user: str
    unit: str | None
    made_at: datetime
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A calendar whose secret was shown: whose it is, and whether being read is to be put down."""

    id: str
    name: str
    user: str
    unit: int | None
    stale: bool


def make(move: Transaction, user: str, unit: str | None, actor: str) -> str:
    """A new calendar; its secret, which is shown once. Raises IllegalMove or NotFound."""
    audit.person(actor, "make a calendar")
    account = _account(move.connection, user)
    if len(feeds(move.connection, user)) >= MOST_FEEDS:
        raise IllegalMove(f"There are {MOST_FEEDS} calendars already.", remedy="Revoke one of them first.")
    token = secrets.token_urlsafe(32)
    new = insert(CalendarFeed).values(
        user_id=account,
        unit_id=_unit(move.connection, account, unit) if unit else None,
        token_hash=_hash(token),
        created_by=actor,
        updated_by=actor,
    )
    move.connection.execute(new)
    move.log(audit.who(actor), "calendar.made", user, None, {"unit": unit} if unit else {})
    return token


def _account(connection: Connection, user: str) -> int:
    query = select(UserAccount.id).where(UserAccount.name == user, UserAccount.active)
    found = connection.execute(query).scalar()
    if found is None:
        raise NotFound(f"There is no user {user!r}.", remedy="Choose somebody who signs in here.")
    return found


def _unit(connection: Connection, account: int, unit: str) -> int:
    """The unit's key. Whoever is held to units has calendars of these alone."""
    found = parties.units(connection).id_of(unit)
    if found is None:
        raise NotFound(f"There is no office {unit!r}.", remedy="Choose one of the agency's offices.")
    held = set(connection.execute(select(UserUnit.unit_id).where(UserUnit.user_id == account)).scalars())
    if held and found not in held:
        raise IllegalMove(f"The work of {unit} is not yours to see.", remedy="Ask an administrator.")
    return found


def revoke(move: Transaction, feed: str, user: str | None, actor: str) -> None:
    """Let a calendar be read no more; `user` allows one's own alone. Raises NotFound."""
    audit.person(actor, "revoke a calendar")
    table = CalendarFeed
    known = next((one for one in feeds(move.connection, user) if one.id == feed), None)
    if known is None:
        raise NotFound("There is no such calendar.", "It may be revoked already.", "Load the page again.")
    change = update(table).where(table.public_id == queries.uuid_of(feed))
    move.connection.execute(change.values(revoked_at=move.now, updated_by=actor))
    move.log(audit.who(actor), "calendar.revoked", known.user, None, {"unit": known.unit})


def feeds(connection: Connection, user: str | None = None) -> tuple[Feed, ...]:
    """The calendars that can be read, of everybody or of one user."""
    table = CalendarFeed
    query = (
        select(
            table.public_id,
            UserAccount.name,
            OrganizationUnit.abbreviation,
            table.created_at,
            table.last_read_at,
        )
        .join(UserAccount, UserAccount.id == table.user_id)
        .outerjoin(OrganizationUnit, OrganizationUnit.id == table.unit_id)
        .where(table.revoked_at.is_(None))
        .order_by(UserAccount.name, table.id)
    )
    rows = connection.execute(query if user is None else query.where(UserAccount.name == user))
    return tuple(Feed(str(row[0]), *row[1:]) for row in rows)


def open_feed(connection: Connection, token: str, now: datetime) -> Opened:
    """The calendar of a secret. Raises NotFound, the same for every bad one."""
    table = CalendarFeed
    query = (
        select(table.public_id, table.last_read_at, table.unit_id, UserAccount.name, UserAccount.id)
        .join(UserAccount, UserAccount.id == table.user_id)
        .where(table.token_hash == _hash(token), table.revoked_at.is_(None), UserAccount.active)
    )
    row = connection.execute(query).one_or_none()
    if row is None or not _still_theirs(connection, row.id, row.unit_id):
        raise NotFound("There is no such calendar.", "Its address is wrong, or it was revoked.")
    unit = select(OrganizationUnit.abbreviation).where(OrganizationUnit.id == row.unit_id)
    name = connection.execute(unit).scalar() if row.unit_id else row.name
    stale = row.last_read_at is None or row.last_read_at < now - READ_AGAIN
    return Opened(str(row.public_id), f"Suspenses: {name}", row.name, row.unit_id, stale)


def events(connection: Connection, feed: Opened, today: date, pages: str) -> tuple[Event, ...]:
    """What a calendar shows, of what the reader of this connection may see."""
    whose = (connection, feed.user, feed.unit, today, pages)
    return (*_of_items(*whose), *_of_actions(*whose))


def _more(kind: str, unit: int | None, shown: list[Event], pages: str) -> Event:
    """What says that a calendar does not hold everything, on the last day of what it holds."""
    day, changed = max(one.day for one in shown), max(one.changed for one in shown)
    told = f"More {kind} than this calendar can hold: see the pages for what is due from here on"
    url = f"{pages}/{kind}" if pages else ""
    return Event(f"more-{kind}-{unit or 'own'}@chancery", day, told, changed, url=url)


def _still_theirs(connection: Connection, account: int, unit: int | None) -> bool:
    held = set(connection.execute(select(UserUnit.unit_id).where(UserUnit.user_id == account)).scalars())
    return unit is None or not held or unit in held


def mark_read(move: Transaction, feed: str, now: datetime) -> None:
    """Put down that a calendar was read."""
    table = CalendarFeed
    move.connection.execute(
        update(table).where(table.public_id == queries.uuid_of(feed)).values(last_read_at=now)
    )


def _of_items(connection: Connection, user: str, unit: int | None, today: date, pages: str) -> list[Event]:
    ways = item_lists.of_unit(unit) if unit else item_lists.mine(connection, user, today)
    rows = item_lists.rows(connection, ways, Part(MOST_EVENTS, since=today - BACK))
    found = [
        Event(
            f"item-{row.id}@chancery",
            row.due,
            f"{row.number}: {'guarded' if is_guarded(row.classification, row.visibility) else row.subject}",
            row.changed.astimezone(UTC),
            row.version,
            f"{row.item_type} · {row.status}",
            f"{pages}/actions/{row.number}?item={row.id}#pane" if pages else "",
        )
        for row in rows
        if row.due
    ]
    return [*found, _more("items", unit, found, pages)] if len(rows) == MOST_EVENTS else found


def _of_actions(connection: Connection, user: str, unit: int | None, today: date, pages: str) -> list[Event]:
    first = today - BACK
    own: Any = _ACTION.lead_organization_unit_id == unit
    if unit is None:
        mine = select(_PERSON.id).join(bare(UserAccount), _ACCOUNT.id == _PERSON.user_account_id)
        mine = mine.where(_ACCOUNT.name == user)
        own = or_(_ACTION.accountable_lead_id.in_(mine), _ACTION.executive_sponsor_id.in_(mine))
    either = or_(_ACTION.due_date >= first, _ACTION.internal_due_date >= first)
    rows = connection.execute(_LED.where(own, either).limit(MOST_EVENTS)).all()
    found = [
        Event(
            f"action-{row.public_id}-{word}@chancery",
            day,
            f"{row.action_number} {told}: {_name(row)}",
            row.updated_at,
            row.version,
            row.action_status,
            f"{pages}/actions/{row.action_number}" if pages else "",
        )
        for row in rows
        for word, told, day in (
            ("internal", "due to front office", row.internal_due_date),
            ("external", external_said(row.category).lower(), row.due_date),
        )
        if day and day >= first
    ]
    return [*found, _more("actions", unit, found, pages)] if len(rows) == MOST_EVENTS else found


def _name(row: Any) -> str:
    return "guarded" if is_guarded(row.security_classification, row.visibility) else str(row.name)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
