"""Heads of papers that follow a printed form: control sheets of a secretariat, orders of a court."""

from __future__ import annotations

import re

from analysis.masthead.calendar import dated_lines, first_date
from analysis.masthead.fields import fields
from analysis.masthead.sheet import Found, Sheet
from analysis.masthead.signatures import signature
from pipeline.documents import Span

_COURT = re.compile(
    r"(?im)^\W*(?:(?:in\s+the\s+)?(?:united\s+states|u\.s\.)\s+(?:district|bankruptcy|tax|circuit)?\s*court\b"
    r"|(?:in\s+the\s+)?(?:superior|supreme|circuit|district)\s+court\s+(?:of|for)\b)"
)
_CASE = re.compile(
    r"(?i)\b(?:case|civil\s+action|docket|cause|no)\b\.?\s*(?:no\.?|number)?\s*:?\s*(?P<number>\d{1,2}:\d\d-\w{2,4}-\d+[\w-]*|\d\d-\w{2,4}-\d+[\w-]*|\d\d-\d{3,6})"
)
_ORDER = re.compile(r"(?m)^\W*((?:[A-Z]+\s+){0,4}ORDER\b[A-Z' ]{0,80})\W*$")
_HEAD = 2500


def control_facts(sheet: Sheet) -> dict[str, Found | str]:
    """Number, day, subject and tasked office of a control sheet; its "From" is the letter's below."""
    head = fields(sheet)
    labels = (("title", "SUBJECT"), ("addressee", "TO"), ("number", "CONTROL"))
    facts: dict[str, Found | str] = {name: head[label] for name, label in labels if label in head}
    opened = head.get("DATE")
    day = first_date(sheet.text, opened.span.start, opened.span.end) if opened else None
    return facts | ({"date": day} if day else {})


def is_court(sheet: Sheet) -> bool:
    """Whether a court's name heads the paper and a case is numbered below it."""
    head = sheet.text[:_HEAD]
    return bool(_COURT.search(head[:400]) and _CASE.search(head))


def court_facts(sheet: Sheet) -> dict[str, Found | str]:
    """Case number, heading, the judge who signs, and the day at the signature."""
    head = sheet.text[:_HEAD]
    facts: dict[str, Found | str] = {}
    case, heading, signed = _CASE.search(head), _ORDER.search(head), signature(sheet)
    if case:
        facts["number"] = Found(case["number"], Span(*case.span("number")))
    if heading:
        facts["title"] = Found(" ".join(heading[1].split()), Span(*heading.span(1)))
    if signed:
        facts["sender"] = signed[1]
    days = [day for _, day in dated_lines(sheet.lines)]
    return facts | ({"date": days[-1]} if days else {})
