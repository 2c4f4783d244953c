"""Days counted one by one from a printed list of holidays: an answer of its own, to hold the product's to."""

from __future__ import annotations

from datetime import date, timedelta

CLOSED = frozenset(
    date.fromisoformat(day)
    for day in [
        "2025-11-27",
        "2025-12-25",
        "2026-01-01",
        "2026-01-19",
        "2026-02-16",
        "2026-05-25",
        "2026-06-19",
        "2026-07-03",
        "2026-09-07",
        "2026-10-12",
        "2026-11-11",
        "2026-11-26",
        "2026-12-25",
        "2027-01-01",
        "2027-01-18",
        "2027-02-15",
        "2027-05-31",
        "2027-06-18",
        "2027-07-05",
        "2027-09-06",
        "2027-10-11",
        "2027-11-11",
        "2027-11-25",
        "2027-12-24",
        "2027-12-31",
    ]
)
ONE = timedelta(days=1)


def is_open(day: date) -> bool:
    return day.strftime("%a") not in ("Sat", "Sun") and day not in CLOSED


def business(day: date, count: int) -> date:
    """Step by step: a day counts when the offices are open on it."""
    if count == 0:
        while not is_open(day):
            day += ONE
        return day
    step = ONE if count > 0 else -ONE
    counted = 0
    while counted != abs(count):
        day += step
        if is_open(day):
            counted += 1
    return day


def calendar(day: date, count: int) -> date:
    return date.fromordinal(day.toordinal() + count)


def percent(states: str) -> int | None:
    """Of a string of D (done), O (open), X (cancelled), P (planned)."""
    counted = [state for state in states if state in "DOP"]
    return (
        None if not counted else int(len([state for state in counted if state == "D"]) / len(counted) * 100)
    )
