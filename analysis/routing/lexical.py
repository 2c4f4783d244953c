"""Words compared by how rare they are (BM25), for a handful of short texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from analysis.routing.everyday import EVERYDAY
from analysis.routing.kindred import fields_of
from analysis.routing.stems import bare, stem

T = TypeVar("T", bound=Hashable)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]+(?:-[A-Za-z'’]+)*")
_PART = re.compile(r"[A-Za-z'’]+")
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
    "general inform informed goods second seconds minute minutes hour hours day days week weeks month months "
    "year years dollar dollars percent number numbers half twice"
)
"""Words that taskings of every kind are made of, and those that count and measure."""
_STOP = frozenset((*_COMMON.split(), *_TASK_WORDS.split()))
_SOFT = 0.45
"""What an everyday word weighs, or one that stands in the name of a place or a firm alone."""
_SHORTEST_ROOT = 5
_ROOT = 0.6
"""The share of the longer word that two words of one root have in common from their beginning."""


def words_of(text: str) -> dict[str, str]:
    """The telling words of a text by their stem, each as first written."""
    found: dict[str, str] = {}
    for word in _telling(text):
        found.setdefault(stem(word), word)
    return found


_PROPER = re.compile(r"[A-Z][\w’']*\.?(?:\s+(?:(?:of|and|for)\s+(?:the\s+)?)?[A-Z][\w’'-]*)+")


def soft_words(text: str) -> frozenset[str]:
    """The stems that say little: everyday words, and those that stand in names of several words alone."""
    outside = {stem(word) for word in _telling(_PROPER.sub(" ", text))}
    named = {stem(word) for match in _PROPER.finditer(text) for word in _telling(match[0])}
    return EVERYDAY | (named - outside)


def _telling(text: str) -> Iterator[str]:
    """Words that may speak for a unit; of "internet-facing" both halves do too."""
    for match in _WORD.finditer(text):
        whole = match[0]
        for one in (whole, *(_PART.findall(whole) if "-" in whole else ())):
            word = bare(one)
            if word not in _STOP and len(word) > 2:
                yield word


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
_AT_HOME = 0.2
"""What every further word of its field adds: a text that has several is more at home there."""
_RELATED = 0.8
"""What a word weighs that has its root alone in common with one of the text."""
_TOGETHER = 0.2
"""What every further word adds: two that speak for a unit tell more than one said twice."""


class Lexicon:
    """A few texts, ready to be ranked. `unique` is the weight of a word that one text alone has."""

    def __init__(self, texts: tuple[str, ...], k1: float = 1.2, b: float = 0.5) -> None:
        self._counts = [Counter(map(stem, _telling(text))) for text in texts]
        lengths = [sum(count.values()) for count in self._counts]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._norms = [k1 * (1 - b + b * length / (mean or 1.0)) for length in lengths]
        self._k1 = k1
        self._fields = [
            Counter(field for word in count for field in fields_of(word)) for count in self._counts
        ]
        self.unique = math.log(1 + max(0.5, len(texts) - 0.5) / 1.5)
        self._weight = self._rarity(word for count in self._counts for word in count)
        self._field_weight = self._rarity(field for fields in self._fields for field in fields)
        self._roots: dict[str, tuple[str, ...]] = {}
        self._by_start: dict[str, list[str]] = {}
        for word in self._weight:
            self._by_start.setdefault(word[:_SHORTEST_ROOT], []).append(word)

    def _rarity(self, things: Iterable[T]) -> dict[T, float]:
        total = len(self._counts)
        return {thing: math.log(1 + (total - n + 0.5) / (n + 0.5)) for thing, n in Counter(things).items()}

    def ranked(self, query: dict[str, str], soft: frozenset[str] = EVERYDAY) -> list[Match]:
        """The texts that share a word, a root or a field with the query, best first; equal ones in order.

        `soft` are the words that say little by themselves.
        """
        known = [(stemmed, self._known_as(stemmed), _SOFT if stemmed in soft else 1.0) for stemmed in query]
        known = [one for one in known if one[1]]
        fields = {stemmed: its for stemmed in query if (its := fields_of(stemmed))}
        matches = []
        for index in range(len(self._counts)):
            scores = self._own(index, known)
            scores |= self._kindred(index, {word: its for word, its in fields.items() if word not in scores})
            if scores:
                rarest = sorted(scores, key=lambda stemmed: (-scores[stemmed], stemmed))
                total = sum(scores.values()) * (1 + _TOGETHER * (len(scores) - 1))
                matches.append(Match(index, total, tuple(query[word] for word in rarest)))
        return sorted(matches, key=lambda match: (-match.score, match.index))

    def _known_as(self, stemmed: str) -> tuple[str, ...]:
        """A word as the texts have it: itself, else those of its root."""
        return (stemmed,) if stemmed in self._weight else self._of_root(stemmed)

    def _own(self, index: int, known: list[tuple[str, tuple[str, ...], float]]) -> dict[str, float]:
        """What each word weighs that stands in the text itself, or whose root does."""
        count, norm = self._counts[index], self._norms[index]
        scores = {}
        for stemmed, words, share in known:
            word = next((one for one in words if one in count), None)
            if word is not None:
                often = count[word] * (self._k1 + 1) / (count[word] + norm)
                weight = share * (1.0 if word == stemmed else _RELATED) * self._weight[word]
                scores[stemmed] = weight * often * self._at_home(index, fields_of(word))
        return scores

    def _at_home(self, index: int, fields: tuple[int, ...]) -> float:
        """More than one for a text that has several words of a field."""
        most = max((self._fields[index][field] for field in fields), default=1)
        return 1 + _AT_HOME * min(_MOST_KINDRED, max(0, most - 1))

    def _of_root(self, stemmed: str) -> tuple[str, ...]:
        """The words of all texts that begin as this one does, the most alike first."""
        if stemmed not in self._roots:
            near = self._by_start.get(stemmed[:_SHORTEST_ROOT], ())
            alike = [(common, word) for word in near if (common := _alike(stemmed, word))]
            self._roots[stemmed] = tuple(word for _, word in sorted(alike, reverse=True))
        return self._roots[stemmed]

    def _kindred(self, index: int, fields: dict[str, tuple[int, ...]]) -> dict[str, float]:
        """What each further word weighs that is of one field with a word of the text."""
        scores: dict[str, float] = {}
        left = dict.fromkeys(self._fields[index], _MOST_KINDRED)
        for stemmed, its in fields.items():
            shared = [field for field in its if left.get(field)]
            if shared:
                best = max(shared, key=lambda field: self._field_weight[field])
                left[best] -= 1
                scores[stemmed] = _KINDRED * self._at_home(index, (best,)) * self._field_weight[best]
        return scores


def _alike(one: str, other: str) -> int:
    """How many letters two words of one root have in common; 0 for words of different ones."""
    common = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return common if common >= max(_SHORTEST_ROOT, _ROOT * max(len(one), len(other))) else 0
