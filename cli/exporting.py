"""Lists to files: CSV, JSON and workbooks, never over a file that is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipeline.encoding import Json, to_plain
from pipeline.problems import Misconfigured
from pipeline.tabular import csv_lines
from pipeline.workbook import workbook

_Columns = Sequence[tuple[str, str]]
_Rows = Sequence[Mapping[str, Json]]


def write_rows(to: Path, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a list. Raises Misconfigured for another kind of file, or one that is there or cannot be made."""
    makers: dict[str, Callable[[_Columns, _Rows], bytes]] = {".csv": _csv, ".json": _json, ".xlsx": _workbook}
    maker = makers.get(to.suffix.lower())
    if maker is None:
        raise Misconfigured(
            f"{to} cannot be written.", f"Its name ends in none of {', '.join(makers)}.", "Name it so."
        )
    columns = [(name, name) for name in headings]
    write_new(to, maker(columns, [dict(zip(headings, map(to_plain, row), strict=True)) for row in rows]))


def write_new(to: Path, data: bytes) -> None:
    """Write a file that is not there yet. Raises Misconfigured where it is, or cannot be made."""
    try:
        with to.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise Misconfigured(
            f"{to} was not written.", "A file of this name is there.", "Choose another name."
        ) from None
    except OSError as error:
        raise Misconfigured(f"{to} was not written.", error.strerror or str(error)) from None


def _csv(columns: _Columns, rows: _Rows) -> bytes:
    return "".join(csv_lines(columns, rows)).encode()


def _workbook(columns: _Columns, rows: _Rows) -> bytes:
    return workbook("list", columns, rows)


def _json(columns: _Columns, rows: _Rows) -> bytes:
    return (json.dumps(list(rows), indent=1, ensure_ascii=False) + "\n").encode()
