"""From lines with boxes to paragraphs, and words that line ends broke made whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from extractors.pagelines import Line
from pipeline.documents import BlockKind

MARKER = re.compile(
    r"(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})[.)]|\([A-Za-z0-9]{1,5}\)|[•▪●○◦■□➢✓–—*·o-])\s"
)
_ENDED = re.compile(r"(?:[.;:!?]|[.!?][\"”’')\]]+|[”\"]|;\s*(?:and|or)|[.;]\s*\[?\d{1,3}\]?)$")
_NOTE = re.compile(r"(?:\[?\d{1,3}\]?|[*†‡§]+)\s*\S")
_LAST_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*$")
_FIRST_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_PLAIN_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ALWAYS_HYPHENED = frozenset({"self", "well", "vice", "cross", "ex"})

_LONGEST_END = 12
_MAY_END = frozenset("0123456789].;:!?\"”’')dr")

_WIDE_GAP = 1.4
_SLIGHT_GAP = 1.12
_INDENT = 0.4
_SIZE_STEP = 0.15
_SMALL_PRINT = 0.92
_HEADING = 1.15


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    kind: BlockKind = BlockKind.PARAGRAPH
    hidden: bool = False


class Hyphens:
    """Knows the document's own words, to tell a word broken at a line end from a compound."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for line in self._lines for word in _PLAIN_WORD.findall(line.text.lower()))

    def text(self, lines: Sequence[Line]) -> str:
        """The lines' text, each on its own line, words that a line end broke made whole."""
        parts: list[str] = []
        for line, after in pairwise([*lines, None]):
            assert line is not None
            parts.append(line.text)
            if line.soft and after is not None:
                parts.append(self._bridge(line.text, after.text))
            elif line.soft:
                parts.append("-")
            elif after is not None:
                parts.append("\n")
        return "".join(parts)

    def _bridge(self, before: str, after: str) -> str:
        """What stands between two halves: nothing, or the hyphen of a compound."""
        left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
        if left is None or right is None or right[0][0].isupper():
            return "-"
        first, second = left[0].lower(), right[0].lower()
        if first in _ALWAYS_HYPHENED:
            return "-"
        known = f"{first}-{second}" in self._words and first + second not in self._words
        return "-" if known else ""


def _has_ended(text: str) -> bool:
    """Whether a line ends as a sentence does; only its last characters can tell."""
    return text[-1:] in _MAY_END and bool(_ENDED.search(text, max(0, len(text) - _LONGEST_END)))


def body_size(lines: Iterable[Line]) -> float:
    """The size in which most characters that are shown are set; 0 where there are none."""
    exact: dict[float, int] = {}
    for line in lines:
        # hidden text must not make headings of all that is shown
        exact[line.size] = exact.get(line.size, 0) + (0 if line.hidden else len(line.text))
    sizes: Counter[float] = Counter()
    for size, count in exact.items():
        sizes[round(size * 2) / 2] += count
    return sizes.most_common(1)[0][0] if sizes else 0.0


def paragraphs(lines: Sequence[Line], size: float) -> list[Paragraph]:
    """The lines of one page as paragraphs, in the same order. `size` is the document's body size."""
    visible = [line for line in lines if not line.hidden]
    found = _split(visible)
    _mark_footnotes(found, size)
    for paragraph in found:
        if paragraph.kind is BlockKind.PARAGRAPH:
            paragraph.kind = _kind(paragraph, size)
    unseen = [line for line in lines if line.hidden]
    return found + ([Paragraph(unseen, hidden=True)] if unseen else [])


def goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph that a page end cut is continued by the first of the next page."""
    last, first = before.lines[-1], after.lines[0]
    if before.hidden or after.hidden or abs(last.size - first.size) > _SIZE_STEP * last.size:
        return False
    return last.soft or (first.text[:1].islower() and not _has_ended(last.text))


@dataclass(slots=True)
class _Measure:
    """The usual distance from line to line, and the right edge of the text around a line."""

    lines: Sequence[Line]
    leading: float = field(init=False)

    def __post_init__(self) -> None:
        steps = Counter(
            round((after.bottom - before.bottom) * 2) / 2
            for before, after in pairwise(self.lines)
            if 0.7 * before.size < after.bottom - before.bottom < 3 * before.size
        )
        self.leading = steps.most_common(1)[0][0] if steps else 0.0

    def edge(self, number: int) -> float:
        """How far right the lines near this one reach, in its column."""
        line = self.lines[number]
        near = self.lines[max(0, number - 4) : number + 5]
        beside = (other.right for other in near if other.left < line.right and other.right > line.left)
        return max(beside, default=line.right)


def _split(lines: Sequence[Line]) -> list[Paragraph]:
    measure = _Measure(lines)
    found: list[Paragraph] = []
    for number, line in enumerate(lines):
        if found and not _begins(lines, number, found[-1], measure):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line]))
    return found


def _begins(lines: Sequence[Line], number: int, so_far: Paragraph, measure: _Measure) -> bool:
    line, before = lines[number], so_far.lines[-1]
    if line.row or before.row:
        return line.row is not before.row
    if before.soft:
        return False
    ended = _has_ended(before.text)
    step = line.bottom - before.bottom
    if step < -0.5 * line.size:
        return ended or not line.text[0].islower()
    if line.top < before.bottom and line.beside(before):
        return line.left - before.right > 2.5 * line.size
    if line.size != before.size and abs(line.size - before.size) > _SIZE_STEP * max(line.size, before.size):
        return True
    usual = measure.leading or line.size * 1.2
    if step > _WIDE_GAP * usual or (ended and step > _SLIGHT_GAP * usual):
        return True
    marked = bool(MARKER.match(line.text))
    if not ended and not marked:
        return False
    edge = measure.edge(number - 1)
    short = before.right < edge - 0.12 * (edge - before.left)
    if marked and (ended or short):
        return True
    indented = line.left > before.left + _INDENT * line.size
    first_only = len(so_far.lines) > 1 or not indented
    outdented = first_only and line.left < before.left - _INDENT * line.size and len(so_far.lines) > 1
    return (indented or outdented or short) and ended


def _kind(paragraph: Paragraph, size: float) -> BlockKind:
    first = paragraph.lines[0]
    if first.row:
        return BlockKind.TABLE
    if size and first.size > _HEADING * size and len(paragraph.lines) <= 3:
        return BlockKind.HEADING
    return BlockKind.LIST_ITEM if MARKER.match(first.text) else BlockKind.PARAGRAPH


def _mark_footnotes(found: list[Paragraph], size: float) -> None:
    """Small print at the foot that opens with a note mark, and what follows it in small print."""
    small = len(found)
    while small and all(line.size < _SMALL_PRINT * size for line in found[small - 1].lines):
        small -= 1
    while small < len(found) and not _NOTE.match(found[small].lines[0].text):
        small += 1
    for paragraph in found[small:]:
        paragraph.kind = BlockKind.FOOTNOTE
