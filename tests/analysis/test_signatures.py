"""Names that sign a paper without a closing formula, and the heads of printed forms."""

from __future__ import annotations

import pytest

from analysis.masthead.sheet import sheet
from analysis.masthead.signatures import is_name, signature
from analysis.metadata import metadata
from analysis.outline import outline
from pipeline.documents import ExtractedDocument, Page, Span


def paper(text: str) -> ExtractedDocument:
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


@pytest.mark.parametrize(
    "line", ["Ida B. Quill", "IDA B. QUILL", "Mrs. Ida Quill", "Ignatius Bell, P.E.", "Odo van Hook"]
)
def test_a_name_alone(line: str) -> None:
    assert is_name(line)


@pytest.mark.parametrize(
    "line",
    ["Office of Ropes", "May 3, 2026", "Thank you", "Count the ropes", "Regional Director", "Quill", ""],
)
def test_no_name(line: str) -> None:
    assert not is_name(line)


def test_the_last_name_over_an_office_signs() -> None:
    found = signature(
        sheet(paper("Count all ropes.\n\nIda Quill\nWarden of Docks\n\nOdo Hook\nDirector\n\ncc: Clerk\n"))
    )
    assert found is not None
    assert found[1].value == "Odo Hook, Director"


def test_a_name_in_the_middle_signs_nothing() -> None:
    assert (
        signature(sheet(paper("Ida Quill\n\nWrote a long letter about ropes and the docks they hang on.\n")))
        is None
    )


@pytest.mark.parametrize("farewell", ["In solidarity,\n\n", "Miigwech,\n\n", "Thank you for your help.\n\n"])
def test_letters_close_in_their_own_words(farewell: str) -> None:
    text = (
        "May 4, 2026\n\nDock Office\nRope Harbor, Maine\n\nDear friends,\n\n"
        "Please oil the hooks of the north dock.\n\n"
        f"{farewell}Ida Quill\n"
    )
    facts = metadata(paper(text), outline(paper(text)))
    assert facts.sender == "Ida Quill"
    assert facts.addressee is not None
    assert facts.addressee.startswith("Dock Office")


def test_a_memorandum_goes_through_one_and_is_for_another() -> None:
    text = (
        "DKZC-LOG                                     3 April 2026\n\n"
        "MEMORANDUM THRU Deputy Warden, North Dock\n\n"
        "FOR Commander, 8th Rope Company\n\nSUBJECT: Count of Ropes\n\n1. Count all ropes by 1 May 2026.\n\n"
        "                    IDA B. QUILL\n                    COL, LG\n                    Commanding\n"
    )
    facts = metadata(paper(text), outline(paper(text)))
    assert facts.addressee == "Commander, 8th Rope Company"
    assert facts.date == "2026-04-03"
    assert facts.sender is not None
    assert facts.sender.startswith("IDA B. QUILL")


def test_a_control_sheet_names_the_tasked_office_and_not_the_writer_below() -> None:
    text = (
        "TASKING SHEET\n\nControl No.:   DK-2026-0044\nDate tasked:   09/02/2026\n"
        "From:          Rep. Ida Quill\n"
        "Subject:       Ropes\nAssigned to:   Bureau of Ropes\nSuspense:      09/16/2026\n\n"
        "Action required:   Prepare a reply\n"
    )
    facts = metadata(paper(text), outline(paper(text)))
    assert (facts.number, facts.date, facts.addressee, facts.sender) == (
        "DK-2026-0044",
        "2026-09-02",
        "Bureau of Ropes",
        None,
    )


def test_an_order_of_a_court_has_its_case_and_its_judge() -> None:
    text = (
        "UNITED STATES DISTRICT COURT\nFOR THE DISTRICT OF DOCKS\n\n"
        "ROPE CO., Plaintiff, v. WARDEN, Defendant.\n\n"
        "Case No. 1:26-cv-00417-ABC\n\nORDER\n\n"
        "It is ORDERED that Defendant shall open the gate.\n\nSO ORDERED.\n\n"
        "Date: June 17, 2026\n                IDA QUILL\n                United States District Judge\n"
    )
    facts = metadata(paper(text), outline(paper(text)))
    assert facts.number == "1:26-cv-00417-ABC"
    assert facts.date == "2026-06-17"
    assert facts.sender is not None
    assert facts.sender.startswith("IDA QUILL")
