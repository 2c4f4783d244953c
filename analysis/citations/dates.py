"""Dates as they stand in titles of documents: "January 30, 2017", "30 January 2017", "3/22/1995"."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan\\.|Feb\\.|Mar\\.|Apr\\.|Jun\\.|Jul\\.|Aug\\.|Sept?\\.|Oct\\.|Nov\\.|Dec\\."
)
DATE = (
    rf"(?:(?:{_MONTHS})\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+(?:{_MONTHS})\s+\d{{4}}"
    r"|\d{1,2}/\d{1,2}/\d{4})"
)
_WORD = re.compile(r"[A-Za-z]+")
_NUMBERS = re.compile(r"\d+")
_ORDER = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def iso(printed: str) -> str | None:
    """The ISO form of a printed date that `DATE` matched; None for a day that no calendar has."""
    word = _WORD.search(printed)
    numbers = [int(number) for number in _NUMBERS.findall(printed)]
    if word is None:
        month, day, year = numbers
    else:
        month, (day, year) = _ORDER.index(word.group()[:3].lower()) + 1, numbers
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
