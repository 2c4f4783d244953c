"""The analyzer's own record: what people said of each field that it drafted, by version and prompts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.decisions import DraftKind, DraftStatus
from pipeline.encoding import Json


class Word(StrEnum):
    """What became of what was drafted."""

    UNCHANGED = "unchanged"
    EDITED = "edited"
    REJECTED = "rejected"


_WORDS = {
    DraftStatus.APPROVED: Word.UNCHANGED,
    DraftStatus.EDITED: Word.EDITED,
    DraftStatus.REJECTED: Word.REJECTED,
}
WHOLE = "whole draft"
"""Stands for a field where a draft is counted as a whole."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A draft that somebody decided. `values` are those that stand now; of an edited draft they differ."""

    analyzer: str
    prompts: str
    kind: DraftKind
    status: DraftStatus
    proposed: Mapping[str, Json]
    values: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Record:
    """What was said of one field, or of whole drafts, of one kind, by one version with its prompts."""

    analyzer: str
    prompts: str
    kind: str
    field: str
    unchanged: int
    edited: int
    rejected: int

    @property
    def decided(self) -> int:
        """All that were judged."""
        return self.unchanged + self.edited + self.rejected

    @property
    def percent(self) -> int | None:
        """Percent approved unchanged, rounded down so that 100 means all; None of nothing."""
        return self.unchanged * 100 // self.decided if self.decided else None


def tally(judged: Iterable[Judgement]) -> tuple[Record, ...]:
    """A row for each kind as a whole and for each of its fields, by analyzer and prompts, in that order.

    A field counts where the analyzer gave it a value or a person did. In an edited draft the fields that
    stand as they were drafted are unchanged; in a rejected one every field is rejected.
    """
    counts: Counter[tuple[tuple[str, str, str, str], Word]] = Counter()
    for one in judged:
        word = _WORDS.get(one.status)
        if word is None:
            continue
        group = (one.analyzer, one.prompts, one.kind.value)
        counts[(*group, WHOLE), word] += 1
        for name, said in _fields(one, word):
            counts[(*group, name), said] += 1
    keys = sorted({key for key, _ in counts}, key=lambda key: (*key[:3], key[3] != WHOLE, key[3]))
    return tuple(Record(*key, *(counts[key, word] for word in Word)) for key in keys)


def _fields(one: Judgement, word: Word) -> Iterable[tuple[str, Word]]:
    names = {name for name, value in one.proposed.items() if not _empty(value)}
    if word is not Word.EDITED:
        return ((name, word) for name in names)
    names |= {name for name, value in one.values.items() if not _empty(value)}
    return ((name, Word.UNCHANGED if _same(one, name) else Word.EDITED) for name in names)


def _same(one: Judgement, name: str) -> bool:
    before, after = one.proposed.get(name), one.values.get(name)
    return before == after or (_empty(before) and _empty(after))


def _empty(value: Json) -> bool:
    return value is None or value in ("", [], {})
