"""What the new wording of an amended text orders: quoted words bind by that text, and are no taskings here.

"Section 6 is amended by inserting “The Committee shall report”" gives the Committee a duty; who reads that
the section is amended should read that, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.operative import BINDS, FORBIDS
from analysis.outline import Outline, Role
from analysis.taskings.clauses import Clause, read
from pipeline.documents import Evidence, ExtractedDocument, Span

_NEW = re.compile(
    r"\b(?:insert\w*|add(?:s|ed|ing)?|substitut\w*|with|read(?:s|ing)?|thereof|follow\w*)\b[^“”]{0,80}?(?:“|‘‘|``)"
    r"(?P<words>(?:(?!”|’’|'').)+)",
    re.I | re.S,
)
"""Quoted words that are put in; those behind "striking" go out."""
_SENTENCE = re.compile(r"(?:(?<=[.;])\s+(?=[(A-Z])|^)(?P<words>.+?)(?=[.;]\s+[(A-Z]|$)", re.S)
_LABEL = re.compile(r"(?:[\s“”‘’`'\"]|\(\w{1,5}\)|(?:Sec(?:tion|\.)\s+)?\d+(?:\.\d+)*\.)*")


def new_duties(document: ExtractedDocument, outline: Outline, place: Evidence) -> tuple[Evidence, ...]:
    """The sentences of the new wording that order somebody something or forbid it, in their order."""
    index = outline.at(place.start) or 0
    spans = (*_within(document.text, outline, index), *_below(document, outline, index))
    return tuple(document.cite(span) for span in spans)


def _within(text: str, outline: Outline, index: int) -> Iterator[Span]:
    """Duties in the quotations of the amending sentence itself."""
    sentence = outline.sentences[index].span if index < len(outline.sentences) else Span(0, 0)
    for quoted in _NEW.finditer(text, sentence.start, sentence.end):
        for one in _SENTENCE.finditer(quoted["words"]):
            start = quoted.start("words") + one.start("words")
            yield from _duty(text, Span(start, quoted.start("words") + one.end("words")))


def _below(document: ExtractedDocument, outline: Outline, index: int) -> Iterator[Span]:
    """Duties in the quoted paragraphs that follow it, and in the members of its list."""
    led = {index}
    for at in range(index + 1, len(outline.sentences)):
        sentence = outline.sentences[at]
        if sentence.role is Role.QUOTED:
            yield from _duty(document.text, sentence.places(document.text)[0])
        elif sentence.lead in led:
            led.add(at)
            yield from _within(document.text, outline, at)
        elif sentence.role is not Role.FURNITURE:
            return


def _duty(text: str, span: Span) -> Iterator[Span]:
    label = _LABEL.match(text, span.start, span.end)
    start = label.end() if label else span.start
    words = " ".join(text[start : span.end].split()).strip("“”‘’`'\" ")
    if FORBIDS.search(words) or _is_duty(words):
        yield Span(start, start + len(text[start : span.end].rstrip("“”‘’`'\" \n.;")))


def _is_duty(words: str) -> bool:
    reading = read(words) if BINDS.search(words) else None
    return reading is not None and reading.clause is Clause.TASKING and reading.actor is not None
