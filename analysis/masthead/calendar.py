"""Dates as documents print them, turned into ISO. Nothing is guessed: an impossible date is no date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from analysis.masthead.sheet import Found
from pipeline.documents import Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?,?\s+)?"
_DATE = re.compile(
    rf"\b(?:(?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+day\s+of)?\s+(?P<m2>{MONTH}),?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)"
    r"|(?P<m4>\d{1,2})/(?P<d4>\d{1,2})/(?P<y4>(?:19|20)?\d\d)"
    rf"|(?P<m5>{MONTH}),?\s+(?P<y5>\d{{4}}))(?!\d)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"^(?:DATE\s*[:.]?\s*|Dated?:\s*|[A-Z][\w. ]{{2,25}},\s+(?:[A-Z][\w.]+,?\s+)?)?{_WEEKDAY}", re.IGNORECASE
)


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
    """The date of a line that says little else: alone, after "DATE:", or after a place name."""
    for found in dates(line):
        before, after = line[: found.span.start], line[found.span.end :]
        head = _DATELINE.match(line)
        if not after.strip(" .,;)]*_") and (not before.strip(" (*_") or (head and head.end() == len(before))):
            return found
    return None


def _iso(match: re.Match[str]) -> str | None:
    parts = {name[0]: value for name, value in match.groupdict().items() if value is not None}
    month = parts["m"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    year = int(parts["y"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    if not 1774 <= year <= 2199:
        return None
    if "d" not in parts:
        return f"{year:04}-{number:02}"
    try:
        return date(year, number, int(parts["d"])).isoformat()
    except ValueError:
        return None
