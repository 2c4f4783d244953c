"""Heads of presidential documents: number, date and title as the Register or the White House prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.masthead.calendar import dated_lines, first_date
from analysis.masthead.sheet import Found, Line, Sheet
from pipeline.documents import Span
from pipeline.findings import Kind

_HEADING = re.compile(
    r"(?im)^[#*\s]*(?P<name>executive\s+order|(?:presidential\s+)?proclamation|presidential\s+determination)"
    r"(?:\s*(?:no\.?|number)?\s*(?P<number>\d{4,5}(?:-[A-Z\d])?|\d{2,4}\s*[-–]\s*\d{2}))?"
    r"(?P<of>\s*\**\s*(?:of\s+|[-–—:]\s*))?"
)
_MEMO_HEADING = re.compile(r"(?im)^[#*\s]*(?:presidential\s+)?(?:memorandum|notice)\s+of\s+")
_PREAMBLE = re.compile(
    r"\bBy\s+(?:virtue\s+of\s+)?(?:the\s+)?(?:authority|power)\b|\bPursuant\s+to\b|\bBy\s+the\s+President\b"
    r"|\bMEMORANDUM\s+FOR\b|\bMemorandum\s+for\s+the\b|\bSection\s+1\b|\bWHEREAS\b|\bOn\s+[A-Z][a-z]+\s+\d"
)
_NOT_TITLE = re.compile(
    r"^\W*(?:Title 3|The President\b.{0,4}$|Presidential Documents|Federal Register|Vol\. \d|THE WHITE HOUSE"
    r"|Office of the Press|For Immediate|EXECUTIVE ORDER$|[-_=\s]+$|\d+$"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,)|Federal Register /",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?m)^\W*THE WHITE HOUSE\b[,.\s]*(?:Washington[,.\s]*)?")
_VESTED = re.compile(r"\b(?:authority|power)\s+vested\s+in\s+(?:me|the\s+President)\b")
_HEAD = 6000
_TITLE_SPAN = 700
_PROSE_WIDTH, _PROSE_WORDS = 50, 5
_SHORT = {
    "executive order": "EO",
    "proclamation": "Proclamation",
    "presidential proclamation": "Proclamation",
}


def order_facts(sheet: Sheet, kind: Kind) -> dict[str, Found | str]:
    """Number, date and title of an order, memorandum, proclamation or notice; the sender is the President."""
    heading = _heading(sheet.text, kind)
    facts: dict[str, Found | str] = {"sender": _president(sheet)}
    if heading is None:
        return facts | _date_only(sheet)
    printed = first_date(sheet.text, heading.start(), heading.end() + 40)
    end = printed.span.end if printed and printed.span.start <= heading.end() + 3 else heading.end()
    number = _number(heading)
    if number:
        facts["number"] = number
    date = _signed(sheet) or (printed if printed and printed.span.end == end else None)
    if date:
        facts["date"] = date
    title = _title(sheet, end)
    if title:
        facts["title"] = title
    return facts


def _heading(text: str, kind: Kind) -> re.Match[str] | None:
    """The heading nearest above the preamble: print-outs repeat it in a page title and a running head."""
    if kind is Kind.PRESIDENTIAL_MEMORANDUM:
        return _MEMO_HEADING.search(text, 0, _HEAD)
    vested = _VESTED.search(text, 0, _HEAD)
    found = list(_HEADING.finditer(text, 0, vested.start() if vested else _HEAD))
    dated = [
        heading for heading in found if heading["of"] and first_date(text, heading.end(), heading.end() + 40)
    ]
    if not vested:
        found, dated = found[:1], dated[:1]
    headings = dated or found
    return headings[-1] if headings else _MEMO_HEADING.search(text, 0, _HEAD)


def _date_only(sheet: Sheet) -> dict[str, Found | str]:
    date = _signed(sheet) or first_date(sheet.text, 0, 400)
    title = _web_title(sheet)
    facts: dict[str, Found | str] = {"date": date} if date else {}
    return facts | ({"title": title} if title else {})


def _web_title(sheet: Sheet) -> Found | None:
    """The line above the date: web sites print orders under their titles alone."""
    vested = _VESTED.search(sheet.text, 0, _HEAD)
    head = [line for line in sheet.lines if vested and line.span.end <= vested.start()]
    number, _ = next(dated_lines(head), (0, None))
    above = [line for line in head[:number] if not _NOT_TITLE.search(line.text)]
    return sheet.joined(above[-1:])


def _president(sheet: Sheet) -> Found | str:
    """The words that show who signs."""
    match = re.search(r"\bvested\s+in\s+(me\s+as\s+President)\b", sheet.text) or re.search(
        r"(?m)^\W*(THE WHITE HOUSE|The President)\b", sheet.text
    )
    return Found("The President", Span(*match.span(1))) if match else "The President"


def _number(heading: re.Match[str]) -> Found | None:
    groups = heading.groupdict()
    if not groups.get("number"):
        return None
    name = " ".join(groups["name"].lower().split())
    number = re.sub(r"\s*[-–]\s*", "-", groups["number"])
    value = f"{_SHORT.get(name, 'Presidential Determination')} {number}"
    return Found(value, Span(heading.start("name"), heading.end("number")))


def _signed(sheet: Sheet) -> Found | None:
    """The date under "THE WHITE HOUSE": the last such place is the signature, an earlier one a letterhead."""
    for match in reversed(list(_SIGNED.finditer(sheet.text))):
        found = first_date(sheet.text, match.end(), match.end() + 60)
        if found and not sheet.text[match.end() : found.span.start].strip(" ,.\n"):
            return found
    return None


def _title(sheet: Sheet, start: int) -> Found | None:
    """The words between the heading and the preamble; without a known preamble, the first paragraph."""
    preamble = _PREAMBLE.search(sheet.text, start + 3, start + _TITLE_SPAN)
    stop = preamble.start() if preamble else start + _TITLE_SPAN
    lines = [_within(line, start, stop) for line in _until_section(sheet, start, stop)]
    kept = [line for line in lines if line.text.strip(" *#.:") and not _NOT_TITLE.search(line.text)]
    kept = _above_prose(kept if preamble else _first_paragraph(kept))
    return sheet.joined(kept[:8])


def _above_prose(lines: list[Line]) -> list[Line]:
    """The lines above a paragraph of running text: presidents word their preambles as they like."""
    for number, line in enumerate(lines[1:], 1):
        small = sum(word[:1].islower() for word in line.text.split())
        if line.gap and len(line.text) >= _PROSE_WIDTH and small >= _PROSE_WORDS:
            return lines[:number]
    return lines


def _until_section(sheet: Sheet, start: int, stop: int) -> Iterator[Line]:
    """The lines between two offsets, up to a heading in markup signs that is not the first."""
    begun = False
    for line in sheet.lines:
        if line.span.start >= stop or (begun and line.text.startswith("##")):
            return
        if line.span.end > start:
            begun = begun or bool(sheet.text[max(start, line.span.start) : line.span.end].strip(" *#:."))
            yield line


def _within(line: Line, start: int, stop: int) -> Line:
    low, high = max(line.span.start, start), min(line.span.end, stop)
    cut = line.text[low - line.span.start : high - line.span.start]
    bare = cut.strip(" *#:—–-.")
    low += cut.index(bare) if bare else 0
    return Line(bare, Span(low, low + len(bare)), line.gap)


def _first_paragraph(lines: list[Line]) -> list[Line]:
    for number, line in enumerate(lines[1:], 1):
        if line.gap:
            return lines[:number]
    return lines[:3]
