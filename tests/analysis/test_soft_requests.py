"""Requests without a word of asking, who is asked in them, and what the words "it" or "there" lean on."""

from __future__ import annotations

import pytest

from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind
from tests.analysis.drafting import asked_in_letter, drafted


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        (
            "Second, we need the name and title of whoever will sail.",
            "Provide the name and title of whoever will sail",
        ),
        ("We also need an estimate of the cost.", "Provide an estimate of the cost"),
        (
            "Ann will open the gate and needs the number of your pass.",
            "Provide the number of your pass",
        ),
        ("The tide files we hope to have before the storm.", "Provide the tide files before the storm"),
        (
            "We hope to have your comments before the storm.",
            "Provide your comments before the storm",
        ),
        ("We'd like to hold the review in Boston.", "Meet the wish: hold the review in Boston"),
        ("You may wish to warn the pilots.", "Warn the pilots"),
    ],
)
def test_what_is_needed_hoped_for_or_wise_is_asked_for(sentence: str, title: str) -> None:
    (row,) = asked_in_letter(f"The docks were closed in June. {sentence}")
    assert (row.kind, row.title) == ("request", title)
    assert row.responsible == "Jane Doe, Administrator"


@pytest.mark.parametrize(
    "sentence",
    [
        "We need a harbor that works.",
        "We hope to have an answer for you next week.",
        "As you may wish to know, the docks are closed.",
        "You may wish to know that the docks are closed.",
        "The towns need the support of their people.",
    ],
)
def test_what_nobody_is_asked_for_is_not_drafted(sentence: str) -> None:
    assert asked_in_letter(f"The docks were closed in June. {sentence}") == ()


@pytest.mark.parametrize(
    ("sentence", "who", "title"),
    [
        ("Could your counsel please clear the draft?", "your counsel", "Clear the draft"),
        ("First, could your OGC review the draft?", "your OGC", "Review the draft"),
        ("Could your General Counsel review it?", "your General Counsel", "Review it"),
        ("Could you and your staff send the draft?", "Jane Doe, Administrator", "Send the draft"),
        (
            "Someone from the Office of Locks should attend the call.",
            "Someone from the Office of Locks",
            "Attend the call",
        ),
        ("Our rules ask agencies to name a pilot.", "Jane Doe, Administrator", "Name a pilot"),
    ],
)
def test_who_is_asked_is_as_written(sentence: str, who: str, title: str) -> None:
    (row,) = asked_in_letter(sentence)
    assert row.responsible == who
    assert row.title.startswith(title)


def test_a_letter_to_several_asks_all_of_them() -> None:
    text = "Dear Colleagues:\n\nOur rules ask agencies to name a pilot.\n\nSincerely,\n\nJohn Roe"
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    facts = Facts(Kind.OTHER, date="2026-03-03", addressee="Heads of Agencies")
    (row,) = taskings(document, outline(document), facts, ())
    assert row.responsible == "agencies"


def test_a_condition_of_somebody_added_is_not_that_of_the_deed() -> None:
    (row,) = asked_in_letter("Someone from Locks should attend the call, and counsel if you have any.")
    assert row.condition is None


@pytest.mark.parametrize(
    ("before", "sentence", "said"),
    [
        (
            "The 2024 tide report was due in May. We have not seen it.",
            "If it was sent, would you forward it?",
            "The 2024 tide report was due in May",
        ),
        (
            "The tide report was due in May.",
            "If it wasn't, you may wish to raise that with the Board.",
            "The tide report was due in May",
        ),
        (
            "The kickoff call is in March.",
            "Someone from the Office of Locks should be there.",
            "The kickoff call is in March",
        ),
        (
            "The hearing is in March. Bring a map.",
            "Could you send two or three times?",
            "The hearing is in March",
        ),
        ("The chart holds names.", "The chart is old; please do not copy it.", "The chart is old"),
    ],
)
def test_what_a_request_leans_on_stands_beside_it(before: str, sentence: str, said: str) -> None:
    rows = asked_in_letter(f"{before} {sentence}")
    assert rows[-1].title.endswith(f"(said before: “{said}”)")


def test_to_do_so_is_told_by_what_the_sentence_says() -> None:
    text = (
        "Replies to the dock survey were late; the Office of Ropes and the Office of Hooks "
        "have yet to send theirs and should do so immediately."
    )
    (row,) = drafted(text, Kind.AGENCY_MEMO)
    assert row.responsible == "the Office of Ropes and the Office of Hooks"
    assert "have yet to send theirs" in row.title
