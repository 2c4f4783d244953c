"""A letter on its way to an answer: what came, what went out, and by what it may end.

A letter ends by proof of reply, or by a person's reasoned word that another person approved. The day on which
it was tasked is no proof of anything: GAO-14-424 found a third of a department's letters untracked because
that day had stood in for the day of the answer. Here no field stands in for another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from pipeline.problems import IllegalMove


class Route(StrEnum):
    """What the lead office is asked for."""

    SIGNATURE = "Prepare Reply for Signature"
    DIRECT = "Reply Direct"
    APPROPRIATE = "Appropriate Action"
    INFORMATION = "For Information"


class LetterState(StrEnum):
    """Whether a letter still waits for its answer, and how it ended where it does not."""

    OPEN = "Open"
    ANSWERED = "Answered"
    NO_FURTHER_ACTION = "No Further Action"
    TRANSFERRED = "Transferred"
    REFERRED = "Referred"


class Sent(StrEnum):
    """What a letter that goes out is."""

    ACKNOWLEDGEMENT = "Acknowledgement"
    INTERIM = "Interim Reply"
    FINAL = "Final Reply"
    NOTICE = "Notice of Transfer"


class Verdict(StrEnum):
    """What a person said of a sentence in which a letter differs from its campaign."""

    OPEN = "Open"
    ANSWERED = "Answered"
    DISMISSED = "Dismissed"


WAYS = ("E-mail", "Postal Mail", "Courier", "Hand-carried", "Fax", "Web Form")
"""How a letter may go out."""

ELSEWHERE = frozenset({LetterState.TRANSFERRED, LetterState.REFERRED})


@dataclass(frozen=True, slots=True)
class Proof:
    """Who sent what to whom, on which day, by which way, and the fingerprint of the very document."""

    kind: Sent
    document: str
    recipient: str
    sent_by: str
    sent_on: date
    way: str
    sha256: str
    file_name: str = ""
    reference: str = ""
    letter: str | None = None
    id: str | None = None

    def __post_init__(self) -> None:
        if not self.recipient.strip() or not self.sent_by.strip():
            raise IllegalMove(
                "A proof of reply says who sent it and to whom.", remedy="Write the sender and the recipient."
            )
        if self.way not in WAYS:
            raise IllegalMove(f"{self.way!r} is no way to send a letter.", f"There are: {', '.join(WAYS)}.")
        if len(self.sha256) != 64:
            raise IllegalMove(
                "A proof of reply names the document that went out.",
                "A date alone is no proof that something was sent.",
                "Give the document, or dispatch the letter from here.",
            )


@dataclass(frozen=True, slots=True)
class Ending:
    """How a letter ended without a reply: why, who asked for it, who approved it, and to whom it went."""

    reason: str
    asked_by: str
    approved_by: str
    at: datetime
    to: str = ""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A sentence in which a letter differs from its campaign, and what a person said of it.

    `asks`: it may want something; names, addresses and dates do not, and need no word.
    """

    start: int
    end: int
    quote: str
    asks: bool
    verdict: Verdict = Verdict.OPEN
    answer: str = ""
    decided_by: str | None = None
    id: str | None = None

    @property
    def waiting(self) -> bool:
        """Whether a person must still answer or dismiss it."""
        return self.asks and self.verdict is Verdict.OPEN

    def decide(self, verdict: Verdict, words: str, by: str) -> OwnWords:
        """Answered with these words, or dismissed for this reason. Raises IllegalMove without words."""
        text = words.strip()
        if verdict is not Verdict.OPEN and not text:
            what = "the answer" if verdict is Verdict.ANSWERED else "why it needs no answer"
            raise IllegalMove(f"“{self.quote[:60]}” needs {what}.", remedy="Write it.")
        return replace(self, verdict=verdict, answer=text, decided_by=by)


