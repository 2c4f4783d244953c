"""The counts behind the measures, from records that people worked on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from coordination.actions import ActionStatus
from pipeline.decisions import Decision, Verdict
from pipeline.drafting import proposals
from pipeline.findings import Dropped
from pipeline.intake import IntakeDocument
from pipeline.ports import Stamp
from store.records import SqlRecords
from tests.store.conftest import NOW, READER, analysis_of, read_as

Take = Callable[..., IntakeDocument]


def test_empty_records_have_no_figures(records: SqlRecords) -> None:
    found = records.measures(datetime.now(UTC))
    assert len(found.weeks) == 12 and found.days is None
    assert (found.judged.decided, found.by_kind, found.reasons, found.cost.runs) == (0, (), {}, 0)
    assert (found.duties.open, found.duties.overdue) == (0, 0)


def test_decisions_and_days_are_counted(
    records: SqlRecords, drafted: Take, receive: Take, say: Callable[..., Decision]
) -> None:
    document = drafted("A letter", "SHALL act by 2020-05-01", "SHALL report")
    dismissed = drafted("An advertisement")
    receive("another letter")
    before = records.measures(datetime.now(UTC)).judged.waiting
    first, second, *_ = records.drafts(document.control_number)
    records.decide(say(first, Verdict.APPROVE))
    records.decide(say(second, Verdict.REJECT, reason="duplicate"))
    records.no_action(dismissed.control_number, "An advertisement.", "reviewer")
    found = records.measures(datetime.now(UTC))
    judged = found.judged
    assert (judged.unchanged, judged.rejected, judged.edited) == (1, 1, 0)
    assert judged.waiting == before - 2
    assert found.reasons == {"duplicate": 1}
    assert found.by_version[0].decided == 2
    assert found.cost.runs == 2
    assert found.reading == {"extracted": 2}
    assert all(len(line) == 12 for line in found.trends.values())


def test_what_waits_too_long_and_who_decided_what(
    records: SqlRecords, drafted: Take, say: Callable[..., Decision]
) -> None:
    done, _, same = (drafted(name, "SHALL act", name) for name in ("One", "Two", "Three"))
    first, second, *_ = records.drafts(done.control_number)
    records.decide(say(first, Verdict.APPROVE))
    records.decide(say(second, Verdict.REJECT, reason="duplicate"))
    records.no_action(done.control_number, "An advertisement.", "reviewer")
    records.call_duplicate(same.control_number, done.control_number, "reviewer")
    came = records.document(done.control_number).received_at
    in_time = came > datetime.now(UTC) - timedelta(days=1)
    found = records.measures(came + timedelta(days=21))
    assert found.served == (50 if in_time else 0)
    assert [one for one in found.trends["served"] if one is not None] == [found.served]
    assert [(row.name, row.unchanged, row.edited, row.rejected) for row in found.by_reviewer] == [
        ("reviewer", 1, 0, 1)
    ]


def test_claims_without_words_in_the_document_are_told(records: SqlRecords, receive: Take) -> None:
    read = read_as("One\nSHALL act")
    receive(read.text)
    document = records.claim("worker", NOW)
    assert document is not None
    document = records.keep_reading(document, read, READER)
    analysis = replace(analysis_of(read), dropped=Dropped(2, {"no place": 2}))
    drafts = proposals(read, analysis)
    records.file(document, analysis, Stamp("lines", "1"), drafts)
    found = records.measures(datetime.now(UTC) + timedelta(seconds=1))
    assert found.dropped == 2 and found.verbatim == 100 * len(drafts) // (len(drafts) + 2)
    assert found.trends["verbatim"] == (None,) * 11 + (found.verbatim,)


def test_a_week_counts_the_actions_that_were_open_at_its_end(records: SqlRecords) -> None:
    late, done, _ = (
        records.make_action(name, "Operational Directive", "ada") for name in ("Late", "Done", "Open")
    )
    today = datetime.now(UTC).date()
    records.set_suspense(late, today - timedelta(days=10), None, "as it says", "ada")
    assert records.measures(datetime.now(UTC)).trends["overdue"][-2:] == (None, 33)
    records.action_status(done, ActionStatus.CANCELLED, "ada", "Made twice.")
    now = datetime.now(UTC) + timedelta(seconds=1)
    assert records.measures(now).trends["overdue"][-2:] == (None, 50)
    later = records.measures(now + timedelta(weeks=2)).trends["overdue"]
    assert later[-1] == 50 and later[-4] is None


def test_weeks_count_what_came_and_what_was_decided(
    records: SqlRecords, drafted: Take, receive: Take
) -> None:
    dismissed = drafted("An advertisement")
    receive("another letter")
    records.no_action(dismissed.control_number, "An advertisement.", "reviewer")
    came = records.document(dismissed.control_number).received_at
    found = records.measures(max(came, datetime.now(UTC)))
    if came > datetime.now(UTC) - timedelta(weeks=10):
        assert sum(week.received for week in found.weeks) == 2
        assert sum(week.decided for week in found.weeks) == 1 and found.days is not None
    else:
        assert sum(week.received for week in found.weeks) == 0


def test_types_come_with_their_usual_values(records: SqlRecords) -> None:
    kinds = records.action_kinds()
    assert kinds and [kind.name for kind in kinds] == sorted(kind.name for kind in kinds)
    assert all(kind.priority and kind.category for kind in kinds)
