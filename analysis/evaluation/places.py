"""Where a place of the reference text lies in the text as read.

Labels point into a reference text, findings into what a reader got out of the file: line ends, hyphens,
running heads and misread letters differ. Texts are therefore compared by their letters and digits alone,
and by an alignment of their words where letters differ too.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline.documents import Span
from pipeline.folding import fold

_WORD = re.compile(r"[^\W_]+")
_LONGEST_STRETCH = 3
"""A stretch of found words this many times longer than its label is a misalignment, not a place."""

_LONGEST_GAP = 1000

Pair = tuple[int, int]
Gap = tuple[int, int, int, int]


def letters(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return _lettered(text)[0]


def _lettered(text: str) -> tuple[str, list[int]]:
    kept: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        for part in unicodedata.normalize("NFKC", char).casefold():
            if part.isalnum():
                kept.append(part)
                places.append(index)
    return "".join(kept), places


def _words(text: str) -> tuple[list[str], list[Span]]:
    folded = fold(text)
    found = list(_WORD.finditer(folded.text))
    return [match[0].lower() for match in found], [Span(*folded.source(*match.span())) for match in found]


@dataclass(frozen=True)
class Crossing:
    """Two texts of one document, and the way from places of the first to places of the second."""

    reference: str
    read: str

    @cached_property
    def _reference_words(self) -> tuple[list[str], list[Span]]:
        return _words(self.reference)

    @cached_property
    def _read_words(self) -> tuple[list[str], list[Span]]:
        return _words(self.read)

    @cached_property
    def _pairs(self) -> list[Pair]:
        return matching(self._reference_words[0], self._read_words[0])

    @cached_property
    def _read_letters(self) -> tuple[str, list[int]]:
        return _lettered(self.read)

    @property
    def words(self) -> tuple[int, int, int]:
        """How many words both texts share in the same order, and how many each has."""
        return len(self._pairs), len(self._reference_words[0]), len(self._read_words[0])

    @property
    def fidelity(self) -> float:
        """Words in the same order, 0 to 1: twice the shared words over the words of both texts."""
        shared, *both = self.words
        return round(2 * shared / sum(both), 4) if any(both) else 1.0

    def locate(self, span: Span) -> Span | None:
        """The place in the text as read that says the same; None where nothing does."""
        wanted = letters(self.reference[span.start : span.end])
        if not wanted:
            return None
        place = self._nearest(wanted, self._expected(span.start)) or self._stretch(span)
        return self._closed(place) if place else None

    def _closed(self, place: Span) -> Span:
        """The place with the points and marks that end it."""
        end = place.end
        while end < len(self.read) and not self.read[end].isalnum() and not self.read[end].isspace():
            end += 1
        return Span(place.start, end)

    def _nearest(self, wanted: str, expected: int) -> Span | None:
        text, places = self._read_letters
        best: Span | None = None
        at = text.find(wanted)
        while at >= 0:
            place = Span(places[at], places[at + len(wanted) - 1] + 1)
            if best is None or abs(place.start - expected) < abs(best.start - expected):
                best = place
            at = text.find(wanted, at + 1)
        return best

    def _expected(self, start: int) -> int:
        """Where a place should lie: as far behind the last word both texts share as in the reference."""
        word = bisect_right(self._reference_words[1], Span(start, start))
        before = bisect_right(self._pairs, (word, -1)) - 1
        if before < 0:
            return start
        first, second = self._pairs[before]
        return self._read_words[1][second].start + start - self._reference_words[1][first].start

    def _stretch(self, span: Span) -> Span | None:
        """The words that stand for a label's words, when at least half of them are there."""
        first = bisect_right(self._reference_words[1], Span(span.start, span.start))
        inside = [
            i
            for i in range(first, len(self._reference_words[1]))
            if self._reference_words[1][i].end <= span.end
        ]
        wanted = set(inside)
        reached = [second for one, second in self._pairs if one in wanted]
        if not reached or 2 * len(reached) < len(inside):
            return None
        place = Span(self._read_words[1][reached[0]].start, self._read_words[1][reached[-1]].end)
        return place if len(place) <= _LONGEST_STRETCH * len(span) else None


def matching(first: list[str], second: list[str]) -> list[Pair]:
    """Pairs of equal words in the same order.

    Words that stand once in both texts are tied first and the gaps are then filled (patience
    matching), which stays near linear where a plain longest-match search is quadratic.
    """
    pairs: list[Pair] = []
    gaps = [(0, len(first), 0, len(second))]
    while gaps:
        gap = _begun(first, second, gaps.pop(), pairs)
        ties = _ties(first, second, gap)
        if not ties:
            pairs += _plain(first, second, gap)
            continue
        marks = [(gap[0], gap[2]), *ties, (gap[1], gap[3])]
        gaps += [(one[0], two[0], one[1], two[1]) for one, two in pairwise(marks)]
    return sorted(pairs)


def _begun(first: list[str], second: list[str], gap: Gap, pairs: list[Pair]) -> Gap:
    """What is left of a gap after the equal words at its beginning."""
    low, high, other_low, other_high = gap
    while low < high and other_low < other_high and first[low] == second[other_low]:
        pairs.append((low, other_low))
        low, other_low = low + 1, other_low + 1
    return low, high, other_low, other_high


def _ties(first: list[str], second: list[str], gap: Gap) -> list[Pair]:
    """Words that stand once on either side of a gap, the longest run of them in order."""
    low, high, other_low, other_high = gap
    once = Counter(first[low:high])
    other_once = Counter(second[other_low:other_high])
    there = {second[i]: i for i in range(other_low, other_high) if other_once[second[i]] == 1}
    pairs = [(i, there[first[i]]) for i in range(low, high) if once[first[i]] == 1 and first[i] in there]
    return _rising(pairs)


def _rising(pairs: list[Pair]) -> list[Pair]:
    """The longest run of pairs that rises in both members."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, value) in enumerate(pairs):
        at = bisect_right(tails, value)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [index]
    run: list[Pair] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]


def _plain(first: list[str], second: list[str], gap: Gap) -> list[Pair]:
    """Longest matches; a long gap in which no word stands once is cut first, as their cost is quadratic."""
    low, high, other_low, other_high = gap
    cuts = 1 + max(high - low, other_high - other_low) // _LONGEST_GAP
    marks = [
        (low + (high - low) * cut // cuts, other_low + (other_high - other_low) * cut // cuts)
        for cut in range(cuts + 1)
    ]
    return [
        (one + block.a + i, two + block.b + i)
        for (one, two), (end, other_end) in pairwise(marks)
        for block in difflib.SequenceMatcher(
            None, first[one:end], second[two:other_end]
        ).get_matching_blocks()
        for i in range(block.size)
    ]
