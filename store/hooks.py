"""Webhooks: made, stopped, taken up again, removed. Each learns what its reader may see."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from coordination import reaching
from coordination.webhooks import EVENTS, DeliveryState, check_events
from pipeline.problems import IllegalMove, NotFound
from store import audit, parties
from store.database import Transaction, bare
from store.tables.access import UserAccount
from store.tables.audit import AuditHead
from store.tables.webhooks import Webhook, WebhookDelivery

MOST = 50
_HOOK, _SENT, _HEAD = bare(Webhook), bare(WebhookDelivery), bare(AuditHead)
_USER = bare(UserAccount)
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook, how much waits for it, and what was given up. `stopped` says why nothing is sent."""

    name: str
    url: str
    events: tuple[str, ...]
    reader: str
    made_at: datetime
    stopped: str | None
    waiting: int
    dead: int
    last_sent_at: datetime | None


def hooks(connection: Connection) -> tuple[Hook, ...]:
    """Every webhook that was not removed, by name."""
    query = select(_HOOK, _USER.c.name.label("reader")).join(_USER, _USER.c.id == _HOOK.c.reader_id)
    rows = connection.execute(query.where(_HOOK.c.removed_at.is_(None)).order_by(_HOOK.c.name)).all()
    counts = select(_SENT.c.webhook_id, _SENT.c.state, func.count(), func.max(_SENT.c.ended_at))
    counts = counts.group_by(_SENT.c.webhook_id, _SENT.c.state)
    held = {(key, state): (count, last) for key, state, count, last in connection.execute(counts)}
    return tuple(_hook(row, held) for row in rows)


def _hook(row: Row[Any], held: dict[tuple[int, str], tuple[int, Any]]) -> Hook:
    def count(*states: DeliveryState) -> int:
        return sum(held.get((row.id, state.value), (0, None))[0] for state in states)

    last = held.get((row.id, DeliveryState.SENT.value), (0, None))[1]
    return Hook(
        row.name,
        row.url,
        tuple(event for event in EVENTS if event in row.events),
        row.reader,
        row.created_at,
        row.stopped,
        count(DeliveryState.WAITING, DeliveryState.SENDING),
        count(DeliveryState.DEAD),
        last,
    )


def row_of(connection: Connection, name: str) -> Row[Any]:
    """A webhook's row. Raises NotFound."""
    query = select(_HOOK).where(_HOOK.c.name == name, _HOOK.c.removed_at.is_(None))
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound(f"There is no webhook {name[:80]!r}.", remedy="Look it up among the webhooks.")
    return found


def make(move: Transaction, name: str, url: str, events: frozenset[str], reader: str, actor: str) -> str:
    """A new webhook, told of what happens from now on; its secret, shown once.

    Raises IllegalMove, or NotFound for a reader who does not sign in here.
    """
    audit.person(actor, "make a webhook")
    move.lock("webhooks")
    named = " ".join(name.split())
    if not named or len(named) > _LONGEST_NAME:
        raise IllegalMove(f"A webhook has a name of at most {_LONGEST_NAME} characters.")
    reaching.target(url)
    check_events(events)
    known = hooks(move.connection)
    if named in {one.name for one in known}:
        raise IllegalMove(f"There is a webhook “{named}” already.", remedy="Choose another name.")
    if len(known) >= MOST:
        raise IllegalMove(f"There are {MOST} webhooks already.", remedy="Remove one of them.")
    secret = secrets.token_urlsafe(32)
    values = {
        "name": named, "url": url, "events": sorted(events), "reader_id": _reader(move.connection, reader),
        "secret": secret, "seen": move.connection.execute(select(_HEAD.c.number)).scalar_one(),
        "sequence": 0, "created_by": actor, "updated_by": actor,
    }  # fmt: skip
    move.connection.execute(insert(_HOOK).values(values))
    told = {"url": url, "events": sorted(events), "reader": reader}
    move.log(audit.who(actor), "webhook.made", named, None, told)
    return secret


def _reader(connection: Connection, name: str) -> int:
    query = select(_USER.c.id).where(_USER.c.name == name, _USER.c.active)
    found: int | None = connection.execute(query).scalar()
    if found is None or not parties.users(connection, _USER.c.id == found):
        raise NotFound(f"There is no user {name[:80]!r}.", remedy="Choose somebody who signs in here.")
    return found


def stop(move: Transaction, name: str, reason: str, actor: str) -> None:
    """Send nothing more until somebody takes the webhook up again; nothing is lost meanwhile."""
    row, why = row_of(move.connection, name), " ".join(reason.split())
    if not why:
        raise IllegalMove("Why is it stopped?", "", "Give the reason.")
    _write(move, row, {"stopped": why[:500]}, actor)
    move.log(audit.who(actor), "webhook.stopped", name, row.stopped, why[:500])


def resume(move: Transaction, name: str, actor: str) -> None:
    """Go on behind what was given up; what happened meanwhile follows in its order. Raises IllegalMove."""
    audit.person(actor, "take a webhook up again")
    row = row_of(move.connection, name)
    if row.stopped is None:
        raise IllegalMove(f"“{name}” is not stopped.")
    _write(move, row, {"stopped": None}, actor)
    move.log(audit.who(actor), "webhook.resumed", name, row.stopped, None)


def remove(move: Transaction, name: str, actor: str) -> None:
    """Tell a webhook nothing more, for good."""
    audit.person(actor, "remove a webhook")
    row = row_of(move.connection, name)
    _write(move, row, {"removed_at": move.now, "secret": ""}, actor)
    move.log(audit.who(actor), "webhook.removed", name, {"url": row.url}, None)


def _write(move: Transaction, row: Row[Any], values: dict[str, Any], actor: str) -> None:
    stamp = {"updated_at": move.now, "updated_by": actor, "version": row.version + 1}
    move.connection.execute(update(_HOOK).where(_HOOK.c.id == row.id).values(values | stamp))
