"""Memo heads in mixed case, addressees in two columns, and requests that name whom they ask."""

from __future__ import annotations

import pytest

from analysis.ledger import ledger
from analysis.metadata import Facts, metadata
from analysis.outline import outline
from analysis.taskings import taskings
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind, LedgerClass
from tests.analysis.drafting import asked_in_letter, drafted


def paper(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


MEMO = (
    "DEPARTMENT OF RIVERS\nOffice of the Deputy Secretary\n\nMEMORANDUM\n\n{head}\n\n"
    "Bureaus must keep all levee records. The Clerk will count them by May 4.\n"
)


@pytest.mark.parametrize(
    "head",
    [
        "To:   Heads of Bureaus\nFrom: Ivo Brandt, Deputy Secretary\nDate: March 3, 2026\nSubject: Levees",
        "From: Ivo Brandt, Deputy Secretary\nTo:   Heads of Bureaus\nDate: March 3, 2026\nSubject: Levees",
    ],
)
def test_the_head_of_a_memo_in_mixed_case_opens_no_earlier_mail(head: str) -> None:
    document = paper(MEMO.format(head=head))
    plan = outline(document)
    facts = metadata(document, plan)
    assert (facts.addressee, facts.sender) == ("Heads of Bureaus", "Ivo Brandt, Deputy Secretary")
    assert [row.responsible for row in taskings(document, plan, facts, ())] == ["Bureaus", "The Clerk"]


def test_a_message_below_a_note_is_still_earlier_mail() -> None:
    text = (
        "Our office has this from the Board.\n\nFrom: Roe, Ann\nSent: Monday, March 2, 2026 9:00 AM\n"
        "To: Doe, Jane\nSubject: Ropes\n\nPlease send the ropes.\n"
    )
    document = paper(text)
    plan = outline(document)
    assert taskings(document, plan, Facts(Kind.EMAIL, date="2026-03-03"), ()) == ()


def test_addressees_may_stand_in_two_columns() -> None:
    text = (
        "COMMITTEE ON RIVERS\nWASHINGTON, DC 20510\n\nJuly 14, 2025\n\n"
        "The Honorable Nora Castell          The Honorable Emil Brandt\n"
        "Secretary                           Chairman\n"
        "Department of Rivers                Levee Safety Board\n"
        "Washington, DC 20240                Washington, DC 20585\n\n"
        "Dear Secretary Castell and Chairman Brandt:\n\nWe ask for the list of levees.\n\n"
        "Sincerely,\n\nTom Quade\n"
    )
    document = paper(text)
    assert metadata(document, outline(document)).addressee == (
        "The Honorable Nora Castell, Secretary, Department of Rivers; "
        "The Honorable Emil Brandt, Chairman, Levee Safety Board"
    )


@pytest.mark.parametrize(
    ("sentence", "who", "title"),
    [
        (
            "The Warden is invited to brief us on May 4.",
            "The Warden",
            "Answer the invitation: The Warden is invited to",
        ),
        (
            "Would someone from the Marine Division be able to walk us through it?",
            "someone from the Marine Division",
            "Walk us through it",
        ),
        ("Your staff still owes us the tide tables.", "Your staff", "Provide the tide tables"),
        ("All clerks: please count the ropes.", "All clerks", "Count the ropes"),
        (
            "Documents should be delivered to Room 5, attention Ms. Poe, who can help.",
            "Jane Doe, Administrator",
            "Ensure documents are delivered to Room 5",
        ),
    ],
)
def test_whom_a_request_names(sentence: str, who: str, title: str) -> None:
    row = asked_in_letter(f"The docks were closed. {sentence}")[-1]
    assert row.responsible == who
    assert row.title.startswith(title)


@pytest.mark.parametrize(
    "sentence",
    [
        "They should not delete messages.",
        "Travel to the docks is suspended until further notice; requests should come through your deputy.",
        "Names should be sent to the Clerk.",
        "I would also welcome his views on the docks.",
        "The Chair has asked that the bureaus meet soon.",
    ],
)
def test_what_no_row_holds_waits_for_a_person(sentence: str) -> None:
    document = paper(f"The docks are closed. {sentence}")
    plan = outline(document)
    rows = taskings(document, plan, Facts(Kind.AGENCY_MEMO, date="2026-01-12"), ())
    found = {one.evidence[0].quote: one.ledger_class for one in ledger(document, plan, rows)}
    assert found[sentence] is LedgerClass.UNCOVERED


def test_the_same_is_told_by_the_sentence_before() -> None:
    row = drafted("The Board shall list its docks. The Council shall do the same.", Kind.AGENCY_MEMO)[-1]
    assert row.title == "Do the same (said before: “The Board shall list its docks”)"
