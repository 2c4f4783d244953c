"""Webhooks told what has happened: one line of messages for each, each line in its order.

Lines do not wait for each other: one whose receiver hangs holds up nobody else. `keep_telling` runs for as
long as the office is open, `tell_once` sends what is due.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from coordination.webhooks import TEST, DeliveryState, Happening, message, signed
from flows.sending import WHOLE_SECONDS, Answer, send
from pipeline.problems import ResourceShort
from pipeline.settings import Settings
from store import open_records
from store.delivering import Delivery
from store.records import SqlRecords

LOG = logging.getLogger(__name__)
EVERY_SECONDS = 2.0
AT_ONCE = 8
_WITHHELD = "Its reader may not see any more what it is about."


@dataclass(slots=True)
class Told:
    """What a round brought, over all webhooks."""

    sent: int = 0
    waiting: int = 0
    dead: int = 0
    withheld: int = 0

    def add(self, state: DeliveryState) -> None:
        """Count a message by what became of it."""
        name = state.value
        setattr(self, name, getattr(self, name) + 1)


def headers_of(delivery: str, event: str, secret: str, body: bytes, at: datetime) -> Mapping[str, str]:
    """What a message says of itself: its id, its event, and who sent it when."""
    return {
        "Content-Type": "application/json",
        "Chancery-Delivery": delivery,
        "Chancery-Event": event,
        "Chancery-Signature": signed(secret, body, at),
    }


def tell_once(records: SqlRecords, whole_seconds: float = WHOLE_SECONDS) -> Told:
    """Put down missed suspenses, line up what has happened, and send what is due. Raises ResourceShort."""
    told = Told()
    records.note_missed(datetime.now(records.settings.zone).date())
    for name in records.line_up():
        _drain(records, name, told, threading.Event(), whole_seconds)
    return told


def _drain(
    records: SqlRecords, name: str, told: Told, stop: threading.Event, whole_seconds: float = WHOLE_SECONDS
) -> None:
    """Send a webhook's messages one after another, until none is due."""
    while not stop.is_set():
        delivery = records.begin_delivery(name, datetime.now(UTC))
        if delivery is None:
            return
        told.add(_one(records, delivery, whole_seconds))


def _one(records: SqlRecords, delivery: Delivery, whole_seconds: float) -> DeliveryState:
    if not records.may_deliver(delivery):
        return records.end_delivery(delivery, DeliveryState.WITHHELD, _WITHHELD)
    body = delivery.body.encode()
    headers = headers_of(delivery.id, delivery.event, delivery.secret, body, datetime.now(UTC))
    answer = send(delivery.url, body, headers, records.settings.webhook_private, whole_seconds)
    state = DeliveryState.SENT if answer.taken else DeliveryState.WAITING
    # scattering needs no secret
    roll = random.random()  # noqa: S311
    return records.end_delivery(delivery, state, answer.said, roll, answer.asked)


def send_test(records: SqlRecords, name: str, actor: str) -> Answer:
    """Send a message of the kind `test` at once, outside the line; what came back. Raises NotFound."""
    url, secret = records.webhook_for_test(name, actor)
    at, delivery = datetime.now(UTC), str(uuid4())
    body = message(Happening(TEST, at), delivery, 0, records.settings.office).encode()
    headers = headers_of(delivery, TEST, secret, body, at)
    return send(url, body, headers, records.settings.webhook_private)


def keep_telling(settings: Settings, stop: threading.Event) -> None:
    """Tell webhooks until told to stop. Records that are away end nothing: it is said, and tried again."""
    while not stop.is_set():
        try:
            with open_records(settings) as records, ThreadPoolExecutor(AT_ONCE) as pool:
                _keep(records, pool, stop)
        except ResourceShort as problem:
            LOG.warning("%s", " ".join(problem.lines))
            stop.wait(EVERY_SECONDS)


def _keep(records: SqlRecords, pool: ThreadPoolExecutor, stop: threading.Event) -> None:
    day, busy = None, dict[str, Future[None]]()
    while not stop.is_set():
        today = datetime.now(records.settings.zone).date()
        if day != today:
            records.note_missed(today)
            day = today
        for name in records.line_up():
            line = busy.get(name)
            if line is None or line.done():
                if line is not None:
                    line.result()
                busy[name] = pool.submit(_drain, records, name, Told(), stop)
        stop.wait(EVERY_SECONDS)
