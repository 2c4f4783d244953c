"""The day that one sentence of a letter sets for what its other sentences ask for."""

from __future__ import annotations

import pytest

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding
from tests.analysis.drafting import asked_in_letter, drafted

QUESTIONS = (
    "Please answer the following questions:\n\n1. How many gulls nest on the dock?\n\n"
    "2. Who feeds the gulls? Please name each feeder.\n\n3. When will the nets be hung?\n\n"
    "In addition, please produce the net reports of 2024.\n\n"
)


def days(date: str, body: str = QUESTIONS) -> dict[str, str | None]:
    """The due day of each row but the one of the sentence that sets it, by the first words of its title."""
    rows = asked_in_letter(f"{body}{date}")
    return {row.title[:20]: row.due_date for row in rows if row.evidence[0].quote != date}


def dated(date: str, body: str = QUESTIONS) -> set[str]:
    return {title for title, day in days(date, body).items() if day}


ANSWERS = {"Answer: How many gul", "Answer: Who feeds th", "Name each feeder", "Answer: When will th"}
PAPERS = {"Produce the net repo"}


@pytest.mark.parametrize(
    "date",
    [
        "We ask that the written answers reach us no later than April 9, 2026.",
        "Please reply by April 9, 2026.",
        "Your response is due by April 9, 2026.",
        "By April 9, 2026, we need your full response.",
        "Please provide your answers by April 9, 2026.",
    ],
)
def test_the_day_of_the_answers_is_that_of_each_question(date: str) -> None:
    assert dated(date) >= {title for title in ANSWERS if title.startswith("Answer")}
    assert not dated(date) & PAPERS


def test_a_day_for_the_documents_is_that_of_what_is_to_be_produced() -> None:
    date = "The documents may follow on a rolling basis so long as production is finished by May 7."
    assert dated(date) == PAPERS
    (row,) = (one for one in asked_in_letter(QUESTIONS + date) if one.title.startswith("Produce"))
    assert row.due_date == "2026-05-07" and row.due_basis and row.due_basis.inherited_from == date
    assert f"(date set: “{date.rstrip('.')}”)" in row.title
    assert row.evidence[1].quote == date and row.field_evidence["due_date"].quote == "by May 7"


def test_each_has_the_day_of_its_own_sentence() -> None:
    both = (
        "We ask that the answers reach us by April 9. "
        "The documents may come later so long as they are here by May 7."
    )
    rows = {row.title[:20]: row.due_date for row in asked_in_letter(QUESTIONS + both)}
    assert {rows[title] for title in ANSWERS} == {"2026-04-09"}
    assert {rows[title] for title in PAPERS} == {"2026-05-07"}


def test_a_number_names_the_question_that_has_a_day_of_its_own() -> None:
    later = "The answers must reach us by April 9. The answer to question 3 may follow by June 1."
    rows = {row.title[:20]: row.due_date for row in asked_in_letter(QUESTIONS + later)}
    assert rows["Answer: When will th"] == "2026-06-01"
    assert rows["Answer: How many gul"] == "2026-04-09"
    most = days("The answers to questions 1 and 2 must reach us by April 9.")
    assert {title for title, day in most.items() if day} == ANSWERS - {"Answer: When will th"}


def test_a_day_for_all_but_one_leaves_that_one_open() -> None:
    date = "Please send your answers by April 9, 2026, except to question 2."
    assert "Answer: When will th" in dated(date) and "Answer: Who feeds th" not in dated(date)


@pytest.mark.parametrize(
    "date",
    [
        "Our letter of May 4 asked for your answers by April 9, 2026.",
        "We will answer your letter by April 9, 2026.",
        "An interim response would be welcome by April 9, 2026.",
        "Please respond to Mr. Gull by April 9, 2026.",
    ],
)
def test_another_answer_dates_no_question(date: str) -> None:
    assert not dated(date)


INVITATION = "We invite you to speak at our gull dinner on June 9. "


@pytest.mark.parametrize(
    "date",
    [
        "To be named, we would need to know of your acceptance by May 7.",
        "Please let us know by May 7 whether you can attend.",
        "We would need your answer by May 7.",
    ],
)
def test_an_invitation_is_to_be_answered_by_the_day_set_for_it(date: str) -> None:
    (row,) = (one for one in asked_in_letter(INVITATION + date) if one.kind == "invitation")
    assert row.due_date == "2026-05-07"


def found(body: str, start: str) -> ActionFinding:
    (row,) = (one for one in asked_in_letter(body) if one.title.startswith(start))
    return row


