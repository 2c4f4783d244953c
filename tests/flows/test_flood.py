"""One page, again and again: every receipt is on the record, and the work is done once."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.wiring import Desk
from flows.work import process_waiting
from pipeline.intake import Incoming, Stage
from pipeline.stages import admit

TIMES = 300


def test_the_same_page_fed_again_and_again_is_kept_and_analysed_once(desk: Desk) -> None:
    now = datetime.now(UTC)
    for number in range(TIMES):
        admit(desk.records, Incoming("folder", "a.txt", b"one page", now, source=f"/in/{number}"), "clerk")
        # the same place again is no receipt at all
        assert not admit(
            desk.records, Incoming("folder", "a.txt", b"one page", now, source=f"/in/{number}"), "clerk"
        ).new
    outcome = process_waiting(desk)

    assert len(outcome.documents) == 1, "known bytes cost no work"
    counts = desk.records.counts()
    assert counts.documents == TIMES
    assert counts.by_stage == {Stage.NEEDS_REVIEW.value: 1, Stage.DUPLICATE.value: TIMES - 1}
    rows = desk.records.queue((Stage.DUPLICATE,), limit=TIMES)
    assert len({row.duplicate_of for row in rows}) == 1
    originals = [path for path in (desk.settings.home / "originals").rglob("*") if path.is_file()]
    assert len(originals) == 1
