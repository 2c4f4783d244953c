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
    edges = [[_edge(line, sheet) for line in sheet.lines] for sheet in sheets]
    seen: Counter[tuple[BlockKind, str]] = Counter()
    for sheet, kinds in zip(sheets, edges, strict=True):
        seen.update(
            {
                (kind, masked(line.text))
                for line, kind in zip(sheet.lines, kinds, strict=True)
                if kind is not None
            }
        )
    enough = max(_FEWEST_PAGES, _LEAST_SHARE * (len(sheets) - 1))
    return [
        {
            number: kind
            for number, (line, kind) in enumerate(zip(sheet.lines, kinds, strict=True))
            if kind is not None and (_is_page_number(line, sheet) or seen[kind, masked(line.text)] >= enough)
        }
        for sheet, kinds in zip(sheets, edges, strict=True)
    ]


def masked(text: str) -> str:
    """The words without their digits, so that a changing page number or date does not hide a repetition."""
    return " ".join(_DIGITS.sub("", text).casefold().split())


def _edge(line: Line, sheet: Sheet) -> BlockKind | None:
    if line.bottom < _EDGE * sheet.height:
        return BlockKind.HEADER
    if line.top > (1 - _EDGE) * sheet.height:
        return BlockKind.FOOTER
    if line.right < _SIDE * sheet.width or line.left > (1 - _SIDE) * sheet.width:
        return BlockKind.FOOTER
    return None


def _is_page_number(line: Line, sheet: Sheet) -> bool:
    outer = line.bottom < 0.09 * sheet.height or line.top > 0.91 * sheet.height
    return outer and bool(_PAGE_NUMBER.fullmatch(line.text.strip()))
