"""Dates as documents print them, turned into ISO. Nothing is guessed: an impossible date is no date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from analysis.masthead.sheet import Found, Line
from pipeline.documents import Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:\d[\dOolI]?|[OolI]\d|[lI])"
_YEAR = r"(?=[\dOolI]*\d[\dOolI]*\d)[12lI][\dOolI]{3}"
"""Scans and retyped copies take 0 for O and 1 for l; a year still shows two true digits at least."""
_LETTERS = str.maketrans("OolLIi", "001111")
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?,?\s+)?"
_DATE = re.compile(
    rf"\b(?:(?P<m1>{MONTH})\s+(?P<d1>{_DAY})(?:st|nd|rd|th)?\s?,?\s+(?P<y1>{_YEAR})"
    rf"|(?P<d2>{_DAY})(?:st|nd|rd|th)?(?:\s+day\s+of)?\s+(?P<m2>{MONTH}),?\s+(?P<y2>{_YEAR})"
    rf"|(?P<d6>\d{{1,2}})\s+(?P<m6>{MONTH})\s+['’]?(?P<y6>\d\d)(?!\d|[:%.]\d|,\d|\s+[a-z])"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)"
    r"|(?P<m4>\d{1,2})/(?P<d4>\d{1,2})/(?P<y4>(?:19|20)?\d\d)"
    rf"|(?P<m5>{MONTH}),?\s+(?P<y5>\d{{4}}))(?!\d)",
    re.IGNORECASE,
)
_LABEL = (
    r"(?:Date(?:\s+(?:of\s+(?:issue|issuance|signature)|issued|signed|approved))?"
    r"|Issue\s+date|Dated|Issued|Signed)"
)
_DATELINE = re.compile(
    rf"^[#*\s]*(?:{_LABEL}(?:\s*\**\s*[:.]|\s+on)?\**\s*"
    rf"|[A-Z][\w. ]{{2,25}},\s+(?:[A-Z][\w.]+,?\s+)?)?{_WEEKDAY}",
    re.IGNORECASE,
)
_EFFECTIVE = re.compile(
    rf"^[#*\s]*(?:Effective(?:\s+date)?|In\s+force\s+from)\s*\**\s*:\**\s*{_WEEKDAY}", re.IGNORECASE
)
FILE_NUMBER = re.compile(r"(?:[A-Z][A-Z&/]{1,7}[ -])+\d{2,4}-\d{1,5}(?:-\d{1,4})?")
"""An office's own series: its letters, the year, a count ("ES 26-0117"); a postal code is longer."""
_OFFICE_MARK = re.compile(
    r"[A-Z]{2,6}(?:-[A-Z]{1,6}){1,3}(?:\s+\([\w-]+\))?"
    r"|(?:The\s+)?(?:(?:Deputy|Acting|Under|Assistant)\s+)?(?:Secretary|Director|Administrator|Commissioner|Chairman|Chair)",
    re.IGNORECASE,
)
"""What stands at the other margin from the date: an office symbol, or the officer whose paper it is."""
_NAME = re.compile(r"[A-Z][A-Z.’'-]*(?:\s(?:[A-Z][A-Z.’'-]*|&)){1,6}")
"""A letterhead's own name, set in capitals."""
_DAY_NAME = re.compile(
    r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?,?\s+$", re.IGNORECASE
)
_COLUMN = re.compile(r"\t|\s{2,}")
_RUNS_ON = re.compile(r"(?:\s|^)(?:[a-z][\w'’-]*|[a-z]+-)$")


def dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
    """Every date between two offsets as ISO (whole, or `YYYY-MM` where no day is printed)."""
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        value = _iso(match)
        if value is not None:
            yield Found(value, Span(*match.span()))


def first_date(text: str, start: int = 0, end: int | None = None) -> Found | None:
    """The first date between two offsets."""
    return next(dates(text, start, end), None)


def dateline(line: str) -> Found | None:
    """The date of a line that says little else: alone, after "DATE:" or "Issued:", after a place name, or
    opposite the file number or the name of a letterhead, which offices print on the same line at the other
    margin.
    """
    for found in dates(line):
        before, after = line[: found.span.start], line[found.span.end :]
        opens = not before.strip(" (*_") or _DATELINE.fullmatch(before) is not None
        if (opens or _at_margin(_DAY_NAME.sub("", before))) and (
            not after.strip(" .,;)]*_") or _at_margin(after)
        ):
            return found
    return None


def effective(line: str) -> Found | None:
    """The date of a line "Effective date: …": a directive that prints no other is known by it."""
    head = _EFFECTIVE.match(line)
    found = first_date(line, head.end()) if head else None
    whole = found is not None and head is not None and found.span.start == head.end()
    return found if whole and found and not line[found.span.end :].strip(" .,;)]*_") else None


def _at_margin(words: str) -> bool:
    """Whether the words are a file number or a name, set off from the date by more than a space."""
    set_off = bool(_COLUMN.match(words) or _COLUMN.search(words[-2:]))
    forms = (FILE_NUMBER, _OFFICE_MARK, _NAME)
    return set_off and any(form.fullmatch(words.strip()) for form in forms)


def dated_lines(lines: Iterable[Line]) -> Iterator[tuple[int, Found]]:
    """The date lines among these and their numbers, offsets into the text.

    The end of a sentence that happens to wrap before its date is none: the line above runs on into it.
    """
    above = ""
    for number, line in enumerate(lines):
        found = dateline(line.text)
        if found and (line.gap or not _RUNS_ON.search(above)):
            yield number, found.at(line.span.start)
        above = line.text


def _iso(match: re.Match[str]) -> str | None:
    parts = {name[0]: value for name, value in match.groupdict().items() if value is not None}
    month = parts["m"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    year = int(parts["y"].translate(_LETTERS))
    if year < 100:
        year += 2000 if year < 70 else 1900
    if not 1774 <= year <= 2199:
        return None
    if "d" not in parts:
        return f"{year:04}-{number:02}"
    try:
        return date(year, number, int(parts["d"].translate(_LETTERS))).isoformat()
    except ValueError:
        return None
