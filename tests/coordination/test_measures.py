"""Shares, medians and weeks from bare counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coordination.measures import Course, Judged, by_week, days_between, monday_of, served, share, together

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_a_week_counts_what_came_and_what_was_decided_in_it() -> None:
    courses = [
        Course(MONDAY, MONDAY + timedelta(days=2)),
        Course(MONDAY, MONDAY + timedelta(days=8)),
        Course(MONDAY + timedelta(days=7)),
    ]
    first, second = by_week(courses, date(2026, 11, 4), date(2026, 11, 9))
    assert (first.monday, first.received, first.decided, first.days) == (date(2026, 11, 2), 2, 1, 2.0)
    assert (second.received, second.decided, second.days) == (1, 1, 8.0)
    assert days_between(courses) == 5.0
    assert days_between(courses[2:]) is None


def test_the_service_level_counts_business_days_and_what_waits_too_long() -> None:
    friday = MONDAY + timedelta(days=4)
    quick, late = Course(friday, friday + timedelta(days=4)), Course(friday, friday + timedelta(days=5))
    open_, known = Course(friday), Course(friday, waived=True)
    tuesday, day = date(2026, 11, 10), timedelta(days=1)
    assert served([quick], 2, tuesday) == 100 and served([late], 2, tuesday) == 0
    # Veterans Day, 11 November 2026, is no business day
    assert served([late], 3, tuesday) == 100 and served([open_], 3, date(2026, 11, 12)) is None
    assert served([quick, open_, known], 2, tuesday) == 100
    assert served([quick, open_, known], 2, tuesday + day) == 50
    assert served([known], 2, date(2027, 1, 1)) is None and served([], 2, tuesday) is None


def test_shares_round_down_and_nothing_has_none() -> None:
    assert (share(199, 200), share(200, 200), share(0, 0)) == (99, 100, None)


def test_rows_add_up() -> None:
    whole = together("all", [Judged("a", 1, 2, 3, 4), Judged("b", 10)])
    assert (whole.unchanged, whole.decided, whole.waiting) == (11, 16, 4)


@given(st.lists(st.integers(0, 60 * 24 * 27), max_size=40))
def test_no_document_is_lost_between_weeks(minutes: list[int]) -> None:
    courses = [Course(MONDAY + timedelta(minutes=one), MONDAY + timedelta(days=27)) for one in minutes]
    weeks = by_week(courses, MONDAY.date(), MONDAY.date() + timedelta(days=28))
    assert sum(week.received for week in weeks) == sum(week.decided for week in weeks) == len(minutes)
    assert all(monday_of(MONDAY) <= week.monday for week in weeks)
