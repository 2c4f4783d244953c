"""Milestones, acting officials, rhythms, extensions, requirements: what holds whatever comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.acting import ActingOfficial, acts_for, check_alone, stands_in
from coordination.extensions import (
    Clock,
    EventStatus,
    Rung,
    ask_extension,
    decide_extension,
    decider,
    lateness,
    rung,
    tier,
)
from coordination.milestones import Milestone, MilestoneState
from coordination.recurrence import parse
from coordination.requirements import Gate, Requirements, Standing, check, missing
from pipeline.problems import IllegalMove

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(days, st.lists(st.tuples(st.booleans(), days, st.sampled_from(["", "a strike"])), max_size=12), days)
def test_a_baseline_never_moves(first: date, deeds: list[tuple[bool, date, str]], today: date) -> None:
    stone = Milestone("Report", first, first)
    for meets, day, reason in deeds:
        met = stone.actual
        try:
            stone = stone.meet(day, today) if meets else stone.foresee(day, reason)
        except IllegalMove:
            continue
        assert met is None, "what was met is met once and for all"
        assert stone.baseline == first
        assert stone.actual is None or stone.actual <= today
        assert stone.forecast == first or stone.forecast_reason


def test_a_milestone_says_how_it_stands() -> None:
    stone = Milestone("Report", DAY, DAY)
    later = stone.foresee(DAY + timedelta(days=9), "The survey is late.")
    assert stone.state(DAY) is MilestoneState.ON_TRACK
    assert (later.state(DAY), later.slip) == (MilestoneState.SLIPPING, 9)
    assert stone.state(DAY + timedelta(days=1)) is MilestoneState.MISSED
    assert stone.meet(DAY, DAY).state(DAY) is MilestoneState.MET
    late = later.meet(DAY + timedelta(days=4), DAY + timedelta(days=5))
    assert (late.state(DAY), late.slip) == (MilestoneState.MET_LATE, 4)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("cd"), days, st.none() | days), max_size=10))
def test_one_person_at_a_time_acts_for_an_official(
    rows: list[tuple[str, str, date, date | None]],
) -> None:
    known: list[ActingOfficial] = []
    for number, (official, acting, first, last) in enumerate(rows):
        try:
            new = ActingOfficial(official, acting, first, last, id=str(number))
            check_alone(known, new)
        except IllegalMove:
            continue
        known.append(new)
    for day in {row[2] for row in rows} | {row[3] for row in rows if row[3]}:
        for official in "ab":
            on = [one.acting for one in known if one.official == official and one.on(day)]
            assert len(on) <= 1
            assert stands_in(known, official, day) == (on[0] if on else None)
            assert all(official in acts_for(known, acting, day) for acting in on)


def test_acting_ends_with_its_last_day_and_is_not_handed_on() -> None:
    known = (ActingOfficial("a", "b", DAY, DAY), ActingOfficial("b", "c", DAY))
    assert acts_for(known, "b", DAY) == {"a"} and acts_for(known, "c", DAY) == {"b"}
    assert acts_for(known, "b", DAY + timedelta(days=1)) == frozenset()
    with pytest.raises(IllegalMove):
        ActingOfficial("a", "a", DAY)


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("every 90 days", date(2026, 5, 31), date(2026, 8, 29)),
        ("Quarterly", date(2026, 6, 2), date(2026, 9, 2)),
        ("semi-annually", date(2026, 9, 2), date(2027, 3, 2)),
        ("every other week", date(2026, 3, 16), date(2026, 3, 30)),
        ("every 180 days thereafter", date(2026, 8, 29), date(2027, 2, 25)),
        ("each fiscal year", None, None),
        ("when needed", None, None),
        ("every 0 days", None, None),
        ("once a month", date(2026, 4, 2), date(2026, 5, 2)),
        ("every ten business days", date(2026, 3, 16), date(2026, 3, 30)),
        ("annually", date(2027, 3, 2), date(2028, 3, 2)),
    ],
)
def test_words_of_a_rhythm(words: str, first: date | None, second: date | None) -> None:
    if first is None:
        with pytest.raises(IllegalMove):
            parse(words)
        return
    rhythm = parse(words)
    assert (rhythm.occurrence(DAY, 1), rhythm.occurrence(DAY, 2)) == (first, second)


def test_a_rhythm_of_months_comes_back_to_the_last_day() -> None:
    monthly = parse("monthly")
    first = date(2026, 1, 31)
    assert [monthly.occurrence(first, number) for number in (1, 2, 3)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


@given(st.sampled_from(["daily", "every 45 days", "monthly", "quarterly", "annually"]), days, days)
def test_the_next_occurrence_is_the_first_after_a_day(words: str, first: date, day: date) -> None:
    rhythm = parse(words)
    found = rhythm.after(first, day)
    assert found > max(first, day) or found > day
    assert found == next(one for number in range(1, 4000) if (one := rhythm.occurrence(first, number)) > day)


def test_an_extension_is_asked_with_a_reason_and_decided_by_somebody_else() -> None:
    for new, why in ((DAY, "late data"), (DAY + timedelta(days=5), " ")):
        with pytest.raises(IllegalMove):
            ask_extension(DAY, new, why, Clock.ITEM, "ada", NOW)
    asked = ask_extension(DAY, DAY + timedelta(days=5), "late data", Clock.ITEM, "ada", NOW, "i1")
    with pytest.raises(IllegalMove, match="to themselves"):
        decide_extension(asked, True, "ada", NOW)
    with pytest.raises(IllegalMove, match="refusal"):
        decide_extension(asked, False, "lead", NOW)
    granted = decide_extension(asked, True, "lead", NOW)
    assert (granted.status, granted.decided_by) == (EventStatus.APPROVED, "lead")
    with pytest.raises(IllegalMove, match="nothing to decide"):
        decide_extension(granted, False, "lead", NOW, "changed my mind")


def test_repeats_rise_to_the_next_approver() -> None:
    approvers = ("Accountable Lead", "Executive Sponsor")
    assert [tier(earlier, approvers) for earlier in range(4)] == [
        "Accountable Lead",
        "Executive Sponsor",
        "Executive Sponsor",
        "Executive Sponsor",
    ]


def test_a_statement_of_lateness_comes_after_the_suspense_and_is_signed_by_another() -> None:
    after = DAY + timedelta(days=1)
    for reason, approver, today in (("x", "cole", DAY), ("", "cole", after), ("x", "ada", after)):
        with pytest.raises(IllegalMove):
            lateness(reason, "ada", approver, NOW, DAY, today)
    assert lateness("The survey came late.", "ada", "cole", NOW, DAY, after).decided_by == "cole"


LADDER = (Rung(-2, "Assignee"), Rung(1, "Accountable Lead"), Rung(5, "Executive Sponsor"))


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 2, 25), None),
        (date(2026, 2, 26), "Assignee"),
        (date(2026, 3, 2), "Assignee"),
        (date(2026, 3, 3), "Accountable Lead"),
        (date(2026, 3, 6), "Accountable Lead"),
        (date(2026, 3, 9), "Executive Sponsor"),
        (date(2027, 1, 1), "Executive Sponsor"),
    ],
)
def test_the_ladder_climbs_by_business_days(today: date, told: str | None) -> None:
    reached = rung(LADDER, DAY, today)
    assert (reached and reached.tell) == told


FULL = Standing(authorities=1, impacts=1, risks=1, decisions=1, lead=True)


@given(
    st.builds(Requirements, st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    st.builds(
        Standing, st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.booleans()
    ),
)
def test_what_is_missing_at_a_step_is_missing_at_every_later_one(
    wanted: Requirements, standing: Standing
) -> None:
    found = [set(missing(wanted, standing, gate)) for gate in Gate]
    assert found[0] <= found[1] <= found[2]
    assert not missing(wanted, FULL, Gate.CLOSE)
    assert not found[2] or not standing.lead or wanted != Requirements()


def test_what_a_type_requires_is_named_at_the_step_where_it_is_due() -> None:
    order = Requirements(legal_authority=True, impact_assessment=True, formal_decision=True)
    led = Standing(authorities=1, lead=True)
    check("EC-A-2026-00001", "Executive Order", order, led, Gate.START)
    with pytest.raises(IllegalMove) as told:
        check("EC-A-2026-00001", "Executive Order", order, led, Gate.SUBMIT)
    assert told.value.what == "EC-A-2026-00001 cannot submit for review yet: it has no impact assessment."
    assessed = replace(led, impacts=1)
    with pytest.raises(IllegalMove, match="formal decision"):
        check("EC-A-2026-00001", "Executive Order", order, assessed, Gate.CLOSE)


def test_nobody_decides_on_their_own_extension_so_it_rises() -> None:
    approvers = ("Accountable Lead", "Executive Sponsor")
    both = {"Accountable Lead": "olin", "Executive Sponsor": "pat"}
    assert decider(0, approvers, both, "ada") == ("Accountable Lead", "olin")
    assert decider(0, approvers, both, "olin") == ("Executive Sponsor", "pat")
    assert decider(1, approvers, both, "pat") == ("Accountable Lead", "olin")
    assert decider(2, approvers, {"Accountable Lead": "olin"}, "ada") == ("Accountable Lead", "olin")
    assert decider(0, approvers, {"Accountable Lead": "olin"}, "olin") is None
    assert decider(0, approvers, {}, "ada") is None
