"""Heads of papers that follow a form: control sheets of a secretariat, orders of a court, contact forms."""

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


_FORM_LINE = re.compile(r"(?m)^\W*(?P<label>[A-Za-z][\w /'’-]{1,40}?)(?:\s*\*)?\s*:[ \t]*(?P<said>[^\n]*)$")
_OWN_WORDS = frozenset(
    {"message", "comment", "comments", "your message", "question", "your question", "inquiry"}
)
_NAMED = ("name", "full name", "your name", "sender", "submitted by")
_DAYS = ("submitted", "date", "date submitted", "submitted on", "received")
_ABOUT = ("subject", "topic", "regarding", "issue")


def is_contact_form(sheet: Sheet) -> bool:
    """Whether somebody wrote through the form of a web page: a name, and a message, each under its label."""
    said = _form(sheet)
    named = any(label in said for label in _NAMED) or {"first name", "last name"} <= said.keys()
    return named and not _OWN_WORDS.isdisjoint(said)


def contact_form_facts(sheet: Sheet) -> dict[str, Found | str]:
    """The writer's name, the day and the subject as the form prints them."""
    said = _form(sheet)
    facts: dict[str, Found | str] = {}
    writer = next((said[label] for label in _NAMED if label in said), None)
    if writer is None and {"first name", "last name"} <= said.keys():
        first, last = said["first name"], said["last name"]
        places = sorted((first.span, last.span), key=lambda place: place.start)
        writer = Found(f"{first.value} {last.value}", Span(places[0].start, places[-1].end))
    if writer is not None:
        facts["sender"] = writer
    day = next((said[label] for label in _DAYS if label in said), None)
    dated = first_date(sheet.text, day.span.start, day.span.end) if day else None
    subject = next((said[label] for label in _ABOUT if label in said), None)
    return facts | ({"date": dated} if dated else {}) | ({"title": subject} if subject else {})


def _form(sheet: Sheet) -> dict[str, Found]:
    """What is said under each label of the head; the label of the message itself has nothing beside it."""
    found: dict[str, Found] = {}
    for match in _FORM_LINE.finditer(sheet.text[:_HEAD]):
        label, said = " ".join(match["label"].lower().split()), match["said"].strip()
        if said or label in _OWN_WORDS:
            start = match.start("said")
            found.setdefault(label, Found(said, Span(start, start + len(said))))
    return found
