"""Where the words of a page stand: compact boxes, and the rectangles that show a passage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

FIELDS = 7
_TENTHS = 10
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class WordPlace:
    """One word, or the part of one that stands on one line.

    `start` and `end` are code points, half open, into the document's text; the box is in points from the top
    left corner of the page as shown; `confidence` goes from 0 to 1, None for printed characters.
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on a page, in points from the top left corner of the page as shown."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one page (numbered from 1) in the order of the text, seven whole numbers for each.

    How far the word begins behind the beginning of the one before (behind 0 for the first), its length, then
    left, top, right and bottom in tenths of a point, and the confidence in percent, -1 for none.
    """

    page: int
    rows: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.page < 1 or len(self.rows) % FIELDS:
            raise ValueError(f"{len(self.rows)} numbers are no words of page {self.page}")
        if min(self.rows[::FIELDS], default=0) < 0 or min(self.rows[1::FIELDS], default=1) < 1:
            raise ValueError("words must not go back, nor be empty")

    @property
    def words(self) -> tuple[WordPlace, ...]:
        """The same, spelled out."""
        found: list[WordPlace] = []
        start = 0
        for at in range(0, len(self.rows), FIELDS):
            step, length, left, top, right, bottom, percent = self.rows[at : at + FIELDS]
            start += step
            box = (left / _TENTHS, top / _TENTHS, right / _TENTHS, bottom / _TENTHS)
            found.append(WordPlace(start, start + length, *box, None if percent < 0 else percent / 100))
        return tuple(found)

    @property
    def reach(self) -> tuple[int, int]:
        """The first word's start and the last word's end; 0 and 0 where there are none."""
        if not self.rows:
            return 0, 0
        last = sum(self.rows[::FIELDS])
        return self.rows[0], last + self.rows[-FIELDS + 1]


@dataclass(frozen=True, slots=True)
class PageView:
    """One page to look at: its image, how many pixels that has, the page's size in points, and its words."""

    page: int
    media_type: str
    image: bytes = field(repr=False)
    width: int
    height: int
    points_width: float
    points_height: float
    words: PageWords

    def __post_init__(self) -> None:
        if self.words.page != self.page or min(self.width, self.height) < 1 or not self.image:
            raise ValueError(f"no view of page {self.page}")


@dataclass(frozen=True, slots=True)
class PageSheet:
    """One page without its image: its size in points as it is shown, and its words."""

    page: int
    width: float
    height: float
    words: PageWords


def page_words(page: int, words: Iterable[WordPlace]) -> PageWords:
    """The compact form of words in any order; boxes are rounded to a tenth of a point."""
    rows: list[int] = []
    before = 0
    for word in sorted(words, key=lambda word: (word.start, word.end)):
        sure = _UNKNOWN if word.confidence is None else round(100 * word.confidence)
        box = (round(_TENTHS * edge) for edge in (word.left, word.top, word.right, word.bottom))
        rows += [word.start - before, word.end - word.start, *box, sure]
        before = word.start
    return PageWords(page, tuple(rows))


def rectangles(pages: Iterable[PageWords], start: int, end: int) -> tuple[Rect, ...]:
    """What to draw around the characters from `start` up to `end`: one rectangle for each line of each page.

    A word that the passage cuts is cut in proportion to its letters.
    """
    found: list[Rect] = []
    for page in pages:
        words = page.words
        first = max(0, bisect_right(words, start, key=lambda word: word.start) - 2)
        for word in words[first:]:
            if word.start >= end:
                break
            if word.end > start:
                _join(found, page.page, _cut(word, start, end))
    return tuple(found)


def _cut(word: WordPlace, start: int, end: int) -> WordPlace:
    length, width = word.end - word.start, word.right - word.left
    left = word.left + width * max(0, start - word.start) / length
    right = word.right - width * max(0, word.end - end) / length
    return WordPlace(word.start, word.end, left, word.top, right, word.bottom)


def _join(found: list[Rect], page: int, word: WordPlace) -> None:
    """Add a word to the rectangle before where it goes on on the same line, else as one of its own."""
    last = found[-1] if found else None
    height = word.bottom - word.top
    if last is not None and last.page == page:
        shared = min(last.bottom, word.bottom) - max(last.top, word.top)
        near = -height < word.left - last.right < 3 * height
        if near and shared > 0.5 * min(height, last.bottom - last.top):
            found[-1] = Rect(
                page,
                min(last.left, word.left),
                min(last.top, word.top),
                max(last.right, word.right),
                max(last.bottom, word.bottom),
            )
            return
    found.append(Rect(page, word.left, word.top, word.right, word.bottom))
