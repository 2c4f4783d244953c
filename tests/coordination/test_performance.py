"""The success measures, against a year of letters whose every answer is known, and rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import ceil
from statistics import fmean, median

import pytest

from benchmarks.letters_year import TODAY, Truth, year
from coordination.cases import DOUBTS, Case, Finding, doubts, step
from coordination.performance import (
    Figures,
    Outcome,
    Promise,
    Spread,
    by,
    figures,
    month_of,
    outcome,
    oversight,
    promises,
    spread,
)

LETTER = Case(
    "EC-2026-00001",
    "Congressional Correspondence",
    "OGC",
    answerable=True,
    letter=date(2025, 3, 1),
    received=date(2025, 3, 3),
    due=date(2025, 3, 31),
)


def check(found: Figures, kept: tuple[Promise, ...], truth: Truth) -> None:
    """Every measure is what the letters were made for."""
    tally = truth.tally
    worked, closed = tally["worked"], tally["closed"]
    assert {one.value: count for one, count in found.oversight.outcomes.items() if count} == truth.outcomes
    told = found.oversight.letters - truth.outcomes["Cannot be told"]
    assert (found.oversight.tracked.part, found.oversight.tracked.whole) == (told, truth.outcomes.total())
    assert (found.closed, found.open) == (closed, worked - closed)
    assert (found.on_time.part, found.on_time.whole) == (tally["on time"], tally["on time whole"])
    assert found.on_time.left_out == tally["on time left out"]
    assert (found.missed.part, found.missed.whole) == (tally["missed"], tally["missed"] + tally["met"])
    assert found.missed.left_out == tally["missed left out"]
    for share, name, whole in (
        (found.unclear, "unclear", worked),
        (found.authority, "authority", worked),
        (found.risk, "risk", worked),
        (found.shared, "shared", worked),
        (found.evaluated, "evaluated", closed),
        (found.clean, "clean", closed),
    ):
        assert (name, share.part, share.whole) == (name, tally[name], whole)
    assert (found.findings, found.findings_open) == (len(truth.ages), tally["findings open"])
    assert found.findings_age == (median(truth.ages) if truth.ages else None)
    assert found.asked.part == len(truth.answers)
    if truth.answers:
        assert found.satisfaction == tuple(round(fmean(one), 2) for one in zip(*truth.answers, strict=True))
    check_spread(found.concurrence, truth.turnarounds)
    for one, name in zip(found.steps, ("tasked", "acknowledged", "replied", "closed"), strict=True):
        check_spread(one, truth.steps[name])
    assert found.steps[0].left_out == tally["no start"]
    assert found.steps[2].left_out == tally["reply left out"]
    assert (found.doubted.part, found.doubts) == (truth.doubted, dict(truth.doubts))
    for promise in kept:
        unit = truth.units[promise.unit]
        assert promise.received == unit["received"]
        assert (promise.in_target.part, promise.in_target.whole) == (unit["in target"], unit["wanted"])
        assert (promise.in_twenty.part, promise.in_twenty.whole) == (unit["in twenty"], unit["wanted"])
    assert {promise.unit for promise in kept} == set(truth.units)


def check_spread(found: Spread, days: list[int]) -> None:
    assert found.count == len(days), found.name
    if days:
        assert found.median == round(median(days), 1)
        assert found.ninetieth == sorted(days)[ceil(0.9 * len(days)) - 1]


@pytest.mark.parametrize("seed", [1, 2, 2025])
def test_a_year_whose_answers_are_known(seed: int) -> None:
    made = year(700, seed)
    check(figures(made.cases, TODAY), promises(made.cases, TODAY), made.truth)
    assert set(made.truth.doubts) >= set(DOUBTS) - {"interim_after_reply"}


def test_parts_add_up_to_the_whole() -> None:
    made = year(400)
    whole = figures(made.cases, TODAY)
    for key in (month_of, lambda case: case.unit, lambda case: case.kind):
        parts = [figures(rows, TODAY) for rows in by(made.cases, key).values()]
        assert sum(part.cases for part in parts) == whole.cases
        assert sum(part.on_time.part for part in parts) == whole.on_time.part
        assert sum(part.missed.whole for part in parts) == whole.missed.whole
        for one in Outcome:
            assert sum(part.oversight.outcomes[one] for part in parts) == whole.oversight.outcomes[one]


@pytest.mark.parametrize("closed", [None, date(2025, 3, 5)])
def test_a_day_of_tasking_never_stands_in_for_a_day_of_reply(closed: date | None) -> None:
    """GAO-14-424: a third of the letters were taken for answered on the day they were tasked."""
    case = replace(LETTER, tasked=date(2025, 3, 5), closed=closed)
    told = outcome(case, TODAY)
    assert told is (Outcome.NOT_TRACKED if closed else Outcome.LATE)
    assert step(case, "replied", TODAY) is None
    found = figures([case], TODAY)
    assert found.on_time.part == 0 and found.missed.part == 1
    assert ("closed_unanswered" in doubts(case, TODAY)) is bool(closed)


def test_a_reply_counts_from_the_day_after_receipt() -> None:
    case = replace(LETTER, received=date(2025, 3, 7), replied=date(2025, 3, 10))
    assert step(case, "replied", TODAY) == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"replied": date(2025, 3, 31)}, Outcome.IN_TIME),
        ({"replied": date(2025, 4, 1)}, Outcome.LATE),
        ({"interim": date(2025, 3, 31)}, Outcome.INTERIM),
        ({"interim": date(2025, 4, 1)}, Outcome.LATE),
        ({"due": None, "replied": date(2025, 3, 5)}, Outcome.NOT_TRACKED),
        ({"received": None, "replied": date(2025, 3, 5)}, Outcome.NOT_TRACKED),
        ({"replied": date(2025, 3, 2)}, Outcome.NOT_TRACKED),
        ({"replied": date(2027, 1, 1)}, Outcome.NOT_TRACKED),
        ({"due": date(2027, 1, 1)}, Outcome.NOT_DUE),
        ({"due": date(2025, 3, 1)}, Outcome.NOT_TRACKED),
        ({"waived": True, "closed": date(2025, 3, 9)}, Outcome.WAIVED),
        ({"cancelled": True}, Outcome.WAIVED),
    ],
)
def test_where_a_letter_stands(changes: dict[str, object], expected: Outcome) -> None:
    case = replace(LETTER, **changes)  # type: ignore[arg-type]
    assert outcome(case, TODAY) is expected
    assert oversight([case], TODAY).outcomes[expected] == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"letter": None}, ("no_letter_date",)),
        ({"letter": date(2025, 3, 4)}, ("letter_after_receipt",)),
        ({"letter": date(2023, 3, 4)}, ("letter_long_ago",)),
        ({"letter": date(2024, 3, 3)}, ()),
        ({"acknowledged": date(2025, 3, 2)}, ("before_receipt",)),
        ({"received": date(2026, 2, 1), "due": date(2026, 3, 1)}, ("to_come",)),
        ({"interim": date(2025, 3, 9), "replied": date(2025, 3, 8)}, ("interim_after_reply",)),
        ({"closed": date(2025, 3, 8), "replied": date(2025, 3, 9)}, ("closed_before_reply",)),
    ],
)
def test_what_is_wrong_with_dates(changes: dict[str, object], expected: tuple[str, ...]) -> None:
    case = replace(LETTER, **({"letter": date(2025, 3, 1)} | changes))  # type: ignore[arg-type]
    assert doubts(case, TODAY) == expected


def test_nothing_has_no_figures() -> None:
    found = figures([], TODAY)
    assert found.on_time.percent is None and found.steps[0].median is None and not found.doubts
    assert promises([], TODAY) == ()


def test_shares_are_rounded_down_so_that_all_means_all() -> None:
    cases = [replace(LETTER, replied=LETTER.due)] * 199 + [LETTER]
    assert oversight(cases, TODAY).in_time.percent == 99
    assert spread("days", list(range(1, 11))) == Spread("days", 10, 5.5, 9, 0)


def _findings() -> tuple[Finding, Finding]:
    return Finding(date(2026, 1, 1), date(2026, 1, 11)), Finding(date(2026, 1, 20))


def test_the_age_of_a_settled_finding_ends() -> None:
    case = replace(
        LETTER, findings=(Finding(date(2026, 1, 1), date(2026, 1, 11)), Finding(date(2026, 1, 20)))
    )
    found = figures([case], TODAY)
    assert (found.findings, found.findings_open, found.findings_age) == (2, 1, 10)
