"""Text folded for comparison, with the way back to the original characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'
)
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
_PLAIN = _QUOTES | _DASHES
_GONE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_BROKEN_WORD = re.compile(r"(?<=[a-z])[-\u2010\u00ad][ \t]*\n[ \t]*(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `starts[i]` and `ends[i]` frame the source of folded character i."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The half-open source range behind folded characters start to end."""
        return self.starts[start], self.ends[end - 1]


def _pieces(text: str) -> list[tuple[str, int, int]]:
    skipped = {i for match in _BROKEN_WORD.finditer(text) for i in range(*match.span())}
    pieces: list[tuple[str, int, int]] = []
    for index, char in enumerate(text):
        if index in skipped or char in _GONE:
            continue
        if char.isspace():
            if pieces and pieces[-1][0] == " ":
                pieces[-1] = (" ", pieces[-1][1], index + 1)
            else:
                pieces.append((" ", index, index + 1))
            continue
        plain = _PLAIN.get(char)
        if plain is None:
            plain = char if char.isascii() else unicodedata.normalize("NFKC", char)
        pieces.extend((part, index, index + 1) for part in plain)
    return pieces


@lru_cache(maxsize=8)
def fold(text: str) -> Folded:
    """Fold white space, quotes, dashes, compatibility forms and words broken at line ends."""
    pieces = _pieces(text)
    return Folded(
        "".join(piece for piece, _, _ in pieces),
        tuple(start for _, start, _ in pieces),
        tuple(end for _, _, end in pieces),
    )
