"""A document's text made plain for parsing, with the way back to the original characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from pipeline.documents import ExtractedDocument, Span

# every replacement is one character for one, so that only what is cut below moves an offset
_SPACES = dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\t", " ")
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
_QUOTES = dict.fromkeys("\u2018\u2019\u201b\u2032", "'") | dict.fromkeys("\u201c\u201d\u201f\u2033", '"')
_PLAIN = _SPACES | _DASHES | _QUOTES
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_CUT = re.compile(rf"-(?<=[a-z]-)[ ]?\n(?=[a-z])|{'|'.join(_UNSEEN)}")
"""Every way begins with a character that must be there: the engine then skips what is between."""

BARRIER = "\x00"


@dataclass(frozen=True, slots=True)
class Reading:
    """Plain text without furniture (blanked) and hidden text (barred); `source` leads back.

    White space is any run of space and line feed; dashes are "-", quotes ' and ".
    """

    text: str
    _cuts: tuple[int, ...]
    _shifts: tuple[int, ...]

    def source(self, start: int, end: int) -> Span:
        """The place in the document of the plain characters start to end, which must not be empty."""
        if not self._cuts:
            return Span(start, end)
        return Span(start + self._shift(start), end - 1 + self._shift(end - 1) + 1)

    def _shift(self, offset: int) -> int:
        at = bisect_right(self._cuts, offset)
        return self._shifts[at - 1] if at else 0


def read(document: ExtractedDocument) -> Reading:
    """The document's visible text, furniture blanked so that a page break inside a citation is only space."""
    text = _mask(_mask(document.text, document.furniture, " "), document.hidden, BARRIER)
    if not text.isascii():
        # one pass for each sign that is there is many times faster than one pass that looks at every sign
        for fancy, plain in _PLAIN.items():
            text = text.replace(fancy, plain)
    cuts = [match.span() for match in _CUT.finditer(text)]
    if not cuts:
        return Reading(text, (), ())
    shifts = tuple(accumulate(end - start for start, end in cuts))
    places = tuple(start - gone for (start, _), gone in zip(cuts, (0, *shifts), strict=False))
    kept = zip((0, *(end for _, end in cuts)), (*(start for start, _ in cuts), len(text)), strict=True)
    return Reading("".join(text[start:end] for start, end in kept), places, shifts)


def _mask(text: str, spans: tuple[Span, ...], filler: str) -> str:
    pieces: list[str] = []
    reached = 0
    for span in spans:
        pieces += (text[reached : span.start], filler * len(span))
        reached = span.end
    return "".join((*pieces, text[reached:])) if pieces else text
