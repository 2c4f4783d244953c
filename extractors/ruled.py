"""Ruled tables of a PDF page: the drawn rules tell which words share a cell, in whatever order they come."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_float
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium

from extractors.columns import rows_of
from extractors.pagefacts import paths
from extractors.pagelines import Line
from extractors.pdf_frame import Box

_SLANT = 1.0
_SHORTEST = 8.0
_TOUCH = 3.0
_MOST_RULES = 1000
_MOST_SEGMENTS = 400
_MOST_STROKES = 20_000
_FEWEST_CELLS = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke along an axis: where it stands across that axis, and from where to where it runs."""

    at: float
    start: float
    end: float

    def spans(self, place: float) -> bool:
        """Whether it runs past this place."""
        return self.start - _TOUCH <= place <= self.end + _TOUCH


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its level and its upright rules, top to bottom and left to right."""

    level: tuple[Rule, ...]
    upright: tuple[Rule, ...]

    def cell(self, piece: Line) -> tuple[float, float] | None:
        """The upper and the left edge of the cell in which a piece stands; None outside."""
        across, down = (piece.left + piece.right) / 2, piece.middle
        top = _nearest(self.level, down, across)
        left = _nearest(self.upright, across, down)
        return None if top is None or left is None else (top, left)


def rules_of(page: Any, placed: Callable[[float, float, float, float], Box]) -> tuple[list[Rule], list[Rule]]:
    """The level and the upright rules of a page (a pdfium handle), in points from its top left corner."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for stroke in islice(_strokes(page), _MOST_STROKES):
        left, top, right, bottom = placed(*stroke)
        if right - left >= _SHORTEST and bottom - top <= _SLANT:
            level.append(Rule((top + bottom) / 2, left, right))
        elif bottom - top >= _SHORTEST and right - left <= _SLANT:
            upright.append(Rule((left + right) / 2, top, bottom))
        if len(level) + len(upright) > _MOST_RULES:
            return [], []
    return _merged(level), _merged(upright)


def grids(level: Sequence[Rule], upright: Sequence[Rule]) -> list[Grid]:
    """The tables that these rules draw: each of at least two rows and two columns whose rules meet."""
    group = list(range(len(level) + len(upright)))

    def root(number: int) -> int:
        while group[number] != number:
            number = group[number]
        return number

    for high, line in enumerate(level):
        for aside, post in enumerate(upright, len(level)):
            if line.spans(post.at) and post.spans(line.at):
                group[root(aside)] = root(high)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate([*level, *upright]):
        found.setdefault(root(number), ([], []))[number >= len(level)].append(rule)
    return [
        Grid(tuple(lines), tuple(posts))
        for lines, posts in found.values()
        if len({rule.at for rule in lines}) >= 3 and len({rule.at for rule in posts}) >= 3
    ]


def in_rows(pieces: Sequence[Line], tables: Sequence[Grid]) -> tuple[list[Line], list[Line]]:
    """The rows of the tables, each as one line with its cells set apart by strokes, and the other pieces."""
    rows: list[Line] = []
    left = list(pieces)
    for grid in tables:
        inside: dict[tuple[float, float], list[Line]] = {}
        for piece in left:
            at = grid.cell(piece)
            if at is not None:
                inside.setdefault(at, []).append(piece)
        if not _is_table(inside):
            continue
        taken = {id(piece) for cell in inside.values() for piece in cell}
        left = [piece for piece in left if id(piece) not in taken]
        rows += _rows(inside)
    return rows, left


def _is_table(cells: dict[tuple[float, float], list[Line]]) -> bool:
    """Whether words stand in at least two rows and two columns. A frame round a page is no table."""
    tops, lefts = {top for top, _ in cells}, {left for _, left in cells}
    return len(cells) >= _FEWEST_CELLS and len(tops) >= 2 and len(lefts) >= 2


def _rows(cells: dict[tuple[float, float], list[Line]]) -> Iterator[Line]:
    for top in sorted({top for top, _ in cells}):
        row = [_cell(cells[at]) for at in sorted(at for at in cells if at[0] == top)]
        yield Line(
            " | ".join(cell.text for cell in row),
            row[0].left,
            min(cell.top for cell in row),
            max(cell.right for cell in row),
            max(cell.bottom for cell in row),
            max(cell.size for cell in row),
            hidden=all(cell.hidden for cell in row),
            row=True,
        )


def _cell(pieces: list[Line]) -> Line:
    lines = rows_of(pieces)
    text = ""
    for line in lines:
        text += line.text + ("" if line.soft else " ")
    return Line(
        text.strip(),
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
        max(line.size for line in lines),
        hidden=all(line.hidden for line in lines),
    )


def _nearest(rules: Sequence[Rule], place: float, along: float) -> float | None:
    """Where the last rule before a place stands, if one more stands behind it: both run past `along`."""
    at = bisect_left(rules, place, key=lambda rule: rule.at)
    before = next((rule.at for rule in reversed(rules[:at]) if rule.spans(along)), None)
    behind = next((rule.at for rule in rules[at:] if rule.spans(along)), None)
    return None if behind is None else before


def _merged(rules: list[Rule]) -> list[Rule]:
    """Strokes that go on from one another, made one; the two edges of a thick rule too."""
    whole: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.at, rule.start)):
        near = next(
            (
                number
                for number in range(len(whole) - 1, max(-1, len(whole) - 40), -1)
                if rule.at - whole[number].at <= _TOUCH
                and rule.start <= whole[number].end + _TOUCH
                and rule.end >= whole[number].start - _TOUCH
            ),
            None,
        )
        if near is None:
            whole.append(rule)
        else:
            old = whole[near]
            whole[near] = Rule(old.at, min(old.start, rule.start), max(old.end, rule.end))
    return whole


def _strokes(page: Any) -> Iterator[Box]:
    """Left, top, right and bottom of every straight segment, in the page's own space."""
    for path in paths(page):
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFPageObj_GetMatrix(path, byref(matrix)):
            continue
        first = last = (0.0, 0.0)
        for number in range(min(_MOST_SEGMENTS, max(0, pdfium.FPDFPath_CountSegments(path)))):
            segment = pdfium.FPDFPath_GetPathSegment(path, number)
            here = _point(segment, matrix)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                first = here
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                yield _between(last, here)
            if pdfium.FPDFPathSegment_GetClose(segment):
                yield _between(here, first)
            last = here


def _point(segment: Any, matrix: Any) -> tuple[float, float]:
    x, y = c_float(), c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
    return (
        matrix.a * x.value + matrix.c * y.value + matrix.e,
        matrix.b * x.value + matrix.d * y.value + matrix.f,
    )


def _between(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return min(one[0], other[0]), max(one[1], other[1]), max(one[0], other[0]), min(one[1], other[1])
