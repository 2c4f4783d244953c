"""The shapes of letters, as programs get them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from coordination.correspondence import LetterState, Sent, Verdict
from review.programs.shapes import Asked, Told


class Letter(Told):
    """A letter in the log. `replied` is the day on its proof; `tasked` is none of reply."""

    document: str
    action: str
    correspondent: str
    title: str
    received: date
    written: date | None
    due: date | None
    office: str
    state: LetterState
    tasked: date | None
    acknowledged: date | None
    interim: date | None
    replied: date | None


class Proof(Told):
    """Who sent what to whom, on which day, by which way, and the fingerprint of the very document."""

    id: str | None
    kind: Sent
    recipient: str
    sent_by: str
    sent_on: date
    way: str
    sha256: str
    file_name: str
    reference: str
    letter: str | None


class DraftWanted(Asked):
    """A reply for the model to draft. `template` gives the subject, and the words where the model fails."""

    kind: Sent = Sent.FINAL
    template: str = Field("final-reply", max_length=80)


class DraftUnderWay(Told):
    """How far a draft is: `waiting` (`ahead` before it), `running`, `done` (`letter` is its id), `failed`.

    It is gone an hour after it was asked for; the letter stays. `problem` says what, why, and what to do.
    """

    id: str
    state: str
    action: str
    document: str
    kind: Sent
    ahead: int
    asked_at: datetime
    started_at: datetime | None
    letter: str | None
    problem: list[str]


class Ending(Told):
    """How a letter ended without a reply."""

    reason: str
    asked_by: str
    approved_by: str
    at: datetime
    to: str


class OwnWords(Told):
    """A sentence in which a letter differs from its campaign, and what a person said of it."""

    id: str | None
    quote: str
    asks: bool
    verdict: Verdict
    answer: str
    decided_by: str | None


class LetterWhole(Told):
    """A letter that came, with the proofs of what went out."""

    document: str
    correspondent: str
    organization: str
    received: date
    written: date | None
    state: LetterState
    tasked: date | None
    acknowledged: date | None
    interim: date | None
    replied: date | None
    proofs: list[Proof]
    ending: Ending | None
    own: list[OwnWords]
    version: int
