"""Labelled header fields: memo heads (FROM, TO, SUBJECT, DATE) and mail heads (From, Sent, Subject)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.masthead.sheet import Found, Line, Sheet
from analysis.masthead.signatures import is_name
from pipeline.documents import Span

_MEMO_FOR = r"(?:(?:ACTION|INFO(?:RMATION)?|DECISION|BRIEFING)\s+)?(?:MEMORANDUM|MEMO)\s+(?:FOR|TO)\b"
_LABEL = re.compile(
    rf"^[#*\s]*(?:(?P<memo>(?:{_MEMO_FOR}|Memorandum [Ff]or\b))\s*:?"
    r"|(?P<thru>(?-i:MEMORANDUM\s+(?:THRU|THROUGH)\b))\s*:?"
    r"|(?P<name>TO|FROM|THROUGH|THRU|VIA|SUBJECT|SUBJ|RE|DATE|SENT|CC|BCC|ATTENTION|ATTN|REPLY-TO|ATTACHMENTS?|IMPORTANCE|SENSITIVITY|CATEGORIES"
    r"|APPLIES TO|APPLICABILITY|ADDRESSEES|DISTRIBUTION|ISSUED(?: BY)?|ISSUER|ISSUING OFFICE|EFFECTIVE DATE"
    r"|ASSIGNED TO|TASKED TO|ACTION OFFICE|LEAD OFFICE|CONTROL (?:NO\.?|NUMBER)"
    r"|DATE (?:TASKED|OPENED|ASSIGNED)"
    r"|DATE OF ISSUE|DATE ISSUED|ISSUE DATE|SUSPENSE|FILE|REF|REFERENCE|ATTACHMENTS?)"
    r"\s*(?:\*\*)?\s*:|(?-i:(?P<column>TO|FROM|THROUGH|THRU|SUBJECT|SUBJ|DATE))(?:\s{3,}|\t)(?=\S))(?:\*\*)?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_REPORT = re.compile(r"(?:\w+\s+)?Report\s+(?:No\.|Number)\s", re.IGNORECASE)
"""An auditor's number under the subject is no part of it."""
_FOR = re.compile(r"FOR\s+(?P<rest>(?:THE\s+)?[A-Z].{2,80})$")
"""Who a memorandum is for after those it goes through: "MEMORANDUM THRU …", then "FOR …"."""
_ALIAS = {"SUBJ": "SUBJECT", "RE": "SUBJECT", "SENT": "DATE", "ISSUER": "FROM", "ISSUED BY": "FROM"}
_ALIAS |= {"ISSUING OFFICE": "FROM", "ADDRESSEES": "TO", "APPLICABILITY": "APPLIES TO", "ISSUED": "DATE"}
_ALIAS |= dict.fromkeys(("ASSIGNED TO", "TASKED TO", "ACTION OFFICE", "LEAD OFFICE"), "TO")
_ALIAS |= dict.fromkeys(("CONTROL NO", "CONTROL NO.", "CONTROL NUMBER"), "CONTROL")
_ALIAS |= dict.fromkeys(("DATE TASKED", "DATE OPENED", "DATE ASSIGNED"), "DATE")
_ALIAS |= {"DATE OF ISSUE": "DATE", "DATE ISSUED": "DATE", "ISSUE DATE": "DATE"}
HEAD_LINES = 70
_MOST_LINES = 6
"""A field longer than this has run into the body: the printed head of a memo is short, but for a column of
offices that it is sent to."""


def label_of(line: str) -> str | None:
    """The field that this line opens, in capitals; the line "MEMORANDUM FOR …" opens TO."""
    match = _LABEL.match(line)
    if not match:
        return None
    if match["memo"]:
        return "TO"
    if match["thru"]:
        return "THRU"
    name = (match["name"] or match["column"]).upper()
    return _ALIAS.get(name, name)


def fields(sheet: Sheet, start: int = 0, end: int = HEAD_LINES) -> dict[str, Found]:
    """The labelled fields of the head, each the first of its name, lines joined by commas or spaces."""
    found: dict[str, Found] = {}
    last = None
    for name, value in _fields(sheet, start, end):
        if name == "TO" and name in found:
            if last == name and _SAME.match(sheet.text[found[name].span.end : value.span.start]):
                first = found[name]
                found[name] = Found(f"{first.value}; {value.value}", Span(first.span.start, value.span.end))
            continue
        found.setdefault(name, value)
        last = name
    return found


