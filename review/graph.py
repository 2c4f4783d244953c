"""The references around an authority as a drawing: who acts on it, itself, what it acts on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from store.views import AuthorityView, ReferenceRow

MOST = 10
"""Authorities in a column; the table beneath tells of the rest."""

_ROW, _TOP = 34, 24


@dataclass(frozen=True, slots=True)
class Node:
    """One authority in a column, with the height of its middle in the drawing."""

    citation: str
    relation: str
    direct: bool
    unsure: bool
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Both columns, how many more there are beside each, and the height of the whole."""

    left: tuple[Node, ...]
    right: tuple[Node, ...]
    more_left: int
    more_right: int
    height: int

    @property
    def middle(self) -> int:
        """Where the authority itself stands."""
        return self.height // 2


def drawing(view: AuthorityView) -> Drawing:
    """The drawing of an authority: changes come before mere citations."""
    left = _named((*view.changed_by, *view.cited_by))
    right = _named((*view.changes, *view.leans_on))
    height = 2 * _TOP + _ROW * max(1, min(MOST, max(len(left), len(right))))
    direct = {id(row) for row in (*view.changed_by, *view.changes)}
    return Drawing(
        _placed(left[:MOST], height, direct),
        _placed(right[:MOST], height, direct),
        max(0, len(left) - MOST),
        max(0, len(right) - MOST),
        height,
    )


def _named(rows: Sequence[ReferenceRow]) -> list[ReferenceRow]:
    """The first row of each authority."""
    first: dict[str, ReferenceRow] = {}
    for row in rows:
        if row.citation:
            first.setdefault(row.citation, row)
    return list(first.values())


def _placed(rows: Sequence[ReferenceRow], height: int, direct: set[int]) -> tuple[Node, ...]:
    above = (height - _ROW * len(rows)) // 2
    return tuple(
        Node(
            row.citation or "",
            row.relation,
            id(row) in direct,
            row.basis == "text",
            above + _ROW * number + _ROW // 2,
        )
        for number, row in enumerate(rows)
    )


def timeline(view: AuthorityView) -> tuple[tuple[date | None, ReferenceRow | None, bool], ...]:
    """What changed and when: the signing (no row), what it did to others (true), what was done to it.

    Undated changes come last. Empty where nothing changed.
    """
    steps: list[tuple[date | None, ReferenceRow | None, bool]] = [
        *((row.date or view.signed, row, True) for row in view.changes),
        *((row.date, row, False) for row in view.changed_by),
    ]
    if not steps:
        return ()
    if view.signed:
        steps.insert(0, (view.signed, None, True))
    return tuple(sorted(steps, key=lambda step: step[0] or date.max))
