"""How often drafts were right, by what reviewers decided: the ground on which a word of confidence stands."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from pipeline.decisions import DraftKind, DraftStatus, Proposal
from pipeline.encoding import Json
from pipeline.findings import Confidence

FEWEST = 100
"""Decisions of one kind and confidence below which no share is told: it would say more than is known."""

LATEST = 5000
"""Decisions that are looked at, the latest ones: an analyzer of long ago says little about this one."""

SOONEST = timedelta(seconds=1)
"""Approvals of one document by one person that follow each other sooner were given in one go."""

SHARES = {Confidence.HIGH: 0.95, Confidence.MEDIUM: 0.80, Confidence.LOW: 0.0}
"""The share of right drafts that each word promises."""

_WORDING = frozenset({"title", "text", "reason", "priority_reason", "section", "lead_units"})
_NOT_OF_OFFICE = frozenset({"lead_units"})
_Z = 1.96


class Outcome(StrEnum):
    """What a decision says of the draft's claim."""

    RIGHT = "right"
    MENDED = "mended"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Judged:
    """A decided draft, as far as its decision says how right it was."""

    document: str
    kind: DraftKind
    confidence: Confidence
    status: DraftStatus
    proposed: dict[str, Json]
    values: dict[str, Json]
    reason: str | None = None
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """What became of the drafts of one kind and confidence."""

    kind: DraftKind
    confidence: Confidence
    right: int
    mended: int
    wrong: int

    @property
    def decided(self) -> int:
        """How many decisions it rests on."""
        return self.right + self.mended + self.wrong

    @property
    def known(self) -> bool:
        """Whether there are enough decisions to tell a share."""
        return self.decided >= FEWEST

    @property
    def share(self) -> float:
        """The share that was approved with no fact changed."""
        return self.right / self.decided if self.decided else 0.0

    @property
    def between(self) -> tuple[float, float]:
        """Where the true share lies, 95 times in 100 (Wilson's interval)."""
        if not self.decided:
            return 0.0, 1.0
        count, share = self.decided, self.share
        middle = share + _Z**2 / (2 * count)
        reach = _Z * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
        whole = 1 + _Z**2 / count
        return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)

    @property
    def earned(self) -> Confidence:
        """The word that these drafts have earned: never a surer one than they carry.

        A word is taken away only where even the best that the decisions allow is below what it promises.
        """
        if not self.known:
            return self.confidence
        words = tuple(Confidence)[tuple(Confidence).index(self.confidence) :]
        return next(word for word in words if self.between[1] >= SHARES[word])

    @property
    def told(self) -> str:
        """The share in words, with what it rests on; empty where too little is known."""
        if not self.known:
            return ""
        low, high = self.between
        share = f"{self.share:.0%} of {self.decided:,} such drafts decided here were right"
        return f"{share} ({low:.0%} to {high:.0%})"


def outcome(one: Judged) -> Outcome | None:
    """What a decision says of a draft's claim; None where it says nothing, as with a duplicate."""
    if one.status is DraftStatus.APPROVED:
        return Outcome.RIGHT
    if one.status is DraftStatus.EDITED:
        return Outcome.MENDED if _facts_changed(one) else Outcome.RIGHT
    if one.status is DraftStatus.REJECTED and one.reason != "duplicate":
        return Outcome.WRONG
    return None


def _facts_changed(one: Judged) -> bool:
    """Whether an edit changed more than the wording. The units of an executive action are what it claims."""
    wording = _WORDING - _NOT_OF_OFFICE if one.kind is DraftKind.EXECUTIVE_ACTION else _WORDING
    names = one.proposed.keys() | one.values.keys()
    return any(one.values.get(name) != one.proposed.get(name) for name in names - wording)


def bands(decisions: Iterable[Judged]) -> tuple[Band, ...]:
    """What became of drafts, by kind and confidence. What was approved in one go is left out.

    Whoever approves ten drafts with one key has not judged ten drafts.
    """
    told = tuple(decisions)
    hasty = _in_one_go(told)
    counts: Counter[tuple[DraftKind, Confidence, Outcome]] = Counter()
    for number, one in enumerate(told):
        found = outcome(one)
        if found is not None and number not in hasty:
            counts[one.kind, one.confidence, found] += 1
    return tuple(
        Band(kind, word, *(counts[kind, word, end] for end in Outcome))
        for kind in DraftKind
        for word in Confidence
        if any(counts[kind, word, end] for end in Outcome)
    )


def _in_one_go(decisions: tuple[Judged, ...]) -> frozenset[int]:
    """The numbers of approvals that came sooner after another of the same person than one can read."""
    approved: dict[tuple[str, str | None], list[tuple[datetime, int]]] = {}
    for number, one in enumerate(decisions):
        if one.status is DraftStatus.APPROVED and one.at is not None:
            approved.setdefault((one.document, one.by), []).append((one.at, number))
    found: set[int] = set()
    for moments in approved.values():
        moments.sort()
        for (before, first), (after, second) in pairwise(moments):
            if after - before < SOONEST:
                found |= {first, second}
    return frozenset(found)


def calibrated(proposal: Proposal, known: Iterable[Band]) -> Proposal:
    """A draft with what is known of its like: told in its reason, and with the word that they earned."""
    for band in known:
        if band.known and (band.kind, band.confidence) == (proposal.kind, proposal.confidence):
            reason = f"{proposal.confidence_reason}; {band.told}"
            return replace(proposal, confidence=band.earned, confidence_reason=reason)
    return proposal
