"""Reports as files: PDF to print, a page that stands alone, a workbook with a sheet for each table."""

from __future__ import annotations

from html import escape
from typing import Any

from coordination.reporting import Cell, Part, Report, sheets
from pipeline.problems import NotFound
from pipeline.workbook import book

KINDS = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Kinds of file that a report can be had as."""

_STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0 1.5rem}td.n{text-align:right}"
    "th,td{border:1px solid #767676;padding:.25rem .5rem;text-align:left}"
)


def paper(kind: str, made: Report, agency: str) -> bytes:
    """The report as a file of this kind. Raises NotFound for a kind that there is not."""
    if kind == "pdf":
        return _pdf(made, agency)
    if kind == "html":
        return _html(made, agency).encode()
    if kind == "xlsx":
        return book(sheets(made))
    raise NotFound(f"A report cannot be had as {kind[:20]!r}.", remedy=f"Ask for {', '.join(KINDS)}.")


def said(cell: Cell) -> str:
    """A figure as it is written: nothing for what is not known."""
    if cell is None:
        return "–"
    return f"{cell:g}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else cell


def _html(made: Report, agency: str) -> str:
    head = f"{escape(agency)}: {escape(made.title)}"
    parts = "".join(map(_table, made.parts))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{head}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{head}</h1><p>As of {made.today.isoformat()}.</p>"
        f"{parts}</body></html>\n"
    )


def _table(part: Part) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in part.headings)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in part.rows)
    note = f"<p>{escape(part.note)}</p>" if part.note else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<h2>{escape(part.title)}</h2>{note}{table}"


def _cell(cell: Cell) -> str:
    return f"<td>{escape(cell)}</td>" if isinstance(cell, str) else f'<td class="n">{said(cell)}</td>'


def _pdf(made: Report, agency: str) -> bytes:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Spacer

    from papers.pdf import built, faces, words

    plain, bold = faces()
    body = ParagraphStyle("body", fontName=plain, fontSize=7.5, leading=10)
    strong = ParagraphStyle("strong", parent=body, fontName=bold)
    head = ParagraphStyle("head", parent=strong, fontSize=13, leading=17)
    part = ParagraphStyle("part", parent=strong, fontSize=10, leading=14, spaceBefore=12, keepWithNext=1)
    note = ParagraphStyle("note", parent=body, spaceAfter=4, keepWithNext=1)
    title = f"{agency}: {made.title}"
    story: list[Any] = [words(title, head), words(f"As of {made.today.isoformat()}.", body)]
    for one in made.parts:
        story.append(words(one.title, part))
        if one.note:
            story.append(words(one.note, note))
        story += [_grid(one, body, strong) if one.rows else words("Nothing to tell.", body), Spacer(1, 4)]
    return built(story, title, agency)


def _grid(part: Part, body: Any, strong: Any) -> Any:
    from reportlab.platypus import Table, TableStyle

    from papers.pdf import words

    rows = [[words(heading, strong) for heading in part.headings]]
    rows += [[words(said(cell), body) for cell in row] for row in part.rows]
    wide = 468 / (len(part.headings) + 1)
    look = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, "#595959"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return Table(rows, colWidths=[2 * wide, *[wide] * (len(part.headings) - 1)], style=look, repeatRows=1)
