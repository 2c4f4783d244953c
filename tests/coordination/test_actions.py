"""Executive actions and items: which moves are legal, and what an action is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.actions import (
    LIFECYCLE_OF,
    STATUS_MOVES,
    ActionItem,
    ActionStatus,
    Closure,
    ExecutiveAction,
    LifecycleStage,
    status_after,
)
from coordination.assessment import Level, Polarity, level, overall, polarity
from pipeline.problems import IllegalMove

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CLOSURE = Closure(NOW, "cole", "It was done.", "Begin sooner.")
ACTION = ExecutiveAction("Do", "EC-2026-00001", "Executive Order", "Directive or Order")


def reachable(start: ActionStatus) -> set[ActionStatus]:
    reached, waiting = {start}, [start]
    while waiting:
        new = STATUS_MOVES[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    return reached


@given(st.sampled_from(ActionStatus), st.sampled_from(ActionStatus))
def test_a_move_is_legal_when_the_table_has_it(before: ActionStatus, after: ActionStatus) -> None:
    if after is before or after in STATUS_MOVES[before]:
        assert status_after(before, after) is after
        assert ActionItem("Do", status=before).moved(after).status is after
    else:
        with pytest.raises(IllegalMove):
            ActionItem("Do", status=before).moved(after)


@pytest.mark.parametrize("status", ActionStatus, ids=lambda status: status.name)
def test_work_can_always_come_to_an_end(status: ActionStatus) -> None:
    assert reachable(status) >= {ActionStatus.COMPLETED, ActionStatus.CANCELLED}
    assert status in LIFECYCLE_OF


def test_ended_work_is_reopened_before_anything_else() -> None:
    assert STATUS_MOVES[ActionStatus.COMPLETED] == {ActionStatus.IN_PROGRESS}
    assert STATUS_MOVES[ActionStatus.CANCELLED] == {ActionStatus.NEW}


def test_an_action_is_completed_by_its_closure_alone() -> None:
    with pytest.raises(IllegalMove):
        ACTION.moved(ActionStatus.COMPLETED)
    with pytest.raises(ValueError):
        replace(ACTION, status=ActionStatus.COMPLETED)
    with pytest.raises(ValueError):
        replace(ACTION, closure=CLOSURE)


def test_a_reopened_action_loses_its_closure() -> None:
    closed = replace(ACTION, status=ActionStatus.COMPLETED, closure=CLOSURE)
    assert closed.lifecycle is LifecycleStage.COMPLETE
    again = closed.moved(ActionStatus.IN_PROGRESS)
    assert again.closure is None and again.lifecycle is LifecycleStage.ACTIVE


@pytest.mark.parametrize(("outcome", "lessons"), [("", "x"), ("x", " "), ("\n", "\t")])
def test_a_closure_says_what_came_of_it_and_what_was_learned(outcome: str, lessons: str) -> None:
    with pytest.raises(IllegalMove):
        Closure(NOW, "cole", outcome, lessons)


def test_nameless_work_is_refused() -> None:
    with pytest.raises(ValueError):
        ActionItem("  ")
    with pytest.raises(ValueError):
        replace(ACTION, name=" ")


@given(st.sampled_from(Level), st.sampled_from(Level))
def test_overall_risk_lies_between_its_parts(likelihood: Level, severity: Level) -> None:
    order = list(Level)
    together = order.index(overall(likelihood, severity))
    assert overall(likelihood, severity) is overall(severity, likelihood)
    if Level.NONE in (likelihood, severity):
        assert overall(likelihood, severity) is Level.NONE
    else:
        lower, higher = sorted((order.index(likelihood), order.index(severity)))
        assert lower <= together <= higher
        assert together - lower <= higher - together, "in doubt the graver level"


@pytest.mark.parametrize(
    ("word", "meant"),
    [("high", Level.HIGH), (" Medium ", Level.MEDIUM), ("unlikely", Level.LOW), ("SEVERE", Level.EXTREME)],
)
def test_words_for_a_level_are_understood(word: str, meant: Level) -> None:
    assert level(word) is meant


def test_words_off_the_scale_are_refused() -> None:
    assert polarity("mixed") is Polarity.MIXED
    for refuse in (level, polarity):
        with pytest.raises(IllegalMove):
            refuse("purple")
