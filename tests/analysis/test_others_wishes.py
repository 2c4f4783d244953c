"""Whose wish a letter tells, what is no duty, and what a bare deed leans on."""

from __future__ import annotations

import pytest

from analysis.ledger import ledger
from analysis.metadata import Facts
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind, LedgerClass
from tests.analysis.drafting import asked_in_letter, drafted


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The Warden would like to visit in May.", "Meet the wish: The Warden would like to visit in May"),
        ("Can you resend?", "Resend (said before: “The deed was to come in May”)"),
        (
            "I'd be grateful if she could do that before May 4.",
            "Meet the wish: she could do that (said before: “The deed was to come in May”)",
        ),
    ],
)
def test_a_wish_and_a_bare_deed_are_told_whole(sentence: str, title: str) -> None:
    assert asked_in_letter(f"The deed was to come in May. {sentence}")[-1].title == title


def test_what_nobody_has_to_do_is_not_asked() -> None:
    assert asked_in_letter("I will send the maps by Monday; you don't have to do anything.") == ()


def test_what_somebody_believes_binds_nobody() -> None:
    assert drafted("The Chief Engineer believes the relays are to blame.", Kind.AGENCY_MEMO) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "She may buy some spares, but is to tell the Clerk beforehand.",
        "Each district is expected to be on the call.",
    ],
)
def test_a_duty_behind_a_leave_waits_for_a_person(sentence: str) -> None:
    text = f"The docks are closed. {sentence}"
    document = ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    plan = outline(document)
    rows = taskings(document, plan, Facts(Kind.AGENCY_MEMO, date="2026-01-12"), ())
    found = {one.evidence[0].quote: one.ledger_class for one in ledger(document, plan, rows)}
    assert found[sentence] in (LedgerClass.UNCOVERED, LedgerClass.DRAFTED)
