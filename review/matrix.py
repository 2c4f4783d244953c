"""Likelihood and severity of risks as a picture; the table under it says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coordination.assessment import Level, overall

LEVELS = tuple(level for level in Level if level is not Level.NONE)
"""The gravest first: likelihood from the top down, severity from the right to the left."""

Grades = tuple[str | None, str | None]
"""Likelihood and severity."""

CELL_WIDTH, CELL_HEIGHT, SIDE, FOOT = 64, 46, 66, 46
"""So narrow that it is read on a telephone without a scroll sideways."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one likelihood meets one severity: how many risks, what both come to, its place."""

    likelihood: str
    severity: str
    count: int
    level: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The picture: cells row by row, how many risks have no grades, its size."""

    cells: tuple[Cell, ...]
    ungraded: int
    side: int = SIDE
    across: int = CELL_WIDTH
    width: int = SIDE + CELL_WIDTH * len(LEVELS)
    height: int = FOOT + CELL_HEIGHT * len(LEVELS)


def matrix(grades: Iterable[Grades] | Mapping[Grades, int]) -> Matrix:
    """The picture of risks, each by its likelihood and severity, or how many there are of each."""
    counted = Counter(grades)
    cells = tuple(
        Cell(
            likelihood.value,
            severity.value,
            counted[likelihood.value, severity.value],
            overall(likelihood, severity).value,
            SIDE + CELL_WIDTH * (len(LEVELS) - 1 - column),
            CELL_HEIGHT * row,
        )
        for row, likelihood in enumerate(LEVELS)
        for column, severity in reversed(tuple(enumerate(LEVELS)))
    )
    return Matrix(cells, sum(counted.values()) - sum(cell.count for cell in cells))
