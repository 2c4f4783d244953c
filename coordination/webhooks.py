"""Webhooks: which events go out, what their messages say, how they are signed, when they are tried again.

A message names records and says nothing of what they hold: whoever wants more asks for it, with a right of
their own. The events come out of the audit log, so that none is told of that did not happen.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from pipeline.encoding import Json
from pipeline.problems import IllegalMove

SCHEMA = "chancery.webhook/1"
REPLAY = timedelta(minutes=5)
"""A signature older than this is not to be believed any more."""
MOST_TRIES = 12
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=6)
JITTER = 0.2
"""Part of a wait by which it is made longer or shorter, so that many do not come back at once."""
TEST = "test"

EVENTS: Mapping[str, str] = {
    "document.received": "a document got its control number",
    "document.analysed": "a document waits for review",
    "document.set_aside": "a document could not be read and waits for a person",
    "review.finished": "a review was finished: its drafts became records",
    "review.no_action": "somebody said that a document needs no action",
    "action.issued": "an executive action was set to work",
    "action.closed": "an executive action was closed",
    "action.reopened": "an executive action was opened again",
    "suspense.missed": "the suspense of an action or an item has passed and it is open",
    "letter.logged": "a letter came onto an action",
    "letter.ended": "a letter was ended without a reply",
    "reply.sent": "an acknowledgement, an interim or a final reply went out, with its proof",
}
"""Every event with what it tells."""

_OF_THE_LOG: Mapping[str, str] = {
    "document.admitted": "document.received",
    "document.analysed": "document.analysed",
    "document.set_aside": "document.set_aside",
    "document.finished": "review.finished",
    "document.no_action": "review.no_action",
    "action.issued": "action.issued",
    "action.closed": "action.closed",
    "action.reopened": "action.reopened",
    "suspense.missed": "suspense.missed",
    "letter.logged": "letter.logged",
    "letter.ended": "letter.ended",
    "letter.sent": "reply.sent",
}
LOGGED = tuple(_OF_THE_LOG)
"""The kinds of audit events that go out."""

_TOLD: Mapping[str, tuple[str, ...]] = {
    "review.finished": ("action", "new_action"),
    "action.issued": ("day",),
    "suspense.missed": ("due", "clock"),
    "letter.logged": ("document",),
    "letter.ended": ("document", "state"),
    "reply.sent": ("document", "kind", "day"),
}
"""What a message takes from the log: names of records, days, and words out of short lists of ours."""
_MARK = re.compile(r"t=(\d{1,12})((?:,v1=[0-9a-f]{64}){1,4})")


class DeliveryState(StrEnum):
    """What became of a message: waiting, being sent, taken, given up, or kept from its reader."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Happening:
    """An event that goes out, by the names of what it is about and a few facts."""

    event: str
    at: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)


def happening(what: str, subject: str, at: datetime, after: Json) -> Happening | None:
    """What an event of the audit log is to the world outside; None where it goes out to nobody."""
    event = _OF_THE_LOG.get(what)
    if event is None:
        return None
    given = after if isinstance(after, dict) else {}
    told = {name: given[name] for name in _TOLD.get(event, ()) if given.get(name) is not None}
    kinds: tuple[str, ...] = ("document", "action")
    names = {name: str(told.pop(name)) for name in kinds if name in told}
    head, _, part = subject.partition("/")
    names["document" if what.startswith("document.") else "action"] = head
    if part:
        names["letter" if event == "reply.sent" else "item"] = part
    return Happening(event, at, names, told)


def message(happened: Happening, delivery: str, sequence: int, office: str) -> str:
    """The body of a message. It is made once, so that every try sends the same bytes."""
    said: dict[str, Json] = {
        "schema": SCHEMA,
        "delivery": delivery,
        "sequence": sequence,
        "event": happened.event,
        "at": happened.at.astimezone(UTC).isoformat(timespec="seconds"),
        "office": office,
    }
    return json.dumps(said | dict(sorted(happened.names.items())) | dict(sorted(happened.facts.items())))


def check_events(events: frozenset[str]) -> None:
    """Raises IllegalMove for an event that there is not, or for none at all."""
    unknown = sorted(events - EVENTS.keys())
    if unknown or not events:
        raise IllegalMove(
            f"There is no event {unknown[0][:60]!r}." if unknown else "No event is chosen.",
            "",
            f"Choose some of {', '.join(EVENTS)}.",
        )


def signed(secret: str, body: bytes, at: datetime) -> str:
    """The header of a message that shows who sent it and when: HMAC-SHA256 over time and body."""
    moment = int(at.timestamp())
    return f"t={moment},v1={_digest(secret, moment, body)}"


def verified(secret: str, header: str, body: bytes, now: datetime) -> bool:
    """Whether a message was signed with this secret, not longer ago than `REPLAY`, nor in the future."""
    found = _MARK.fullmatch(header)
    if found is None or abs(now.timestamp() - int(found[1])) > REPLAY.total_seconds():
        return False
    own = _digest(secret, int(found[1]), body)
    return any(hmac.compare_digest(own, one) for one in found[2].removeprefix(",v1=").split(",v1="))


def _digest(secret: str, moment: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def wait(tries: int, roll: float, asked: timedelta | None = None) -> timedelta:
    """How long to wait after so many tries; `roll` lies between 0 and 1, `asked` is what the receiver wants.

    Three times as long after each try, up to six hours: the last try comes a day or so after the first.
    """
    grown: int = 3 ** min(tries - 1, 12)
    plain = min(FIRST_WAIT * grown, LONGEST_WAIT)
    own = plain * (1 - JITTER + 2 * JITTER * roll)
    return max(own, min(asked, LONGEST_WAIT)) if asked else own
