"""Receipts and stages: what makes a receipt the same, and which way a document may go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pipeline.intake import MOVES, Incoming, Stage, moved
from pipeline.problems import IllegalMove

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ENDS = {Stage.REVIEWED, Stage.NO_ACTION, Stage.DUPLICATE, Stage.SET_ASIDE, Stage.DISPOSED}


def receipt(**more: Any) -> Incoming:
    return replace(Incoming("folder", "a.txt", b"words", NOW, source="/in/a.txt"), **more)


class Going(RuleBasedStateMachine):
    """A document that is pushed in any direction."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage.RECEIVED

    @rule(after=st.sampled_from(Stage))
    def push(self, after: Stage) -> None:
        if after is self.stage or after in MOVES[self.stage]:
            self.stage = moved(self.stage, after)
        else:
            with pytest.raises(IllegalMove):
                moved(self.stage, after)

    @invariant()
    def somebody_has_it(self) -> None:
        for_people = {Stage.NEEDS_REVIEW, *ENDS}
        assert self.stage.waits_for_machine != (self.stage in for_people)

    @invariant()
    def it_can_still_reach_a_person(self) -> None:
        reached, waiting = {self.stage}, [self.stage]
        while waiting:
            new = MOVES[waiting.pop()] - reached
            reached |= new
            waiting.extend(new)
        gone = self.stage is Stage.DISPOSED
        assert gone or {Stage.NEEDS_REVIEW, Stage.NO_ACTION} <= reached


TestGoing = Going.TestCase


def test_no_machine_can_end_a_document_in_silence() -> None:
    """From where a worker has it, the next stop is always a person or another try."""
    for stage in Stage:
        if stage.waits_for_machine:
            assert MOVES[stage].isdisjoint({Stage.REVIEWED, Stage.NO_ACTION})


def test_a_refused_move_says_what_is_possible() -> None:
    with pytest.raises(IllegalMove) as told:
        moved(Stage.RECEIVED, Stage.REVIEWED)
    assert "reading" in told.value.why


def test_the_same_file_offered_again_is_the_same_receipt() -> None:
    assert receipt().receipt_key == receipt(received_at=datetime(2027, 1, 1, tzinfo=UTC)).receipt_key


@pytest.mark.parametrize(
    "more",
    [{"data": b"other"}, {"source": "/in/b.txt"}, {"channel": "mailbox"}, {"external_id": "7"}],
    ids=["other bytes", "another place", "another channel", "the channel's own key"],
)
def test_another_receipt_has_another_key(more: dict[str, Any]) -> None:
    assert receipt(**more).receipt_key != receipt().receipt_key


def test_a_channels_own_key_is_enough() -> None:
    assert receipt(external_id="7").receipt_key == receipt(external_id="7", data=b"x", source="y").receipt_key


@given(st.text(), st.text(), st.text(), st.text())
def test_keys_do_not_run_into_each_other(channel: str, source: str, other: str, place: str) -> None:
    one, two = receipt(channel=channel, source=source), receipt(channel=other, source=place)
    if "\0" not in channel + source + other + place:
        assert (one.receipt_key == two.receipt_key) == ((channel, source) == (other, place))


def test_a_receipt_time_has_a_zone() -> None:
    with pytest.raises(ValueError):
        receipt(received_at=NOW.replace(tzinfo=None))
