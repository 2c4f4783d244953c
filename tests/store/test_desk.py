"""What people do at the desk: drafts by hand, sentences set aside, a finish taken back, sorting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from coordination.actions import ActionStatus
from coordination.clearance import Verb
from pipeline.decisions import Decision, Draft, DraftKind, DraftStatus, Verdict
from pipeline.documents import Evidence
from pipeline.handmade import chosen_words, handmade
from pipeline.intake import IntakeDocument, Stage
from pipeline.problems import Conflict, IllegalMove, NotFound
from store.records import SqlRecords
from store.views import User
from tests.days import this_day

Take = Callable[..., IntakeDocument]
Approve = Callable[..., None]
Say = Callable[..., Decision]
LINES = ("About harbors", "ORDER Mend the harbors", "SHALL survey by 2026-05-01", "MISSED paint the buoys")


def words_of(records: SqlRecords, control: str, quote: str) -> Evidence:
    read = records.dossier(control).read
    assert read
    return chosen_words(read, quote)


def added(records: SqlRecords, control: str, quote: str | None = "paint the buoys", **fields: str) -> Draft:
    words = words_of(records, control, quote) if quote else None
    wanted = handmade(DraftKind.ACTION_ITEM, {"title": "Paint the buoys", **fields}, words)
    return records.add_draft(control, wanted, "cole")


def test_a_draft_by_hand_covers_its_sentence(records: SqlRecords, drafted: Take, say: Say) -> None:
    control = drafted(*LINES).control_number
    assert records.queue()[0].uncovered == 1
    draft = added(records, control, due_date="2026-04-01", responsible="the Bureau")
    assert (draft.author, draft.status, draft.evidence[0].quote) == (
        "cole",
        DraftStatus.PROPOSED,
        "paint the buoys",
    )
    row = records.queue()[0]
    assert (row.uncovered, row.due) == (0, date(2026, 4, 1))
    assert records.decide(say(draft, Verdict.APPROVE)).status is DraftStatus.APPROVED


def test_a_draft_by_hand_becomes_an_item(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    document = drafted(*LINES)
    added(records, document.control_number)
    approve(document)
    filed = records.finish(document.control_number, "reviewer", now)
    assert filed.action and filed.uncovered == 0
    subjects = [item.subject for item in records.action(filed.action).items]
    assert subjects == ["survey", "Paint the buoys"]


def test_without_words_of_the_source_nobody_approves(records: SqlRecords, drafted: Take, say: Say) -> None:
    control = drafted(*LINES).control_number
    draft = added(records, control, quote=None)
    with pytest.raises(IllegalMove, match="rests on no words"):
        records.decide(say(draft, Verdict.APPROVE))
    with pytest.raises(IllegalMove, match="rests on no words"):
        records.decide(say(draft, Verdict.EDIT, changes={"title": "Another"}))
    held = records.support_draft(control, draft.number, 1, words_of(records, control, "paint"), "cole")
    assert (held.version, held.evidence[0].quote) == (2, "paint")
    with pytest.raises(Conflict):
        records.decide(say(draft, Verdict.APPROVE))
    assert records.decide(say(held, Verdict.APPROVE)).status is DraftStatus.APPROVED


def test_a_new_analysis_leaves_drafts_by_hand_alone(records: SqlRecords, drafted: Take, refile: Take) -> None:
    document = drafted(*LINES)
    mine = added(records, document.control_number)
    refile(document, "2")
    assert records.draft(document.control_number, mine.number).status is DraftStatus.PROPOSED
    assert records.queue()[0].uncovered == 0, "the sentence is still covered by hand"


def test_a_sentence_that_asks_for_nothing(records: SqlRecords, drafted: Take, refile: Take) -> None:
    document = drafted(*LINES)
    control = document.control_number
    gap = words_of(records, control, "MISSED paint the buoys")
    assert records.dismiss_sentence(control, gap, "cole") == 0
    assert records.dossier(control).dismissed == (gap,)
    refile(document, "2")
    assert records.queue()[0].uncovered == 0
    assert records.restore_sentence(control, gap, "cole") == 1
    assert records.dossier(control).dismissed == ()
    assert records.queue()[0].uncovered == 1
    with pytest.raises(IllegalMove):
        records.dismiss_sentence(control, words_of(records, control, "survey"), "cole")


@pytest.mark.parametrize("quote", ["", "words of another letter", "paint the buoy"])
def test_words_that_do_not_stand_there_are_refused(records: SqlRecords, drafted: Take, quote: str) -> None:
    control = drafted(*LINES).control_number
    with pytest.raises(IllegalMove):
        words_of(records, control, quote)


def test_words_are_found_where_they_were_chosen(records: SqlRecords, drafted: Take) -> None:
    control = drafted("SHALL survey", "NOTE survey again", "NOTE and survey").control_number
    read = records.dossier(control).read
    assert read
    second = read.text.index("survey again")
    assert chosen_words(read, "survey", second).start == second
    assert chosen_words(read, "  survey", second - 2).start == second
    with pytest.raises(IllegalMove, match="more than once"):
        chosen_words(read, "survey")


def finished(records: SqlRecords, drafted: Take, approve: Approve, now: datetime, *lines: str) -> str:
    document = drafted(*(lines or LINES), "RISK storms", "REVOKES EO 13000", "SELF EO 14999")
    approve(document)
    records.finish(document.control_number, "reviewer", now)
    return document.control_number


def test_a_finish_is_taken_back(records: SqlRecords, drafted: Take, approve: Approve, now: datetime) -> None:
    control = finished(records, drafted, approve, now)
    made = records.last_finish(control)
    assert made and made.action and not made.acted and made.by == "reviewer"
    assert records.authority("EO 13000").row.status == "Revoked"
    told = records.undo_finish(control, "cole", datetime.now(UTC))
    assert told.stage is Stage.NEEDS_REVIEW
    view = records.action(made.action)
    assert view.action.status is ActionStatus.CANCELLED
    assert all(item.status is ActionStatus.CANCELLED for item in view.items)
    assert not any(draft.record for draft in records.drafts(control))
    assert records.authority("EO 13000").row.status != "Revoked"
    assert records.last_finish(control) is None
    again = records.finish(control, "cole", now)
    assert again.action and again.action != made.action
    assert records.authority("EO 13000").row.status == "Revoked"
    assert records.verify().holds


def test_a_finish_is_not_taken_back_when_somebody_acted(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    control = finished(records, drafted, approve, now)
    made = records.last_finish(control)
    assert made and made.action
    item = records.action(made.action).items[0]
    records.work_item(str(item.id), Verb.BEGIN, "officer")
    found = records.last_finish(control)
    assert found and found.acted
    with pytest.raises(IllegalMove, match="already worked on"):
        records.undo_finish(control, "cole", datetime.now(UTC))
    assert records.reopen(control, "One was missed.", "cole").stage is Stage.NEEDS_REVIEW
    with pytest.raises(IllegalMove, match="no finish"):
        records.undo_finish(control, "cole", datetime.now(UTC))


def test_a_finish_is_not_taken_back_after_ten_minutes(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    control = finished(records, drafted, approve, now)
    with pytest.raises(IllegalMove, match="more than 10 minutes ago"):
        records.undo_finish(control, "cole", datetime.now(UTC) + timedelta(minutes=11))
    assert records.document(control).stage is Stage.REVIEWED


def test_items_that_joined_another_action_go_and_the_action_stays(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    first = records.last_finish(finished(records, drafted, approve, now))
    assert first and first.action
    second = drafted("Of piers", "SHALL mend the pier")
    approve(second)
    records.finish(second.control_number, "reviewer", now, joins=first.action)
    records.undo_finish(second.control_number, "cole", datetime.now(UTC))
    view = records.action(first.action)
    assert not view.action.status.ended
    assert [(item.subject, item.status.ended) for item in view.items] == [
        ("survey", False),
        ("mend the pier", True),
    ]


def test_only_a_person_takes_back(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    control = finished(records, drafted, approve, now)
    for actor in ("system", "analyzer:offline 1"):
        with pytest.raises(IllegalMove):
            records.undo_finish(control, actor, datetime.now(UTC))


def test_a_document_is_assigned(records: SqlRecords, drafted: Take) -> None:
    control = drafted(*LINES).control_number
    records.add_user(User("cole", "Cole", frozenset({"reviewer"})), "system")
    records.assign(control, "cole", "clerk")
    assert records.queue()[0].assigned_to == "cole"
    assert records.dossier(control).desk.assigned_to == "cole"
    records.assign(control, None, "clerk")
    assert records.queue()[0].assigned_to is None
    with pytest.raises(NotFound):
        records.assign(control, "nobody", "clerk")


def test_what_is_put_off_comes_back(records: SqlRecords, drafted: Take) -> None:
    control = drafted("Of piers", "SHALL mend the pier").control_number
    now = datetime.now(UTC)
    later = this_day() + timedelta(days=3)
    records.snooze(control, later, now, "cole")
    assert records.queue((Stage.NEEDS_REVIEW,)) == ()
    (row,) = records.queue(None)
    assert row.snoozed_until == later
    records.snooze(control, None, now, "cole")
    assert [row.control_number for row in records.queue((Stage.NEEDS_REVIEW,))] == [control]


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_day_that_makes_no_sense_is_refused(records: SqlRecords, drafted: Take, days: int) -> None:
    control = drafted("Of piers", "SHALL mend the pier").control_number
    with pytest.raises(IllegalMove):
        records.snooze(control, this_day() + timedelta(days=days), datetime.now(UTC), "cole")


def test_nothing_is_put_off_past_the_day_it_is_due(records: SqlRecords, drafted: Take, now: datetime) -> None:
    control = drafted(*LINES).control_number
    with pytest.raises(IllegalMove, match="is due on 2026-05-01"):
        records.snooze(control, date(2026, 5, 2), now, "cole")


def test_the_same_letter_twice(records: SqlRecords, drafted: Take) -> None:
    first, second = drafted("Of piers").control_number, drafted("Of the piers").control_number
    told = records.call_duplicate(second, first, "cole")
    assert (told.stage, told.duplicate_of) == (Stage.DUPLICATE, first)
    for control, of in ((first, first), (first, second)):
        with pytest.raises(IllegalMove):
            records.call_duplicate(control, of, "cole")
    back = records.reopen(second, "It asks for more.", "cole")
    assert (back.stage, back.duplicate_of) == (Stage.NEEDS_REVIEW, None)


def test_who_has_it_open(records: SqlRecords, drafted: Take, now: datetime) -> None:
    control = drafted("Of piers").control_number
    for name in ("cole", "nair"):
        records.add_user(User(name, name.title(), frozenset({"reviewer"})), "system")
    assert records.open_by(control, "cole", now) == ()
    assert records.open_by(control, "nair", now) == ("Cole",)
    assert records.open_by(control, "cole", now + timedelta(seconds=10)) == ("Nair",)
    assert records.opened_by([control], "somebody", now) == {control: ("Cole", "Nair")}
    assert records.open_by(control, "cole", now + timedelta(minutes=3)) == ()


def test_a_draft_of_low_confidence_is_looked_at_first(records: SqlRecords, drafted: Take) -> None:
    control = drafted("About harbors", "SHALL perhaps survey").control_number
    draft = next(one for one in records.drafts(control) if one.kind is DraftKind.ACTION_ITEM)

    def said(verdict: Verdict, **more: Any) -> Decision:
        return Decision(draft.id, 1, "cole", verdict, datetime.now(UTC), **more)

    with pytest.raises(IllegalMove, match="is to be checked first"):
        records.decide(said(Verdict.APPROVE))
    with pytest.raises(IllegalMove, match="is to be checked first"):
        records.decide(said(Verdict.EDIT, changes={"recurrence": "yearly"}))
    assert records.decide(said(Verdict.APPROVE, confirmed=frozenset({"words"}))).status.stands
