"""The day that a date expression means, seen from the date of its document."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from analysis.deadlines.grammar import Form, Reading


def day_of(reading: Reading, base: date | None) -> date | None:
    """The day of a calendar date, a weekday, or the end of a period; None where it cannot be told."""
    try:
        if reading.form is Form.DATE:
            return _calendar_day(reading, base)
        if reading.form is Form.WEEKDAY:
            return _weekday(reading, base)
        if reading.form is Form.PERIOD:
            return _period(reading, base)
    except ValueError:
        return None
    return None


def _calendar_day(reading: Reading, base: date | None) -> date | None:
    month, day = reading.month, reading.day
    if day is None:
        return None
    if month is None:
        return _day_to_come(day, base)
    if reading.year is not None:
        return date(reading.year, month, day)
    if base is None:
        return None
    # a month without a year is the next to come; 29 February waits for its leap year
    for year in range(base.year, base.year + 9):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= base:
            return date(year, month, day)
    return None


def _day_to_come(day: int, base: date | None) -> date | None:
    """The next month's day of that number; a month too short for it is passed over."""
    if base is None:
        return None
    for ahead in range(13):
        year, month = divmod(base.year * 12 + base.month - 1 + ahead, 12)
        if day <= monthrange(year, month + 1)[1] and date(year, month + 1, day) >= base:
            return date(year, month + 1, day)
    return None


def _weekday(reading: Reading, base: date | None) -> date | None:
    if base is None or reading.day is None:
        return None
    ahead = (reading.day - base.weekday()) % 7 or 7
    return base + timedelta(days=ahead)


def _period(reading: Reading, base: date | None) -> date | None:
    """The last day of a period, or its first where the words say so. Fiscal years end on 30 September."""
    name, number, year = reading.period, reading.number or 0, reading.year
    if name == "today":
        return base + timedelta(days=number) if base else None
    if base is None and (year is None or name == "week"):
        return None
    if name == "week" and base:
        return base + timedelta(days=(4 - base.weekday()) % 7)
    if name == "next_week" and base:
        return base + timedelta(days=7 + (0 if reading.first_day else 4) - base.weekday())
    first, last = _bounds(name or "", number, year, base)
    return first if reading.first_day else last


def _bounds(name: str, number: int, year: int | None, base: date | None) -> tuple[date, date]:
    if name == "fiscal_year":
        fiscal = year if year is not None else _fiscal(base)
        return date(fiscal - 1, 10, 1), date(fiscal, 9, 30)
    if name == "fiscal_quarter":
        fiscal = year if year is not None else _fiscal(base)
        start = (date(fiscal - 1, 10, 1), date(fiscal, 1, 1), date(fiscal, 4, 1), date(fiscal, 7, 1))[
            number - 1
        ]
        return start, _month_end(start.year, start.month + 2)
    if name == "year":
        plain = year if year is not None else _year(base)
        return date(plain, 1, 1), date(plain, 12, 31)
    if name == "quarter":
        plain = year if year is not None else _year(base)
        quarter = number or (_month(base) + 2) // 3
        return date(plain, 3 * quarter - 2, 1), _month_end(plain, 3 * quarter)
    month = number or (_month(base) % 12 + 1 if name == "next_month" else _month(base))
    plain = year if year is not None else _year(base)
    if year is None and base is not None and month < base.month:
        plain += 1
    return date(plain, month, 1), _month_end(plain, month)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _known(base: date | None) -> date:
    if base is None:
        raise ValueError("no base to take the year from")
    return base


def _fiscal(base: date | None) -> int:
    day = _known(base)
    return day.year + (day.month >= 10)


def _year(base: date | None) -> int:
    return _known(base).year


def _month(base: date | None) -> int:
    return _known(base).month
