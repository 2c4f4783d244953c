"""Terms that tell of a thing which a duty names, and those of the duty itself."""

from __future__ import annotations

import pytest

from pipeline.findings import Kind
from tests.analysis.drafting import asked_in_letter, drafted, only


@pytest.mark.parametrize(
    "text",
    [
        "The Board shall name sites on which piers could be fully approved and usable as soon as possible.",
        "The Clerk shall keep a list of all works that would be completed by December 31, 2031.",
        "The Board shall study options capable of paying for new docks over the next 10 years.",
        "The Board shall support each harbor survey required every 3 years under title II.",
        "The Board shall guard the count held quarterly by the wardens.",
        "The Clerk shall select five projects that plan to begin work within 90 days after the Board signs.",
        "The Clerk shall keep a list of any work under section 3 that would be completed by May 4, 2031.",
        "The Clerk shall raise the sums that can be carried over without a fee at the end of the year.",
        "The Board shall support the goal of building 40 docks by the end of 2030.",
        "The Clerk shall train wardens who will count 300 boats annually.",
    ],
)
def test_a_term_that_tells_of_a_thing_is_no_term_of_the_duty(text: str) -> None:
    row = only(text)
    assert (row.deadline_text, row.due_date, row.recurrence) == (None, None, None)
    assert row.title == text.split(" shall ")[1][:1].upper() + text.split(" shall ")[1][1:].rstrip(".")


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        (
            "The Clerk shall send a list of docks that were closed within 30 days of the date of this order.",
            "within 30 days of the date of this order",
        ),
        (
            "The Clerk shall ensure that offices that may hold keys report them by May 4, 2031.",
            "by May 4, 2031",
        ),
        ("The Clerk shall name piers that could leak and report them by May 4, 2031.", "by May 4, 2031"),
        ("The Clerk shall send the Board, by May 4, 2031, all plans that it could use.", "by May 4, 2031"),
        ("The Clerk shall issue rules that will lower the fees of docks by May 4, 2031.", "by May 4, 2031"),
        ("The Clerk shall keep a list of docks that are counted and updated annually.", "annually"),
        ("Offices that may hold keys shall within 30 days return them.", "within 30 days"),
        ("The Clerk shall submit that plan within 30 days.", "within 30 days"),
        ("The Clerk shall publish a list that is updated annually thereafter.", "annually thereafter"),
        ("The gates shall be held and paid annually by the Clerk.", "annually"),
    ],
)
def test_a_term_behind_a_clause_about_a_thing_can_be_the_duty_s(text: str, deadline: str) -> None:
    assert only(text).deadline_text == deadline


def test_a_member_whose_thing_has_a_term_stays_in_its_list() -> None:
    (row,) = drafted(
        "Sec. 2. Docks. The Board shall advise the President on the following:\n\n"
        "(a) ranking the docks;\n\n"
        "(b) developing means capable of paying for new docks over the next 10 years; and\n\n"
        "(c) mending the gates."
    )
    assert [item.text.split()[0] for item in row.items] == ["ranking", "developing", "mending"]
    assert row.deadline_text is None


@pytest.mark.parametrize(
    "text",
    [
        "The Clerk shall list leases expiring before the end of March.",
        "The Clerk shall name the permits that expire by June 30, 2031.",
        "The Clerk shall say whether the Board will meet before May 4, 2031.",
    ],
)
def test_what_a_thing_does_on_a_day_is_no_day_of_the_duty(text: str) -> None:
    row = only(text)
    assert row.deadline_text is None and row.due_date is None
    assert row.title == f"{text[16:17].upper()}{text[17:-1]}"


@pytest.mark.parametrize(
    "sentence",
    [
        "The Clerk shall send a notice and, absent a response within 60 days, close the case.",
        "The Clerk shall send a notice and, failing an answer from the owner within 60 days, close the case.",
        "The Clerk shall, without a written reply within 30 days, close the case.",
        "Absent an objection within 10 days, the Clerk shall post the notice.",
        "In the absence of payment within 20 days, the Clerk shall close the case.",
    ],
)
def test_the_days_in_which_nothing_has_come_are_no_deadline(sentence: str) -> None:
    row = only(sentence)
    assert row.deadline_text is None
    assert row.due_date is None
    assert " days" in f"{row.title} {row.condition}"


def test_what_is_done_absent_something_has_its_own_day() -> None:
    row = only("Absent a waiver, the Clerk shall post the notice within 10 days.")
    assert (row.deadline_text, row.condition) == ("within 10 days", "Absent a waiver")


def test_an_event_ends_before_the_next_aim() -> None:
    text = "Under the rule, management is to decide within a month of the audit and to act on it at once."
    (row,) = drafted(text, Kind.AGENCY_MEMO)
    assert row.deadline_text == "within a month of the audit"
    assert row.responsible == "management"
    assert row.title.endswith("to act on it at once (under the rule)")


def test_a_day_within_the_name_of_who_acts_is_not_that_of_the_deed() -> None:
    (row,) = drafted(
        "Bureaus that did not answer the call due December 1 must mend docks by January 20.", Kind.AGENCY_MEMO
    )
    assert (row.deadline_text, row.due_date, row.title) == ("by January 20", "2026-01-20", "Mend docks")


@pytest.mark.parametrize(
    "body",
    [
        "Please tell us whether the dock will be closed before the fair on July 4.",
        "Please explain why no answer was sent by December 20, 2025, as promised.",
    ],
)
def test_a_day_of_what_is_asked_is_no_day_to_answer_by(body: str) -> None:
    (row,) = asked_in_letter(body)
    assert row.deadline_text is None and row.due_date is None
    assert row.title == body.removeprefix("Please ")[:1].upper() + body.removeprefix("Please ")[1:-1]


def test_a_question_of_a_list_keeps_its_day_beside_the_day_to_answer_by() -> None:
    rows = asked_in_letter(
        "Please answer the following by March 20:\n\n1. Whether you will act by June 1.\n\n"
        "2. Who hung the net?\n"
    )
    (row,) = (one for one in rows if one.section == "1")
    assert row.due_date == "2026-03-20"
    assert row.title == "Answer whether you will act by June 1"


def test_what_is_required_ends_its_title_where_the_words_end() -> None:
    (row,) = asked_in_letter("Negative replies are required.")
    assert row.title == "Provide negative replies"
