"""Heads of memoranda, directives and other documents that an agency sends down or across."""

from __future__ import annotations

import re

from analysis.masthead.calendar import dateline, first_date
from analysis.masthead.fields import HEAD_LINES, fields, label_of
from analysis.masthead.sheet import Found, Line, Sheet
from pipeline.documents import Span

_OMB = re.compile(r"^\W*(?:OMB\s+)?(?:Memorandum\s+)?(M\s?[-–—]\s?\d\d\s?[-–—]\s?\d\d)\b\W*$")
_NUMBERS = (
    (
        re.compile(
            r"\b(?:Binding\s+Operational\s+Directive|BOD)\s*(?:BOD)?\s*[-–]?\s*(\d\d)\s?[-–]\s?(\d\d)", re.I
        ),
        "BOD {}-{}",
    ),
    (
        re.compile(r"\b(?:Emergency\s+Directive|ED)\s+(?:ED)?\s*[-–]?\s*(\d\d)\s?[-–]\s?(\d\d)", re.I),
        "ED {}-{}",
    ),
    (re.compile(r"\bOMB\s+Circular\s+(?:No\.\s*)?(A-\d+)", re.I), "OMB Circular {}"),
    (re.compile(r"\bCircular\s+No\.\s*(A-\d+)", re.I), "OMB Circular {}"),
    (re.compile(r"\bOMB\s+Bulletin\s+(?:No\.\s*)?(\d\d-\d\d)", re.I), "OMB Bulletin {}"),
    (
        re.compile(
            r"^\W*((?:[A-Z]\w+\s+)?(?:Directive|Instruction|Order|Notice|Bulletin)\s+(?:No\.?\s*)?\d[\w.-]*)",
            re.M,
        ),
        "{}",
    ),
)
_ISSUED = re.compile(
    r"\bThis\s+(?:guidance|memorandum|directive|circular|bulletin|policy|instruction)\s+(?:was|is)\s+"
    r"(?:issued|dated|published|approved)\s+(?:on|in|as\s+of)\s+"
)
_LETTERHEAD = re.compile(
    r"EXECUTIVE OFFICE OF THE PRESIDENT|OFFICE OF MANAGEMENT AND BUDGET|(?:U\.?S\.? )?DEPARTMENT OF [A-Z ]+"
)
_HEADING_AFTER = re.compile(r"^[\s:–—-]+")


def memo_facts(sheet: Sheet) -> dict[str, Found | str]:
    """The labelled head; for a directive without one, its heading, number and date line."""
    head = fields(sheet)
    facts: dict[str, Found | str] = {}
    for name, label in (("title", "SUBJECT"), ("sender", "FROM"), ("addressee", "TO")):
        if label in head:
            facts[name] = head[label]
    number = _number(sheet)
    if number:
        facts["number"] = number
    date = _date(sheet, head)
    if date:
        facts["date"] = date
    if "title" not in facts:
        title = _heading(sheet, number)
        facts |= {"title": title} if title else {}
    return facts


def _number(sheet: Sheet) -> Found | None:
    for line in sheet.lines[:25]:
        match = _OMB.match(line.text)
        if match:
            value = re.sub(r"\s?[-–—]\s?", "-", match[1]).replace(" ", "")
            at = line.span.start
            return Found(f"OMB {value}", Span(at + match.start(1), at + match.end(1)))
    for pattern, form in _NUMBERS:
        match = pattern.search(sheet.text[:1500])
        if match:
            return Found(form.format(*match.groups()), Span(*match.span()))
    return None


def _date(sheet: Sheet, head: dict[str, Found]) -> Found | None:
    if "DATE" in head:
        span = head["DATE"].span
        found = first_date(sheet.text, span.start, span.end)
        if found:
            return found
    for line in sheet.lines[:HEAD_LINES]:
        found = dateline(line.text)
        if found:
            at = line.span.start
            return Found(found.value, Span(at + found.span.start, at + found.span.end))
    issued = _ISSUED.search(sheet.text[:3000])
    return first_date(sheet.text, issued.end(), issued.end() + 25) if issued else None


def _heading(sheet: Sheet, number: Found | None) -> Found | None:
    """The heading of a directive: what follows its number on the line, else the next line that is no date."""
    lines = sheet.lines[:30]
    if number is None:
        return _first_heading(sheet, lines)
    for index, line in enumerate(lines):
        if line.span.start <= number.span.start < line.span.end:
            rest = line.text[number.span.end - line.span.start :]
            words = _HEADING_AFTER.sub("", rest).strip(" .")
            if words:
                at = line.span.end - len(rest) + rest.index(words)
                return Found(words, Span(at, at + len(words)))
            return _first_heading(sheet, lines[index + 1 :])
    return None


def _first_heading(sheet: Sheet, lines: tuple[Line, ...]) -> Found | None:
    for line in lines[:8]:
        if dateline(line.text) or label_of(line.text) or _LETTERHEAD.fullmatch(line.text.strip()):
            continue
        if len(line.text) > 200 or line.text.endswith("."):
            return None
        return sheet.joined((line,))
    return None
