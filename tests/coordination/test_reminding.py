"""The ladder: who hears of a suspense, when, once, and who hears it instead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.extensions import Clock, Rung
from coordination.policy_file import DEFAULT, parse
from coordination.reminding import Duty, hearers, horizon, look
from coordination.suspense import business_days_between

LADDER = parse(DEFAULT).escalation
DUE = date(2026, 11, 18)  # a Wednesday

PEOPLE = {"assignee": "ada", "lead": "ben", "sponsor": "cole", "members": ("eve",)}


def duty(**people: object) -> Duty:
    return Duty("item 1", "EC-A-2026-00001", DUE, Clock.ITEM, **people)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "heard"),
    [
        (date(2026, 11, 13), []),
        (date(2026, 11, 16), [("ada", -2)]),
        (date(2026, 11, 18), [("ada", -2)]),
        (date(2026, 11, 19), [("ada", -2), ("ben", 1)]),
        (date(2026, 11, 24), [("ada", -2), ("ben", 1)]),
        (date(2026, 11, 25), [("ada", -2), ("ben", 1), ("cole", 5)]),
    ],
)
def test_each_rung_is_climbed_on_its_business_day(day: date, heard: list[tuple[str, int]]) -> None:
    found = look([duty(**PEOPLE)], LADDER, day).notices
    assert [(one.user, one.rung.after) for one in found] == heard


def test_nobody_hears_the_same_rung_twice_and_a_moved_suspense_begins_anew() -> None:
    day = date(2026, 11, 19)
    told = {one.told for one in look([duty(**PEOPLE)], LADDER, day).notices}
    assert look([duty(**PEOPLE)], LADDER, day, told).notices == ()
    moved = Duty("item 1", "EC-A-2026-00001", DUE + timedelta(days=1), Clock.ITEM, "ada", "ben", "cole")
    assert [one.user for one in look([moved], LADDER, day, told).notices] == ["ada"]


@pytest.mark.parametrize(
    ("tell", "people", "heard"),
    [
        ("Assignee", PEOPLE, ("ada",)),
        ("Assignee", PEOPLE | {"assignee": None}, ("ben",)),
        ("Assignee", {"sponsor": "cole", "members": ("eve",)}, ("cole",)),
        ("Assignee", {"members": ("eve", "fay")}, ("eve", "fay")),
        ("Accountable Lead", PEOPLE | {"lead": None}, ("cole",)),
        ("Executive Sponsor", {"assignee": "ada"}, ()),
        ("Lead Unit", PEOPLE, ("eve",)),
        ("Lead Unit", {"lead": "ben"}, ("ben",)),
    ],
)
def test_where_an_official_is_nobody_the_next_one_above_hears_it(
    tell: str, people: dict[str, object], heard: tuple[str, ...]
) -> None:
    assert hearers(duty(**people), tell) == heard


def test_work_that_nobody_answers_for_is_named() -> None:
    found = look([duty()], LADDER, DUE)
    assert found.notices == () and [one.key for one in found.unheard] == ["item 1"]


def test_who_acts_hears_it_besides() -> None:
    found = look([duty(**PEOPLE)], LADDER, DUE, stands_in=lambda user: "gil" if user == "ada" else None)
    assert [one.user for one in found.notices] == ["ada", "gil"]


def test_one_person_in_two_capacities_hears_the_higher_rung_alone() -> None:
    found = look([duty(assignee="ada", lead="ada", sponsor="ada")], LADDER, date(2026, 12, 18)).notices
    assert [(one.user, one.rung.tell, one.reminds) for one in found] == [("ada", "Executive Sponsor", False)]


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(-40, 40),
    st.lists(st.integers(-9, 9), max_size=4, unique=True),
)
def test_whatever_a_rung_reaches_lies_before_the_horizon(due: date, days: int, afters: list[int]) -> None:
    ladder, today = tuple(Rung(after, "Assignee") for after in afters), due + timedelta(days=days)
    found = look([Duty("a", "n", due, Clock.ITEM, "ada")], ladder, today).notices
    reached = [after for after in afters if after <= business_days_between(due, today)]
    assert [one.rung.after for one in found] == ([max(reached)] if reached else [])
    if found:
        assert due <= horizon(ladder, today)


def test_the_horizon_is_as_far_as_the_earliest_reminder() -> None:
    assert horizon(LADDER, DUE) == date(2026, 11, 22), "the Sunday after the Friday"
    assert horizon((Rung(3, "Assignee"),), DUE) == DUE == horizon((), DUE)
