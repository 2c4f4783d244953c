"""Heads of memoranda, directives and other documents that an agency sends down or across."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise, takewhile

from analysis.masthead.calendar import FILE_NUMBER, dated_lines, dateline, effective, first_date
from analysis.masthead.fields import HEAD_LINES, fields, label_of
from analysis.masthead.letterhead import is_of_omb, issuer, officer
from analysis.masthead.sheet import Found, Line, Sheet, is_running_head
from analysis.masthead.signatures import signature
from pipeline.documents import Span

_MEMO = re.compile(r"^\W*(?:OMB\s+)?(?:Memorandum\s+)?(M\s?[-–—]\s?\d\d\s?[-–—]\s?\d\d)\b\W*$")
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
            r"^[#*\s]*((?:[A-Z][\w'’]+\s+){0,4}(?:Directive|Instruction|Order|Notice|Bulletin|Memo(?:randum)?)\s+"
            r"(?:No\.?\s*|Number\s*:?\s*)?(?:[A-Z]{1,5}[ -]?)?\d[\w.-]*)",
            re.IGNORECASE,
        ),
        "{}",
    ),
)
_REPORT = re.compile(
    r"^\W*(?:(?:Audit|Final|Draft|Evaluation|Inspection)\s+)?Report\s+(?:No\.?|Number)\s*:?\s*(?P<number>[A-Z\d][\w./-]*\d[\w-]*)\W*$",
    re.I,
)
_NUMBER_LINE = re.compile(r"^\W*(?:NUMBER|No\.)\s+(?P<number>\d[\w.-]*)\W*$", re.I)
_TYPE_LINE = re.compile(r"^\W*(?P<type>INSTRUCTION|DIRECTIVE|MANUAL|ORDER|REGULATION|NOTICE)\W*$", re.I)
_ISSUED = re.compile(
    r"\bThis\s+(?:guidance|memorandum|directive|circular|bulletin|policy|instruction)\s+(?:was|is)\s+"
    r"(?:issued|dated|published|approved)\s+(?:on|in|as\s+of)\s+"
)
_LETTERHEAD = re.compile(
    r"EXECUTIVE OFFICE OF THE PRESIDENT|OFFICE OF MANAGEMENT AND BUDGET|(?:U\.?S\.? )?DEPARTMENT OF [A-Z ]+"
)
_HEADING_AFTER = re.compile(r"^[\s:–—-]+")
_FIELDS = (
    ("title", ("SUBJECT",)),
    ("sender", ("FROM",)),
    ("addressee", ("TO", "APPLIES TO", "DISTRIBUTION")),
)
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,4}|[A-Z])\.\s+[A-Z]")
_PROSE_WIDTH, _PROSE_WORDS, _SUBJECT_LINES = 50, 6, 2
_FOOT_LINES = 12


def memo_facts(sheet: Sheet) -> dict[str, Found | str]:
    """The labelled head; for a directive without one, its heading, number, date line and issuing office."""
    head = fields(sheet)
    facts: dict[str, Found | str] = {}
    for name, labels in _FIELDS:
        value = next((head[label] for label in labels if label in head), None)
        if value is not None:
            facts[name] = value
    number = _number(sheet)
    optional = {"number": number, "date": _date(sheet, head)}
    if "title" not in facts:
        optional["title"] = _heading(sheet, number)
    if "sender" not in facts:
        optional["sender"] = _signer(sheet) or issuer(_above_fields(sheet))
    return facts | {name: value for name, value in optional.items() if value}


def _signer(sheet: Sheet) -> Found | None:
    """Who signs below the text, with the office that the letterhead names in full where it names one."""
    signed = signature(sheet)
    named = officer(_above_fields(sheet)) if signed else None
    if signed is None or named is None:
        return signed[1] if signed else None
    return Found(f"{signed[1].value.split(', ')[0]}, {named.value}", signed[1].span)


def _above_fields(sheet: Sheet) -> tuple[Line, ...]:
    """The masthead up to its labelled fields: whom a field names is not the issuer."""
    return tuple(takewhile(lambda line: label_of(line.text) is None, masthead(sheet)))


def masthead(sheet: Sheet) -> tuple[Line, ...]:
    """The lines above the body: up to the first numbered paragraph or the first line of running prose.

    The labelled head of a memo counts whole, as far as it reaches.
    """
    begun = 0
    for number, line in enumerate(sheet.lines[:HEAD_LINES]):
        if label_of(line.text):
            begun = number
        elif _NUMBERED.match(line.text) or _is_prose(line, number - begun):
            return sheet.lines[:number]
    return sheet.lines[:HEAD_LINES]


def _is_prose(line: Line, below_label: int) -> bool:
    """A line as long as a page is wide with mostly small words; a subject may fill two such lines."""
    small = sum(word[:1].islower() for word in line.text.split())
    subject = not line.gap and below_label <= _SUBJECT_LINES
    return len(line.text) >= _PROSE_WIDTH and small >= _PROSE_WORDS and not subject


def _number(sheet: Sheet) -> Found | None:
    """The office's own number, printed above the body; what the subject line names is another's paper."""
    subject = fields(sheet).get("SUBJECT")
    lines = [line for line in masthead(sheet) if not subject or not line.span.overlaps(subject.span)]
    report = next((number for line in masthead(sheet) if (number := _report_number(line))), None)
    if report:
        return report
    for find in (partial(_memo_number, sheet), _named_number, _file_number):
        found = next((number for line in lines if (number := find(line))), None)
        if found:
            return found
    return _issuance(lines) or _directive_number(sheet)


def _report_number(line: Line) -> Found | None:
    """An auditor prints the number of the report alone on its line, often under the subject."""
    match = _REPORT.match(line.text)
    return Found(match["number"], Span(*match.span("number"))).at(line.span.start) if match else None


def _issuance(lines: list[Line]) -> Found | None:
    """The type of an issuance on one line, its number on the next: "INSTRUCTION", "NUMBER 4151.99"."""
    for above, line in pairwise(lines):
        kind, match = _TYPE_LINE.match(above.text), _NUMBER_LINE.match(line.text)
        if kind and match:
            value = f"{kind['type'].capitalize()} {match['number'].rstrip('.')}"
            return Found(value, Span(*match.span("number"))).at(line.span.start)
    return None


def _directive_number(sheet: Sheet) -> Found | None:
    """A page that shows a directive of the binding kinds names it in its first sentence."""
    for pattern, form in _NUMBERS[:2]:
        match = pattern.search(sheet.text[:1500])
        if match:
            return Found(form.format(*match.groups()), Span(*match.span()))
    return None


def _memo_number(sheet: Sheet, line: Line) -> Found | None:
    match = _MEMO.match(line.text)
    if match is None:
        return None
    above = (one for one in sheet.lines[:HEAD_LINES] if one.span.end <= line.span.start)
    office = "OMB " if "OMB" in line.text or is_of_omb(above, sheet.text) else ""
    value = re.sub(r"\s?[-–—]\s?", "-", match[1]).replace(" ", "")
    return Found(f"{office}{value}", Span(*match.span(1))).at(line.span.start)


def _named_number(line: Line) -> Found | None:
    for pattern, form in _NUMBERS:
        match = pattern.search(line.text)
        if match:
            value = form.format(*(group.rstrip(".") for group in match.groups()))
            return Found(_not_shouted(value), Span(*match.span(1 if form == "{}" else 0))).at(line.span.start)
    return None


def _not_shouted(value: str) -> str:
    """Long words in capitals as in a sentence: "Directive 4410-07". An agency's initials stay."""
    return re.sub(r"\b[A-Z]{6,}\b", lambda word: word[0].capitalize(), value)


