"""Work that comes back: "every 90 days", "quarterly", "by the 15th of each month" is left to people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from coordination.suspense import due
from pipeline.problems import IllegalMove

_WORDS = {
    "daily": (1, "days"),
    "weekly": (1, "weeks"),
    "biweekly": (2, "weeks"),
    "fortnightly": (2, "weeks"),
    "monthly": (1, "months"),
    "bimonthly": (2, "months"),
    "quarterly": (3, "months"),
    "semiannually": (6, "months"),
    "semiannual": (6, "months"),
    "biannually": (6, "months"),
    "annually": (1, "years"),
    "annual": (1, "years"),
    "yearly": (1, "years"),
    "biennially": (2, "years"),
    "biennial": (2, "years"),
    "triennially": (3, "years"),
}
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {name: number for number, name in enumerate(_COUNTS, start=1)} | {"other": 2, "": 1}
_UNITS = {
    "day": (1, "days"),
    "business day": (1, "business_days"),
    "working day": (1, "business_days"),
    "week": (1, "weeks"),
    "month": (1, "months"),
    "quarter": (3, "months"),
    "half year": (6, "months"),
    "year": (1, "years"),
}
_EVERY = re.compile(
    r"(?:at\s+least\s+)?(?:every|each|once\s+(?:every|each|a|per))\s*(?P<count>\d{1,4}|[a-z]*?)\s*"
    r"(?P<unit>(?:business|working)\s+days?|half\s+years?|days?|weeks?|months?|quarters?|years?)(?:\s+thereafter)?"
)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rhythm: `count` units from one due date to the next."""

    count: int
    unit: str

    def occurrence(self, first: date, number: int) -> date:
        """The due date `number` rounds after the first, counted from the first, so that month ends stay."""
        return due(first, self.count * number, self.unit)

    def after(self, first: date, day: date) -> date:
        """The first occurrence after a day."""
        number = 1
        while (found := self.occurrence(first, number)) <= day:
            number += 1
        return found


def parse(text: str) -> Recurrence:
    """The rhythm that these words mean. Raises IllegalMove where they mean none that can be counted."""
    plain = " ".join(text.casefold().replace("-", " ").split()).removesuffix(" thereafter").strip(" .,;")
    joined = plain.replace(" ", "")
    for words in (plain, joined):
        if words in _WORDS:
            return Recurrence(*_WORDS[words])
    found = _EVERY.fullmatch(plain)
    if found:
        count, unit = found["count"], found["unit"].removesuffix("s")
        size, name = _UNITS[" ".join(unit.split())]
        number = int(count) if count.isdigit() else _NUMBERS.get(count, 0)
        if number > 0:
            return Recurrence(number * size, name)
    raise IllegalMove(
        f"{text!r} is no rhythm that can be counted.",
        "A rhythm is written as: every 90 days, every 2 weeks, monthly, quarterly, annually.",
        "Write it so, or leave it empty.",
    )
