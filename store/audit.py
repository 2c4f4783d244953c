"""The audit log: events chained by hashes, written in the same transaction as what they record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from pipeline.encoding import Json
from pipeline.problems import IllegalMove
from store.database import Transaction, bare
from store.tables.audit import AuditEvent, AuditHead
from store.views import AuditCheck, AuditRow

START = "0" * 64
_REQUEST: ContextVar[str | None] = ContextVar("request", default=None)
_CHUNK = 2000
_EVENT, _HEAD = bare(AuditEvent), bare(AuditHead)
_LAST = select(_HEAD.c.number, _HEAD.c.hash).with_for_update()
_NEW = insert(_EVENT)
_MOVE_HEAD = update(_HEAD)


@contextmanager
def request(name: str) -> Iterator[None]:
    """Events written inside carry this request id."""
    token = _REQUEST.set(name)
    try:
        yield
    finally:
        _REQUEST.reset(token)


def last(connection: Connection) -> str:
    """The hash of the last event: as long as it is the same, nothing on the record has changed."""
    found: str | None = connection.execute(select(_HEAD.c.hash)).scalar()
    return found or START


def who(actor: str) -> str:
    """An actor as the log names it: `user:`, `system` or `analyzer:` first."""
    return actor if not is_person(actor) else f"user:{actor}"


def person(actor: str, deed: str) -> str:
    """The name of a person who acts. Raises IllegalMove for the system or an analyzer."""
    if actor.strip() and is_person(actor):
        return actor
    raise IllegalMove(f"Only a person may {deed}.", f"{actor or 'Nobody'} is none.", "Sign in as a reviewer.")


def is_person(actor: str) -> bool:
    """Whether this is a user, not the system or an analyzer."""
    return actor != "system" and not actor.startswith(("system:", "analyzer:"))


def canonical(value: Json) -> str:
    """JSON in one spelling: sorted names, no spaces, ASCII alone."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def append(move: Transaction) -> None:
    """Put the transaction's events at the end of the chain. The last thing a transaction does.

    The head row is the lock that makes writers wait for each other; taken last, it cannot deadlock.
    """
    if not move.events:
        return
    number, last = move.connection.execute(_LAST).one()
    at, asked = datetime.now(UTC), _REQUEST.get()
    rows = []
    for event in move.events:
        number += 1
        row: dict[str, Any] = {
            "number": number,
            "at": at,
            "who": event.who,
            "what": event.what,
            "subject": event.subject,
            "before": canonical(event.before),
            "after": canonical(event.after),
            "request": asked,
            "previous_hash": last,
        }
        last = row["hash"] = _hash(row)
        rows.append(row)
    move.connection.execute(_NEW, rows)
    move.connection.execute(_MOVE_HEAD, {"number": number, "hash": last})
    move.events.clear()


def _hash(row: dict[str, Any]) -> str:
    said = {name: row[name] for name in ("number", "who", "what", "subject", "before", "after", "request")}
    words = f"{row['previous_hash']}\n{row['at'].astimezone(UTC).isoformat()}\n{canonical(said)}"
    return hashlib.sha256(words.encode()).hexdigest()


def rows(
    connection: Connection, limit: int, after: int | None, who: str = "", what: str = "", about: str = ""
) -> tuple[AuditRow, ...]:
    """Events, newest first, older than number `after`; of one actor, of kinds and subjects that begin so."""
    query = select(AuditEvent.__table__).order_by(AuditEvent.number.desc()).limit(limit)
    if who:
        query = query.where(AuditEvent.who == who)
    if what:
        query = query.where(AuditEvent.what.startswith(what, autoescape=True))
    if about:
        query = query.where(AuditEvent.subject.startswith(about, autoescape=True))
    if after is not None:
        query = query.where(AuditEvent.number < after)
    return _told(connection.execute(query))


def history(connection: Connection, subject: str, limit: int = 200) -> tuple[AuditRow, ...]:
    """The last events of one document, oldest first."""
    query = select(AuditEvent.__table__).where(AuditEvent.subject == subject)
    return _told(connection.execute(query.order_by(AuditEvent.number.desc()).limit(limit)))[::-1]


def about(connection: Connection, subjects: Iterable[str], limit: int = 300) -> tuple[AuditRow, ...]:
    """The last events of all these records, newest first."""
    query = select(AuditEvent.__table__).where(AuditEvent.subject.in_(list(subjects)))
    return _told(connection.execute(query.order_by(AuditEvent.number.desc()).limit(limit)))


def _told(events: Iterable[Row[Any]]) -> tuple[AuditRow, ...]:
    return tuple(
        AuditRow(
            row.number,
            row.at,
            row.who,
            row.what,
            row.subject,
            json.loads(row.before),
            json.loads(row.after),
            row.request,
            row.hash,
        )
        for row in events
    )


def verify(connection: Connection) -> AuditCheck:
    """Compute every link anew, a few thousand events at a time."""
    last, count = START, 0
    while True:
        query = select(AuditEvent.__table__).where(AuditEvent.number > count)
        found = connection.execute(query.order_by(AuditEvent.number).limit(_CHUNK)).mappings().all()
        for row in found:
            why = _fault(dict(row), count + 1, last)
            if why:
                return AuditCheck(count, last, count + 1, why)
            count, last = row["number"], row["hash"]
        if len(found) < _CHUNK:
            return _at_end(connection, count, last)


def _fault(row: dict[str, Any], number: int, last: str) -> str | None:
    if row["number"] != number:
        return f"event {number} is missing"
    if row["previous_hash"] != last:
        return f"event {number} does not follow the event before it"
    if _hash(row) != row["hash"]:
        return f"event {number} was changed after it was written"
    return None


def _at_end(connection: Connection, count: int, last: str) -> AuditCheck:
    head = connection.execute(select(AuditHead.number, AuditHead.hash)).one_or_none()
    if head is None:
        return AuditCheck(count, last, count + 1, "the head of the chain is missing")
    if head.number > count:
        return AuditCheck(count, last, count + 1, f"events {count + 1} to {head.number} are missing")
    if head.number < count or head.hash != last:
        return AuditCheck(count, last, count, "the head of the chain does not match its last event")
    return AuditCheck(count, last, None, None)
