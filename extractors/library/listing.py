"""A list of authorities as CSV: one row each, told by its first line."""

from __future__ import annotations

import csv
import io
from datetime import date

from pipeline.library import LibraryText, Refusal, Shelf
from pipeline.problems import Damaged

COLUMNS = (
    "citation",
    "title",
    "status",
    "signed",
    "published",
    "effective",
    "number",
    "url",
    "notes",
    "text",
)
"""What a first line may name; `citation` it must."""

_LONGEST_CELL = 10_000_000


def read(data: bytes) -> Shelf:
    """The rows as library texts; a row that cannot be understood is refused alone. Raises Damaged."""
    rows = csv.DictReader(io.StringIO(_words(data), newline=""))
    csv.field_size_limit(_LONGEST_CELL)
    names = [str(name).strip().lower() for name in rows.fieldnames or ()]
    strange = [name for name in names if name not in COLUMNS]
    if "citation" not in names or strange:
        raise Damaged(
            "The list cannot be read.",
            f"Its first line names {', '.join(strange) or 'no column `citation`'}.",
            f"Name columns in the first line: {', '.join(COLUMNS)}.",
        )
    rows.fieldnames = names
    texts: list[LibraryText] = []
    refused: list[Refusal] = []
    for row in rows:
        where = f"line {rows.line_num}"
        try:
            texts.append(_text({name: (value or "").strip() for name, value in row.items() if name}, where))
        except (ValueError, AttributeError) as error:
            refused.append(Refusal(where, str(error)))
    return Shelf(tuple(texts), tuple(refused))


def _words(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Damaged("The list is not in UTF-8.", str(error), "Save it as CSV in UTF-8.") from None


def _text(row: dict[str, str], where: str) -> LibraryText:
    signed, published, effective = (
        date.fromisoformat(row[name]) if row.get(name) else None
        for name in ("signed", "published", "effective")
    )
    return LibraryText(
        row["citation"],
        where,
        title=row.get("title") or None,
        text=row.get("text", ""),
        signed=signed,
        published=published,
        effective=effective,
        number=row.get("number") or None,
        status=row.get("status") or None,
        url=row.get("url") or None,
        notes=row.get("notes", ""),
    )
