"""A document at the door and past it: receipts, stages, and which moves are legal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.mail import MailFacts
from pipeline.problems import IllegalMove, ReadingState


class Stage(StrEnum):
    """Where an intake document stands. Every document is in exactly one."""

    RECEIVED = "received"
    READING = "reading"
    ANALYSING = "analysing"
    NEEDS_REVIEW = "needs_review"
    REVIEWED = "reviewed"
    NO_ACTION = "no_action"
    DUPLICATE = "duplicate"
    HELD = "held"
    SET_ASIDE = "set_aside"
    DISPOSED = "disposed"

    @property
    def waits_for_machine(self) -> bool:
        """Whether a worker may take it."""
        return self in _FOR_MACHINE


_FOR_MACHINE = frozenset({Stage.RECEIVED, Stage.READING, Stage.ANALYSING, Stage.HELD})

MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.RECEIVED: frozenset({Stage.READING, Stage.DUPLICATE, Stage.HELD, Stage.SET_ASIDE}),
    Stage.READING: frozenset({Stage.ANALYSING, Stage.HELD, Stage.SET_ASIDE}),
    Stage.ANALYSING: frozenset({Stage.NEEDS_REVIEW, Stage.HELD, Stage.SET_ASIDE}),
    Stage.HELD: frozenset({Stage.RECEIVED, Stage.READING, Stage.ANALYSING, Stage.SET_ASIDE}),
    Stage.NEEDS_REVIEW: frozenset({Stage.RECEIVED, Stage.REVIEWED, Stage.NO_ACTION, Stage.DUPLICATE}),
    Stage.REVIEWED: frozenset({Stage.NEEDS_REVIEW, Stage.DISPOSED}),
    Stage.NO_ACTION: frozenset({Stage.NEEDS_REVIEW, Stage.DISPOSED}),
    Stage.DUPLICATE: frozenset({Stage.RECEIVED, Stage.NEEDS_REVIEW, Stage.DISPOSED}),
    Stage.SET_ASIDE: frozenset({Stage.RECEIVED, Stage.NO_ACTION}),
    Stage.DISPOSED: frozenset(),
}


def moved(before: Stage, after: Stage) -> Stage:
    """The stage after a move. Raises IllegalMove where the rules have no such step."""
    if after is before or after in MOVES[before]:
        return after
    now, wanted, possible = (
        words.replace("_", " ") for words in (before, after, ", ".join(sorted(MOVES[before])))
    )
    raise IllegalMove(f"A document at {now} cannot go to {wanted}.", f"From {now} it may go to: {possible}.")


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something a channel brings. Nothing in it is trusted yet.

    `source` is where the channel found it (a path, an address); `external_id` is the channel's own
    key where it has one. The pair (channel, external id), or (channel, source, content), makes a receipt
    unique: the same file offered again is no second receipt. `mark` is how the source looked, so that a
    channel can tell it is on the record without reading it again; `given` is what was said of it when it
    was brought; `mail` is its line in the ledger of messages.
    """

    channel: str
    name: str
    data: bytes
    received_at: datetime
    source: str = ""
    external_id: str | None = None
    sender: str = ""
    mark: str = ""
    given: tuple[tuple[str, str], ...] = ()
    mail: MailFacts | None = None

    def __post_init__(self) -> None:
        if self.received_at.tzinfo is None:
            raise ValueError("a receipt time needs a zone")

    @property
    def sha256(self) -> str:
        """The fingerprint of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def receipt_key(self) -> str:
        """What makes this receipt the same as an earlier one."""
        key = self.external_id or f"{self.source}\0{self.sha256}"
        # a file name need not be valid text: what the system cannot decode arrives as lone surrogates
        return hashlib.sha256(f"{self.channel}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class IntakeDocument:
    """One receipt, logged under a control number before anything else happened to it."""

    id: str
    control_number: str
    sha256: str
    channel: str
    name: str
    media_type: str
    size: int
    received_at: datetime
    stage: Stage
    source: str = ""
    reading_state: ReadingState | None = None
    coverage: str | None = None
    reason: str | None = None
    parent: str | None = None
    duplicate_of: str | None = None
    attempts: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Admission:
    """What admitting did: the document, and whether it is a new receipt."""

    document: IntakeDocument
    new: bool
