"""What may be done to an item of each type, whatever order people try things in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coordination.actions import REASONED, STATUS_MOVES, ActionItem, ActionStatus, ItemType
from coordination.clearance import DECISIONS, MOVES, NEEDS_PAPER, Verb, act, verbs
from pipeline.problems import IllegalMove

DUE = date(2026, 3, 10)
AFTER = DUE + timedelta(days=1)


class Worked(RuleBasedStateMachine):
    """People try every verb, with and without words and papers, before and after the suspense."""

    def __init__(self) -> None:
        super().__init__()
        self.item = ActionItem("Answer", due_date=DUE)
        self.last: Verb | None = None
        self.papers = 0

    @initialize(kind=st.sampled_from(ItemType), mandatory=st.booleans(), due=st.sampled_from([None, DUE]))
    def begin(self, kind: ItemType, mandatory: bool, due: date | None) -> None:
        self.item = replace(self.item, item_type=kind, mandatory=mandatory, due_date=due)

    @rule(
        verb=st.sampled_from(Verb),
        words=st.sampled_from(["", "  ", "There is a reason."]),
        today=st.sampled_from([DUE, AFTER]),
        papers=st.integers(0, 1),
    )
    def attempt(self, verb: Verb, words: str, today: date, papers: int) -> None:
        before = self.item
        try:
            after = act(before, verb, words, today=today, papers=papers)
        except IllegalMove:
            assert verb not in verbs(before, today) or not words.strip() or not papers
            return
        assert verb in verbs(before, today)
        assert after.status is before.status or after.status in STATUS_MOVES[before.status]
        assert bool(words.strip()) or not MOVES[verb].needs
        if after.status is not before.status:
            self.last, self.papers = verb, papers
        self.item = after

    @invariant()
    def what_is_complete_was_completed_as_its_type_demands(self) -> None:
        item = self.item
        if item.status is not ActionStatus.COMPLETED:
            return
        assert self.last is not None
        if item.item_type is ItemType.APPROVAL:
            assert self.last is Verb.APPROVE
        if item.item_type is ItemType.COORDINATION:
            silent = {Verb.NO_RESPONSE} if not item.mandatory and item.due_date else set()
            assert self.last in {Verb.CONCUR, Verb.CONCUR_WITH_COMMENT} | silent
        if item.item_type in NEEDS_PAPER:
            assert self.papers

    @invariant()
    def what_stands_still_says_why(self) -> None:
        item = self.item
        assert not (item.paused and (item.status.ended or item.status is ActionStatus.DEFERRED))
        if item.paused or item.status in REASONED:
            assert item.status_reason

    @invariant()
    def somebody_can_always_do_something(self) -> None:
        assert Verb.CANCEL in verbs(self.item, DUE) or self.item.status.ended
        assert not self.item.status.ended or Verb.REOPEN in verbs(self.item, DUE)


Worked.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestWorked = Worked.TestCase


@pytest.mark.parametrize("kind", ItemType, ids=str)
def test_every_type_can_be_brought_to_its_end(kind: ItemType) -> None:
    seen, waiting = {ActionStatus.NEW}, [ActionItem("Answer", item_type=kind, due_date=DUE)]
    while waiting:
        item = waiting.pop()
        for verb in verbs(item, DUE):
            after = act(item, verb, "so", today=DUE, papers=1)
            if after.status not in seen:
                seen.add(after.status)
                waiting.append(after)
    assert ActionStatus.COMPLETED in seen


def test_silence_clears_what_is_not_mandatory_and_only_after_its_suspense() -> None:
    asked = ActionItem("Concur", ItemType.COORDINATION, due_date=DUE, mandatory=False)
    with pytest.raises(IllegalMove, match="can still be answered"):
        act(asked, Verb.NO_RESPONSE, today=DUE)
    assert act(asked, Verb.NO_RESPONSE, today=AFTER).status is ActionStatus.COMPLETED
    with pytest.raises(IllegalMove, match="silence does not clear it"):
        act(replace(asked, mandatory=True), Verb.NO_RESPONSE, today=AFTER)


def test_a_non_concurrence_stays_open_until_the_office_concurs() -> None:
    asked = ActionItem("Concur", ItemType.COORDINATION)
    against = act(asked, Verb.NON_CONCUR, "It costs too much.", today=DUE)
    assert (against.status, against.status_reason) == (ActionStatus.RETURNED, "It costs too much.")
    assert act(against, Verb.CONCUR, today=DUE).status is ActionStatus.COMPLETED


def test_a_reply_needs_what_was_sent() -> None:
    reply = ActionItem("Answer the Senator", ItemType.REPLY)
    with pytest.raises(IllegalMove, match="reply on the record"):
        act(reply, Verb.COMPLETE, "Mailed.", today=DUE)
    assert act(reply, Verb.COMPLETE, "Mailed.", today=DUE, papers=1).closing_note == "Mailed."


def test_a_head_waits_for_its_members() -> None:
    head = ActionItem("Both", children=(ActionItem("one"), ActionItem("two", status=ActionStatus.CANCELLED)))
    assert Verb.COMPLETE not in verbs(head, DUE)
    with pytest.raises(IllegalMove, match="1 open items below"):
        act(head, Verb.COMPLETE, "Done.", today=DUE)


@given(st.sampled_from(ItemType), st.sampled_from(ActionStatus), st.sampled_from(Verb))
def test_a_refusal_is_told_in_words(kind: ItemType, status: ActionStatus, verb: Verb) -> None:
    try:
        act(ActionItem("Answer", kind, status), verb, today=DUE)
    except IllegalMove as told:
        assert told.what.startswith("“Answer”") and told.what.endswith(".")


def test_each_word_of_a_reviewer_is_a_move() -> None:
    assert set(DECISIONS) <= set(MOVES)
