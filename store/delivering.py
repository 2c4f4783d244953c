"""The line of messages to each webhook: taken out of the audit log in its order, sent one after another.

The audit log is the outbox: an event is written with what it tells of or not at all, and numbers come in the
order of commits. A message is taken in hand before it is sent. Whoever dies in between leaves it in hand; two
minutes later it is sent again, under the same id. A message that was tried often enough stops its webhook, so
that nothing overtakes it unless a person says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from coordination.webhooks import LOGGED, MOST_TRIES, DeliveryState, Happening, happening, message, wait
from pipeline.problems import IllegalMove, NotFound
from store import audit, hooks, queries
from store.database import Transaction, bare
from store.tables.access import UserAccount
from store.tables.audit import AuditEvent, AuditHead
from store.tables.coordination import ExecutiveAction
from store.tables.intake import IntakeDocument
from store.tables.webhooks import Webhook, WebhookDelivery

IN_HAND = timedelta(seconds=120)
"""A message in hand for so long has lost its sender."""
AT_ONCE = 500
"""Events that are taken out of the log together."""
KEPT = timedelta(days=30)
"""Messages that were taken are forgotten after so long; the audit log keeps what they told."""
ACTOR = "system:webhooks"

_HOOK, _SENT, _USER = bare(Webhook), bare(WebhookDelivery), bare(UserAccount)
_EVENT, _HEAD = bare(AuditEvent), bare(AuditHead)
_DOCUMENT, _ACTION = bare(IntakeDocument), bare(ExecutiveAction)
_LINE = (DeliveryState.WAITING.value, DeliveryState.SENDING.value)


@dataclass(frozen=True, slots=True)
class Owed:
    """A webhook that is to be told something: its key, whose sight it has, and how far it has come."""

    id: int
    name: str
    reader: str
    events: frozenset[str]
    seen: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a webhook is to hear: events up to number `seen`, with the keys of what they are about."""

    seen: int
    rows: tuple[tuple[Happening, int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message in hand. `reader` is whose sight its webhook has."""

    id: str
    hook: str
    reader: str
    url: str
    secret: str
    event: str
    sequence: int
    body: str
    attempts: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A message as a list shows it."""

    id: str
    sequence: int
    event: str
    state: DeliveryState
    attempts: int
    names: tuple[tuple[str, str], ...]
    made_at: datetime
    next_at: datetime
    answer: str | None


def owed(connection: Connection) -> tuple[Owed, ...]:
    """Webhooks that are not stopped, by name."""
    query = select(_HOOK, _USER.c.name.label("reader")).join(_USER, _USER.c.id == _HOOK.c.reader_id)
    live = query.where(_HOOK.c.removed_at.is_(None), _HOOK.c.stopped.is_(None)).order_by(_HOOK.c.name)
    return tuple(
        Owed(row.id, row.name, row.reader, frozenset(row.events), row.seen)
        for row in connection.execute(live)
    )


def look(connection: Connection, hook: Owed) -> Found:
    """The next events for a webhook, of those that the reader of this connection may see."""
    head = connection.execute(select(_HEAD.c.number)).scalar_one()
    upto = min(head, hook.seen + AT_ONCE)
    query = (
        select(_EVENT.c.what, _EVENT.c.subject, _EVENT.c.at, _EVENT.c.after)
        .where(_EVENT.c.number > hook.seen, _EVENT.c.number <= upto, _EVENT.c.what.in_(LOGGED))
        .order_by(_EVENT.c.number)
    )
    told = [happening(row.what, row.subject, row.at, json.loads(row.after)) for row in
            connection.execute(query)]  # fmt: skip
    wanted = [one for one in told if one is not None and one.event in hook.events]
    documents = _keys(connection, _DOCUMENT, "control_number", "document", wanted)
    actions = _keys(connection, _ACTION, "action_number", "action", wanted)
    return Found(upto, tuple(_named(one, documents, actions) for one in wanted))


def _keys(
    connection: Connection, table: Any, column: str, name: str, wanted: list[Happening]
) -> dict[str, int]:
    names = {one.names[name] for one in wanted if name in one.names}
    query = select(table.c[column], table.c.id).where(table.c[column].in_(names))
    return {number: key for number, key in connection.execute(query)} if names else {}


def _named(
    one: Happening, documents: dict[str, int], actions: dict[str, int]
) -> tuple[Happening, int | None, int | None]:
    """The event without names of what its reader may not see."""
    known = {"document": documents, "action": actions}
    names = {name: value for name, value in one.names.items() if value in known.get(name, {value: 0})}
    return (
        Happening(one.event, one.at, names, one.facts),
        documents.get(names.get("document", "")),
        actions.get(names.get("action", "")),
    )


def put(move: Transaction, hook: Owed, found: Found) -> int:
    """Put events at the end of a webhook's line; how many. Nothing where another process was quicker."""
    step = update(_HOOK).where(_HOOK.c.id == hook.id, _HOOK.c.seen == hook.seen)
    length = len(found.rows)
    last = step.values(seen=found.seen, sequence=_HOOK.c.sequence + length).returning(_HOOK.c.sequence)
    end: int | None = move.connection.execute(last).scalar()
    if end is None:
        return 0
    rows = [
        _row(move, hook, happened, end - length + place, keys)
        for place, (happened, *keys) in enumerate(found.rows, start=1)
    ]
    if rows:
        move.connection.execute(insert(_SENT), rows)
    old = _SENT.c.state.in_((DeliveryState.SENT.value, DeliveryState.WITHHELD.value))
    move.connection.execute(
        delete(_SENT).where(_SENT.c.webhook_id == hook.id, old, _SENT.c.ended_at < move.now - KEPT)
    )
    return length


def _row(
    move: Transaction, hook: Owed, happened: Happening, sequence: int, keys: list[int | None]
) -> dict[str, Any]:
    name = uuid4()
    return {
        "public_id": name,
        "webhook_id": hook.id,
        "sequence": sequence,
        "event": happened.event,
        "body": message(happened, str(name), sequence, move.settings.office),
        "document_id": keys[0],
        "executive_action_id": keys[1],
        "state": DeliveryState.WAITING.value,
        "attempts": 0,
        "next_at": move.now,
        "created_by": ACTOR,
        "updated_by": ACTOR,
    }


def begin(move: Transaction, name: str, now: datetime) -> Delivery | None:
    """Take the first message of a webhook's line in hand; None where it is not yet time or another has it."""
    hold = select(_HOOK, _USER.c.name.label("reader")).join(_USER, _USER.c.id == _HOOK.c.reader_id)
    live = hold.where(_HOOK.c.name == name, _HOOK.c.removed_at.is_(None), _HOOK.c.stopped.is_(None))
    hook = move.connection.execute(live.with_for_update(of=_HOOK)).one_or_none()
    if hook is None:
        return None
    first = select(_SENT).where(_SENT.c.webhook_id == hook.id, _SENT.c.state.in_(_LINE))
    row = move.connection.execute(first.order_by(_SENT.c.sequence).limit(1)).one_or_none()
    if row is None or row.next_at > now:
        return None
    values = {"state": DeliveryState.SENDING.value, "attempts": row.attempts + 1, "next_at": now + IN_HAND}
    move.connection.execute(update(_SENT).where(_SENT.c.id == row.id).values(values))
    return Delivery(
        str(row.public_id), hook.name, hook.reader, hook.url, hook.secret, row.event, row.sequence, row.body,
        row.attempts + 1,
    )  # fmt: skip


def seen(connection: Connection, delivery: Delivery) -> bool:
    """Whether the reader of this connection may see what a message is about."""
    query = select(_SENT.c.id).where(_SENT.c.public_id == queries.uuid_of(delivery.id))
    return connection.execute(query).first() is not None


def end(
    move: Transaction, delivery: Delivery, state: DeliveryState, answer: str, roll: float,
    asked: timedelta | None,
) -> DeliveryState:  # fmt: skip
    """Put down what became of a message in hand: sent, withheld, or to be tried again (waiting).

    What was tried often enough is dead and stops its webhook. A sender that was overtaken changes nothing.
    """
    if state is DeliveryState.WAITING and delivery.attempts >= MOST_TRIES:
        state = DeliveryState.DEAD
    after = move.now + wait(delivery.attempts, roll, asked)
    values = {
        "state": state.value,
        "answer": answer[:500],
        "next_at": after if state is DeliveryState.WAITING else move.now,
        "ended_at": None if state is DeliveryState.WAITING else move.now,
        "updated_at": move.now,
    }
    own = update(_SENT).where(
        _SENT.c.public_id == queries.uuid_of(delivery.id),
        _SENT.c.state == DeliveryState.SENDING.value,
        _SENT.c.attempts == delivery.attempts,
    )
    done = move.connection.execute(own.values(values)).rowcount
    if done and state is DeliveryState.DEAD:
        why = f"Message {delivery.sequence} was tried {delivery.attempts} times: {answer}"
        hooks.stop(move, delivery.hook, why, ACTOR)
    return state


def retry(move: Transaction, delivery: str, actor: str) -> None:
    """Try a dead message once more, before all that waits; the webhook that it stopped goes on.

    Raises NotFound, IllegalMove.
    """
    audit.person(actor, "send a message again")
    query = select(_SENT, _HOOK.c.name, _HOOK.c.stopped)
    query = query.join(_HOOK, _HOOK.c.id == _SENT.c.webhook_id).where(_HOOK.c.removed_at.is_(None))
    row = move.connection.execute(query.where(_SENT.c.public_id == queries.uuid_of(delivery))).one_or_none()
    if row is None:
        raise NotFound("There is no such message.", "It may be forgotten already.", "Load the page again.")
    if row.state != DeliveryState.DEAD.value:
        raise IllegalMove(f"Message {row.sequence} was not given up.", f"It is {row.state}.")
    values = {"state": DeliveryState.WAITING.value, "attempts": MOST_TRIES - 1, "next_at": move.now}
    move.connection.execute(update(_SENT).where(_SENT.c.id == row.id).values(values | {"ended_at": None}))
    if (row.stopped or "").startswith(f"Message {row.sequence} "):
        move.connection.execute(update(_HOOK).where(_HOOK.c.id == row.webhook_id).values(stopped=None))
    move.log(audit.who(actor), "webhook.retried", row.name, None, {"sequence": row.sequence})


def rows(connection: Connection, name: str, state: str = "", limit: int = 50) -> tuple[DeliveryRow, ...]:
    """Messages of a webhook, the newest first. Raises NotFound."""
    hook = hooks.row_of(connection, name)
    query = select(_SENT).where(_SENT.c.webhook_id == hook.id)
    if state:
        query = query.where(_SENT.c.state == state)
    found = connection.execute(query.order_by(_SENT.c.sequence.desc()).limit(limit))
    return tuple(
        DeliveryRow(
            str(row.public_id), row.sequence, row.event, DeliveryState(row.state), row.attempts,
            _names(row.body), row.created_at, row.next_at, row.answer,
        )
        for row in found
    )  # fmt: skip


def _names(body: str) -> tuple[tuple[str, str], ...]:
    said = json.loads(body)
    return tuple((name, said[name]) for name in ("document", "action", "item", "letter") if name in said)
