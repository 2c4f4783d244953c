"""Questions that open with a condition, and those that point back to the one before."""

from __future__ import annotations

import pytest

from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import ActionFinding, Kind


def asked(body: str) -> tuple[ActionFinding, ...]:
    text = f"Dear Warden Doe:\n\n{body}\n\nSincerely,\n\nJohn Roe"
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    facts = Facts(Kind.CONGRESSIONAL_LETTER, date="2026-03-03", addressee="Jane Doe, Warden")
    return taskings(document, outline(document), facts, ())


@pytest.mark.parametrize(
    "question",
    [
        "If the merger was approved, how would the Board ensure that ferries are inspected?",
        "When the new docks open, what will your office do to notify harbor masters?",
        "Should the pilot fail, will the Board return the funds to the towns?",
        "Given these delays, why has the Board not provided a schedule?",
        "Given the delays, does the Board plan to submit a schedule?",
        "If the fee were raised, would you exempt small boats?",
        "Under the new plan how would the Board notify boat owners?",
        "How can your staff obtain the missing keys?",
        "What steps, if any, will you take to repair the piers?",
        "The piers are closed: how will the Board send word to the towns?",
    ],
)
def test_a_question_asks_to_be_told_whatever_verb_stands_in_it(question: str) -> None:
    (row,) = asked(question)
    assert (row.kind, row.title) == ("question", f"Answer: {question}")
    assert (row.responsible, row.condition) == ("Jane Doe, Warden", None)


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("If the list is ready, could you send it to us?", "Send it to us"),
        ("If the piers are open, will you attend the fair?", "Attend the fair"),
        ("If the piers are open, could the Board lend us a boat?", "Lend us a boat"),
        ("When you get a chance, can you send the tables?", "Send the tables"),
        ("Could the Board brief our staff?", "Brief our staff"),
        ("If it was lost, would you please send another copy?", "Send another copy"),
    ],
)
def test_a_question_that_asks_for_a_deed_is_a_request(sentence: str, title: str) -> None:
    (row,) = asked(sentence)
    assert (row.kind, row.title) == ("request", title)


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        (
            "Has the Board adopted the rope rule? If not, does it plan to?",
            ["Has the Board adopted the rope rule?", "If not, does it plan to?"],
        ),
        (
            "Did any pier close? If so, which? By whom?",
            ["Did any pier close?", "If so, which?", "By whom?"],
        ),
        (
            "Do the pilots keep a log? Are they trained to use it?",
            ["Do the pilots keep a log?", "Are they trained to use it?"],
        ),
    ],
)
def test_a_question_that_points_back_is_shown_with_the_one_before(body: str, titles: list[str]) -> None:
    rows = asked(body)
    first, *others = rows
    assert first.title == f"Answer: {titles[0]}"
    assert [row.title.split(" (")[0] for row in others] == [f"Answer: {one}" for one in titles[1:]]
    for row in others:
        assert f"said before: “{titles[0]}" in row.title
        assert any(place.quote.startswith(titles[0]) for place in row.field_evidence.values())


def test_a_whole_question_is_shown_alone() -> None:
    rows = asked("How many piers are open? How many boats are in use?")
    assert [row.title for row in rows] == [
        "Answer: How many piers are open?",
        "Answer: How many boats are in use?",
    ]
