"""Spreadsheets (XLSX): each sheet a page, its rows a table, as their cells were last worked out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extractors.canonical import Builder
from extractors.package import BROKEN_PACKAGE, Package
from pipeline.documents import AnnotationKind, BlockKind, ExtractedDocument
from pipeline.media import XLSX
from pipeline.problems import Quarantined, ReadingState, broken

MEDIA_TYPES = frozenset({XLSX})

_MOST_CELLS = 2_000_000
_WIDEST = 500
"""Columns up to which empty cells are kept as gaps between bars."""

_ROWS_IN_BLOCK = 200
"""So that a place in a long sheet can be shown without the whole sheet."""

_WITHOUT_RESULT = re.compile(rb"</f>\s*(?:<v\s*/>|<v></v>|</c>)")
_BROKEN = (*BROKEN_PACKAGE, InvalidFileException, AssertionError)
"""All the ways in which openpyxl gives up on a broken package."""


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The sheets' words and values. Raises Damaged, NeedsPassword or Quarantined."""
    package = Package(data)
    for part in package.names:
        if part.endswith((".xml", ".rels")):
            package.xml(part)
    try:
        return _Book(
            openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False), package
        ).read()
    except _BROKEN:
        raise broken("The spreadsheet is damaged.") from None


@dataclass(frozen=True, slots=True)
class _Nothing:
    """A cell with nothing in it."""

    value: None = None
    comment: None = None
    number_format: str = ""


_NOTHING = _Nothing()


class _Book:
    def __init__(self, book: Workbook, package: Package) -> None:
        self._book = book
        self._package = package
        self._builder = Builder()
        self._cells = 0
        self._flags: list[str] = []

    def read(self) -> ExtractedDocument:
        """All sheets, those that are not shown marked as hidden."""
        for sheet in self._book.worksheets:
            self._builder.page()
            self._sheet(sheet)
        if len(self._book.sheetnames) > len(self._book.worksheets):
            self._flags.append("A sheet that is only a chart was not read.")
        if any(name.lower().endswith("vbaproject.bin") for name in self._package.names):
            self._flags.append("It carries macros; they were not run.")
        if any("/media/" in name for name in self._package.names):
            self._flags.append("Pictures in it were not read.")
        if self._uncounted():
            self._flags.append("Some cells hold formulas whose results were not stored; they are empty here.")
        state = ReadingState.EXTRACTED_PARTIAL if self._uncounted() else ReadingState.EXTRACTED
        facts = self._book.properties
        metadata = {"title": facts.title or "", "author": facts.creator or ""}
        return self._builder.document(state, tuple(self._flags), metadata, reader="openpyxl")

    def _uncounted(self) -> bool:
        """Whether a formula stands without its result, as programs write that never worked it out."""
        return any(
            _WITHOUT_RESULT.search(self._package.bytes(name))
            for name in self._package.names
            if name.startswith("xl/worksheets/") and name.endswith(".xml")
        )

    def _sheet(self, sheet: Worksheet) -> None:
        hidden = sheet.sheet_state != "visible"
        self._builder.add(sheet.title, BlockKind.HEADING, level=1, hidden=hidden)
        rows: list[str] = []
        unseen: list[str] = []
        notes: list[tuple[str, str]] = []
        for row in _rows(sheet):
            self._cells += len(row)
            if self._cells > _MOST_CELLS:
                raise Quarantined(
                    "It has too many cells.", f"More than {_MOST_CELLS:,}.", "Ask for a PDF of it."
                )
            shown, kept_back = _told(sheet, row)
            notes += [(cell.comment.text, cell.comment.author or "") for cell in row if cell.comment]
            rows += [shown] if shown else []
            unseen += [kept_back] if kept_back else []
        for at in range(0, len(rows), _ROWS_IN_BLOCK):
            chunk = "\n".join(rows[at : at + _ROWS_IN_BLOCK])
            self._builder.add(chunk, BlockKind.TABLE, hidden=hidden, gap="\n" if at else "\n\n")
        self._builder.add("\n".join(unseen), BlockKind.TABLE, hidden=True)
        self._margins(sheet)
        for words, author in notes:
            span = self._builder.add(words, BlockKind.COMMENT)
            if span:
                self._builder.note(AnnotationKind.COMMENT, span, words, author)

    def _margins(self, sheet: Worksheet) -> None:
        for kind, margin in ((BlockKind.HEADER, sheet.oddHeader), (BlockKind.FOOTER, sheet.oddFooter)):
            sides = (margin.left, margin.center, margin.right) if margin is not None else ()
            parts = [part.text for part in sides if part and part.text]
            self._builder.add(" ".join(parts), kind)


def _rows(sheet: Worksheet) -> Iterator[tuple[Any, ...]]:
    """Each row with something in it, from its first column to its last cell.

    A stray cell in the last corner makes a sheet seem seventeen thousand million cells large.
    """
    kept: dict[int, dict[int, Any]] = {}
    for (row, column), cell in sheet._cells.items():
        if cell.value is not None or cell.comment:
            kept.setdefault(row, {})[column] = cell
    for _, cells in sorted(kept.items()):
        if max(cells) <= _WIDEST:
            yield tuple(cells.get(at, _NOTHING) for at in range(1, max(cells) + 1))
        else:
            yield tuple(cells[at] for at in sorted(cells))


def _told(sheet: Worksheet, row: tuple[Any, ...]) -> tuple[str, str]:
    """A row's shown cells and its hidden ones, each with bars between."""
    numbers = (cell.row for cell in row if cell is not _NOTHING)
    hidden_row = any(sheet.row_dimensions[number].hidden for number in numbers)
    shown: list[str] = []
    unseen: list[str] = []
    for cell in row:
        words = " ".join(_shown(cell).split())
        if hidden_row or _hidden_column(sheet, cell):
            unseen += [words] if words else []
        else:
            shown.append(words)
    while shown and not shown[-1]:
        shown.pop()
    return " | ".join(shown), " | ".join(unseen)


def _hidden_column(sheet: Worksheet, cell: Any) -> bool:
    letter = getattr(cell, "column_letter", None)
    return letter is not None and letter in sheet.column_dimensions and sheet.column_dimensions[letter].hidden


def _shown(cell: Any) -> str:
    """A cell's value much as the sheet shows it: dates as ISO, whole numbers whole, shares in percent."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return "".join(_number(value, cell.number_format or ""))
    return str(value)


def _number(value: float, form: str) -> Iterator[str]:
    if "$" in form:
        yield "$"
    if "%" in form:
        yield f"{value * 100:.10g}%"
    elif "0.00" in form:
        yield f"{value:,.2f}" if "#,##" in form else f"{value:.2f}"
    else:
        yield f"{value:,.10g}" if "#,##" in form else f"{value:.15g}"
