"""What bounds a duty is shown with it: the event it waits for, the law and the money, its list's lead."""

from __future__ import annotations

import pytest

from analysis.definitions import short_names
from pipeline.findings import Anchor
from tests.analysis.drafting import drafted, only


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("The Clerk, consistent with applicable law, shall issue a chart.", "consistent with applicable law"),
        (
            "The Clerk, to the extent permitted by law and in accordance with law, shall issue a chart.",
            "to the extent permitted by law; in accordance with law",
        ),
        ("To the extent permitted by law, the Clerk shall issue a chart.", "to the extent permitted by law"),
        ("The Clerk shall, as authorized by law, issue a chart.", "as authorized by law"),
        (
            "The Clerk shall issue a chart, consistent with applicable laws and regulations.",
            "consistent with applicable laws and regulations",
        ),
        ("At a minimum, the Clerk shall issue a chart.", "at a minimum"),
        (
            "Subject to the availability of appropriations, the Clerk shall issue a chart.",
            "subject to the availability of appropriations",
        ),
    ],
)
def test_a_limit_of_law_or_money_stands_beside_what_is_to_be_donly(text: str, limit: str) -> None:
    assert only(text).title == f"Issue a chart ({limit})"


def test_a_duty_without_a_limit_has_none_beside_it() -> None:
    assert only("The Clerk shall issue a chart.").title == "Issue a chart"


@pytest.mark.parametrize(
    "text",
    [
        "This order shall be implemented consistent with applicable law and subject to the availability of "
        "appropriations.",
        "The provisions of this order shall be carried out subject to the availability of appropriations.",
    ],
)
def test_the_closing_formula_of_an_order_tasks_nobody(text: str) -> None:
    assert drafted(f"Sec. 9. General. (b) {text}") == ()


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Once the plan is published, agencies shall revise their rules.", "once the plan is published"),
        ("Upon receipt of the report, agencies shall revise their rules.", "upon receipt of the report"),
        (
            "Following completion of the survey, agencies shall revise their rules.",
            "following completion of the survey",
        ),
        (
            "After the list has been certified, agencies shall revise their rules.",
            "after the list has been certified",
        ),
        ("As soon as the survey ends, agencies shall revise their rules.", "as soon as the survey ends"),
    ],
)
def test_the_event_that_a_duty_waits_for_is_its_open_deadline_and_stands_in_its_title(
    text: str, event: str
) -> None:
    row = only(text)
    assert row.title == f"Revise their rules ({event})"
    assert (row.deadline_text or "").lower() == event and row.due_date is None
    assert row.due_basis is not None and row.due_basis.anchor is Anchor.EVENT


@pytest.mark.parametrize(
    "text",
    [
        "Once the Board approves the list, the Clerk shall post it within 10 days.",
        "After the Board has approved the list, the Clerk shall, within 10 days, post it.",
        "If a gate fails, the Clerk shall report within 10 days.",
        "When an owner objects, the Clerk shall answer within 10 days.",
        "Upon completion of the survey, the Clerk shall post it within 10 days.",
    ],
)
def test_days_behind_an_event_count_from_it_and_give_no_date(text: str) -> None:
    row = only(text)
    assert row.deadline_text == "within 10 days" and row.due_date is None
    assert row.due_basis is not None and row.due_basis.anchor is Anchor.EVENT
    assert (row.due_basis.offset, row.due_basis.unit) == (10, "days")
    assert (row.due_basis.base or "") in text


def test_days_from_the_document_count_from_it_whatever_happens_first() -> None:
    row = only("Once the list is closed, the Clerk shall report within 10 days of the date of this order.")
    assert row.due_date == "2026-01-22"


def test_days_from_the_receipt_of_something_else_give_no_date() -> None:
    row = only("Within 10 days of receipt of such request, the Clerk shall provide the records.")
    assert row.deadline_text == "Within 10 days of receipt of such request"
    assert row.due_basis is not None
    assert (row.due_basis.anchor, row.due_basis.base) == (Anchor.EVENT, "receipt of such request")


