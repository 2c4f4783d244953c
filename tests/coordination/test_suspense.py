"""The suspense calendar against printed holiday lists and its own laws."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.suspense import (
    FIRST_YEAR,
    LAST_YEAR,
    UNITS,
    add_business_days,
    add_months,
    business_days_between,
    due,
    holidays,
    is_business_day,
)

days = st.dates(date(FIRST_YEAR + 4, 1, 1), date(2200, 12, 31))
counts = st.integers(-300, 300)


@pytest.mark.parametrize(
    ("year", "closed"),
    [
        (2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"),
        (2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24"),
        (2023, "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25"),
        (2020, "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25"),
        (1985, "01-01 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25"),
        (1975, "01-01 02-17 05-26 07-04 09-01 10-13 10-27 11-27 12-25"),
    ],
)
def test_the_days_on_which_offices_close(year: int, closed: str) -> None:
    assert [f"{holiday.observed:%m-%d}" for holiday in holidays(year)] == closed.split()


def test_new_year_on_a_saturday_closes_offices_in_the_old_year() -> None:
    assert not is_business_day(date(2021, 12, 31))
    assert holidays(2022)[0].observed == date(2021, 12, 31)


@pytest.mark.parametrize(
    ("day", "open_elsewhere", "open_in_the_capital"),
    [
        (date(2021, 1, 20), True, False),
        (date(2013, 1, 21), False, False),  # 20 January was a Sunday, and the Monday already King's birthday
        (date(1985, 1, 21), True, False),
        (date(2022, 1, 20), True, True),
    ],
)
def test_inauguration_day_is_held_in_the_capital_alone(
    day: date, open_elsewhere: bool, open_in_the_capital: bool
) -> None:
    assert is_business_day(day) is open_elsewhere
    assert is_business_day(day, inauguration=True) is open_in_the_capital


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 1, 12), 5, date(2026, 1, 20)),
        (date(2018, 8, 3), 10, date(2018, 8, 17)),
        (date(2026, 7, 2), 1, date(2026, 7, 6)),
        (date(2026, 7, 4), 1, date(2026, 7, 6)),
        (date(2026, 1, 20), -5, date(2026, 1, 12)),
        (date(2026, 7, 3), 0, date(2026, 7, 6)),
        (date(2026, 7, 2), 0, date(2026, 7, 2)),
    ],
)
def test_counting_business_days(start: date, count: int, end: date) -> None:
    assert add_business_days(start, count) == end


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_end_where_the_month_ends(start: date, count: int, end: date) -> None:
    assert add_months(start, count) == end


def test_a_year_is_not_365_days() -> None:
    base = date(2024, 2, 28)
    assert due(base, 1, "years") == date(2025, 2, 28)
    assert due(base, 365, "days") == date(2025, 2, 27)
    assert due(date(2024, 2, 29), 1, "years") == date(2025, 2, 28)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="fortnights"):
        due(date(2026, 1, 1), 1, "fortnights")


@pytest.mark.parametrize("unit", UNITS)
def test_a_day_beyond_the_calendar_is_refused(unit: str) -> None:
    with pytest.raises(ValueError):
        due(date(LAST_YEAR, 12, 1), 9999, unit)


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_years_outside_the_range_are_refused(year: int) -> None:
    with pytest.raises(ValueError, match=str(FIRST_YEAR)):
        holidays(year)


@given(days, st.integers(1, 300))
def test_business_days_come_back_by_the_same_count(start: date, count: int) -> None:
    end = add_business_days(start, count)
    assert is_business_day(end)
    assert business_days_between(start, end) == count
    assert business_days_between(end, start) == -count


@given(days, counts, counts)
def test_business_days_add_up(start: date, one: int, two: int) -> None:
    if one * two > 0:
        assert add_business_days(add_business_days(start, one), two) == add_business_days(start, one + two)


@given(days)
def test_no_more_than_four_days_in_a_row_are_closed(start: date) -> None:
    assert any(is_business_day(start + timedelta(days=ahead)) for ahead in range(5))


@given(days, counts)
def test_a_month_later_is_in_the_next_month(start: date, count: int) -> None:
    end = add_months(start, count)
    assert end.day <= start.day
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == count


@given(st.integers(FIRST_YEAR, LAST_YEAR))
def test_every_year_has_its_holidays_on_weekdays(year: int) -> None:
    found = holidays(year)
    assert len(found) == 9 + (year >= 1986) + (year >= 2021)
    assert all(holiday.observed.weekday() < 5 for holiday in found)
    assert all(abs((holiday.observed - holiday.day).days) <= 1 for holiday in found)
