"""Filing an analysis: once, whole, and never over a person's decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from pipeline.decisions import Decision, DraftStatus, Verdict
from pipeline.intake import IntakeDocument, Stage
from pipeline.ports import Stamp
from pipeline.problems import Conflict, IllegalMove, NotFound
from store.records import SqlRecords

Take = Callable[..., IntakeDocument]
Say = Callable[..., Decision]

LINES = (
    "About money",
    "ORDER Mend the books",
    "SHALL report perhaps by 2026-05-01",
    "SHALL count by 2026-04-01",
    "MISSED must",
)


def test_drafts_come_back_as_they_were_filed(records: SqlRecords, drafted: Take) -> None:
    document = drafted(*LINES)
    drafts = records.drafts(document.control_number)
    assert document.stage is Stage.NEEDS_REVIEW
    assert [draft.number for draft in drafts] == list(range(1, len(drafts) + 1))
    assert {draft.document for draft in drafts} == {document.control_number}
    report = next(draft for draft in drafts if draft.title == "report perhaps")
    assert report.evidence[0].quote == "SHALL report perhaps by 2026-05-01"
    assert report.values["due_date"] == "2026-05-01"
    assert report.values == report.proposed
    assert records.draft(document.control_number, report.number) == report


def test_filing_again_changes_nothing(records: SqlRecords, drafted: Take, refile: Take) -> None:
    document = drafted(*LINES)
    before, events = records.drafts(document.control_number), records.verify().events
    assert refile(document, "1") == document
    assert records.drafts(document.control_number) == before
    assert records.verify().events == events


def test_the_same_analysis_is_found_again_and_another_is_not(records: SqlRecords, drafted: Take) -> None:
    document = drafted(*LINES)
    known = records.analysis(document, Stamp("lines", "1"))
    assert known is not None and known.document.title == "About money"
    assert records.dossier(document.control_number).analysis == known
    assert records.analysis(document, Stamp("lines", "2")) is None
    assert records.analysis(document, Stamp("lines", "1", prompts=(("a", "b"),))) is None


def test_a_later_analysis_leaves_decisions_and_what_it_finds_again(
    records: SqlRecords, drafted: Take, refile: Take, say: Say
) -> None:
    document = drafted(*LINES)
    first = records.drafts(document.control_number)
    kept = next(draft for draft in first if draft.title == "count")
    records.decide(say(kept, Verdict.EDIT, changes={"title": "Count it"}))
    gone = next(draft for draft in first if draft.title == "report perhaps")
    records.decide(say(gone, Verdict.REJECT, reason="duplicate"))
    before = records.drafts(document.control_number)

    refile(document, "2")

    assert records.drafts(document.control_number) == before
    assert {draft.status for draft in before} >= {DraftStatus.EDITED, DraftStatus.REJECTED}


def test_a_later_analysis_replaces_what_it_does_not_find_and_adds_what_is_new(
    records: SqlRecords, drafted: Take, refile: Take
) -> None:
    document = drafted(*LINES)
    first = {draft.title: draft for draft in records.drafts(document.control_number)}
    refile(document, "2", without="count")
    second = {draft.title: draft for draft in records.drafts(document.control_number)}
    assert second["count"].status is DraftStatus.SUPERSEDED
    others = first.keys() - {"count"}
    assert [second[title] for title in others] == [first[title] for title in others]
    refile(document, "3")
    third = records.drafts(document.control_number)
    again = [draft for draft in third if draft.title == "count"]
    assert [draft.status for draft in again] == [DraftStatus.SUPERSEDED, DraftStatus.PROPOSED]
    assert len(third) == len(first) + 1


def test_a_replaced_draft_cannot_be_decided(
    records: SqlRecords, drafted: Take, refile: Take, say: Say
) -> None:
    document = drafted(*LINES)
    first = records.drafts(document.control_number)[0]
    refile(document, "2", without=first.title)
    with pytest.raises(Conflict):
        records.decide(say(first, Verdict.APPROVE))
    with pytest.raises(IllegalMove):
        records.decide(say(records.draft(document.control_number, 1), Verdict.APPROVE))


def test_a_reviewed_document_stays_so_when_nothing_new_is_found(
    records: SqlRecords, drafted: Take, refile: Take, approve: Callable[..., None], now: datetime
) -> None:
    document = drafted(*LINES)
    approve(document)
    records.finish(document.control_number, "reviewer", now)
    assert refile(document, "2").stage is Stage.REVIEWED
    assert refile(document, "3", without="count").stage is Stage.REVIEWED


def test_the_queue_tells_due_date_confidence_and_what_was_missed(records: SqlRecords, drafted: Take) -> None:
    drafted(*LINES)
    (row,) = records.queue()
    assert row.due == date(2026, 4, 1)
    assert row.lowest == "low"
    assert row.uncovered == 1
    assert row.drafts == row.drafts_waiting == 5
    assert (row.kind, row.title, row.sender) == ("executive_order", "About money", "The President")


def test_rejecting_the_nearest_date_moves_the_due_date(records: SqlRecords, drafted: Take, say: Say) -> None:
    document = drafted(*LINES)
    draft = next(draft for draft in records.drafts(document.control_number) if draft.title == "count")
    rejected = records.decide(say(draft, Verdict.REJECT, reason="wrong date"))
    assert records.queue()[0].due == date(2026, 5, 1)
    records.decide(say(rejected, Verdict.UNDO))
    assert records.queue()[0].due == date(2026, 4, 1)


def test_findings_about_an_unread_document_are_refused(
    records: SqlRecords, receive: Take, drafted: Take
) -> None:
    known = drafted(*LINES)
    analysis = records.analysis(known, Stamp("lines", "1"))
    assert analysis is not None
    with pytest.raises(IllegalMove):
        records.file(receive("other words"), analysis, Stamp("lines", "1"), ())


def test_findings_about_another_text_are_refused(records: SqlRecords, drafted: Take) -> None:
    one, two = drafted("One letter"), drafted("Another letter")
    analysis = records.analysis(one, Stamp("lines", "1"))
    assert analysis is not None
    with pytest.raises(Conflict):
        records.file(two, analysis, Stamp("lines", "2"), ())


def test_an_edit_that_cannot_become_a_record_is_refused_at_once(
    records: SqlRecords, drafted: Take, say: Say
) -> None:
    document = drafted(*LINES, "RISK late", "IMPACT work", "CITES EO 1", "AMENDS EO 2")
    drafts = {draft.kind.value: draft for draft in records.drafts(document.control_number)}
    wrong = {
        "action_item": {"due_date": "next week"},
        "executive_action": {"priority": "Whenever"},
        "risk": {"severity": "purple"},
        "impact": {"polarity": "sideways"},
        "authority": {"citation": " "},
        "cross_reference": {"relation": "hates"},
    }
    for kind, changes in wrong.items():
        with pytest.raises(IllegalMove):
            records.decide(say(drafts[kind], Verdict.EDIT, changes=changes))
    with pytest.raises(IllegalMove):
        records.decide(say(drafts["executive_action"], Verdict.EDIT, changes={"category": "Gossip"}))
    assert all(draft.version == 1 for draft in records.drafts(document.control_number))


@pytest.mark.parametrize("reviewer", ["system", "system:worker", "analyzer:offline 1"])
def test_only_a_person_decides(records: SqlRecords, drafted: Take, reviewer: str, now: datetime) -> None:
    document = drafted(*LINES)
    draft = records.draft(document.control_number, 1)
    with pytest.raises(IllegalMove):
        records.decide(Decision(draft.id, 1, reviewer, Verdict.APPROVE, now))
    with pytest.raises(IllegalMove):
        records.finish(document.control_number, reviewer, now)
    with pytest.raises(IllegalMove):
        records.no_action(document.control_number, "because", reviewer)


def test_unknown_things_are_not_found(records: SqlRecords, drafted: Take, now: datetime) -> None:
    document = drafted(*LINES)
    for call in (
        lambda: records.draft(document.control_number, 99),
        lambda: records.dossier("EC-1999-00001"),
        lambda: records.drafts("EC-1999-00001"),
        lambda: records.action("EC-A-1999-00001"),
        lambda: records.queue(after="EC-1999-00001"),
        lambda: records.retry("EC-1999-00001", "clerk"),
        lambda: records.decide(Decision("no-id", 1, "reviewer", Verdict.APPROVE, now)),
        lambda: records.decide(
            Decision("00000000-0000-0000-0000-000000000000", 1, "reviewer", Verdict.APPROVE, now)
        ),
    ):
        with pytest.raises(NotFound):
            call()


def test_forty_drafts_are_filed_and_filed_anew(records: SqlRecords, drafted: Take, refile: Take) -> None:
    document = drafted("Many taskings", *(f"SHALL do thing {number}" for number in range(38)))
    before = records.drafts(document.control_number)
    assert len(before) == 40
    refile(document, "2")
    assert records.drafts(document.control_number) == before
    refile(document, "3", without="do thing")
    refile(document, "4")
    after = records.drafts(document.control_number)
    waiting = [draft.title for draft in after if draft.status is DraftStatus.PROPOSED]
    assert waiting == [draft.title for draft in before]
    replaced = [draft.title for draft in after if draft.status is DraftStatus.SUPERSEDED]
    assert replaced == [title for title in waiting if "do thing" in title]


def test_findings_by_another_analyzer_are_outdated_and_so_is_what_a_silent_model_left(
    records: SqlRecords, drafted: Take, receive: Take, approve: Callable[..., None], now: datetime
) -> None:
    first = drafted(*LINES)
    second = drafted("Other words", "SHALL answer", version="2")
    receive("words that nobody has read")
    assert records.outdated(Stamp("lines", "1")) == (second.control_number,)
    assert records.outdated(Stamp("lines", "2")) == (first.control_number,)
    approve(first)
    records.finish(first.control_number, "reviewer", now)
    assert records.outdated(Stamp("lines", "2")) == ()
    assert records.outdated(Stamp("lines", "2"), reviewed=True) == (first.control_number,)


@pytest.mark.parametrize(
    ("fallback", "outdated"),
    [
        (None, False),
        ("not sent: it is marked CUI", False),
        ("over_budget: about 300,000 tokens, of at most 200,000 for one document", False),
        ("over_budget: 10 tokens spent and about 5 wanted, of 12 for one day", True),
        ("unavailable: it does not answer", True),
    ],
)
def test_what_a_model_may_give_another_day_is_outdated(
    records: SqlRecords, drafted: Take, refile: Take, fallback: str | None, outdated: bool
) -> None:
    document = drafted(*LINES, fallback=fallback)
    assert records.outdated(Stamp("lines", "1")) == ((document.control_number,) if outdated else ())
    refile(document, "1")
    assert records.outdated(Stamp("lines", "1")) == ()
