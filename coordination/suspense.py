"""The suspense calendar: federal holidays, business days, due dates."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1971, 9998
"""The years this calendar answers for: since the Monday Holiday Act, Public Law 90-363, took effect."""

UNITS = ("days", "business_days", "weeks", "months", "years")

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A legal public holiday: its name, its day, and the day on which offices are closed for it."""

    name: str
    day: date
    observed: date


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth weekday of a month; -1 for the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _days(year: int, inauguration: bool) -> Iterator[tuple[str, date]]:
    yield "New Year's Day", date(year, 1, 1)
    if year >= 1986:  # Public Law 98-144, first held in 1986
        yield "Birthday of Martin Luther King, Jr.", _nth(year, 1, _MONDAY, 3)
    if inauguration and (year - 1965) % 4 == 0:
        yield "Inauguration Day", date(year, 1, 20)
    yield "Washington's Birthday", _nth(year, 2, _MONDAY, 3)
    yield "Memorial Day", _nth(year, 5, _MONDAY, -1)
    if year >= 2021:  # Public Law 117-17
        yield "Juneteenth National Independence Day", date(year, 6, 19)
    yield "Independence Day", date(year, 7, 4)
    yield "Labor Day", _nth(year, 9, _MONDAY, 1)
    yield "Columbus Day", _nth(year, 10, _MONDAY, 2)
    # held on the fourth Monday of October until Public Law 94-97 gave the day back
    yield "Veterans Day", _nth(year, 10, _MONDAY, 4) if year < 1978 else date(year, 11, 11)
    yield "Thanksgiving Day", _nth(year, 11, _THURSDAY, 4)
    yield "Christmas Day", date(year, 12, 25)


def _observed(name: str, day: date) -> date:
    if name == "Inauguration Day":
        # 5 U.S.C. 6103(c): the following day when it is a Sunday; a Saturday stays
        return day + _DAY if day.weekday() == _SUNDAY else day
    if day.weekday() == _SATURDAY:
        return day - _DAY
    return day + _DAY if day.weekday() == _SUNDAY else day


@lru_cache(maxsize=512)
def holidays(year: int, inauguration: bool = False) -> tuple[Holiday, ...]:
    """The legal public holidays of a calendar year in order of their days.

    By the rules of 5 U.S.C. 6103(a); (b)(1) and Executive Order 11582 for a holiday on a Saturday (closed
    on Friday) or a Sunday (closed on Monday). New Year's Day may so be observed in the year before.
    `inauguration` adds the day of 6103(c), for offices in and around the District of Columbia.
    Raises ValueError outside FIRST_YEAR to LAST_YEAR.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the calendar answers for {FIRST_YEAR} to {LAST_YEAR}, not for {year}")
    return tuple(Holiday(name, day, _observed(name, day)) for name, day in _days(year, inauguration))


@lru_cache(maxsize=512)
def _closed(year: int, inauguration: bool) -> frozenset[date]:
    days = {holiday.observed for holiday in holidays(year, inauguration)}
    if year < LAST_YEAR:
        days |= {holiday.observed for holiday in holidays(year + 1, inauguration)}
    return frozenset(day for day in days if day.year == year)


def is_business_day(day: date, inauguration: bool = False) -> bool:
    """Whether federal offices are open: Monday to Friday and no observed holiday of 5 U.S.C. 6103."""
    return day.weekday() < _SATURDAY and day not in _closed(day.year, inauguration)


def add_business_days(start: date, count: int, inauguration: bool = False) -> date:
    """The business day that lies `count` business days after `start`, or before it if negative.

    `start` itself is not counted, open or closed. For 0 it is `start`, or the next business day.
    """
    step = _DAY if count >= 0 else -_DAY
    day = start
    if count == 0:
        while not is_business_day(day, inauguration):
            day += step
        return day
    left = abs(count)
    while left:
        day += step
        left -= is_business_day(day, inauguration)
    return day


def business_days_between(start: date, end: date, inauguration: bool = False) -> int:
    """How many business days lie after `start` up to and with `end`; negative when `end` comes first."""
    if end < start:
        return -business_days_between(end, start, inauguration)
    count = 0
    day = start
    while day < end:
        day += _DAY
        count += is_business_day(day, inauguration)
    return count


def add_months(start: date, count: int) -> date:
    """The same day `count` months later; the last day of a month that is too short (31 August + 6)."""
    month = start.year * 12 + start.month - 1 + count
    year, month = divmod(month, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def due(base: date, offset: int, unit: str, inauguration: bool = False) -> date:
    """The day `offset` units after `base`; `unit` is one of UNITS. Plain days count every calendar day.

    Raises ValueError for another unit, and for a day beyond what the calendar holds.
    """
    try:
        if unit == "days":
            return base + timedelta(days=offset)
        if unit == "weeks":
            return base + timedelta(weeks=offset)
        if unit == "months":
            return add_months(base, offset)
        if unit == "years":
            return add_months(base, 12 * offset)
    except OverflowError:
        raise ValueError(f"{base} and {offset} {unit} lie beyond the calendar") from None
    if unit == "business_days":
        return add_business_days(base, offset, inauguration)
    raise ValueError(f"{unit!r} is no unit of a suspense; the units are {', '.join(UNITS)}")
