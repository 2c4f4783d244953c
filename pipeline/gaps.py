"""Sentences that may oblige somebody and that nobody has dealt with yet."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.decisions import Draft, DraftStatus
from pipeline.documents import Span
from pipeline.findings import LedgerEntry
from pipeline.problems import IllegalMove


def gaps(uncovered: Iterable[LedgerEntry], settled: Iterable[Span]) -> tuple[LedgerEntry, ...]:
    """Those of the uncovered sentences that share no character with a settled place."""
    places = tuple(settled)
    return tuple(
        entry for entry in uncovered if not any(entry.evidence[0].span.overlaps(place) for place in places)
    )


def expect_read(left: int, read: int | None, how: str) -> None:
    """Nobody finishes over such sentences without saying how many they have read. Raises IllegalMove.

    `how` tells the reader of the refusal where to say it.
    """
    if left and read != left:
        raise IllegalMove(
            f"Sentences that may oblige somebody and have no draft: {left}.",
            "Add a draft, or say that it asks for nothing.",
            f"Or {how}, and finish without them.",
        )


def by_hand(drafts: Iterable[Draft]) -> tuple[Span, ...]:
    """The places on which drafts rest that people added. Rejected ones count: somebody has looked."""
    return tuple(
        part.span
        for draft in drafts
        if draft.author is not None and draft.status is not DraftStatus.SUPERSEDED
        for part in draft.evidence
    )
