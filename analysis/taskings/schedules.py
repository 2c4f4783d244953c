"""Schedules set in columns: "Action    Office    Due" over a line for each thing to be done.

Memoranda and taskers set out many duties so. The line that names the columns tells which one holds what is
to be done and which one who does it; other columns (a tab, a status) hold neither, and are no part of a duty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.taskings.actors import is_animate

_GAP = re.compile(r"\s*(?:\.\s?){4,120}\s*(?=\S)|(?<=\S)(?: {3,}|\t+| \| )(?=\S)")
_WHO = re.compile(
    r"(?:lead|responsible|action|owner|assigned)?\s*(?:office|officer|official|party|component|agency|unit|lead|owner|poc|to|opr|opr/ocr"
    r"|who|responsible)(?:\s*\(s\))?s?\W*",
    re.I,
)
_WHAT = re.compile(
    r"(?:action|task|tasking|item|requirement|deliverable|product|output|submission|assignment|step|milestone|activity|description|what)(?:\s*\(s\))?s?(?:\s+(?:item|required))?\W*",
    re.I,
)
_WHEN = re.compile(
    r"(?:due(?:\s+(?:by|date|on))?|dates?|deadlines?|suspenses?|when|target(?:\s+date)?)\W*", re.I
)
_COUNT = re.compile(r"(?:no|nr|num|number|#|item|ser)\.?", re.I)
_WRAPPED = re.compile(r"[a-z(]")
"""How the rest of a cell begins that goes on in the line below."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns say what is to be done and who does it, counted from 0; `counted`: the first numbers."""

    what: int
    who: int | None
    counted: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line of a schedule says what is to be done and who does it, by offsets."""

    what: tuple[int, int]
    who: tuple[int, int] | None


def is_line(text: str) -> bool:
    """Whether a text is set in columns."""
    return _GAP.search(text) is not None


def names_columns(text: str) -> bool:
    """Whether a line only names the columns of a schedule: "Action    Office    Deadline"."""
    first, *others = _texts(text)
    known = any(form.fullmatch(first) for form in (_WHAT, _WHO, _COUNT))
    return (
        known
        and bool(others)
        and all(any(form.fullmatch(one) for form in (_WHAT, _WHO, _WHEN)) for one in others)
    )


def columns(text: str) -> Columns | None:
    """The columns that a line names; None where it names none of what is to be done, or nothing beside it."""
    cells = _texts(text)
    whats = [at for at, cell in enumerate(cells) if _WHAT.fullmatch(cell)]
    who = next((at for at, cell in enumerate(cells) if at not in whats[:1] and _WHO.fullmatch(cell)), None)
    timed = any(_WHEN.fullmatch(cell) for cell in cells)
    if not whats or not (who is not None or timed):
        return None
    counted = _COUNT.fullmatch(cells[0]) is not None and (whats[0] > 0 or len(whats) > 1)
    return Columns(whats[1] if counted and not whats[0] else whats[0], who, counted)


def read_line(text: str, named: Columns | None, labelled: bool) -> Line:
    """A line by its columns. Where none are named it says who, what and when, or what and when.

    `labelled` tells that its number stands before these words, as a label of a list does.
    """
    cells = _cells(text)
    if named is not None:
        shift = 1 if labelled and named.counted else 0
        what, who = named.what - shift, None if named.who is None else named.who - shift
        if 0 <= what < len(cells) and (who is None or 0 <= who < len(cells)):
            return Line(cells[what], None if who is None else cells[who])
    if len(cells) > 2 and text[slice(*cells[0])].strip(" .#").isdigit():
        return Line(cells[1], None)
    if len(cells) > 2 and is_animate(text[slice(*cells[0])]):
        return Line(cells[1], cells[0])
    return Line(cells[0], None) if len(cells) > 2 else Line((0, len(text)), None)


def wraps(text: str) -> bool:
    """Whether a line goes on with a cell of the line above it, and holds nothing else."""
    return _WRAPPED.match(text) is not None and not is_line(text)


def _texts(text: str) -> list[str]:
    return [text[slice(*cell)] for cell in _cells(text)]


def _cells(text: str) -> list[tuple[int, int]]:
    """The places of the cells of a line set in columns."""
    gaps = list(_GAP.finditer(text))
    starts, ends = [0, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), len(text)]
    return list(zip(starts, ends, strict=True))