_SAME = re.compile(r"\A\s*(?:TO\s*:|(?:ACTION\s+|INFO\s+)?MEMORANDUM\s+FOR:?|MEMORANDUM\s+TO:?)\s*\Z", re.I)
"""What may stand between two addressees that have a line of their own each."""


def _fields(sheet: Sheet, start: int, end: int) -> Iterator[tuple[str, Found]]:
    lines = sheet.lines[start:end]
    passed = False
    for number, line in enumerate(lines):
        match = _LABEL.match(line.text)
        name = label_of(line.text)
        passed = passed or name == "THRU"
        onward = _FOR.match(line.text) if passed and match is None else None
        if onward:
            match, name = onward, "TO"
        if match is None or name is None:
            continue
        glue = " " if name in ("SUBJECT", "TO") else ", "
        rest = _rest(line, match)
        words = (*rest, *_continued(lines[number + 1 :], bool(rest), name))
        if name == "TO" and _one_office_each(words):
            glue = "; "
        elif name == "TO" and len(words) > 1 and is_name(words[0].text):
            glue = ", "
        value = sheet.joined(words, glue)
        if value is not None and name == "TO":
            value = _with_more(sheet, value, lines[number + 1 :], line)
        if value is not None:
            yield name, Found(_SIGNED.sub(", ", value.value), value.span) if name == "FROM" else value


def _with_more(sheet: Sheet, first: Found, lines: tuple[Line, ...], label: Line) -> Found:
    """The addressees; each further one stands in a block of its own under the first, set in as that is."""
    found, block = first, list[Line]()
    margin = _column(sheet, label)
    for line in (*(one for one in lines if one.span.start > first.span.end), None):
        if block and (line is None or line.gap or label_of(line.text)):
            more = sheet.joined(block, ", ")
            if more is None or not is_name(block[0].text) or len(block) > _MOST_OF_ONE:
                break
            found, block = Found(f"{found.value}; {more.value}", Span(first.span.start, more.span.end)), []
        if line is None or label_of(line.text) or _column(sheet, line) < margin + _SET_IN:
            break
        block.append(line)
    return found


_MOST_OF_ONE, _SET_IN = 4, 4
"""Lines of one addressee, and how far in such a block stands."""


def _column(sheet: Sheet, line: Line) -> int:
    return line.span.start - sheet.text.rfind("\n", 0, line.span.start) - 1


_OFFICE = re.compile(
    r"(?:THE\s+)?(?:(?:DEPUTY|UNDER|ASSISTANT|ASSOCIATE|PRINCIPAL|ACTING)\s+)*"
    r"(?:SECRETAR|DIRECTOR|ADMINISTRATOR|COMMISSIONER|CHIEFS?\s|GENERAL\s+COUNSEL|ATTORNEY\s+GENERAL|HEADS?\s|INSPECTOR|CHAIR|SOLICITOR"
    r"|COMPTROLLER|TREASURER|(?:\w+\s+){0,2}(?:MANAGERS|OFFICERS|CHIEFS|DIRECTORS|ADMINISTRATORS|COUNSEL|EXECUTIVES)\b"
    r"|(?:COMPONENT|BUREAU|AGENCY|REGIONAL)\s)",
    re.IGNORECASE,
)


def _one_office_each(lines: tuple[Line, ...]) -> bool:
    """Whether every line begins with an office: addressees in a column, not one name that wraps."""
    return len(lines) > 1 and all(_OFFICE.match(line.text) for line in lines)


_SIGNED = re.compile(r",?\s*(?:\[signed\]|/s/)\s*,?\s*", re.IGNORECASE)


def _rest(line: Line, match: re.Match[str]) -> tuple[Line, ...]:
    words = match["rest"].strip(" *")
    if not words:
        return ()
    at = line.span.start + line.text.index(words, match.start("rest"))
    return (Line(words, Span(at, at + len(words)), line.gap),)


def _continued(lines: tuple[Line, ...], begun: bool, name: str) -> Iterator[Line]:
    for taken, line in enumerate(lines):
        if (
            (taken >= _MOST_LINES and not (name == "TO" and _OFFICE.match(line.text)))
            or label_of(line.text)
            or _FOR.match(line.text)
            or _REPORT.match(line.text)
            or (line.gap and (begun or taken))
        ):
            return
        yield line
