"""Heads of statutes, bills and rules."""

from __future__ import annotations

import re

from analysis.masthead.calendar import MONTH, dates, first_date
from analysis.masthead.sheet import Found, Line, Sheet, tidy
from pipeline.documents import Span

_PUBLIC_LAW = re.compile(r"(?i)\bpublic\s+law\s+(\d+)\s*[-–—]\s*(\d+)")
_PRINTED_LAW = re.compile(
    r"(?im)^\W*public\s+law\s+\d+\s*[-–—]\s*\d+\s*(?:[-–—]{1,2}|\()\s*(?=[A-Z][a-z]{2,8}\.?\s+\d)"
)
_BILL = re.compile(
    r"\b(?P<kind>H\.\s?R\.|S\.|H\.\s?J\.\s?Res\.|S\.\s?J\.\s?Res\.|H\.\s?Con\.\s?Res\.|S\.\s?Con\.\s?Res\."
    r"|H\.\s?Res\.|S\.\s?Res\.)\s?(?P<number>\d{1,5})\b",
    re.IGNORECASE,
)
_BILL_FORMS = ("H.R.", "S.", "H.J.Res.", "S.J.Res.", "H.Con.Res.", "S.Con.Res.", "H.Res.", "S.Res.")
_LONG_TITLE = re.compile(
    r"(?m)^\W*(?:AN ACT|An Act|A BILL|A Bill|(?:JOINT |CONCURRENT )?RESOLUTION|Joint Resolution)\W*$"
)
_ENACTING = re.compile(r"Be it enacted|(?:R|r)esolved (?:by|,)|SEC(?:TION|\.) ?1\b|Section 1\b")
_LAST_ACTION = re.compile(
    r"(?i)(?:Approved|Became law|Passed the (?:House of Representatives|Senate)|Agreed to|Introduced"
    r"|Received;?|Reported)"
    r"(?:\s+in the (?:House|Senate))?(?:\s+on)?[,;]?\s+"
)
_CONGRESS = re.compile(r"(?i)\bin (Congress) assembled|\b\d{2,3}(?:th|st|nd|rd) (Congress)\b")
_FR_DATE = re.compile(
    r"Federal\s+Register\s*/?\s*Vol\.\s*\d+,\s*No\.\s*\d+\s*/?\s*(?:\w+day,\s+)?"
    r"|\bFR\s+\d+,\s+(?=[A-Z][a-z]+ \d)"
    r"|Federal\s+Register,?\s+Volume\s+\d+,?\s+(?:Number|No\.|Issue)\s+\d+\s*\(\s*(?:\w+day,\s+)?"
)
_FR_DOC = re.compile(r"\bFR\s+Doc\.?\s*(?:No\.?:?\s*)?([A-Z]?\d{1,4}\s?[-–—]\s?\d{3,6})")
_AGENCY = re.compile(r"(?m)^AGENCY\s*:\s*")
_FIELD = re.compile(r"(?m)^(?:ACTION|SUMMARY|DATES|ADDRESSES)\s*:")
_RULE_HEAD = re.compile(
    r"(?m)^(?:RIN\s+\d|\[?RIN|\[Docket|\[[A-Z]{2,}[^\n]*\]|.*\bCFR\s+Parts?\b)[^\n]*$|\]$"
)


def law_facts(sheet: Sheet) -> dict[str, Found | str]:
    """Number, date of the last action, long title; the sender is Congress."""
    facts: dict[str, Found | str] = {}
    head = sheet.text[:6000]
    congress = _CONGRESS.search(head)
    if congress:
        facts["sender"] = Found("Congress", Span(*congress.span(1 if congress[1] else 2)))
    number = _law_number(head)
    if number:
        facts["number"] = number
    title = _long_title(sheet)
    if title:
        facts["title"] = title
    date = _last_action(sheet)
    if date:
        facts["date"] = date
    return facts


def _law_number(head: str) -> Found | None:
    law = _PUBLIC_LAW.search(head[:1500])
    if law:
        return Found(f"Pub. L. {law[1]}-{law[2]}", Span(*law.span()))
    bill = _BILL.search(head)
    if bill is None:
        return None
    bare = re.sub(r"\s", "", bill["kind"]).lower()
    form = next(form for form in _BILL_FORMS if form.lower() == bare)
    return Found(
        f"{form.replace('.Res.', '. Res.').replace('.Con', '. Con')} {bill['number']}", Span(*bill.span())
    )


def _long_title(sheet: Sheet) -> Found | None:
    heading = _LONG_TITLE.search(sheet.text[:8000])
    if heading is None:
        return None
    stop = _ENACTING.search(sheet.text, heading.end(), heading.end() + 3000)
    end = stop.start() if stop else heading.end() + 600
    lines = [line for line in sheet.lines if heading.end() <= line.span.start and line.span.end <= end]
    kept: list[Line] = []
    for line in lines:
        if kept and line.gap:
            break
        kept.append(line)
    return sheet.joined(kept)


def _last_action(sheet: Sheet) -> Found | None:
    """The latest date that an action line gives; quoted history ("Mar. 2, considered") has no such form."""
    text = sheet.text
    printed = _PRINTED_LAW.search(text[:1500])
    enacted = first_date(text, printed.end(), printed.end() + 20) if printed else None
    if enacted:
        return enacted
    places = (match.end() for match in _LAST_ACTION.finditer(text))
    found = [date for at in places if (date := first_date(text, at, at + 20)) and date.span.start == at]
    dated = re.compile(rf"(?m)^\s*(?:\w+day,\s+)?{MONTH}\s+\d{{1,2}},\s+\d{{4}}\W*$")
    for match in dated.finditer(text[:4000]):
        found.extend(dates(text, *match.span()))
    whole = [date for date in found if len(date.value) == 10]
    return max(whole, key=lambda date: (date.value, -date.span.start), default=None)


def rule_facts(sheet: Sheet) -> dict[str, Found | str]:
    """Agency, Register date, document number and the heading above "AGENCY:" of a rule or notice."""
    facts: dict[str, Found | str] = {}
    text = sheet.text
    printed = _FR_DATE.search(text[:20000])
    date = first_date(text, printed.end(), printed.end() + 40) if printed else None
    if date:
        facts["date"] = date
    number = _FR_DOC.search(text)
    if number:
        value = re.sub(r"\s?[-–—]\s?", "-", number[1])
        facts["number"] = Found(f"FR Doc. {value}", Span(*number.span()))
    facts |= _agency(sheet)
    title = _rule_title(sheet)
    return facts | ({"title": title} if title else {})


def _agency(sheet: Sheet) -> dict[str, Found | str]:
    label = _AGENCY.search(sheet.text[:20000])
    if label is None:
        return {}
    stop = _FIELD.search(sheet.text, label.end())
    words = sheet.text[label.end() : stop.start() if stop else label.end() + 200]
    bare = words.rstrip()
    return (
        {"sender": Found(tidy(bare.rstrip(".")), Span(label.end(), label.end() + len(bare)))} if bare else {}
    )


def _rule_title(sheet: Sheet) -> Found | None:
    """The lines above "AGENCY:", up to the docket, RIN or CFR line before them."""
    number = sheet.index(re.compile(r"AGENCY\s*:"))
    if not number:
        return None
    kept: list[Line] = []
    for line in reversed(sheet.lines[max(0, number - 8) : number]):
        if _RULE_HEAD.search(line.text):
            break
        kept.insert(0, line)
        if line.gap and len(kept) >= 1:
            break
    return sheet.joined(kept)
