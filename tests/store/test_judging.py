"""What reviewers decided is counted, and told on the drafts that come after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pipeline import calibration
from pipeline.decisions import Decision, DraftKind, Verdict
from pipeline.findings import Confidence
from pipeline.intake import IntakeDocument, Stage
from store import known
from store.records import SqlRecords

Take = Callable[..., IntakeDocument]
Say = Callable[..., Decision]


def decide(records: SqlRecords, say: Say, document: IntakeDocument, now: datetime) -> None:
    """Approve the first item, mend the second, turn the third down, each in its own moment."""
    first, second, third = (
        draft for draft in records.drafts(document.control_number) if draft.kind is DraftKind.ACTION_ITEM
    )
    words = (
        say(first, Verdict.APPROVE),
        say(second, Verdict.EDIT, changes={"due_date": "2026-05-02"}),
        say(third, Verdict.REJECT, reason="not an action"),
    )
    for minute, word in enumerate(words):
        records.decide(replace(word, at=now + timedelta(minutes=minute)))


def test_decisions_are_counted_by_kind_and_word(
    records: SqlRecords, drafted: Take, say: Say, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert records.track_record("lines") == ()
    document = drafted("ORDER Mend", "SHALL count", "SHALL report by 2026-05-01", "SHALL sing")
    decide(records, say, document, now)
    assert records.track_record("lines") == (), "it is counted anew every ten minutes"
    monkeypatch.setattr(known, "_RECOUNT", -1.0)
    (band,) = records.track_record("lines")
    assert band.kind is DraftKind.ACTION_ITEM
    assert (band.right, band.mended, band.wrong) == (1, 1, 1)
    assert records.track_record("lines", "another-model") == records.track_record("model") == ()
    first = next(draft for draft in records.drafts(document.control_number) if draft.status.decided)
    records.decide(say(first, Verdict.UNDO))
    assert records.track_record("lines")[0].decided == 2, "what was taken back says nothing"


def test_finished_documents_are_told_in_the_order_of_receipt(
    records: SqlRecords, drafted: Take, say: Say, now: datetime
) -> None:
    waits, empty, done = drafted("A", "SHALL a"), drafted("B", "SHALL b"), drafted("ORDER C", "SHALL c")
    records.no_action(empty.control_number, "For information.", "reviewer")
    for draft in records.drafts(done.control_number):
        records.decide(say(draft, Verdict.APPROVE))
    records.finish(done.control_number, "reviewer", now)
    told = {row.control_number: row.stage for row in records.finished()}
    assert told == {empty.control_number: Stage.NO_ACTION, done.control_number: Stage.REVIEWED}
    assert waits.control_number not in told


def test_what_is_known_is_told_on_new_drafts(
    records: SqlRecords, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import stages
    from pipeline.intake import Incoming
    from tests.pipeline.test_stages import Scripted

    band = calibration.Band(DraftKind.ACTION_ITEM, Confidence.HIGH, 60, 30, 30)
    monkeypatch.setattr(type(records), "track_record", lambda *_: (band,))
    stages.admit(records, Incoming("folder", "a.txt", b"Please answer.", now, source="a"), "system")
    document = records.claim("w", now)
    assert document is not None
    tool = Scripted()
    stages.process(records, tool, tool, document, now)
    draft = records.drafts(document.control_number)[-1]
    assert draft.confidence is Confidence.LOW
    assert draft.confidence_reason == "said; 50% of 120 such drafts decided here were right (41% to 59%)"
