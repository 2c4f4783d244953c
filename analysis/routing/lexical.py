"""Words compared by how rare they are (BM25), for a handful of short texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from analysis.routing.kindred import fields_of
from analysis.routing.stems import bare, stem

T = TypeVar("T", bound=Hashable)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_COMMON = (
    "the and for with that this from shall must will may each any all such other under into upon its "
    "their his her have has been are was were not who which what when where how agency agencies "
    "department departments federal government executive order section act law united states secretary "
    "director administrator head heads within days date later than more please office offices unit units "
    "appropriate applicable including consistent pursuant request requests provide provides ensure take "
    "make also through between whether our your you they these those "
)
_TASK_WORDS = (
    "plan plans report reports submit issue develop establish identify implement describe explain consider "
    "review assess action actions policy policies program programs matter further necessary required "
    "requirement public official officials officer officers senior staff list listed member members chair "
    "person persons people leadership level entity entities group meeting new additional service services "
    "general inform informed goods"
)
"""Words that taskings of every kind are made of."""
_STOP = frozenset((*_COMMON.split(), *_TASK_WORDS.split()))


def words_of(text: str) -> dict[str, str]:
    """The telling words of a text by their stem, each as first written."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = bare(match[0])
        if word not in _STOP and len(word) > 2:
            found.setdefault(stem(word), word)
    return found


@dataclass(frozen=True, slots=True)
class Match:
    """How well text number `index` fits, and the words that made it so, those that weigh most first."""

    index: int
    score: float
    words: tuple[str, ...]


_KINDRED = 0.6
"""What a word weighs that is only of the same field as one of the text, beside that word itself."""
_MOST_KINDRED = 3
"""Words of one field that count: a long letter about one thing says it over and over."""


class Lexicon:
    """A few texts, ready to be ranked. `unique` is the weight of a word that one text alone has."""

    def __init__(self, texts: tuple[str, ...], k1: float = 1.2, b: float = 0.5) -> None:
        self._counts = [
            Counter(stem(word) for word in map(bare, _WORD.findall(t)) if word not in _STOP) for t in texts
        ]
        lengths = [sum(count.values()) for count in self._counts]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._norms = [k1 * (1 - b + b * length / (mean or 1.0)) for length in lengths]
        self._k1 = k1
        self._fields = [
            frozenset(field for word in count for field in fields_of(word)) for count in self._counts
        ]
        self.unique = math.log(1 + max(0.5, len(texts) - 0.5) / 1.5)
        self._weight = self._rarity(word for count in self._counts for word in count)
        self._field_weight = self._rarity(field for fields in self._fields for field in fields)

    def _rarity(self, things: Iterable[T]) -> dict[T, float]:
        total = len(self._counts)
        return {thing: math.log(1 + (total - n + 0.5) / (n + 0.5)) for thing, n in Counter(things).items()}

    def ranked(self, query: dict[str, str]) -> list[Match]:
        """The texts that share a word or a field with the query, best first; equal ones in their order."""
        fields = {stemmed: fields_of(stemmed) for stemmed in query}
        matches = []
        for index in range(len(self._counts)):
            scores = self._own(index, query) | self._kindred(index, fields)
            if scores:
                rarest = sorted(scores, key=lambda stemmed: (-scores[stemmed], stemmed))
                matches.append(Match(index, sum(scores.values()), tuple(query[word] for word in rarest)))
        return sorted(matches, key=lambda match: (-match.score, match.index))

    def _own(self, index: int, query: dict[str, str]) -> dict[str, float]:
        """What each word weighs that stands in the text itself."""
        count, norm = self._counts[index], self._norms[index]
        return {
            stemmed: self._weight[stemmed] * count[stemmed] * (self._k1 + 1) / (count[stemmed] + norm)
            for stemmed in query
            if stemmed in count
        }

    def _kindred(self, index: int, fields: dict[str, tuple[int, ...]]) -> dict[str, float]:
        """What each further word weighs that is of one field with a word of the text."""
        scores: dict[str, float] = {}
        left = dict.fromkeys(self._fields[index], _MOST_KINDRED)
        for stemmed, its in fields.items():
            shared = [field for field in its if left.get(field)]
            if shared and stemmed not in self._counts[index]:
                best = max(shared, key=lambda field: self._field_weight[field])
                left[best] -= 1
                scores[stemmed] = _KINDRED * self._field_weight[best]
        return scores
