"""Finish and close: which decided drafts become which records, and when an action may end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.actions import ActionItem, ActionStatus, Closure, ExecutiveAction, ItemType, Priority
from coordination.stages import Filing, close, finish
from pipeline.decisions import Draft, DraftKind, DraftStatus
from pipeline.documents import Evidence
from pipeline.encoding import Json
from pipeline.findings import Confidence
from pipeline.problems import IllegalMove

NUMBER = "EC-2026-00001"
PLACE = (Evidence(0, 14, "You shall act.", 1),)
CLOSURE = Closure(datetime(2026, 3, 2, tzinfo=UTC), "cole", "It was done.", "Begin sooner.")
ACTION = ExecutiveAction("Do", NUMBER, "Executive Order", "Directive or Order", number="EC-A-2026-00001")


def draft(
    kind: DraftKind,
    number: int,
    status: DraftStatus = DraftStatus.APPROVED,
    values: dict[str, Json] | None = None,
) -> Draft:
    held = values or {}
    title = f"Title {number}"
    return Draft(
        f"d{number}", NUMBER, number, kind, title, held, held, PLACE, Confidence.HIGH, "said", status
    )


def item(number: int = 1, /, **values: Json) -> Draft:
    return draft(DraftKind.ACTION_ITEM, number, values=values)


def action(number: int = 9, /, **values: Json) -> Draft:
    return draft(DraftKind.EXECUTIVE_ACTION, number, values=values)


@given(
    st.lists(
        st.tuples(st.sampled_from(DraftKind), st.sampled_from(DraftStatus), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_what_stands_and_is_not_filed_is_filed_once(rows: list[tuple[DraftKind, DraftStatus, bool]]) -> None:
    drafts = tuple(
        replace(draft(kind, number, status), record="r" if filed and status.stands else None)
        for number, (kind, status, filed) in enumerate(rows)
    )
    if not any(one.status.decided for one in drafts):
        with pytest.raises(IllegalMove):
            finish(NUMBER, drafts, made="By hand")
        return
    filing = finish(NUMBER, drafts, joins="EC-A-2026-00001")
    fresh = {one.id for one in drafts if one.status.stands and one.record is None}
    actions = {one.id for one in drafts if one.kind is DraftKind.EXECUTIVE_ACTION}
    told = [part.draft for part in filing.items] + [one.id for one in filing.others]
    assert sorted(name for name in told if name) == sorted(fresh - actions)
    assert filing.action is None and filing.joins == "EC-A-2026-00001"


def test_an_approved_action_holds_its_items() -> None:
    filing = finish(
        NUMBER,
        (
            action(
                title="Mend the books",
                type="Compliance Tasker",
                category="Compliance",
                priority="High",
                suspense_external="2026-05-01",
                suspense_internal="2026-04-20",
                lead_units=[{"unit": "OCFO", "why": "money"}, {"unit": "OGC", "why": "law"}],
                coordinating_units=[{"unit": "OPA", "why": "press"}],
            ),
            item(1, title="Count", due_date="2026-04-01"),
        ),
    )
    made = filing.action
    assert made is not None and made.draft == "d9"
    assert (made.name, made.action_type, made.category) == (
        "Mend the books",
        "Compliance Tasker",
        "Compliance",
    )
    assert (made.priority, made.status) == (Priority.HIGH, ActionStatus.NEW)
    assert (made.due_date, made.internal_due_date) == (date(2026, 5, 1), date(2026, 4, 20))
    assert (made.lead_unit, made.coordinating_units) == ("OCFO", ("OPA",))
    assert [part.subject for part in filing.items] == ["Count"]


def test_an_item_keeps_its_sum_its_members_and_its_words() -> None:
    (filed,) = finish(
        NUMBER,
        (
            action(),
            item(
                title="Report",
                kind="tasking",
                responsible="Chief Financial Officer",
                due_date="2026-05-01",
                due_basis={"anchor": "document_date", "base": "2026-03-02", "offset": 60, "unit": "days"},
                recurrence="annually",
                condition="if the Board agrees",
                items=[{"text": "costs", "due_date": "2026-04-15"}, {"text": "x" * 300}],
            ),
        ),
    ).items
    assert filed.details == "You shall act."
    assert (filed.assignee, filed.recurrence) == ("Chief Financial Officer", "annually")
    assert filed.due_basis == "2026-03-02 + 60 days"
    assert filed.condition == "if the Board agrees"
    costs, long = filed.children
    assert (costs.subject, costs.due_date) == ("costs", date(2026, 4, 15))
    assert len(long.subject) == 200 and len(long.details) == 300


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("request", ItemType.REPLY),
        ("question", ItemType.REPLY),
        ("tasking", ItemType.TASK),
        (None, ItemType.TASK),
    ],
)
def test_what_a_writer_asks_is_answered_by_a_reply(kind: str | None, meant: ItemType) -> None:
    (filed,) = finish(NUMBER, (action(), item(kind=kind))).items
    assert filed.item_type is meant


def test_items_alone_need_an_action() -> None:
    with pytest.raises(IllegalMove):
        finish(NUMBER, (item(),))
    with pytest.raises(IllegalMove):
        finish(NUMBER, (item(), replace(action(), status=DraftStatus.REJECTED)))
    assert finish(NUMBER, (item(),), joins="EC-A-2026-00001").action is None
    by_hand = finish(NUMBER, (item(),), made="By hand").action
    assert by_hand and by_hand.name == "By hand" and by_hand.draft is None


def test_an_approved_action_goes_before_one_made_by_hand() -> None:
    made = finish(NUMBER, (action(title="Approved"),), made="By hand").action
    assert made and made.name == "Approved"


def test_nothing_decided_is_nothing_to_finish() -> None:
    with pytest.raises(IllegalMove):
        finish(NUMBER, (replace(item(), status=DraftStatus.PROPOSED),))
    with pytest.raises(IllegalMove):
        finish(NUMBER, ())


def test_a_document_whose_drafts_were_all_rejected_can_be_finished() -> None:
    filing = finish(NUMBER, (replace(item(), status=DraftStatus.REJECTED),))
    assert filing == Filing(NUMBER, None, None, (), (), 0)


def test_waiting_drafts_are_counted() -> None:
    drafts = (action(), item(1), replace(item(2), status=DraftStatus.PROPOSED))
    assert finish(NUMBER, drafts).waiting == 1


@pytest.mark.parametrize(
    "values",
    [{"suspense_external": "soon"}, {"suspense_internal": "2026-02-30"}, {"priority": "Whenever"}],
    ids=["no date", "no such day", "no priority"],
)
def test_a_field_that_cannot_be_filed_names_its_remedy(values: dict[str, Json]) -> None:
    with pytest.raises(IllegalMove) as told:
        finish(NUMBER, (action(**values),))
    assert next(iter(values)) in told.value.remedy


def test_a_priority_is_known_in_any_case() -> None:
    made = finish(NUMBER, (action(priority="critical"),)).action
    assert made and made.priority is Priority.CRITICAL


def test_a_filing_never_has_items_without_an_action() -> None:
    with pytest.raises(ValueError):
        Filing(NUMBER, None, None, (ActionItem("Do"),), (), 0)


def test_an_action_closes_when_nothing_below_it_is_open() -> None:
    done = ActionItem("Do", status=ActionStatus.COMPLETED)
    dropped = ActionItem("Drop", status=ActionStatus.CANCELLED, children=(done,))
    closed = close(ACTION, (done, dropped), CLOSURE)
    assert closed.status is ActionStatus.COMPLETED and closed.closure == CLOSURE


def test_an_open_item_at_any_depth_keeps_its_action_open() -> None:
    deep = ActionItem("Deep", status=ActionStatus.DEFERRED)
    top = ActionItem("Top", status=ActionStatus.COMPLETED, children=(ActionItem("Mid", children=(deep,)),))
    with pytest.raises(IllegalMove) as told:
        close(ACTION, (top,), CLOSURE)
    assert "2 open" in told.value.what and "Deep" in told.value.why


@pytest.mark.parametrize("status", [ActionStatus.COMPLETED, ActionStatus.CANCELLED])
def test_an_ended_action_is_not_closed_again(status: ActionStatus) -> None:
    ended = replace(ACTION, status=status, closure=CLOSURE if status is ActionStatus.COMPLETED else None)
    with pytest.raises(IllegalMove):
        close(ended, (), CLOSURE)