def test_what_a_lead_says_of_recipient_way_and_partners_holds_for_each_of_its_list() -> None:
    rows = drafted(
        "Sec. 2. Reports. The Warden shall, in consultation with the Board, submit to the President, through "
        "the Clerk:\n(a) within 30 days of the date of this order, a report on docks;\n"
        "(b) not later than June 1, 2026, the plan for pilots; and\n(c) a list of gates."
    )
    assert [row.title for row in rows] == [
        "Submit to the President, through the Clerk: a list of gates (in consultation with the Board)",
        "Submit to the President, through the Clerk: a report on docks (in consultation with the Board)",
        "Submit to the President, through the Clerk: the plan for pilots (in consultation with the Board)",
    ]
    assert [row.due_date for row in rows] == [None, "2026-02-11", "2026-06-01"]


def test_what_leads_over_to_a_term_goes_with_it() -> None:
    row = only(
        "The Clerk shall act as soon as practicable, but not later than 30 days after the date of this order."
    )
    assert row.title == "Act as soon as practicable" and row.due_date == "2026-02-11"


def test_urgency_beside_a_day_is_kept() -> None:
    row = only("The Clerk shall promptly, and not later than June 1, 2026, close the gate.")
    assert row.title == "Close the gate (promptly)" and row.due_date == "2026-06-01"


def test_an_event_is_told_whole_where_a_list_parts_it() -> None:
    row = only(
        "After the Board finds that a ship loads, moves, or sells salt, and in consultation with the Warden, "
        "the Clerk shall inform the owner."
    )
    event = "after the Board finds that a ship loads, moves, or sells salt"
    assert row.title == f"Inform the owner (in consultation with the Warden; {event})"
    assert (row.deadline_text or "").lower() == event.lower()


def test_what_must_come_first_ends_before_the_duty() -> None:
    row = only("Before deciding whether the docks should be sold, they shall be surveyed by the Warden.")
    assert row.deadline_text == "Before deciding whether the docks should be sold"
    row = only("Prior to such a sale, the pier shall be surveyed by the Warden.")
    assert row.deadline_text == "Prior to such a sale"
    assert row.due_basis and row.due_basis.base == "such a sale"


def test_what_must_come_first_is_told_without_its_preposition() -> None:
    row = only("Prior to selling a dock, a rope, or a buoy, the Warden shall ask the Board.")
    assert row.due_basis and row.due_basis.base == "selling a dock, a rope, or a buoy"


def test_a_lead_that_ends_in_its_partners_is_called_by_its_list() -> None:
    (row,) = drafted(
        "Sec. 2. Docks. The Clerk shall, in coordination with the Warden, the Board, and other heads:\n"
        "(a) close the gate; and\n(b) open the lock."
    )
    assert (
        row.title
        == "Close the gate (in coordination with the Warden, the Board, and other heads) (and 1 more)"
    )


def test_what_is_done_by_doing_keeps_its_lead() -> None:
    rows = drafted(
        "Sec. 2. Docks. The Clerk shall open the harbor by:\n"
        "(a) within 60 days of the date of this order, issuing guidance on ropes; and\n(b) mending docks."
    )
    assert rows[-1].title == "Open the harbor: issuing guidance on ropes"
    assert rows[-1].due_date == "2026-03-13"


def test_an_actor_ends_before_what_it_is_empowered_to() -> None:
    assert only("Each bureau is authorized to and shall close its docks.").responsible == "Each bureau"


def test_the_condition_of_a_second_duty_ends_before_the_first() -> None:
    rows = drafted(
        "Sec. 2. Docks. If the Board finds a fault, the Clerk shall inform the Warden, and the Steward "
        "shall inform the Mayor."
    )
    assert [row.condition for row in rows] == ["If the Board finds a fault"] * 2


def test_a_name_begins_behind_the_heading_that_runs_into_its_sentence() -> None:
    names = short_names("Section 1. Founding of a Board. The Harbor Board for Locks (Board) is founded.")
    assert names == {"Board": "The Harbor Board for Locks"}


@pytest.mark.parametrize("label", ["subsection (b)(1)", "section 2(a)(ii)", "paragraphs (1), (2), and (4)"])
def test_partners_keep_the_label_of_the_provision_that_names_them(label: str) -> None:
    row = only(
        f"The Clerk shall, in consultation with the bureaus (all of them) named in {label}, count docks."
    )
    assert row.title == f"Count docks (in consultation with the bureaus (all of them) named in {label})"


def test_a_start_is_told_and_gives_no_day() -> None:
    row = only(
        "Commencing within 90 days after the date of this order, each agency shall keep its docks lit."
    )
    assert row.title == "Keep its docks lit (commencing within 90 days after the date of this order)"
    assert (row.deadline_text, row.due_date) == (None, None)
