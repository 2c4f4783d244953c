"""Rows for a spreadsheet. What a stranger wrote must not run as a formula where somebody opens the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.encoding import Json

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Source: the OWASP page on CSV injection."""

_BYTE_ORDER_MARK = "\ufeff"


def cell(value: Json) -> str | int | float:
    """A value as a cell: numbers stay numbers; text that a spreadsheet would run gets a quote before it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def csv_lines(columns: Sequence[tuple[str, str]], rows: Iterable[Mapping[str, Json]]) -> Iterator[str]:
    """A file of comma-separated values, line by line; `columns` are names in a row with their headings.

    It starts with a byte order mark, without which spreadsheets misread what is not ASCII.
    """
    yield _BYTE_ORDER_MARK + _line([heading for _, heading in columns])
    for row in rows:
        yield _line([cell(row.get(name)) for name, _ in columns])


def _line(cells: Sequence[str | int | float]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
