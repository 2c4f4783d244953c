"""What reviewers may say of a draft: every legal and illegal order of verdicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pipeline.decisions import Decision, Draft, DraftKind, DraftStatus, Proposal, Verdict, at_once, decided
from pipeline.documents import Evidence
from pipeline.encoding import Json
from pipeline.findings import Confidence
from pipeline.problems import Conflict, IllegalMove

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
PLACE = (Evidence(0, 5, "shall", 1),)
PROPOSED: dict[str, Json] = {"title": "Answer", "due_date": "2026-04-01", "responsible": None}

FRESH = Draft(
    "d1",
    "EC-2026-00001",
    1,
    DraftKind.ACTION_ITEM,
    "Answer",
    PROPOSED,
    PROPOSED,
    PLACE,
    Confidence.HIGH,
    "said",
)


def word(verdict: Verdict, version: int = 1, **more: object) -> Decision:
    changes = more.get("changes")
    reason = more.get("reason")
    assert changes is None or isinstance(changes, dict)
    assert reason is None or isinstance(reason, str)
    return Decision("d1", version, "cole", verdict, NOW, changes, reason)


class Reviewing(RuleBasedStateMachine):
    """A draft under any order of verdicts, legal or not, by somebody who may look at an old version."""

    def __init__(self) -> None:
        super().__init__()
        self.draft = FRESH
        self.history: list[Draft] = []

    def _say(self, decision: Decision) -> None:
        before = self.draft
        legal = (
            decision.draft_version == before.version
            and before.record is None
            and before.status is not DraftStatus.SUPERSEDED
            and (decision.verdict is Verdict.UNDO) == before.status.decided
        )
        if legal:
            self.draft = decided(before, decision)
            self.history.append(before)
            assert self.draft.version == before.version + 1
        else:
            with pytest.raises(IllegalMove if decision.draft_version == before.version else Conflict):
                decided(before, decision)

    @rule(back=st.integers(0, 2))
    def approve(self, back: int) -> None:
        self._say(word(Verdict.APPROVE, self.draft.version - back))

    @rule(back=st.integers(0, 2), title=st.text("ab <é\n", min_size=1, max_size=9))
    def edit(self, back: int, title: str) -> None:
        self._say(word(Verdict.EDIT, self.draft.version - back, changes={"title": title}))

    @rule(back=st.integers(0, 2))
    def reject(self, back: int) -> None:
        self._say(word(Verdict.REJECT, self.draft.version - back, reason="duplicate"))

    @rule(back=st.integers(0, 2))
    def undo(self, back: int) -> None:
        self._say(word(Verdict.UNDO, self.draft.version - back))

    @precondition(lambda self: self.draft.status is DraftStatus.PROPOSED and self.draft.version > 3)
    @rule()
    def replaced_by_a_later_analysis(self) -> None:
        self.draft = replace(self.draft, status=DraftStatus.SUPERSEDED, version=self.draft.version + 1)

    @precondition(lambda self: self.draft.status.stands and self.draft.version > 3)
    @rule()
    def finished(self) -> None:
        self.draft = replace(self.draft, record="r1")

    @invariant()
    def the_analyzers_words_stay(self) -> None:
        assert self.draft.proposed == PROPOSED
        assert self.draft.values.keys() == PROPOSED.keys()

    @invariant()
    def a_decided_draft_names_its_reviewer_and_no_other_does(self) -> None:
        named = self.draft.decided_by is not None and self.draft.decided_at is not None
        assert named == self.draft.status.decided

    @invariant()
    def only_an_edit_changes_values(self) -> None:
        if self.draft.status is not DraftStatus.EDITED:
            assert self.draft.values == PROPOSED

    @invariant()
    def a_rejection_has_its_reason(self) -> None:
        assert (self.draft.reason is not None) == (self.draft.status is DraftStatus.REJECTED)


TestReviewing = Reviewing.TestCase


def test_an_approval_may_carry_changes() -> None:
    after = decided(FRESH, word(Verdict.EDIT, changes={"due_date": None}))
    assert after.status is DraftStatus.EDITED and after.values["due_date"] is None


def test_a_field_that_the_draft_has_not_cannot_be_edited() -> None:
    with pytest.raises(IllegalMove) as told:
        decided(FRESH, word(Verdict.EDIT, changes={"colour": "red"}))
    assert "due_date" in told.value.remedy


def test_a_conflict_names_who_was_first() -> None:
    approved = decided(FRESH, word(Verdict.APPROVE))
    with pytest.raises(Conflict) as told:
        decided(approved, word(Verdict.REJECT, reason="other"))
    assert "cole" in told.value.what and "approved" in told.value.why


@pytest.mark.parametrize(
    ("verdict", "changes", "reason", "reviewer"),
    [
        (Verdict.EDIT, None, None, "cole"),
        (Verdict.EDIT, {}, None, "cole"),
        (Verdict.REJECT, None, None, "cole"),
        (Verdict.REJECT, None, "", "cole"),
        (Verdict.APPROVE, None, None, " "),
    ],
)
def test_a_word_that_says_too_little_is_no_decision(
    verdict: Verdict, changes: dict[str, Json] | None, reason: str | None, reviewer: str
) -> None:
    with pytest.raises(IllegalMove):
        Decision("d1", 1, reviewer, verdict, NOW, changes, reason)


def test_a_proposal_rests_on_evidence() -> None:
    with pytest.raises(ValueError):
        Proposal(DraftKind.RISK, "Late", {}, (), Confidence.LOW, "guessed")


@pytest.mark.parametrize(
    "wrong",
    [
        "\x00",
        "bell\x07",
        "\u202eevil",
        "\u2066",
        "\ud800",
        "\x7f",
        "line\rend",
        "x" * 2001,
        ["fine", {"text": "\x1b"}],
    ],
)
def test_what_cannot_be_read_is_no_change(wrong: Json) -> None:
    with pytest.raises(IllegalMove):
        decided(FRESH, word(Verdict.EDIT, changes={"title": wrong}))


@pytest.mark.parametrize(
    "fine", ["Réponse – “now”", "two\nlines\tand a tab", "x" * 2000, "\U0001f6a2 \u05d0", "\u200d"]
)
def test_any_script_is_a_change(fine: str) -> None:
    assert decided(FRESH, word(Verdict.EDIT, changes={"title": fine})).values["title"] == fine


def test_a_reason_is_legible_too() -> None:
    with pytest.raises(IllegalMove):
        word(Verdict.REJECT, reason="\x00")


@pytest.mark.parametrize("least", list(Confidence))
def test_no_draft_of_low_confidence_is_approved_in_one_go(least: Confidence) -> None:
    drafts = [replace(FRESH, number=at, confidence=one) for at, one in enumerate(Confidence, start=1)]
    chosen = at_once([*drafts, replace(FRESH, status=DraftStatus.EDITED)], "full", least)
    assert chosen and all(draft.confidence is not Confidence.LOW for draft in chosen)
    assert (drafts[1] in chosen) is (least is not Confidence.HIGH)


@pytest.mark.parametrize("coverage", ["partial(page 2)", "none(language)", None, ""])
def test_nothing_is_approved_in_one_go_where_not_all_was_read(coverage: str | None) -> None:
    with pytest.raises(IllegalMove):
        at_once([FRESH], coverage)