@dataclass(frozen=True, slots=True)
class LetterIn:
    """A letter that came, on the case of one executive action. `tasked` never counts as a day of reply."""

    document: str
    correspondent: str
    received: date
    written: date | None = None
    organization: str = ""
    address: str = ""
    state: LetterState = LetterState.OPEN
    tasked: date | None = None
    proofs: tuple[Proof, ...] = ()
    ending: Ending | None = None
    own: tuple[OwnWords, ...] = ()
    version: int = 1
    id: str | None = None

    def __post_init__(self) -> None:
        if self.state is LetterState.ANSWERED and self.replied is None:
            raise ValueError("a letter is answered by proof of reply, and by nothing else")
        if (self.ending is not None) != (self.state not in (LetterState.OPEN, LetterState.ANSWERED)):
            raise ValueError("a letter without a reply ends by a reasoned, approved word")

    @property
    def acknowledged(self) -> date | None:
        """When the first acknowledgement went out."""
        return self._first(Sent.ACKNOWLEDGEMENT)

    @property
    def interim(self) -> date | None:
        """When the first interim reply went out."""
        return self._first(Sent.INTERIM)

    @property
    def replied(self) -> date | None:
        """When the final reply went out; it has no other source than the proof of it."""
        return self._first(Sent.FINAL)

    @property
    def waiting(self) -> tuple[OwnWords, ...]:
        """Sentences of its own that nobody has answered or dismissed."""
        return tuple(one for one in self.own if one.waiting)

    def _first(self, kind: Sent) -> date | None:
        return min((one.sent_on for one in self.proofs if one.kind is kind), default=None)

    def task(self, day: date) -> LetterIn:
        """The letter given to an office on a day. Raises IllegalMove when it has ended."""
        self._expect_open("be routed")
        return replace(self, tasked=day)

    def send(self, proof: Proof, today: date) -> LetterIn:
        """The letter after something went out; a final reply ends it.

        Raises IllegalMove when it has ended, for a day before receipt or to come, or while own words wait.
        """
        self._expect_open("be answered")
        if proof.document != self.document:
            raise ValueError("a proof of another letter")
        if not self.received <= proof.sent_on <= today:
            raise IllegalMove(
                f"{proof.sent_on.isoformat()} is no day on which this letter can have been answered.",
                f"It was received on {self.received.isoformat()}, and today is {today.isoformat()}.",
                "Give the day on which the answer went out.",
            )
        if proof.kind is not Sent.FINAL:
            return replace(self, proofs=(*self.proofs, proof))
        if self.waiting:
            raise IllegalMove(
                f"{self.document} has {_sentences(len(self.waiting))} of its own without an answer.",
                f"The first is: “{self.waiting[0].quote[:120]}”.",
                "Answer or dismiss each, then send the reply.",
            )
        return replace(self, proofs=(*self.proofs, proof), state=LetterState.ANSWERED)

    def end(self, state: LetterState, ending: Ending) -> LetterIn:
        """The letter ended without a reply. Raises IllegalMove without reason, approver or recipient."""
        self._expect_open("be ended")
        if state in (LetterState.OPEN, LetterState.ANSWERED):
            raise IllegalMove(
                f"A letter does not become {state.lower()} by a word.",
                "It is answered by proof of reply.",
                "Record what was sent.",
            )
        if not ending.reason.strip() or not ending.approved_by.strip():
            raise IllegalMove(
                f"{self.document} does not end without a reason and somebody who approved it.",
                remedy="Write the reason and name the approver.",
            )
        if ending.approved_by == ending.asked_by:
            raise IllegalMove(
                "Nobody approves their own word that a letter needs no reply.", remedy="Name somebody else."
            )
        if state in ELSEWHERE and not ending.to.strip():
            raise IllegalMove("To whom did the letter go?", remedy="Name the office or agency that took it.")
        return replace(self, state=state, ending=ending)

    def reopen(self, reason: str) -> LetterIn:
        """The letter open again; what went out stays on the record. Raises IllegalMove."""
        if self.state is LetterState.OPEN:
            raise IllegalMove(f"{self.document} is open.")
        if not reason.strip():
            raise IllegalMove("A letter is not reopened without a reason.", remedy="Write the reason.")
        return replace(self, state=LetterState.OPEN, ending=None)

    def _expect_open(self, deed: str) -> None:
        if self.state is not LetterState.OPEN:
            raise IllegalMove(
                f"{self.document} is {self.state.lower()} and cannot {deed}.",
                remedy="Reopen the letter first.",
            )


def check_ended(number: str, letters: Iterable[LetterIn]) -> None:
    """Raise IllegalMove where a letter of an executive action still waits for its answer."""
    waiting = [one for one in letters if one.state is LetterState.OPEN]
    if waiting:
        raise IllegalMove(
            f"{number} has {len(waiting)} letters without proof of reply.",
            "; ".join(f"{one.document} from {one.correspondent}" for one in waiting[:3]),
            "Record what was sent, or end each letter with a reason and an approver.",
        )


def _sentences(count: int) -> str:
    return "one sentence" if count == 1 else f"{count} sentences"
