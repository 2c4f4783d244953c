"""Finishing a document: decided drafts become records in one transaction, linked to where they came from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from coordination.actions import ActionStatus, Closure, Priority
from coordination.clearance import Verb
from pipeline.decisions import Decision, Verdict
from pipeline.intake import IntakeDocument, Stage
from pipeline.problems import Conflict, IllegalMove, NotFound
from pipeline.settings import Settings
from store.records import SqlRecords

Take = Callable[..., IntakeDocument]
Approve = Callable[..., None]
Say = Callable[..., Decision]

REQUIRED = ("SELF EO 14999", "RISK storms", "IMPACT more work")
"""What an executive order needs before it can be closed."""

ORDER = (
    "About harbors",
    "ORDER Mend the harbors",
    "SELF EO 14999",
    "CITES EO 13777",
    "CITES 31 U.S.C. 901",
    "SHALL survey by 2026-05-01",
    "SHALL dredge",
    "RISK storms",
    "IMPACT more work",
    "REVOKES EO 13000",
    "AMENDS EO 13001",
)


@pytest.fixture
def ask(conf: Settings) -> Callable[..., list[Any]]:
    """Asks the database itself."""

    def run(query: str) -> list[Any]:
        engine = create_engine(conf.records_url)
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return rows

    return run


def test_every_kind_of_draft_becomes_its_record(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    document = drafted(*ORDER)
    approve(document)
    filed = records.finish(document.control_number, "reviewer", now)

    assert filed.action == "EC-A-2026-00001"
    assert (filed.items, filed.risks, filed.impacts) == (6, 1, 1)
    assert (filed.authorities, filed.references, filed.waiting) == (3, 2, 0)
    assert records.document(document.control_number).stage is Stage.REVIEWED
    drafts = records.drafts(document.control_number)
    assert all(draft.record for draft in drafts)
    view = records.action(filed.action)
    assert view.documents == (document.control_number,)
    assert view.action.name == "Mend the harbors"
    assert view.action.action_type == "Executive Order"
    assert view.action.priority is Priority.HIGH
    assert view.action.lead_unit == "OCFO"
    assert view.action.coordinating_units == ("OGC", "Office of Nobody")
    survey, dredge = view.items
    assert (survey.subject, survey.due_date, survey.due_basis) == ("survey", date(2026, 5, 1), "2026-05-01")
    assert survey.condition == dredge.condition == "unless the Board objects"
    assert [child.subject for child in survey.children] == ["the first part", "the second part"]
    assert dredge.due_date is None
    by_id = {draft.id: draft for draft in drafts}
    assert survey.draft and by_id[survey.draft].record == survey.id


def test_records_are_tied_to_source_draft_and_authority(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime, ask: Callable[..., list[Any]]
) -> None:
    document = drafted(*ORDER)
    approve(document)
    records.finish(document.control_number, "reviewer", now)
    units = {"risk_item": "organization_unit_id", "impact": "affected_organization_unit_id"}
    for table, unit in units.items():
        (linked,) = ask(
            "SELECT d.control_number, a.citation, e.quote, x.action_number, n.analysis_number, "
            "u.abbreviation "
            f"FROM {table} r JOIN intake_document d ON d.id = r.document_id "
            "JOIN legal_authority a ON a.id = r.legal_authority_id "
            "JOIN evidence e ON e.draft_id = r.draft_id "
            "JOIN executive_action x ON x.id = r.executive_action_id JOIN analysis n ON n.id = r.analysis_id "
            f"JOIN organization_unit u ON u.id = r.{unit}"
        )
        assert linked[:2] == (document.control_number, "EO 14999")
        assert linked[2].startswith(("RISK", "IMPACT"))
        assert linked[3:5] == ("EC-A-2026-00001", "EC-N-2026-00001")
        assert linked[5] in ("OCFO", "OGC")
    cited = ask(
        "SELECT i.subject, a.citation FROM action_item_authority l "
        "JOIN action_item i ON i.id = l.action_item_id "
        "JOIN legal_authority a ON a.id = l.legal_authority_id ORDER BY i.id"
    )
    assert cited == [("survey", "31 U.S.C. 901"), ("dredge", "31 U.S.C. 901")]
    assert ask("SELECT likelihood, severity, overall_risk_level FROM risk_item") == [
        ("Medium", "High", "High")
    ]
    assert ask("SELECT polarity FROM impact") == [("Negative",)]


def test_an_approved_relation_changes_its_target(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime, ask: Callable[..., list[Any]]
) -> None:
    document = drafted(*ORDER, "REVOKES EO 13002 in part")
    approve(document)
    records.finish(document.control_number, "reviewer", now)
    known = {row.citation: row for row in records.authorities()}
    assert known["EO 14999"].held and known["EO 14999"].title == "About harbors"
    assert known["EO 13000"].status == "Revoked"
    assert known["EO 13001"].status == known["EO 13002"].status == "Amended"
    assert known["EO 13777"].status == "Unknown"
    assert not known["EO 13000"].held and known["EO 13000"].cited_by == 1
    (said,) = records.authority("EO 13000").changed_by
    assert (said.basis, said.quote) == ("review", "REVOKES EO 13000")
    amended = ask(
        "SELECT o.citation, b.citation FROM legal_amendment a JOIN legal_authority o ON "
        "o.id = a.original_authority_id JOIN legal_authority b ON b.id = a.amending_authority_id ORDER BY 1"
    )
    assert amended == [("EO 13001", "EO 14999"), ("EO 13002", "EO 14999")]


def test_a_letter_changes_no_law(records: SqlRecords, drafted: Take, approve: Approve, now: datetime) -> None:
    document = drafted("Dear Director", "REVOKES EO 13000")
    approve(document)
    records.finish(document.control_number, "reviewer", now)
    (row,) = records.authorities()
    assert (row.citation, row.status, row.cited_by) == ("EO 13000", "Unknown", 1)


def test_a_stub_is_filled_in_by_a_later_document(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    first = drafted("A letter", "CITES eo  14999", "IMPLEMENTS EO 14999")
    approve(first)
    records.finish(first.control_number, "reviewer", now)
    (stub,) = records.authorities()
    assert not stub.held

    second = drafted(*ORDER)
    approve(second)
    records.finish(second.control_number, "reviewer", now)

    held = [row for row in records.authorities() if row.id == stub.id]
    assert held[0].held and held[0].title == "About harbors"
    assert len({row.citation.casefold() for row in records.authorities()}) == len(records.authorities())


def test_a_reference_filed_before_its_own_authority_is_tied_later(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime, ask: Callable[..., list[Any]]
) -> None:
    document = drafted(*ORDER)
    approve(document, "cross_reference", "executive_action")
    records.finish(document.control_number, "reviewer", now)
    approve(document, "authority")
    records.finish(document.control_number, "reviewer", now)
    query = (
        "SELECT a.citation FROM legal_cross_reference r "
        "JOIN legal_authority a ON a.id = r.primary_authority_id"
    )
    assert ask(query) == [("EO 14999",), ("EO 14999",)]


def test_a_document_with_waiting_drafts_still_needs_review(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    document = drafted(*ORDER)
    approve(document, "executive_action")
    filed = records.finish(document.control_number, "reviewer", now)
    assert filed.waiting == 11
    assert records.document(document.control_number).stage is Stage.NEEDS_REVIEW

    approve(document)
    later = records.finish(document.control_number, "reviewer", now)
    assert later.action == filed.action, "what is decided later joins the action that is there"
    assert later.items == 6
    assert len(records.actions()) == 1
    assert records.document(document.control_number).stage is Stage.REVIEWED


def test_finishing_again_adds_nothing(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    document = drafted(*ORDER)
    approve(document)
    first = records.finish(document.control_number, "reviewer", now)
    events = records.verify().events
    again = records.finish(document.control_number, "reviewer", now)
    assert (again.action, again.items, again.risks, again.authorities) == (first.action, 0, 0, 0)
    assert records.verify().events == events
    assert len(records.action(first.action or "").items) == 2


def test_items_need_an_action(records: SqlRecords, drafted: Take, approve: Approve, now: datetime) -> None:
    document = drafted("A letter", "SHALL answer", "SHALL call")
    with pytest.raises(IllegalMove):
        records.finish(document.control_number, "reviewer", now)
    approve(document)
    with pytest.raises(IllegalMove):
        records.finish(document.control_number, "reviewer", now)
    with pytest.raises(NotFound):
        records.finish(document.control_number, "reviewer", now, joins="EC-A-1999-00009")
    assert records.counts().actions == {}
    filed = records.finish(document.control_number, "reviewer", now, made="Answer the letter")
    assert filed.action == "EC-A-2026-00001", "a refused finish uses up no number"
    assert records.action("EC-A-2026-00001").action.draft is None


def test_items_of_another_document_join_an_action(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    order, letter = drafted(*ORDER), drafted("A letter", "ORDER Reply", "SHALL answer")
    for document in (order, letter):
        approve(document)
    number = records.finish(order.control_number, "reviewer", now).action or ""
    joined = records.finish(letter.control_number, "reviewer", now, joins=number)
    view = records.action(number)
    assert joined.action == number
    assert view.documents == (order.control_number, letter.control_number)
    assert [item.subject for item in view.items] == ["survey", "dredge", "answer"]
    assert all(draft.record for draft in records.drafts(letter.control_number))


def test_nothing_joins_a_closed_action(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    order, letter = drafted("An order", "ORDER Do", *REQUIRED), drafted("A letter", "SHALL answer")
    for document in (order, letter):
        approve(document)
    number = records.finish(order.control_number, "reviewer", now).action or ""
    records.close(number, Closure(now, "officer", "done", "none"))
    with pytest.raises(IllegalMove):
        records.finish(letter.control_number, "reviewer", now, joins=number)
    assert records.document(letter.control_number).stage is Stage.NEEDS_REVIEW


def test_approved_facts_become_the_documents(
    records: SqlRecords, drafted: Take, refile: Take, approve: Approve, say: Say, now: datetime
) -> None:
    document = drafted(*ORDER)
    facts = records.draft(document.control_number, 1)
    records.decide(
        say(facts, Verdict.EDIT, changes={"title": "Harbors, mended", "sender": "The White House"})
    )
    records.finish(document.control_number, "reviewer", now)
    refile(document, "2")
    (row,) = records.queue()
    assert (row.title, row.sender) == ("Harbors, mended", "The White House")


def test_a_filed_draft_takes_no_other_verdict(
    records: SqlRecords, drafted: Take, approve: Approve, say: Say, now: datetime
) -> None:
    document = drafted(*ORDER)
    approve(document)
    records.finish(document.control_number, "reviewer", now)
    with pytest.raises(IllegalMove):
        records.decide(say(records.draft(document.control_number, 3), Verdict.UNDO))


def test_undoing_a_rejection_reopens_the_document(
    records: SqlRecords, drafted: Take, approve: Approve, say: Say, now: datetime
) -> None:
    document = drafted("A letter", "CITES EO 1")
    cited = records.draft(document.control_number, 3)
    rejected = records.decide(say(cited, Verdict.REJECT, reason="unsupported"))
    approve(document)
    records.finish(document.control_number, "reviewer", now)
    records.decide(say(rejected, Verdict.UNDO))
    assert records.document(document.control_number).stage is Stage.NEEDS_REVIEW


def test_two_reviewers_do_not_overwrite_each_other(records: SqlRecords, drafted: Take, say: Say) -> None:
    document = drafted(*ORDER)
    seen_by_both = records.draft(document.control_number, 2)
    records.decide(say(seen_by_both, Verdict.APPROVE))
    with pytest.raises(Conflict) as told:
        records.decide(say(seen_by_both, Verdict.REJECT, reason="other"))
    assert "reviewer" in told.value.what
    assert records.draft(document.control_number, 2).status == "approved"


def test_no_action_needs_a_reason_and_no_records(
    records: SqlRecords, drafted: Take, approve: Approve, say: Say, now: datetime
) -> None:
    idle, busy = drafted("A card"), drafted("An order", "ORDER Do")
    with pytest.raises(IllegalMove):
        records.no_action(idle.control_number, "  ", "reviewer")
    done = records.no_action(idle.control_number, "a greeting", "reviewer")
    assert (done.stage, done.reason) == (Stage.NO_ACTION, "a greeting")
    with pytest.raises(IllegalMove):
        records.decide(say(records.draft(idle.control_number, 1), Verdict.APPROVE))
    assert records.reopen(idle.control_number, "it asks after all", "reviewer").stage is Stage.NEEDS_REVIEW
    approve(busy, "executive_action")
    records.finish(busy.control_number, "reviewer", now)
    with pytest.raises(IllegalMove):
        records.no_action(busy.control_number, "never mind", "reviewer")


def test_an_action_closes_when_its_items_have_ended(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    document = drafted("An order", "ORDER Do", "SHALL act", *REQUIRED)
    approve(document)
    number = records.finish(document.control_number, "reviewer", now).action or ""
    closure = Closure(now, "officer", "It was done.", "Begin sooner.")
    with pytest.raises(IllegalMove):
        records.close(number, closure)
    (item,) = records.action(number).items
    for part in item.children:
        records.work_item(part.id or "", Verb.COMPLETE, "officer", "Done.")
    assert records.action(number).items[0].closing_note == "All below it has ended."
    view = records.close(number, closure)
    assert view.action.status is ActionStatus.COMPLETED and view.action.closure == closure
    assert records.action(number) == view
    with pytest.raises(IllegalMove):
        records.close(number, closure)
    with pytest.raises(IllegalMove):
        records.work_item(item.id or "", Verb.REOPEN, "officer", "It was not done.")
    assert records.counts().actions == {"Completed": 1}


def test_an_action_moves_by_the_rules(
    records: SqlRecords, drafted: Take, approve: Approve, now: datetime
) -> None:
    document = drafted("An order", "ORDER Do")
    approve(document)
    number = records.finish(document.control_number, "reviewer", now).action or ""
    with pytest.raises(IllegalMove):
        records.action_status(number, ActionStatus.DEFERRED, "officer", " ")
    held = records.action_status(number, ActionStatus.DEFERRED, "officer", "The budget is awaited.").action
    assert (held.status, held.status_reason) == (ActionStatus.DEFERRED, "The budget is awaited.")
    with pytest.raises(IllegalMove):
        records.action_status(number, ActionStatus.SUBMITTED, "officer")
    with pytest.raises(IllegalMove):
        records.action_status(number, ActionStatus.COMPLETED, "officer")
    with pytest.raises(NotFound):
        records.work_item("00000000-0000-0000-0000-000000000000", Verb.COMPLETE, "officer", "Done.")


def test_open_actions_come_first_and_the_nearest_date_before_others(
    records: SqlRecords, drafted: Take, approve: Approve, say: Say, now: datetime
) -> None:
    numbers: list[str] = []
    for day in (None, "2026-06-01", "2026-04-01"):
        own = f"SELF EO 1500{len(numbers)}"
        document = drafted(f"Order for {day}", f"ORDER Do {day}", own, *REQUIRED[1:])
        draft = next(d for d in records.drafts(document.control_number) if d.kind.value == "executive_action")
        records.decide(say(draft, Verdict.EDIT, changes={"suspense_external": day, "title": f"Do it {day}"}))
        approve(document)
        numbers.append(records.finish(document.control_number, "reviewer", now).action or "")
    listed = [view.action.number for view in records.actions()]
    # without a date of its own the order is due by its type: ten business days after 2 March
    assert records.actions()[0].action.due_date == date(2026, 3, 16)
    assert listed == [numbers[0], numbers[2], numbers[1]]
    records.close(numbers[2], Closure(now, "officer", "done", "none"))
    assert [view.action.number for view in records.actions()][-1] == numbers[2]
