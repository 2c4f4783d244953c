"""What decisions say of the words of confidence, and from when on they say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.calibration import FEWEST, Band, Judged, Outcome, bands, calibrated, outcome
from pipeline.decisions import DraftKind, DraftStatus, Proposal
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.encoding import Json
from pipeline.findings import Confidence

ITEM, HIGH, MEDIUM = DraftKind.ACTION_ITEM, Confidence.HIGH, Confidence.MEDIUM
NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
VALUES: dict[str, Json] = {"title": "Report", "responsible": "the Clerk", "due_date": "2031-06-01"}


def judged(status: DraftStatus, at: int = 0, reason: str | None = None, **changes: Json) -> Judged:
    moment = NOON + timedelta(minutes=at)
    return Judged("EC-1", ITEM, HIGH, status, VALUES, VALUES | changes, reason, "ada", moment)


CASES = [
    (judged(DraftStatus.APPROVED), Outcome.RIGHT),
    (judged(DraftStatus.EDITED, title="Report at once"), Outcome.RIGHT),
    (judged(DraftStatus.EDITED, due_date="2031-06-02"), Outcome.MENDED),
    (judged(DraftStatus.EDITED, title="Report", responsible=None), Outcome.MENDED),
    (judged(DraftStatus.REJECTED, reason="not an action"), Outcome.WRONG),
    (judged(DraftStatus.REJECTED, reason="wrong date"), Outcome.WRONG),
    (judged(DraftStatus.REJECTED, reason="duplicate"), None),
    (judged(DraftStatus.SUPERSEDED), None),
    (judged(DraftStatus.PROPOSED), None),
]


@pytest.mark.parametrize(("one", "said"), CASES)
def test_what_a_decision_says_of_a_draft(one: Judged, said: Outcome | None) -> None:
    assert outcome(one) is said


def test_the_units_are_what_an_executive_action_claims() -> None:
    changed = VALUES | {"lead_units": ["OES"]}
    action = DraftKind.EXECUTIVE_ACTION
    assert outcome(Judged("1", action, HIGH, DraftStatus.EDITED, VALUES, changed)) is Outcome.MENDED
    assert outcome(Judged("1", ITEM, HIGH, DraftStatus.EDITED, VALUES, changed)) is Outcome.RIGHT


def test_what_was_approved_in_one_go_is_not_counted() -> None:
    """Ten approved with one key; one approved alone; one rejected in the same moment counts as said."""
    together = [judged(DraftStatus.APPROVED) for _ in range(10)]
    (band,) = bands([*together, judged(DraftStatus.APPROVED, at=1), judged(DraftStatus.REJECTED, reason="x")])
    assert (band.right, band.mended, band.wrong) == (1, 0, 1)
    assert bands(together) == ()
    one_after_another = [
        replace(one, at=NOON + timedelta(milliseconds=20 * number)) for number, one in enumerate(together)
    ]
    assert bands(one_after_another[::-1]) == ()
    assert bands([replace(one, document=f"EC-{at}") for at, one in enumerate(together)])[0].right == 10


def proposal(confidence: Confidence = HIGH, kind: DraftKind = ITEM) -> Proposal:
    document = ExtractedDocument("0" * 64, "a.txt", "text/plain", "Report.", (Page(1, Span(0, 7)),))
    return Proposal(kind, "Report", {}, (document.cite(Span(0, 7)),), confidence, "it binds")


def test_no_share_is_told_below_a_hundred_decisions() -> None:
    few = Band(ITEM, HIGH, 0, 0, FEWEST - 1)
    assert not few.known and few.told == "" and few.earned is HIGH
    assert calibrated(proposal(), [few]) == proposal()


@pytest.mark.parametrize(
    ("right", "wrong", "word"),
    [(99, 1, "high"), (91, 9, "high"), (85, 15, "medium"), (70, 30, "low"), (9500, 500, "high")],
)
def test_a_word_that_was_not_earned_is_taken_away(right: int, wrong: int, word: str) -> None:
    """High promises 95 of 100. With a hundred decisions 91 may still be chance, 85 is not."""
    band = Band(ITEM, HIGH, right, 0, wrong)
    told = calibrated(proposal(), [band])
    assert told.confidence == word
    assert told.confidence_reason.startswith(
        f"it binds; {right / (right + wrong):.0%} of {right + wrong:,} such"
    )


def test_only_the_same_kind_and_word_are_its_like() -> None:
    others = [Band(DraftKind.RISK, HIGH, 0, 0, 500), Band(ITEM, MEDIUM, 0, 0, 500)]
    assert calibrated(proposal(), others) == proposal()
    assert calibrated(proposal(MEDIUM), others).confidence is Confidence.LOW


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400), st.sampled_from(list(Confidence)))
def test_a_word_is_never_raised_and_the_share_lies_between(
    right: int, mended: int, wrong: int, word: Confidence
) -> None:
    band = Band(ITEM, word, right, mended, wrong)
    words = list(Confidence)
    assert words.index(band.earned) >= words.index(word)
    low, high = band.between
    assert 0 <= low <= high <= 1
    if band.decided:
        assert low - 1e-9 <= band.share <= high + 1e-9