def test_a_day_for_the_decision_on_a_thing_is_that_of_the_request_for_it() -> None:
    body = (
        "I request that the Bureau raise the share of the net cost. Please also send the gull list. "
        "We need your decision on the net cost by May 7."
    )
    assert found(body, "Raise the share").due_date == "2026-05-07"
    assert found(body, "Send the gull list").due_date is None


def test_a_decision_wanted_before_then_is_due_by_the_day_that_the_sentence_above_prints() -> None:
    body = (
        "I request that the Bureau raise the share of the net cost. The council meets on October 20. "
        "It would help greatly to have your decision on the net cost before then."
    )
    told = {
        "Raise the share": "then: “October 20”",
        "Provide your": "said before: “The council meets on October 20”",
    }
    for start, beside in told.items():
        row = found(body, start)
        assert (row.deadline_text, row.due_date) == ("before then", "2026-10-20")
        assert row.title.endswith(f"({beside})")


@pytest.mark.parametrize(
    ("above", "due"),
    [
        ("The gates close on May 4, 2026.", "2026-05-04"),
        ("The gates close on May 4.", None),
        ("The gates close on May 4, 2026, or on June 9, 2026.", None),
    ],
)
def test_by_that_date_means_the_one_date_above(above: str, due: str | None) -> None:
    (row,) = drafted(f"Sec. 2. Docks. {above} Each bureau shall list its docks by that date.")
    assert row.due_date == due


LISTED = (
    "I would therefore ask that you provide the following:\n\n1. The reason why the net was hung.\n\n"
    "2. All charts of the net.\n\n"
    "3. Whether you intend to close the dock before the season opens on July 1.\n\n"
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Your answers to the first two items should reach me no later than April 9; I recognize that the "
            "third may take longer and would accept it by the end of April.",
            ["2026-04-09", "2026-04-09", "2026-04-30"],
        ),
        (
            "I would like the first item by April 9 and the others by May 4.",
            ["2026-04-09", "2026-05-04", "2026-05-04"],
        ),
        (
            "The first two items can wait, but your answer to the third item is due by May 4.",
            [None, None, "2026-05-04"],
        ),
        (
            "Answers to the first two questions should reach me by April 9.",
            ["2026-04-09", "2026-04-09", None],
        ),
    ],
)
def test_members_of_a_list_have_the_day_that_is_set_for_them_by_their_order(
    sentence: str, expected: list[str | None]
) -> None:
    rows = [row for row in asked_in_letter(LISTED + sentence) if row.section in ("1", "2", "3")]
    assert [row.due_date for row in rows] == expected
    assert [row.title.split(" (date")[0] for row in rows] == [
        "Provide: the reason why the net was hung",
        "Provide: all charts of the net",
        "Answer whether you intend to close the dock before the season opens on July 1",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        # the list has no fourth
        "Your answers to the first four items should reach me by April 9.",
        "My office asked for an answer to the first letter by April 9.",
    ],
)
def test_what_names_no_members_of_the_list_dates_none(sentence: str) -> None:
    first, *_ = asked_in_letter(LISTED + sentence)
    assert first.due_date is None and len(first.items) == 3


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("We would like to have this information by October 2.", "2032-10-02"),
        ("We would like to thank you by October 2.", None),
        ("We had to have this information by October 2, 2031.", None),
    ],
)
def test_what_a_memo_asks_for_is_due_by_the_day_it_wants_the_information(
    sentence: str, due: str | None
) -> None:
    memo = (
        "HARBOR INSPECTOR\n\nDATE:      September 15, 2032\n\nTO:        Ada Gull\n\nFROM:      Bo Tern\n\n"
        "SUBJECT:   Open points\n\n"
        f"Please furnish a target date for each open point and the name of its owner. {sentence}\n"
    )
    document = ExtractedDocument("0" * 64, "m.txt", "text/plain", memo, (Page(1, Span(0, len(memo))),))
    found = OfflineAnalyzer(Agency("Harbor Agency", "HA")).analyse(document)
    assert found.actions[0].due_date == due
    assert not [one for one in found.ledger if one.evidence[0].quote.startswith(("DATE", "SUBJECT"))]


def test_a_letter_that_is_the_notice_starts_its_clock_and_one_that_may_be_says_so() -> None:
    (row,) = asked_in_letter("Please name an officer within 14 days of this notification.")
    assert row.due_date == "2026-03-17" and row.due_basis and row.due_basis.base == "2026-03-03"
    (row,) = asked_in_letter("Please name an officer within 14 days of notification.")
    assert row.due_date is None
    assert row.confidence_reason == "an explicit request; this paper itself may have started the clock"
