"""The day of what a duty of a memo makes, told in a sentence behind it."""

from __future__ import annotations

import pytest

from pipeline.findings import ActionFinding, Kind
from tests.analysis.drafting import drafted


def of_memo(text: str) -> tuple[ActionFinding, ...]:
    return drafted(text, Kind.AGENCY_MEMO)


@pytest.mark.parametrize(
    "behind",
    [
        "Logs are due February 9, 2026.",
        "The logs are due to the Clerk by February 9, 2026.",
        "Logs will be sent to the Clerk by February 9, 2026.",
        "Completed logs are due 28 days from the date of this memorandum.",
    ],
)
def test_a_duty_takes_the_day_of_what_it_makes(behind: str) -> None:
    (row,) = of_memo(f"Each bureau shall keep a log of its gates. {behind}")
    assert row.due_date == "2026-02-09"
    assert row.title == f"Keep a log of its gates (date set: “{behind.rstrip('.')}”)"
    assert [place.quote for place in row.evidence][1:] == [behind]
    assert row.due_basis is not None and row.due_basis.inherited_from == behind


def test_what_counts_from_an_event_is_open_and_a_second_duty_of_the_sentence_stays() -> None:
    rows = of_memo(
        "Each bureau shall prepare a plan. "
        "Plans will be submitted 30 days after the census and must be signed by the Clerk."
    )
    assert [row.deadline_text for row in rows] == ["30 days after the census"] * 2
    assert [row.due_date for row in rows] == [None, None]
    assert rows[0].due_basis is not None and rows[0].due_basis.base == "the census"
    assert rows[1].title == "Ensure plans are signed by the Clerk"


@pytest.mark.parametrize(
    "text",
    [
        # which of the two is meant is in doubt
        "Each bureau shall keep a log. Each bureau shall read the log. Logs are due February 9, 2026.",
        # another thing than the one above
        "Each bureau shall keep a log. Interim budgets are due February 9, 2026.",
        # it has a day of its own
        "Each bureau shall send a log by March 2, 2026. Logs are due February 9, 2026.",
        # two days for one thing
        "Each bureau shall keep a log. Logs are due February 9, 2026. Logs are due May 4, 2026.",
    ],
)
def test_in_doubt_each_stays_as_it_is(text: str) -> None:
    first, *_, last = of_memo(text)
    assert first.due_date in (None, "2026-03-02") and last.title.startswith("Provide ")
    assert last.due_date in ("2026-02-09", "2026-05-04")


def test_a_term_that_counts_back_from_what_another_sentence_names_is_open() -> None:
    (row,) = of_memo("Slides are to be sent to the Clerk two working days before.")
    assert row.deadline_text == "two working days before" and row.due_date is None
    assert row.title == "Ensure slides are sent to the Clerk"
    rows = of_memo(
        "The Board will meet on February 3. Slides are to be sent to the Clerk two working days before."
    )
    assert rows[-1].title.endswith("(said before: “The Board will meet on February 3”)")


def test_two_days_of_one_sentence_are_told_with_it() -> None:
    (row,) = of_memo("The first draft is due April 1 and the final one is due May 1.")
    assert row.title == "The first draft is due April 1 and the final one is due May 1"
