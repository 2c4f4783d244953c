"""Expressions that are looked for only where a word stands without which they cannot match."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.folding import small

_SENTENCE = 5_000
"""Longer texts are not remembered in small letters: they are whole documents, each asked once."""
_small_sentence = lru_cache(maxsize=64)(small)


@dataclass(frozen=True, slots=True)
class Cued:
    """An expression with its cues: every text that it matches holds one of them, in small letters.

    Most sentences hold none, and to find that out takes a tenth of the time of the search.
    """

    form: re.Pattern[str]
    cues: tuple[str, ...]

    def stands(self, text: str) -> bool:
        """Whether one of the cues stands in the text, so that the expression may match."""
        said = _small_sentence(text) if len(text) < _SENTENCE else small(text)
        # a generator would cost more than what it looks for
        for cue in self.cues:  # noqa: SIM110
            if cue in said:
                return True
        return False

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between two offsets."""
        return self.form.search(text, start, end) if self.stands(text) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at an offset."""
        return self.form.match(text, start, end) if self.stands(text) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Every match between two offsets, in order."""
        return self.form.finditer(text, start, end) if self.stands(text) else iter(())

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with something put for every match."""
        return self.form.sub(put, text) if self.stands(text) else text


def cued(cues: str, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Cued:
    """An expression with its cues, which are parted by spaces."""
    return Cued(re.compile(pattern, flags), tuple(cues.split()))
