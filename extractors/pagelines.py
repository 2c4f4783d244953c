"""The lines of a PDF page as pdfium tells them: words with boxes, in the order in which they are drawn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from ctypes import byref, c_double, c_ushort
from dataclasses import dataclass
from math import degrees

import pypdfium2.raw as pdfium

SOFT_HYPHEN = "\ufffe"
"""What pdfium puts for a hyphen at the end of a line, in place of the line's end."""

_SEGMENT = re.compile(rf"[^\r\n{SOFT_HYPHEN}]+")
_WORD = re.compile(rf"[^\s{SOFT_HYPHEN}]+")
_DIGITS = re.compile(r"(?<=[A-Za-z])[0-9]{1,3}\b|[0-9]{2,}")
_DIGIT = re.compile(r"[0-9]")
_STRETCH = re.compile(rb"\x01+")
_BLANK = re.compile(r"\s")
_ANGLES = 24
_RAISED = 0.8
CELL_GAP = 1.1


@dataclass(slots=True)
class Line:
    """A line, or a piece of one. Points from the top left corner of the page as it is shown.

    `size` is the height of its letters' boxes; `soft` says that it ends in a hyphen that only its end made.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    soft: bool = False
    hidden: bool = False

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2

    def beside(self, other: Line) -> bool:
        """Whether the two stand on one row."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > 0.5 * min(self.bottom - self.top, other.bottom - other.top)


Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left corner."""


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
    """The characters of one page. `frame` turns a box of the page's own space into one as it is shown."""

    def __init__(
        self, handle: pdfium.FPDF_TEXTPAGE, frame: Callable[[float, float, float, float], Box]
    ) -> None:
        self.handle = handle
        self._frame = frame
        self._count = max(0, pdfium.FPDFText_CountChars(handle))
        self._rect = pdfium.FS_RECTF()
        self._spot = byref(self._rect)
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
        found: list[Line] = []
        for match in _SEGMENT.finditer(self._cloaked):
            found += self._segment_lines(match.start(), match.end())
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

    def box(self, index: int) -> Box:
        """Where a character stands."""
        rect = self._rect
        if not pdfium.FPDFText_GetLooseCharBox(self.handle, index, self._spot):
            return 0.0, 0.0, 0.0, 0.0
        return self._frame(rect.left, rect.top, rect.right, rect.bottom)

    def outlines(self) -> list[Line]:
        """Where words stand, in drawing order, without the words themselves: cheap to ask for."""
        return [Line("", *rect, size=rect[3] - rect[1]) for rect in self._rects()]

    def _rects(self) -> Iterator[Box]:
        left, top, right, bottom = c_double(), c_double(), c_double(), c_double()
        spots = byref(left), byref(top), byref(right), byref(bottom)
        for number in range(pdfium.FPDFText_CountRects(self.handle, 0, -1)):
            pdfium.FPDFText_GetRect(self.handle, number, *spots)
            yield self._frame(left.value, top.value, right.value, bottom.value)

    def lines(self) -> list[Line]:
        """The lines in drawing order."""
        found: list[Line] = []
        for match in _SEGMENT.finditer(self._shown):
            found += self._segment_lines(match.start(), match.end())
        return _joined(found)

    def pieces(self) -> list[Line]:
        """The lines cut at every wide gap, in drawing order."""
        found: list[Line] = []
        for match in _SEGMENT.finditer(self._shown):
            found += self._pieces(match.start(), match.end(), CELL_GAP)
        return found

    def _segment_lines(self, start: int, end: int) -> list[Line]:
        words = self.text[start:end]
        first = start + len(words) - len(words.lstrip())
        last = start + len(words.rstrip()) - 1
        if last < first:
            return []
        opening, closing = self.box(first), self.box(last)
        if not _one_row(opening, closing):
            return self._pieces(start, end, 1000.0)
        return [self._line(first, last, opening, closing)]

    def _line(self, first: int, last: int, opening: Box, closing: Box) -> Line:
        after = last + 1
        return Line(
            self._spelled(first, last + 1),
            opening[0],
            min(opening[1], closing[1]),
            closing[2],
            max(opening[3], closing[3]),
            max(opening[3] - opening[1], closing[3] - closing[1]),
            after < len(self.text) and self.text[after] == SOFT_HYPHEN,
        )

    def _pieces(self, start: int, end: int, gap: float) -> list[Line]:
        found: list[Line] = []
        begun: tuple[int, Box] | None = None
        ended: tuple[int, Box] = (start, (0.0, 0.0, 0.0, 0.0))
        for match in _WORD.finditer(self.text, start, end):
            opening, closing = self.box(match.start()), self.box(match.end() - 1)
            if begun and not _follows(ended[1], opening, gap):
                found.append(self._line(begun[0], ended[0], begun[1], ended[1]))
                begun = None
            begun = begun or (match.start(), opening)
            ended = (match.end() - 1, closing)
        if begun:
            found.append(self._line(begun[0], ended[0], begun[1], ended[1]))
        return found

    def _spelled(self, start: int, end: int) -> str:
        """The words, a raised note number kept apart from what it follows: 30 with note 1 is not 301."""
        words = self.text[start:end]
        if not _DIGIT.search(words):
            return words
        for match in reversed(list(_DIGITS.finditer(words))):
            first, last = match.span()
            base = self.box(start + (first - 1 if first and words[first - 1].isalpha() else first))
            if _is_raised(self.box(start + last - 1), base):
                cut = next(at for at in range(first, last) if _is_raised(self.box(start + at), base))
                words = f"{words[:cut]}[{words[cut:last]}]{words[last:]}"
        return words


def _is_raised(mark: Box, base: Box) -> bool:
    """Whether a character stands to the right of another on its row, and is clearly smaller."""
    height = base[3] - base[1]
    level = min(mark[3], base[3]) - max(mark[1], base[1]) > 0
    return level and mark[3] - mark[1] < _RAISED * height and mark[0] >= base[2] - 0.1 * height


def _one_row(opening: Box, closing: Box) -> bool:
    shared = min(opening[3], closing[3]) - max(opening[1], closing[1])
    return shared > 0 and closing[2] >= opening[0]


def _follows(before: Box, after: Box, gap: float) -> bool:
    height = max(before[3] - before[1], after[3] - after[1], 1.0)
    if min(before[3], after[3]) - max(before[1], after[1]) <= 0.3 * min(before[3] - before[1], height):
        return False
    return -height < after[0] - before[2] < gap * height


def _is_note(words: Line, mark: Line) -> bool:
    return mark.text.isdigit() and mark.size < _RAISED * words.size and words.text[-1:].isalnum()


def _opens_note(mark: Line, words: Line) -> bool:
    return mark.text.isdigit() and mark.size < words.size and words.text[:1].isalpha()


def _joined(lines: list[Line]) -> list[Line]:
    """Lines again whole that a raised mark or a change of font cut in two."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last and not last.soft and last.beside(line) and -1.0 < line.left - last.right < 2.5 * last.size:
            space = " " if line.left - last.right > 0.12 * last.size or _opens_note(last, line) else ""
            last.text += space + (f"[{line.text}]" if _is_note(last, line) else line.text)
            last.right, last.soft = max(last.right, line.right), line.soft
            last.size = max(last.size, line.size)
            last.top, last.bottom = min(last.top, line.top), max(last.bottom, line.bottom)
        else:
            whole.append(line)
    return whole
