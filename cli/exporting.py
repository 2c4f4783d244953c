"""Lists to files: CSV and JSON, never over a file that is there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from pipeline.problems import Misconfigured

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_rows(to: Path, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a list. Raises Misconfigured for another kind of file, or one that is there or cannot be made."""
    makers = {".csv": _csv, ".json": _json}
    maker = makers.get(to.suffix.lower())
    if maker is None:
        raise Misconfigured(
            f"{to} cannot be written.", "Its name ends in neither .csv nor .json.", "Name it so."
        )
    try:
        with to.open("x", encoding="utf-8", newline="") as file:
            file.write(maker(headings, rows))
    except FileExistsError:
        raise Misconfigured(
            f"{to} was not written.", "A file of this name is there.", "Choose another name."
        ) from None
    except OSError as error:
        raise Misconfigured(f"{to} was not written.", error.strerror or str(error)) from None


def _csv(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_safe(value) for value in row] for row in rows)
    return out.getvalue()


def _safe(value: object) -> object:
    """A cell that a spreadsheet would take for a formula is led by an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _json(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    found = [dict(zip(headings, row, strict=True)) for row in rows]
    return json.dumps(found, indent=1, ensure_ascii=False, default=str) + "\n"
