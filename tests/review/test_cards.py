"""Cards: what a reviewer sees of a draft, and what a changed form means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.decisions import Draft, DraftKind, DraftStatus
from pipeline.documents import Evidence
from pipeline.encoding import Json
from pipeline.findings import Confidence
from review.alternatives import alternatives
from review.cards import Field, card
from review.desk import DRAFTS_SHOWN, TEXT_SHOWN, groups, part, window
from review.forms import changes

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


def test_a_condition_is_told_with_the_title_and_may_be_changed() -> None:
    draft = a_draft(condition="if the Board agrees")
    shown = card(draft)
    assert shown.condition == "if the Board agrees"
    assert [one.name for one in shown.inputs] == ["title", "condition"]
    assert changes(draft, {"condition": "if it agrees"}) == {"condition": "if it agrees"}
    assert card(a_draft()).condition == ""


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


OFFICES: list[Json] = [{"unit": name, "why": "matching words"} for name in ("A", "B", "C", "D")]


def test_a_doubtful_draft_names_what_it_might_say_instead() -> None:
    """Only what settles the doubt: one press is to be enough."""
    doubtful = replace(
        a_draft(responsible=None, lead_units=OFFICES, due_date="2026-12-01"), confidence=Confidence.LOW
    )
    named = replace(a_draft(responsible="the Director"), number=2)
    far = replace(a_draft(responsible="the Clerk"), number=9)
    told = [one.label for one in alternatives(doubtful, [doubtful, far, named])]
    assert told == ["the Director does it", "the Clerk does it"], "the nearest first"
    unsure = replace(doubtful, values=doubtful.values | {"responsible": "the Mayor"})
    told = [one.label for one in alternatives(unsure, [unsure, named])]
    assert told == ["A leads", "B leads", "C leads"]
    alone = replace(unsure, values=unsure.values | {"lead_units": OFFICES[:1]})
    assert [one.label for one in alternatives(alone, [alone])] == ["No date"]
    for quiet in (a_draft(lead_units=OFFICES), replace(unsure, status=DraftStatus.APPROVED)):
        assert alternatives(quiet, [named]) == ()


def test_an_action_without_an_office_offers_those_of_its_items() -> None:
    action = replace(
        a_draft(DraftKind.EXECUTIVE_ACTION, lead_units=[], coordinating_units=OFFICES[1:2]),
        confidence=Confidence.LOW,
    )
    item = replace(a_draft(lead_units=OFFICES[:1]), number=2)
    told = alternatives(action, [action, item])
    assert [(one.field, one.value) for one in told] == [("lead_units", "B"), ("lead_units", "A")]
    for one in told:
        assert changes(action, {one.field: one.value})["lead_units"] == [
            {"unit": one.value, "why": "chosen by the reviewer"}
        ]


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


def test_groups_keep_the_order_of_deciding() -> None:
    risk, action = a_draft(DraftKind.RISK), a_draft(DraftKind.EXECUTIVE_ACTION)
    assert [group.heading for group in groups((risk, action), "full")] == ["Executive action", "Risks"]


def test_only_sure_drafts_of_a_wholly_read_document_are_offered_in_one_go() -> None:
    sure, doubtful = a_draft(), replace(a_draft(), number=2, confidence=Confidence.MEDIUM)
    decided = replace(a_draft(), number=3, status=DraftStatus.REJECTED)
    (group,) = groups((sure, doubtful, decided), "full")
    assert (group.rest, group.seen) == ((sure,), "1.1")
    for coverage in ("partial(page 3)", "none(language)", None):
        assert [one.rest for one in groups((sure, doubtful), coverage)] == [()]


@pytest.mark.parametrize("kind", list(DraftKind))
def test_a_form_that_was_only_looked_at_changes_nothing(kind: DraftKind) -> None:
    values: dict[str, Json] = dict.fromkeys(
        ("kind", "category", "likelihood", "severity", "polarity", "relation", "priority"), "medium"
    )
    values |= {"title": "Report", "text": "One line.\nAnother.", "due_date": None}
    draft = replace(a_draft(), kind=kind, proposed=values, values=values)
    form = {field.name: field.value.replace("\n", "\r\n") for field in card(draft).inputs}
    assert form and changes(draft, form) == {}


def test_a_choice_offers_what_the_record_knows_and_keeps_what_is_there() -> None:
    (likelihood,) = (
        field for field in card(a_draft(DraftKind.RISK, likelihood="medium")).inputs if field.name != "title"
    )
    assert likelihood.options == ("Extreme", "High", "medium", "Low", "Minimal", "None")
    (strange,) = (
        field for field in card(a_draft(DraftKind.RISK, likelihood="fair")).inputs if field.name != "title"
    )
    assert strange.options[0] == "fair" and "High" in strange.options


def many(count: int) -> tuple[Draft, ...]:
    return tuple(replace(a_draft(), id=f"d{number}", number=number) for number in range(1, count + 1))


@given(count=st.integers(1, 450), at=st.integers(0, 449))
def test_the_stretches_of_many_drafts_leave_none_out(count: int, at: int) -> None:
    drafts = many(count)
    current = drafts[at % count]
    shown = part(drafts, current)
    assert current in shown.drafts and len(shown.drafts) <= DRAFTS_SHOWN
    seen = list(part(drafts, drafts[0]).drafts)
    after = part(drafts, drafts[0]).after
    while after is not None:
        following = part(drafts, drafts[after - 1])
        seen += following.drafts
        after = following.after
    assert tuple(seen) == drafts


@given(length=st.integers(0, 3 * TEXT_SHOWN), start=st.integers(0, 4 * TEXT_SHOWN), line=st.integers(1, 5000))
@example(length=3 * TEXT_SHOWN, start=TEXT_SHOWN, line=10**9)
def test_a_window_shows_the_place_that_was_asked_for(length: int, start: int, line: int) -> None:
    one = "\n" + "x" * min(line, length)
    text = (one * (length // len(one) + 1))[:length]
    seen = window(text, start)
    assert 0 <= seen.start <= seen.end <= length
    assert len(seen) <= TEXT_SHOWN + 2000
    assert seen.start <= start or seen.end == length
    assert seen.end > start or seen.end == length


def test_a_card_says_days_and_relations_as_people_write_them() -> None:
    late = card(replace(a_draft(title="May be late on 2026-10-29"), confidence_reason="due 2026-10-30"))
    assert (late.heading, late.because) == ("May be late on 29 Oct 2026", "due 30 Oct 2026")
    under = replace(a_draft(DraftKind.CROSS_REFERENCE, title=None), title="under_authority_of 3 U.S.C. 301")
    assert card(under).heading == "under authority of 3 U.S.C. 301"
    assert card(a_draft(DraftKind.METADATA, title=None)).heading == ""
