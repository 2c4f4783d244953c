"""Targets of measures: what they are, what they say, when they are met."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.gauges import GAUGES, Gauge, standings, target_of
from coordination.measures import Cost, Duties, Judged, Measures, Week
from pipeline.problems import IllegalMove

MONDAY = date(2026, 11, 16)
FOUND = Measures(
    MONDAY,
    (Week(MONDAY, 4, 2, 3.5),),
    3.5,
    (Judged("action_item", unchanged=3, edited=1, rejected=0),),
    (),
    {},
    {"extracted": 9, "failed": 1},
    Duties(open=8, overdue=2),
    Cost(runs=4, usd=1.0),
    {"days": (3.5,), "unchanged": (75,)},
    served=80,
    dropped=2,
)


def gauge(name: str) -> Gauge:
    return next(one for one in GAUGES if one.name == name)


def test_a_target_is_met_by_at_most_or_at_least_so_much() -> None:
    wanted = {"days": 3.5, "served": 75.0, "unchanged": 80.0, "overdue": 25.0, "unread": 9.0}
    stand = {one.gauge.name: one for one in standings(FOUND, wanted)}
    assert {name: one.value for name, one in stand.items()} == {
        "days": 3.5, "served": 80, "unchanged": 75, "edited": 25, "rejected": 0, "verbatim": 66,
        "overdue": 25, "unread": 10, "cost": 0.25,
    }  # fmt: skip
    assert {name: one.met for name, one in stand.items()} == {
        "days": True, "served": True, "unchanged": False, "edited": None, "rejected": None, "verbatim": None,
        "overdue": True, "unread": False, "cost": None,
    }  # fmt: skip
    assert stand["days"].weeks == ((MONDAY, 3.5),) and stand["cost"].weeks == ()


def test_nothing_counted_meets_and_misses_nothing() -> None:
    empty = replace(FOUND, days=None, by_kind=(), duties=Duties(), cost=Cost(), reading={}, served=None,
                    dropped=0)  # fmt: skip
    stand = standings(empty, {one.name: 0.0 for one in GAUGES})
    assert {one.met for one in stand} == {None} and {one.gauge.told(one.value) for one in stand} == {"–"}


def test_targets_are_told_in_words() -> None:
    assert gauge("days").wanted(5) == "at most 5 days"
    assert gauge("unchanged").wanted(82.5) == "at least 82.5 %"
    assert gauge("cost").wanted(0.5) == "at most $0.50"


@pytest.mark.parametrize(
    ("name", "typed", "target"),
    [
        ("days", " 5 ", 5),
        ("unchanged", "90 %", 90),
        ("cost", "$0.255", 0.26),
        ("days", "", None),
        ("days", " ", None),
    ],
)
def test_what_is_typed_becomes_a_target(name: str, typed: str, target: float | None) -> None:
    assert target_of(name, typed) == target


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("days", "soon"),
        ("unchanged", "101"),
        ("rejected", "-1"),
        ("cost", "nan"),
        ("cost", "inf"),
        ("pace", "1"),
    ],
)
def test_what_cannot_be_a_target_is_refused(name: str, typed: str) -> None:
    with pytest.raises(IllegalMove):
        target_of(name, typed)


@given(st.sampled_from([one.name for one in GAUGES]), st.text(max_size=20))
def test_whatever_is_typed_is_a_target_in_reach_or_refused(name: str, typed: str) -> None:
    try:
        target = target_of(name, typed)
    except IllegalMove as problem:
        assert all(problem.lines)
    else:
        assert target is None or 0 <= target <= 100_000
