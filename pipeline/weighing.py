"""How much a word tells: counts over passages, the rarest words of a text, and a text as a hashed vector.

Rare words decide (inverse document frequency, Spärck Jones 1972). The vector adds each word's weight, with
a sign, at the place that its own hash gives (signed feature hashing, Weinberger and others 2009), so that it
needs neither a model nor a fit, and equal words give equal vectors on every machine.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

DIMENSIONS = 1024
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, numbers among them; single letters say too little."""
    return _WORD.findall(text.lower())


@dataclass(frozen=True, slots=True)
class Weights:
    """In how many of `passages` texts each word stands."""

    passages: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def of(self, word: str) -> float:
        """The weight of a word: high where few passages have it; one that none has counts as one does."""
        return math.log((self.passages + 1) / (self.counts.get(word, 0) + 0.5))

    def rarest(self, text: str, most: int) -> list[str]:
        """The words of a text that tell most, the rarest first; words that no passage has are left out."""
        known = {word for word in words_of(text) if word in self.counts}
        return sorted(known, key=lambda word: (self.counts[word], word))[:most]

    def vector(self, text: str) -> list[float]:
        """The text as a vector of length one in `DIMENSIONS`; all zero without a word."""
        sums = [0.0] * DIMENSIONS
        for word, count in Counter(words_of(text)).items():
            place = zlib.crc32(word.encode())
            weight = (1 + math.log(count)) * self.of(word)
            sums[place % DIMENSIONS] += weight if place & 0x80000000 else -weight
        length = math.sqrt(sum(value * value for value in sums))
        return [value / length for value in sums] if length else sums

    def packed(self) -> bytes:
        """The weights as bytes; `unpacked` reads them."""
        return zlib.compress(json.dumps([self.passages, self.counts]).encode())


def weighed(texts: Iterable[str]) -> Weights:
    """The weights over these texts."""
    counts: Counter[str] = Counter()
    number = 0
    for text in texts:
        counts.update(set(words_of(text)))
        number += 1
    return Weights(number, dict(counts))


def unpacked(data: bytes) -> Weights:
    """The weights that `packed` gave."""
    passages, counts = json.loads(zlib.decompress(data))
    return Weights(passages, counts)
