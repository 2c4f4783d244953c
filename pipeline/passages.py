"""A text in passages: as long as a thought, cut where a paragraph, a sentence or at least a word ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.documents import Span

USUAL = 700
"""Characters in a passage, about a hundred words."""

_SHORTEST = USUAL // 2
_ENDS = (re.compile(r"\n\n"), re.compile(r"[.;:]\s"), re.compile(r"\s"))


def passages(text: str) -> Iterator[Span]:
    """The passages in order, without the white space around them; together they hold every word."""
    start = 0
    while start < len(text):
        end = _end(text, start)
        inner = text[start:end]
        first = start + len(inner) - len(inner.lstrip())
        last = start + len(inner.rstrip())
        if last > first:
            yield Span(first, last)
        start = end


def _end(text: str, start: int) -> int:
    if len(text) - start <= USUAL + _SHORTEST:
        return len(text)
    for ends in _ENDS:
        found = [match.end() for match in ends.finditer(text, start + _SHORTEST, start + USUAL)]
        if found:
            return found[-1]
    return start + USUAL
