"""Where a document quotes: words between quotation marks, over several paragraphs where it amends a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.documents import Span

_MARK = re.compile(
    r"(?=[“”‘’`'\"\n])(?:(?P<open>“|‘‘|``|(?:(?<=[\s(\[:—])|(?<=^))\"(?=\S))"
    r"|(?P<close>”|’’|''|(?<=\S)\"(?=[\s.,;:)\]—]|$))"
    r"|(?P<gap>\n[ \t]*\n\s*))",
    re.M,
)
_NEW_LINE = re.compile(r"[.;:!?)][\"”’']*[ \t]*\n[ \t]*$")
_AMENDING = re.compile(
    r"\b(?:read|insert\w*|add(?:s|ed|ing)?|following|replac\w+|revis\w+|amend\w*|thereof|strik\w+|substitut\w+|delet\w+)\b",
    re.I,
)
_ENDED = re.compile(
    r"(?:”|’’|''|[.;,][“\"])[.;,)]?\s+(?=(?:Sec\.|SEC\.|Section|SECTION)\s*\d{1,3}(?:\.\d+)*\s?\.\s)"
)
"""A closing mark before a section that opens without one ends the quotation, whatever marks are missing."""
_LONGEST = 60_000
"""A quotation that runs on for longer has lost its closing mark."""


@dataclass(frozen=True, slots=True)
class Quotations:
    """Quoted places in order, marks included, none overlapping."""

    places: tuple[Span, ...]
    starts: tuple[int, ...]

    def hold(self, span: Span) -> bool:
        """Whether a span lies inside one quotation, a closing stop aside."""
        at = bisect_right(self.starts, span.start) - 1
        return at >= 0 and span.start < self.places[at].end and span.end <= self.places[at].end + 3


def quotations(text: str, hidden: Iterable[Span] = ()) -> Quotations:
    """The quotations of a text, as far as its visible marks are balanced.

    A quotation runs over a blank line only where an amendment introduces it ("to read as follows:"), or
    where the next paragraph opens with a mark again, as printers do. An unclosed mark quotes nothing.
    """
    if not any(mark in text for mark in ("“", "‘‘", "``", '"')):
        return Quotations((), ())
    for span in hidden:
        text = text[: span.start] + " " * len(span) + text[span.end :]
    found: list[Span] = []
    start, depth, spaced = 0, 0, False
    for mark in _MARK.finditer(text):
        if depth and mark.start() - start > _LONGEST:
            depth = 0
        if mark["gap"]:
            again = _MARK.match(text, mark.end())
            reopened = again is not None and again["open"] is not None
            if depth and not (reopened or _AMENDING.search(text, max(0, start - 160), start)):
                depth = 0
            spaced = reopened
        elif depth and _ended(text, mark.start()):
            depth, spaced = 0, False
            found.append(Span(start, mark.end()))
        elif mark["open"]:
            if not depth:
                start = mark.start()
            again_open = spaced or _NEW_LINE.search(text, max(0, mark.start() - 40), mark.start())
            depth = depth if depth and again_open else depth + 1
            spaced = False
        elif depth:
            depth -= 1
            spaced = False
            if not depth:
                found.append(Span(start, mark.end()))
    return Quotations(tuple(found), tuple(span.start for span in found))


def _ended(text: str, at: int) -> bool:
    return bool(_ENDED.match(text, at) or (at and _ENDED.match(text, at - 1)))
