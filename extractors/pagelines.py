"""The lines of a PDF page as pdfium tells them: words with boxes, in the order in which they are drawn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import addressof, c_double, c_float, c_ushort
from dataclasses import dataclass
from math import degrees

import pypdfium2.raw as pdfium

from extractors.pdf_calls import LOOSE_BOX, RECT, address_of
from extractors.pdf_frame import Box, Frame

SOFT_HYPHEN = "\ufffe"
"""What pdfium puts for a hyphen at the end of a line, in place of the line's end."""

_SEGMENT = re.compile(rf"[^\s{SOFT_HYPHEN}](?:[^\r\n{SOFT_HYPHEN}]*[^\s{SOFT_HYPHEN}])?")
_WORD = re.compile(rf"[^\s{SOFT_HYPHEN}]+")
_STOPS = ".,;:)\"'\u201d\u2019"
_DIGITS = re.compile(rf"(?:(?<=[A-Za-z])|(?<=[A-Za-z{_STOPS}][{_STOPS}]))[0-9]{{1,3}}\b|[0-9]{{2,}}")
_DIGIT = re.compile(r"[0-9]")
_STRETCH = re.compile(rb"\x01+")
_BLANK = re.compile(r"\s")
_ANGLES = 24
_RAISED = 0.8
_AS_HIGH = 0.95
_LIFTED = 0.3
CELL_GAP = 1.1


@dataclass(slots=True)
class Line:
    """A line, or a piece of one. Points from the top left corner of the page as it is shown.

    `size` is the height of its letters' boxes; `soft` says that it ends in a hyphen that only its end made;
    `row` that it is a row of a ruled table, its cells set apart by strokes.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    soft: bool = False
    hidden: bool = False
    row: bool = False

    @property
    def box(self) -> Box:
        """Its four edges."""
        return self.left, self.top, self.right, self.bottom

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2

    def beside(self, other: Line) -> bool:
        """Whether the two stand on one row."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > 0.5 * min(self.bottom - self.top, other.bottom - other.top)


