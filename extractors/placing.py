"""Where a page's words stand: the words of the canonical text matched to the marks that drew them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.canonical import clean
from pipeline.documents import Span
from pipeline.places import PageWords, WordPlace, page_words

_WORD = re.compile(r"\S+")
_NOTE = re.compile(r"[\[\]|]")
_HYPHENS = "-\u00ad\ufffe\u2010"
_AHEAD = 3
_MOST_CANDIDATES = 200
_MOST_MARKS = 10_000
"""On a page with more marks than any honest one, a word out of order goes without its box."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of characters without a blank, as drawn or recognised; its box in points of the page as shown."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None


def words_on_page(text: str, span: Span, page: int, marks: Sequence[Mark]) -> PageWords:
    """The boxes of the words that stand in this part of the text, which is one page.

    The text may have the marks in another order (columns, running heads), halves of a word that a line end
    broke made whole, and brackets round raised numbers. A word that no mark spells has no box.
    """
    tokens = [(match.start(), match.end()) for match in _WORD.finditer(text, span.start, span.end)]
    return page_words(page, _Match(text, tokens, marks).all())


class _Match:
    def __init__(self, text: str, tokens: list[tuple[int, int]], marks: Sequence[Mark]) -> None:
        self._text = text
        self._said = [_plain(text[start:end]) for start, end in tokens]
        self._tokens = tokens
        self._marks = marks
        self._drawn = [_plain(clean(mark.text)) for mark in marks]
        self._places: dict[str, list[int]] = {}
        for number, drawn in enumerate(self._drawn):
            self._places.setdefault(drawn, []).append(number)
        self._used = bytearray(len(marks))
        self._next = 0

    def all(self) -> list[WordPlace]:
        found: list[WordPlace] = []
        for number, (start, end) in enumerate(self._tokens):
            run = self._run(number)
            if run:
                self._used[run[0] : run[-1] + 1] = b"\1" * len(run)
                self._next = run[-1] + 1
                found += self._boxes(run, start, end)
        return found

    def _run(self, number: int) -> range:
        """The marks that spell this word: one, or several that stand one behind the other."""
        said = self._said[number]
        if not said:
            return range(0)
        if self._spells(self._next, said) and self._is_right(number):
            return self._spelt(self._next, said)
        free = self._free(self._places.get(said, ()), said)
        if not free and self._spells(self._next, said):
            return self._spelt(self._next, said)
        free = free or self._free(self._beginnings(said), said)
        if not free:
            return range(0)
        return self._spelt(max(free, key=lambda at: (self._agrees(at, number), -self._far(at))), said)

    def _free(self, starts: Sequence[int], said: str) -> list[int]:
        return [at for at in starts[:_MOST_CANDIDATES] if not self._used[at] and self._spelt(at, said)]

    def _is_right(self, number: int) -> bool:
        """Whether the next mark can be taken at once: no other says the same, or what follows agrees."""
        return len(self._places.get(self._said[number], ())) < 2 or self._agrees(self._next, number) > 0

    def _far(self, at: int) -> int:
        return at - self._next if at >= self._next else len(self._marks) + self._next - at

    def _agrees(self, at: int, number: int) -> int:
        """How many of the words that follow stand behind this place too."""
        after = self._drawn[at + 1 : at + 1 + _AHEAD]
        return sum(a == b for a, b in zip(after, self._said[number + 1 : number + 1 + _AHEAD], strict=False))

    def _beginnings(self, said: str) -> list[int]:
        """Where marks begin a word whose end is drawn on its own."""
        if len(self._marks) > _MOST_MARKS:
            return []
        return [
            at
            for at, drawn in enumerate(self._drawn)
            if drawn and len(drawn) < len(said) + 1 and said.startswith(drawn.rstrip(_HYPHENS) or drawn)
        ]

    def _spells(self, at: int, said: str) -> bool:
        return at < len(self._marks) and not self._used[at] and bool(self._spelt(at, said))

    def _spelt(self, at: int, said: str) -> range:
        """The marks from here on that together say the word; none where they do not."""
        whole = ""
        for end in range(at, min(len(self._drawn), at + 6)):
            if self._used[end]:
                break
            whole += self._drawn[end]
            if not said.startswith(whole):
                whole = whole.rstrip(_HYPHENS)
            if whole == said:
                return range(at, end + 1)
            if not whole or not said.startswith(whole):
                break
        return range(0)

    def _boxes(self, run: range, start: int, end: int) -> list[WordPlace]:
        """The word's box, or one for each of its parts, the letters shared out in order."""
        if len(run) == 1:
            mark = self._marks[run[0]]
            return [WordPlace(start, end, mark.left, mark.top, mark.right, mark.bottom, mark.confidence)]
        said = _plain(self._text[start:end])
        scale = (end - start) / max(1, len(said))
        places: list[WordPlace] = []
        begun = at = 0
        for number in run:
            drawn = self._drawn[number]
            at += len(drawn) if said.startswith(drawn, at) else len(drawn.rstrip(_HYPHENS))
            until = min(end - start, max(begun + 1, round(at * scale)))
            mark = self._marks[number]
            box = (mark.left, mark.top, mark.right, mark.bottom)
            if until > begun:
                places.append(WordPlace(start + begun, start + until, *box, mark.confidence))
            begun = until
        return places


def _plain(word: str) -> str:
    """The word without the brackets that set a raised number apart, and without table strokes."""
    return _NOTE.sub("", word)
