"""Running heads, page numbers and margin lines: what repeats at the edges of the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pagelines import Line
from pipeline.documents import BlockKind

_EDGE = 0.12
_SIDE = 0.055
_FEWEST_PAGES = 2
_LEAST_SHARE = 0.5
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—\[(|]*\s*(?:\d{1,6}|[ivxl]{1,7}|[A-Z]-\d{1,3})(?:\s*(?:of|/)\s*\d{1,5})?\s*[-–—\])|]*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one page and its size in points."""

    lines: Sequence[Line]
    width: float
    height: float


def furniture(sheets: Sequence[Sheet]) -> list[dict[int, BlockKind]]:
    """For each page the numbers of its lines that are furniture, and whether they head or foot it.

    A line counts when it lies wholly at an edge and says, digits apart, the same on at least two pages and
    on half of them, or of each second page; a page number counts by itself.
    """
    edges = [_edges(sheet) for sheet in sheets]
    words = [
        [masked(sheet.lines[number].text) for number in kinds]
        for sheet, kinds in zip(sheets, edges, strict=True)
    ]
    seen: Counter[tuple[BlockKind, str]] = Counter()
    for kinds, said in zip(edges, words, strict=True):
        seen.update(set(zip(kinds.values(), said, strict=True)))
    enough = max(_FEWEST_PAGES, _LEAST_SHARE * (len(sheets) - 1))
    return [
        {
            number: kind
            for (number, kind), text in zip(kinds.items(), said, strict=True)
            if seen[kind, text] >= enough or _is_page_number(sheet.lines[number], sheet)
        }
        for sheet, kinds, said in zip(sheets, edges, words, strict=True)
    ]


def _edges(sheet: Sheet) -> dict[int, BlockKind]:
    """The lines that lie wholly at an edge, by their numbers."""
    high, low = _EDGE * sheet.height, (1 - _EDGE) * sheet.height
    left, right = _SIDE * sheet.width, (1 - _SIDE) * sheet.width
    found: dict[int, BlockKind] = {}
    for number, line in enumerate(sheet.lines):
        if line.bottom < high:
            found[number] = BlockKind.HEADER
        elif line.top > low or line.right < left or line.left > right:
            found[number] = BlockKind.FOOTER
    return found


def masked(text: str) -> str:
    """The words without their digits, so that a changing page number or date does not hide a repetition."""
    return " ".join(_DIGITS.sub("", text).casefold().split())


def _is_page_number(line: Line, sheet: Sheet) -> bool:
    outer = line.bottom < 0.09 * sheet.height or line.top > 0.91 * sheet.height
    return outer and bool(_PAGE_NUMBER.fullmatch(line.text.strip()))