def text_direction(handle: pdfium.FPDF_TEXTPAGE) -> int:
    """By how many degrees, a multiple of 90, a page must be turned for most of its text to stand upright."""
    count = pdfium.FPDFText_CountChars(handle)
    if count <= 0:
        return 0
    angles = Counter(
        -round(degrees(pdfium.FPDFText_GetCharAngle(handle, index)) / 90) * 90 % 360
        for index in range(0, count, max(1, count // _ANGLES))
    )
    return angles.most_common(1)[0][0]


class PageText:
    """The characters of one page, a pdfium handle, and where they stand in its frame."""

    def __init__(self, handle: pdfium.FPDF_TEXTPAGE, frame: Frame) -> None:
        self.handle = handle
        self._address = address_of(handle)
        self._placed = frame.placing()
        self._count = max(0, pdfium.FPDFText_CountChars(handle))
        self.text = self._read()
        self._shown = self.text
        self._cloaked = ""

    def hide(self, unseen: bytearray) -> None:
        """Take the characters that are marked out of the lines; `hidden_lines` then gives them."""
        if not any(unseen):
            return
        shown, cloaked = list(self.text), ["\n"] * len(self.text)
        for match in _STRETCH.finditer(unseen):
            first, end = match.span()
            cloaked[first:end] = shown[first:end]
            shown[first:end] = "\n" * (end - first)
        for blank in _BLANK.finditer(self.text, unseen.index(1), unseen.rindex(1)):
            cloaked[blank.start()] = blank[0]
        self._shown, self._cloaked = "".join(shown), "".join(cloaked)

    def hidden_lines(self) -> list[Line]:
        """The lines of what was hidden."""
        found = self._segment_lines(self._cloaked)
        for line in found:
            line.hidden = True
        return found

    def _read(self) -> str:
        if not self._count:
            return ""
        buffer = (c_ushort * (self._count + 1))()
        written = pdfium.FPDFText_GetText(self.handle, 0, self._count, buffer)
        text = bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "surrogatepass")
        if len(text) == self._count and written - 1 == self._count:
            return text
        # Characters without a Unicode value, or beyond the first plane, break the count: ask one by one.
        return "".join(map(self._char, range(self._count)))

    def _char(self, index: int) -> str:
        code = pdfium.FPDFText_GetUnicode(self.handle, index)
        return chr(code) if 0 < code < 0x110000 else "\ufffd"

    def boxes(self, places: Sequence[int]) -> list[Box]:
        """Where these characters stand."""
        room = (c_float * (4 * len(places)))()
        at, page = addressof(room), self._address
        for number, index in enumerate(places):
            LOOSE_BOX(page, index, at + 16 * number)
        sides = iter(memoryview(room).cast("B").cast("f").tolist())
        return list(map(self._placed, sides, sides, sides, sides))

    def outlines(self) -> list[Box]:
        """Where words stand, in drawing order, without the words themselves: cheap to ask for."""
        count = pdfium.FPDFText_CountRects(self.handle, 0, -1)
        room = (c_double * (4 * max(0, count)))()
        at, page = addressof(room), self._address
        for number in range(count):
            RECT(page, number, at, at + 8, at + 16, at + 24)
            at += 32
        sides = iter(memoryview(room).cast("B").cast("d").tolist())
        return list(map(self._placed, sides, sides, sides, sides))

    def lines(self) -> list[Line]:
        """The lines in drawing order."""
        return _joined(self._segment_lines(self._shown))

    def pieces(self) -> list[Line]:
        """The lines cut at every wide gap, in drawing order."""
        found: list[Line] = []
        for match in _SEGMENT.finditer(self._shown):
            found += self._pieces(match.start(), match.end(), CELL_GAP)
        return found

    def _segment_lines(self, shown: str) -> list[Line]:
        ends = [match.span() for match in _SEGMENT.finditer(shown)]
        boxes = iter(self.boxes([at for start, end in ends for at in (start, end - 1)]))
        found: list[Line] = []
        for (start, end), opening, closing in zip(ends, boxes, boxes, strict=False):
            if _one_row(opening, closing):
                found.append(self._line(start, end - 1, opening, closing))
            else:
                found += self._pieces(start, end, 1000.0)
        return found

    def _line(self, first: int, last: int, opening: Box, closing: Box) -> Line:
        left, top, _, bottom = opening
        _, upper, right, lower = closing
        size, other = bottom - top, lower - upper
        return Line(
            self._spelled(first, last + 1),
            left,
            upper if upper < top else top,
            right,
            lower if lower > bottom else bottom,
            other if other > size else size,
            self.text[last + 1 : last + 2] == SOFT_HYPHEN,
        )

    def _pieces(self, start: int, end: int, gap: float) -> list[Line]:
        found: list[Line] = []
        begun: tuple[int, Box] | None = None
        ended: tuple[int, Box] = (start, (0.0, 0.0, 0.0, 0.0))
        for first, after, opening, closing in self._words(start, end):
            if begun and not _follows(ended[1], opening, gap):
                found.append(self._line(begun[0], ended[0], begun[1], ended[1]))
                begun = None
            begun = begun or (first, opening)
            ended = (after - 1, closing)
        if begun:
            found.append(self._line(begun[0], ended[0], begun[1], ended[1]))
        return found

    def _words(self, start: int, end: int) -> Iterator[tuple[int, int, Box, Box]]:
        """From where to where each word goes, and where its first and its last character stand."""
        words = [match.span() for match in _WORD.finditer(self.text, start, end)]
        boxes = iter(self.boxes([at for first, after in words for at in (first, after - 1)]))
        for (first, after), opening, closing in zip(words, boxes, boxes, strict=False):
            if _share_height(opening, closing):
                yield first, after, opening, closing
            else:
                yield from self._levels(first, after)

    def _levels(self, first: int, after: int) -> Iterator[tuple[int, int, Box, Box]]:
        """A word cut where an upright character stands above or below the one before.

        pdfium joins a letter alone to the word straight above it, which may be in another cell of a table.
        """
        boxes = self.boxes(range(first, after))
        begun = 0
        for at in range(1, len(boxes) + 1):
            if at == len(boxes) or not (_share_height(boxes[at - 1], boxes[at]) or self._turned(first + at)):
                yield first + begun, first + at, boxes[begun], boxes[at - 1]
                begun = at

    def _turned(self, index: int) -> bool:
        return round(degrees(pdfium.FPDFText_GetCharAngle(self.handle, index)) / 90) % 4 != 0

    def _spelled(self, start: int, end: int) -> str:
        """The words, a raised note number kept apart from what it follows: 30 with note 1 is not 301."""
        words = self.text[start:end]
        if not _DIGIT.search(words):
            return words
        for match in reversed(list(_DIGITS.finditer(words))):
            first, last = match.span()
            before = _base_of(words, first)
            base, *digits = self.boxes([start + at for at in (before, *range(first, last))])
            if _is_raised(digits[-1], base):
                cut = first + next(at for at, digit in enumerate(digits) if _is_raised(digit, base))
                words = f"{words[:cut]}[{words[cut:last]}]{words[last:]}"
        return words


def _base_of(words: str, first: int) -> int:
    """Which character tells the height of the words before a number: a letter, or its own first digit."""
    for at in (first - 1, first - 2, first - 3):
        if at < 0 or not (words[at].isalpha() or words[at] in _STOPS):
            break
        if words[at].isalpha():
            return at
    return first


def _is_raised(mark: Box, base: Box) -> bool:
    """Whether a character stands to the right of another on its row, and is clearly smaller or lifted."""
    height, tall = base[3] - base[1], mark[3] - mark[1]
    level = min(mark[3], base[3]) - max(mark[1], base[1]) > 0
    lifted = tall < _AS_HIGH * height and base[3] - mark[3] > _LIFTED * tall
    return level and (tall < _RAISED * height or lifted) and mark[0] >= base[2] - 0.1 * height


def _share_height(one: Box, other: Box) -> bool:
    return one[3] > other[1] and other[3] > one[1]


def _one_row(opening: Box, closing: Box) -> bool:
    return opening[3] > closing[1] < closing[3] > opening[1] < opening[3] and closing[2] >= opening[0]


def _follows(before: Box, after: Box, gap: float) -> bool:
    height = max(before[3] - before[1], after[3] - after[1], 1.0)
    if min(before[3], after[3]) - max(before[1], after[1]) <= 0.3 * min(before[3] - before[1], height):
        return False
    return -height < after[0] - before[2] < gap * height


def _is_note(words: Line, mark: Line) -> bool:
    return mark.text.isdigit() and mark.size < _RAISED * words.size and words.text[-1:].isalnum()


def _opens_note(mark: Line, words: Line) -> bool:
    return mark.text.isdigit() and mark.size < words.size and words.text[:1].isalpha()


def _goes_on(last: Line, line: Line) -> bool:
    return not last.soft and last.beside(line) and -1.0 < line.left - last.right < 2.5 * last.size


def _joined(lines: list[Line]) -> list[Line]:
    """Lines again whole that a raised mark or a change of font cut in two."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last and line.top < last.bottom and _goes_on(last, line):
            space = " " if line.left - last.right > 0.12 * last.size or _opens_note(last, line) else ""
            last.text += space + (f"[{line.text}]" if _is_note(last, line) else line.text)
            last.right, last.soft = max(last.right, line.right), line.soft
            last.size = max(last.size, line.size)
            last.top, last.bottom = min(last.top, line.top), max(last.bottom, line.bottom)
        else:
            whole.append(line)
    return whole
