"""How often a deliverable is made, told by its adjective, and when it is due for the first time."""

from __future__ import annotations

import pytest

from tests.analysis.drafting import drafted, only


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("The Clerk shall submit quarterly reports to the Board.", "quarterly"),
        (
            "The Clerk shall provide to the Board and the Secretary of the Interior a written annual report.",
            "annual",
        ),
        ("The Clerk shall provide the Board with monthly updates on docks.", "monthly"),
        ("The Board shall hold semi-annual meetings.", "semi-annual"),
        ("Biennial reports on docks shall be submitted to the Board by the Clerk.", "Biennial"),
        ("The Clerk shall direct the Warden to send weekly updates.", "weekly"),
        (
            "The Clerk shall provide a report at the end of each fiscal year.",
            "at the end of each fiscal year",
        ),
    ],
)
def test_the_adjective_of_a_deliverable_is_the_rhythm_of_its_duty(text: str, rhythm: str) -> None:
    row = only(text)
    assert row.recurrence == rhythm
    assert row.due_date is None
    assert rhythm.lower() in row.title.lower() or rhythm.startswith("at the end")


@pytest.mark.parametrize(
    "text",
    [
        "The Clerk shall conduct a review of annual reports.",
        "The Clerk shall submit the annual report for 2030 to the Board.",
        "The Clerk shall issue an annual report for fiscal year 2030.",
        "The Clerk shall consult the annual plan.",
        "The Clerk shall establish an office that will provide weekly reports.",
        "The Clerk shall assess the daily costs of docks.",
    ],
)
def test_an_adjective_of_what_is_not_made_again_and_again_is_no_rhythm(text: str) -> None:
    assert only(text).recurrence is None


@pytest.mark.parametrize(
    ("text", "deadline", "due", "rhythm", "title"),
    [
        (
            "The Clerk shall submit biennial reports on the state of docks, gates, and piers to the Board, "
            "commencing 2 years from the date of this order.",
            "commencing 2 years from the date of this order",
            "2028-01-12",
            "biennial",
            "Submit biennial reports on the state of docks, gates, and piers to the Board",
        ),
        (
            "The Clerk shall report to the Board annually, beginning no later than 1 year after the date of "
            "this order.",
            "beginning no later than 1 year after the date of this order",
            "2027-01-12",
            "annually",
            "Report to the Board annually",
        ),
        (
            "The Board shall meet each quarter, starting 60 days after its members are appointed.",
            "starting 60 days after its members are appointed",
            None,
            "each quarter",
            "Meet each quarter",
        ),
    ],
)
def test_what_comes_back_is_due_first_when_it_begins(
    text: str, deadline: str, due: str | None, rhythm: str, title: str
) -> None:
    row = only(text)
    assert (row.deadline_text, row.due_date, row.recurrence, row.title) == (deadline, due, rhythm, title)


def test_a_repeated_deliverable_among_duties_is_a_row_of_its_own() -> None:
    rows = drafted(
        "Sec. 2. Docks. The Clerk shall:\n\n(1) mend the gates; and\n\n"
        "(2) send the Board monthly updates on its work."
    )
    assert [(row.title, row.recurrence) for row in rows] == [
        ("Mend the gates", None),
        ("Send the Board monthly updates on its work", "monthly"),
    ]


def test_what_is_due_once_and_again_by_a_rhythm_keeps_neither_in_its_title() -> None:
    row = only("The Clerk shall submit a plan within 90 days and again annually thereafter.")
    assert (row.title, row.deadline_text, row.recurrence) == (
        "Submit a plan",
        "within 90 days",
        "annually thereafter",
    )
