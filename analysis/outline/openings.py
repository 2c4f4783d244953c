"""Where sections open: labels that run on in a paragraph, and labels checked by their sequence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analysis.outline.paragraphs import MARKER, Paragraph
from analysis.outline.quotations import Quotations
from analysis.outline.roles import Role
from pipeline.documents import Span

Number = tuple[int, ...]
"""A section's number in its parts: (3,) or (2, 1)."""

_DIGITS = re.compile(r"\d+")
_LABEL = (
    r"\s+(?P<label>(?:(?:Sec|SEC)\s?\.|Section|SECTION)\s*\d{1,3}(?:\.\d{1,2})?\s?\.)"
    r"\s+(?=\([a1A]\)|[A-Z“‘\"])"
)
_RUNNING = re.compile(rf"(?<=[.:;”’\"'}})]){_LABEL}")
# the enacting words before the first section may have lost their stop
_FIRST = re.compile(r"(?<=\w)\s+(?P<label>Section\s1\s?\.)\s+(?=[A-Z][\w ]{2,50}\.\s)")
_INLINE = re.compile(r"(?:(?<=[.:;])|(?<=[—–]))\s*(\(\w{1,4}\))\s")


def number_of(label: str) -> Number:
    """The number in a section's label, letters aside."""
    return tuple(int(part) for part in _DIGITS.findall(label))


def succeeds(number: Number, before: Number | None) -> bool:
    """Whether a section follows another one at once: 3 or 2.1 after 2, 3 after 2.4, 201 after 107."""
    if not number:
        return False
    if before is None:
        return number == (101,) or set(number) == {1}
    if number == (*before, 1):
        return True
    for depth, part in enumerate(before):
        following = (*before[:depth], part + 1)
        if number in (following, (*following, 1)):
            return True
    hundreds = len(number) == len(before) == 1 and number[0] % 100 == 1
    return hundreds and number[0] // 100 == before[0] // 100 + 1


def opened(text: str, quoted: Quotations, paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, parted where the next section begins inside one.

    Where lines were lost, whole orders run on in a paragraph. A label behind a finished sentence opens a
    section there only where its number is the next one; a cited section seldom is.
    """
    reached: Number | None = None
    for paragraph in paragraphs:
        if paragraph.sort == "section" and not quoted.hold(paragraph.span):
            reached = number_of(paragraph.marker or "")
        rest = paragraph
        for match in _labels(text, paragraph.span, reached is None):
            number = number_of(match["label"])
            if not succeeds(number, reached) or quoted.hold(Span(match.start("label"), match.end())):
                continue
            reached = number
            yield replace(rest, span=Span(rest.span.start, match.start()))
            rest = Paragraph(
                Span(match.end(), paragraph.span.end), match["label"], "section", paragraph.lines
            )
        yield rest


def _labels(text: str, span: Span, none_yet: bool) -> Iterator[re.Match[str]]:
    first = _FIRST.search(text, span.start, span.end) if none_yet else None
    if first:
        yield first
    yield from _RUNNING.finditer(text, first.end() if first else span.start, span.end)


def coming(text: str, parts: Sequence[tuple[Paragraph, Role]], index: int) -> tuple[str | None, str | None]:
    """The first label under a section's own label, and the label of the section after it."""
    span = parts[index][0].span
    first = MARKER.match(text, span.start, span.end)
    inline = _INLINE.search(text, span.start, span.end)
    label = first.group() if first and first.lastgroup == "paren" else inline and inline.group(1)
    for paragraph, role in parts[index + 1 :]:
        if role not in (Role.BODY, Role.HEADING) or not paragraph.marker:
            continue
        if paragraph.sort == "section":
            return label, paragraph.marker
        label = label or (paragraph.marker if paragraph.sort == "paren" else None)
    return label, None
