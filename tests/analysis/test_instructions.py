"""Guidance that speaks to its readers: nothing it tells them is passed over, and its samples task nobody."""

from __future__ import annotations

import pytest

from analysis.ledger import ledger
from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import asks, taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind, LedgerClass
from tests.analysis.drafting import drafted

MEMO = Kind.AGENCY_MEMO


def paper(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),), ())


def classes(text: str, kind: Kind = MEMO) -> dict[str, LedgerClass]:
    document = paper(text)
    plan = outline(document)
    rows = taskings(document, plan, Facts(kind, date="2026-01-12"), ())
    return {" ".join(one.evidence[0].quote.split()): one.ledger_class for one in ledger(document, plan, rows)}


@pytest.mark.parametrize(
    "told",
    [
        "Yes, rewrite leases signed before May 1, 2026.",
        "No, keep the old signs until they fade.",
        "Again, start with the docks that most pilots use.",
        "But you are supposed to mend ropes as time permits.",
        "Start with the piers that flood and cause the most trouble.",
        "Use plain signs in short lines.",
        "Cut out needless ropes.",
        "Don't spend more time on the chart than on the dock.",
        "Never leave a hook on the pier.",
        "Remember the tides when you draw a chart.",
        "If your pilots say a sign is clear, don't redo it.",
        "A council meets here, which will be convened and chaired by the Clerk's deputy.",
        "The members will be convened each spring.",
        "Your signs should average ten words, and never be longer than twenty.",
        "Independent agencies are strongly encouraged to comply with this memorandum.",
    ],
)
def test_what_readers_are_told_is_listed_for_a_person(told: str) -> None:
    text = f"What about the docks?\n\nThe docks are old and were built a long time ago. {told}\n"
    assert classes(text)[told] is LedgerClass.UNCOVERED


@pytest.mark.parametrize(
    "told",
    [
        "The docks are old.",
        "Use of the docks is free.",
        "Reports were written by the Clerk.",
        "No, the pier was closed.",
        "Yes, ropes are kept dry.",
    ],
)
def test_what_merely_tells_is_not_listed(told: str) -> None:
    assert told not in classes(f"The docks were built a long time ago. {told}\n")


def test_an_order_asks_independent_agencies_and_does_not_task_them() -> None:
    text = "Sec. 2. Docks. (a) Independent regulatory agencies are requested to count their docks."
    assert drafted(text) == ()
    assert list(classes(text, Kind.EXECUTIVE_ORDER).values()) == [LedgerClass.UNCOVERED]


SAMPLES = [
    ("Words should be common. For example: Before", "After"),
    ("Before:", "After:"),
    ("BEFORE", "AFTER"),
    ("Example:", "Example 2:"),
    ("Sample notice:", "Sample letter:"),
    ("Poor:", "Revised version:"),
]


@pytest.mark.parametrize(("first", "second"), SAMPLES)
def test_a_sample_of_writing_tasks_nobody_and_is_listed_as_quoted(first: str, second: str) -> None:
    bad = "Where digging leaves a rut, the operator must fill the rut before removing any vehicle from it."
    good = "If you dig a hole, you must fill the hole before you drive away from the dock."
    text = (
        f"The guidance helps you write.\n\n{first}\n\n{bad}\n\n{second}\n\n{good}\n\n"
        "Each bureau must post this guidance in every office that serves pilots.\n"
    )
    assert [row.responsible for row in drafted(text, MEMO)] == ["Each bureau"]
    found = classes(text)
    assert found[bad] is LedgerClass.QUOTED
    assert found[good] is LedgerClass.QUOTED


def test_a_sample_may_stand_on_the_line_of_its_label() -> None:
    text = (
        "Before: The operator must fill the rut created by such activity.\n\nAfter: You must fill the hole.\n"
    )
    assert drafted(text, MEMO) == ()


def test_what_follows_the_word_before_alone_is_no_sample() -> None:
    text = "The docks were as they were the year before\n\nEach bureau must count its docks by May 1, 2026.\n"
    assert [row.responsible for row in drafted(text, MEMO)] == ["Each bureau"]


LETTER = (
    "Dear Ms. Poe:\n\nOn Monday, members and staff of the Pilots' Union (PIU) met with Commissioner Roe. {}"
    "\n\nSincerely,\n\nJohn Doe\n"
)


@pytest.mark.parametrize(
    "told",
    [
        "PIU also urged the Board to take prompt steps on dredging.",
        "We encouraged staff to mend the northern pier.",
        "On behalf of the Pilots' Union I urged a new chart.",
        "PIU next expressed support for prompt action by the Board on dredging.",
        "Certain PIU members discussed the need for a continuing Board role in ensuring safe tides.",
        "PIU members raised concerns about tolls, and encouraged action on them.",
    ],
)
def test_what_the_writer_asked_in_a_meeting_is_listed_and_named_with_the_reply(told: str) -> None:
    text = LETTER.format(told)
    assert classes(text, Kind.PUBLIC_LETTER)[told] is LedgerClass.UNCOVERED
    document = paper(text)
    reply = asks(document, outline(document), Facts(Kind.PUBLIC_LETTER, date="2026-01-12"))
    assert reply is not None
    assert not reply.needed
    assert [one.quote for one in reply.asks] == [told]


def test_what_the_board_asked_of_the_writer_is_no_ask_of_the_writer() -> None:
    text = LETTER.format("The Board asked the Union about tides.")
    document = paper(text)
    reply = asks(document, outline(document), Facts(Kind.PUBLIC_LETTER, date="2026-01-12"))
    assert reply is not None
    assert reply.asks == ()