def _file_number(line: Line) -> Found | None:
    """A series number alone on its line, or opposite the date."""
    match = FILE_NUMBER.search(line.text)
    if match is None or label_of(line.text) not in (None, "FILE", "REF", "REFERENCE"):
        return None
    rest = f"{line.text[: match.start()]}  {line.text[match.end() :]}".strip()
    alone = not rest or label_of(line.text) or dateline(rest)
    return Found(match[0], Span(*match.span())).at(line.span.start) if alone else None


def _date(sheet: Sheet, head: dict[str, Found]) -> Found | None:
    """The date of the head; else where the paper says when it was issued; else when it takes effect."""
    if "DATE" in head:
        span = head["DATE"].span
        found = first_date(sheet.text, span.start, span.end)
        if found:
            return found
    lines = masthead(sheet)
    _, printed = next(dated_lines(lines), (0, None))
    if printed:
        return printed
    issued = _ISSUED.search(sheet.text[:3000])
    said = first_date(sheet.text, issued.end(), issued.end() + 25) if issued else None
    starts = (found.at(line.span.start) for line in lines if (found := effective(line.text)))
    return said or next(starts, None) or _at_signature(sheet)


def _at_signature(sheet: Sheet) -> Found | None:
    """A date line among the last lines, where a signer without a dated head writes the day."""
    found = [date for _, date in dated_lines(sheet.lines[-_FOOT_LINES:])]
    return found[-1] if found else None


def _heading(sheet: Sheet, number: Found | None) -> Found | None:
    """The heading of a directive: what follows its number on the line, else the next line that is no date."""
    lines = sheet.lines[:30]
    if number is None or not any(line.span.contains(number.span) for line in masthead(sheet)):
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
        if is_running_head(line.text) or effective(line.text):
            continue
        if len(line.text) > 200 or line.text.endswith("."):
            return None
        return sheet.joined((line,))
    return None
