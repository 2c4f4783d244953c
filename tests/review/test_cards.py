"""Cards: what a reviewer sees of a draft, and what a changed form means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.decisions import Draft, DraftKind, DraftStatus
from pipeline.documents import Evidence
from pipeline.encoding import Json
from pipeline.findings import Confidence
from review.cards import Field, card, changes
from review.desk import contents, groups, part, window

PLACE = Evidence(0, 6, "Within", 1)


def a_draft(kind: DraftKind = DraftKind.ACTION_ITEM, **values: Json) -> Draft:
    given: dict[str, Json] = {"title": "Report the dredging backlog", **values}
    return Draft(
        "d1", "EC-2026-00001", 1, kind, "Report", given, given, (PLACE,), Confidence.HIGH, "named actor"
    )


def field_of(draft: Draft, label: str) -> Field:
    return next(field for field in card(draft).fields if field.label == label)


def test_a_derived_date_shows_its_sum() -> None:
    basis: Json = {"anchor": "document_date", "base": "2026-10-02", "offset": 60, "unit": "days"}
    due = field_of(a_draft(due_date="2026-12-01", due_basis=basis, deadline_text="Within 60 days"), "Due")
    assert due == Field("Due", "1 Dec 2026", "derived", "2 Oct 2026 + 60 days")


def test_a_stated_date_shows_the_words() -> None:
    basis: Json = {"anchor": "absolute", "base": "2026-12-01", "offset": None, "unit": None}
    due = field_of(a_draft(due_date="2026-12-01", due_basis=basis, deadline_text="by December 1"), "Due")
    assert (due.origin, due.why) == ("stated", "“by December 1”")


def test_a_deadline_without_a_date_stays_open() -> None:
    due = field_of(a_draft(due_date=None, due_basis=None, deadline_text="after publication"), "Due")
    assert due.value == "open: “after publication”"


def test_a_date_that_the_reviewer_set_says_so() -> None:
    draft = a_draft(due_date="2026-12-01", due_basis=None)
    assert (
        field_of(replace(draft, values=draft.values | {"due_date": "2026-12-08"}), "Due").origin == "changed"
    )


def test_only_changed_fields_count() -> None:
    draft = a_draft(responsible="the Director", due_date=None)
    form = {
        "title": "Report the dredging backlog",
        "responsible": "Chief Engineer",
        "due_date": "",
        "token": "t",
    }
    assert changes(draft, form) == {"responsible": "Chief Engineer"}


def test_a_date_by_hand_takes_the_sum_away() -> None:
    basis: Json = {"anchor": "document_date", "base": "2026-10-02", "offset": 60, "unit": "days"}
    draft = a_draft(due_date="2026-12-01", due_basis=basis)
    assert changes(draft, {"due_date": "2026-12-15"}) == {"due_date": "2026-12-15", "due_basis": None}


@pytest.mark.parametrize("kind", list(DraftKind))
def test_every_kind_has_its_card(kind: DraftKind) -> None:
    made = card(a_draft(kind))
    assert made.kind and made.open and made.shown_evidence == (PLACE,)


def test_groups_keep_the_order_of_deciding_and_leave_superseded_out() -> None:
    risk, action = a_draft(DraftKind.RISK), a_draft(DraftKind.EXECUTIVE_ACTION)
    old = replace(a_draft(), status=DraftStatus.SUPERSEDED)
    assert [group.heading for group in groups((risk, action), "full")] == ["Executive action", "Risks"]
