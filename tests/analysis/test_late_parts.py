"""What may come later or apart, yet by a day, and the members of a list that a due date names."""

from __future__ import annotations

import pytest

from pipeline.findings import Kind
from tests.analysis.drafting import asked_in_letter, only


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The maps may follow later but must be in our hands by May 7.", "Ensure the maps are in our hands"),
        ("Technical comments may come later but no later than May 7.", "Send technical comments later"),
        ("Your remarks stay here; technical comments will not, and should be sent apart by May 7.", None),
        ("The records may follow in parts so long as all are here by May 7.", None),
        ("Your comments will be printed if received by May 7.", None),
    ],
)
@pytest.mark.parametrize("kind", [Kind.AGENCY_MEMO, Kind.CONGRESSIONAL_LETTER])
def test_what_may_come_later_is_due_by_its_day(sentence: str, title: str | None, kind: Kind) -> None:
    (row,) = asked_in_letter(sentence, kind)
    assert row.due_date == "2026-05-07" and row.responsible == "Jane Doe, Administrator"
    assert title is None or row.title == title


def test_the_titles_say_what_is_to_be_sent_and_how() -> None:
    said = [
        "Your remarks stay here; technical comments will not, and should be sent apart by May 7.",
        "The records may follow in parts so long as all are here by May 7.",
        "Your comments will be printed if received by May 7.",
    ]
    assert [asked_in_letter(one)[0].title for one in said] == [
        "Ensure technical comments are sent apart",
        "Send the records in parts so long as all are here",
        "Send your comments, which will be printed if received",
    ]


@pytest.mark.parametrize(
    "sentence",
    ["Comments may be sent to us until May 4.", "We may follow by May 4.", "The maps may follow later."],
)
def test_a_leave_without_a_day_asks_for_nothing(sentence: str) -> None:
    assert not asked_in_letter(sentence)


CALL = (
    "3. What is needed:\n\n    a. The gull table, one row for each dock.\n\n    b. A plan to hang nets.\n\n"
    "    c. A map of the docks.\n\n4. {date}\n"
)


def test_items_named_by_their_letters_are_told_with_their_day() -> None:
    (row,) = asked_in_letter(CALL.format(date="Items a and c are due by May 7, 2026."), Kind.AGENCY_MEMO)
    assert (row.title, row.due_date) == ("Provide items a and c", "2026-05-07")
    assert row.responsible == "Jane Doe, Administrator"
    assert [item.text[:9] for item in row.items] == ["The gull ", "A map of "]
    assert {item.due_date for item in row.items} == {"2026-05-07"}


def test_an_item_that_stands_in_no_list_is_not_guessed() -> None:
    (row,) = asked_in_letter(CALL.format(date="Items a and f are due by May 7, 2026."), Kind.AGENCY_MEMO)
    assert not row.items


def test_a_thing_that_is_due_is_to_be_provided() -> None:
    row = only("The first list of docks is due within 30 days.")
    assert (row.title, row.due_date) == ("Provide the first list of docks", "2026-02-11")
