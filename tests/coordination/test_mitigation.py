"""Risks and impacts at work: no sequence of steps reaches a record that is not legal."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from coordination.actions import ActionStatus
from coordination.assessment import Level
from coordination.mitigation import Watched, check_study
from pipeline.problems import IllegalMove

DAY = date(2026, 11, 20)
days = st.dates(DAY - timedelta(400), DAY + timedelta(400))
words = st.sampled_from(["", "  ", "a word"])
grades = st.none() | st.sampled_from(Level)


class AtWork(RuleBasedStateMachine):
    """Any steps in any order, on any day."""

    def __init__(self) -> None:
        super().__init__()
        self.one = Watched("Silt")

    @rule(
        plan=words,
        owner=st.none() | st.just("ada"),
        until=st.none() | days,
        every=st.sampled_from(["", "every 90 days", "now and then"]),
        review=st.none() | days,
    )
    def plan(self, plan: str, owner: str | None, until: date | None, every: str, review: date | None) -> None:
        with suppress(IllegalMove):
            self.one = self.one.planned(plan, owner, until, every, review)
            assert bool(self.one.plan) or not (self.one.owner or self.one.target)

    @rule(said=words, day=days, likelihood=grades, severity=grades, following=st.none() | days)
    def review(
        self, said: str, day: date, likelihood: Level | None, severity: Level | None, following: date | None
    ) -> None:
        before = self.one
        with suppress(IllegalMove):
            self.one = before.reviewed(said, day, DAY, (likelihood, severity), following)
            assert said.strip() and day <= DAY and not before.status.ended
            assert self.one.review is None or self.one.review > day
            assert self.one.likelihood == (likelihood or before.likelihood)

    @rule(said=words, verb=st.sampled_from(["mitigated", "dropped", "reopened"]))
    def settle(self, said: str, verb: str) -> None:
        before = self.one
        with suppress(IllegalMove):
            self.one = getattr(before, verb)(said)
            assert said.strip()
            assert before.status.ended is (verb == "reopened")

    @invariant()
    def it_is_legal(self) -> None:
        one = self.one
        assert one.status in (
            ActionStatus.NEW,
            ActionStatus.IN_PROGRESS,
            ActionStatus.COMPLETED,
            ActionStatus.CANCELLED,
        )
        assert one.status is not ActionStatus.IN_PROGRESS or one.plan
        assert one.status is not ActionStatus.NEW or not one.plan
        assert one.status is not ActionStatus.COMPLETED or (one.plan and one.evidence)
        assert not (one.status.ended and one.review) and not (one.status.ended and one.late(DAY))


TestAtWork = AtWork.TestCase


def test_a_cycle_names_the_next_review() -> None:
    one = Watched("Silt").planned("Dredge", "ada", DAY, "every 90 days", DAY)
    seen = one.reviewed("As it was.", DAY, DAY, (Level.HIGH, Level.MEDIUM))
    assert seen.review == DAY + timedelta(90) and seen.level is Level.HIGH
    assert seen.reviewed("Worse.", DAY, DAY, following=DAY + timedelta(7)).review == DAY + timedelta(7)
    assert seen.late(DAY + timedelta(91)) and not seen.late(DAY + timedelta(90))
    with pytest.raises(IllegalMove, match="not after"):
        seen.reviewed("Again.", DAY, DAY, following=DAY)


def test_what_is_settled_has_a_plan_and_shows_what_was_done() -> None:
    with pytest.raises(IllegalMove, match="no plan"):
        Watched("Silt").mitigated("It was dredged.")
    with pytest.raises(ValueError, match="evidence"):
        Watched("Silt", ActionStatus.COMPLETED)
    for findings, by in (("", "ada"), ("Much silt.", " ")):
        with pytest.raises(IllegalMove, match="findings"):
            check_study(findings, by)
    check_study("Much silt.", "ada")
