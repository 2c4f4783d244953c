"""Words compared by how rare they are (BM25), for a handful of short texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

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
_ENDINGS = (
    "ations",
    "ation",
    "ements",
    "ement",
    "ings",
    "ing",
    "ities",
    "ity",
    "ies",
    "ions",
    "ion",
    "ers",
    "er",
    "ed",
    "es",
    "s",
    "al",
    "e",
)
_SHORTEST_STEM = 4


def stem(word: str) -> str:
    """A word without its commonest English endings, so that "hiring" meets "hire" and "budgets" "budget"."""
    bare = word.lower().replace("’", "'").removesuffix("'s").strip("'-")
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= _SHORTEST_STEM - (
            ending in ("ing", "e", "s")
        ):
            return bare[: -len(ending)].removesuffix("e")
    return bare


def words_of(text: str) -> dict[str, str]:
    """The telling words of a text by their stem, each as first written."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word not in _STOP and len(word) > 2:
            found.setdefault(stem(word), word)
    return found


@dataclass(frozen=True, slots=True)
class Match:
    """How well text number `index` fits, and the words that made it so, the rarest first."""

    index: int
    score: float
    words: tuple[str, ...]


class Lexicon:
    """A few texts, ready to be ranked. `unique` is the weight of a word that one text alone has."""

    def __init__(self, texts: tuple[str, ...], k1: float = 1.2, b: float = 0.5) -> None:
        self._counts = [Counter(stem(w) for w in _WORD.findall(t) if w.lower() not in _STOP) for t in texts]
        lengths = [sum(count.values()) for count in self._counts]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._norms = [k1 * (1 - b + b * length / (mean or 1.0)) for length in lengths]
        self._k1 = k1
        spread = Counter(word for count in self._counts for word in count)
        total = len(texts)
        self.unique = math.log(1 + max(0.5, total - 0.5) / 1.5)
        self._weight = {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in spread.items()}

    def ranked(self, query: dict[str, str]) -> list[Match]:
        """The texts that share a word with the query, best first; equal ones in their own order."""
        matches = []
        for index, (count, norm) in enumerate(zip(self._counts, self._norms, strict=True)):
            scores = {
                stemmed: self._weight[stemmed] * count[stemmed] * (self._k1 + 1) / (count[stemmed] + norm)
                for stemmed in query
                if stemmed in count
            }
            if scores:
                rarest = sorted(scores, key=lambda stemmed: (-scores[stemmed], stemmed))
                matches.append(Match(index, sum(scores.values()), tuple(query[word] for word in rarest)))
        return sorted(matches, key=lambda match: (-match.score, match.index))
