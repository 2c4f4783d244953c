"""Executive actions and items: which moves are legal, and what an action is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.actions import (
    LIFECYCLE_OF,
    REASONED,
    STATUS_MOVES,
    ActionItem,
    ActionStatus,
    Closure,
    ExecutiveAction,
    LifecycleStage,
    status_after,
)
from coordination.assessment import Level, Polarity, level, overall, polarity
from coordination.stages import close
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
    assert STATUS_MOVES[ActionStatus.COMPLETED] == {ActionStatus.IN_PROGRESS, ActionStatus.RETURNED}
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
    with pytest.raises(IllegalMove, match="reopened without a reason"):
        closed.moved(ActionStatus.IN_PROGRESS, " ")
    again = closed.moved(ActionStatus.IN_PROGRESS, "A court has sent it back.")
    assert again.closure is None and again.lifecycle is LifecycleStage.ACTIVE
    assert again.status_reason == "A court has sent it back."


WORDS = st.sampled_from(["", "Because of the budget."])
DEEDS = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(ActionStatus), WORDS),
    st.tuples(st.sampled_from(["close", "issue", "archive", "unarchive"]), st.none(), WORDS),
)


def done(action: ExecutiveAction, deed: str, status: ActionStatus | None, words: str) -> ExecutiveAction:
    if deed == "close":
        return close(action, (), CLOSURE)
    if deed == "issue":
        return action.issue(date(2026, 3, 2))
    if deed == "move" and status:
        return action.moved(status, words)
    return action.archive(deed == "archive")


@given(st.lists(DEEDS, max_size=40))
def test_no_legal_moves_reach_an_illegal_action(
    deeds: list[tuple[str, ActionStatus | None, str]],
) -> None:
    action = ACTION
    for deed, status, words in deeds:
        try:
            after = done(action, deed, status, words)
        except IllegalMove:
            continue
        assert (after.closure is not None) is (after.status is ActionStatus.COMPLETED)
        assert not after.archived or after.status.ended
        if after.status in REASONED:
            assert after.status_reason, f"{after.status} for no reason"
        if action.archived and deed != "unarchive":
            assert after.status is action.status, "what is archived does not move"
        if action.status.ended and after.status is not action.status:
            assert words.strip(), "reopened for no reason"
        action = after


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
