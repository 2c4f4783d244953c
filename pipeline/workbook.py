"""Rows as a workbook that spreadsheets open: headings on top of each sheet. Text stays text, no formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from pipeline.encoding import Json

MOST_ROWS = 1_048_575
"""Rows that a sheet has beside its headings. Source: ECMA-376, part 1, 18.3.1.73."""

LONGEST_CELL = 32_767
_UNNAMEABLE = re.compile(r"[\\/?*\[\]:]")
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
    "{sheets}</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    "{links}"
    f'<Relationship Id="rId0" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
}


Columns = Sequence[tuple[str, str]]
Sheet = tuple[str, Columns, Iterable[Mapping[str, Any]]]


def workbook(name: str, columns: Columns, rows: Iterable[Mapping[str, Json]]) -> bytes:
    """The bytes of a file of one sheet; see `book`."""
    return book([(name, columns, rows)])


def book(sheets: Iterable[Sheet]) -> bytes:
    """The file's bytes. A sheet has a name, columns with their headings, and rows by the columns' names.

    Rows past MOST_ROWS stay out, and so does what a name may not hold.
    """
    made, names = io.BytesIO(), list[str]()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for number, (name, columns, rows) in enumerate(sheets, start=1):
            names.append(_UNNAMEABLE.sub(" ", name)[:31])
            with package.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as sheet:
                for line in _sheet(columns, rows):
                    sheet.write(line.encode())
        for path, body in _parts(names):
            package.writestr(path, _HEAD + body)
    return made.getvalue()


def _parts(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a workbook holds beside its sheets."""
    numbers = range(1, len(names) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for number in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    for path, body in _PARTS.items():
        yield path, body.replace("{sheets}", kinds).replace("{links}", links)
    listed = "".join(
        f'<sheet name="{_text(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
    )


def _sheet(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        "<sheetData>"
    )
    yield _row([_string(heading, ' s="1"') for _, heading in columns])
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            break
        yield _row([_cell(row.get(name)) for name, _ in columns])
    yield "</sheetData></worksheet>"


def _row(cells: Iterable[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _cell(value: Json) -> str:
    if isinstance(value, bool):
        return _string("yes" if value else "no")
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    if value in (None, "", []):
        return "<c/>"
    return _string("; ".join(map(str, value)) if isinstance(value, list) else str(value))


def _string(text: str, style: str = "") -> str:
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{_text(text[:LONGEST_CELL])}</t></is></c>'


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text), {'"': "&quot;"})
