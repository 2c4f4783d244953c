"""Names that sign a paper without a closing formula, and the heads of printed forms."""

from __future__ import annotations

import pytest

from analysis.masthead.sheet import sheet
from analysis.masthead.signatures import is_name, signature
from analysis.metadata import metadata
from analysis.outline import Role, outline
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind


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


def test_the_head_of_a_memo_may_be_set_in_columns_without_colons() -> None:
    text = (
        "                 ROPE SERVICES AGENCY\n                 Office of Knots\n\n"
        "                                DATE: July 15, 2026\n\nMEMORANDUM FOR   Senior Rope Officers\n\n"
        "FROM             Odo Hook\n                 Deputy Warden\n                 Office of Lines\n\n"
        "SUBJECT          Count of Old Ropes\n\n\n1.  Please count all ropes by August 1, 2026.\n\n"
        "2.  Please send the list to this office.\n"
    )
    facts = metadata(paper(text), outline(paper(text)))
    assert (facts.title, facts.sender) == ("Count of Old Ropes", "Odo Hook, Deputy Warden, Office of Lines")
    assert facts.addressee == "Senior Rope Officers"
    assert {one.section for one in outline(paper(text)).sentences if one.role is Role.BODY} <= {"1", "2"}


def test_further_addressees_stand_in_blocks_of_their_own() -> None:
    text = (
        "February 18, 2026\n\nMEMORANDUM FOR:   Ida Quill\n                  Acting Warden\n\n"
        "                  Odo Hook\n                  Chief of Ropes\n\n"
        "FROM:             Ann Tide\n                  Inspector\n\nSUBJECT:          Ropes\n\n"
        "Please count the ropes."
    )
    facts = metadata(paper(text), outline(paper(text)))
    assert facts.addressee == "Ida Quill, Acting Warden; Odo Hook, Chief of Ropes"
    assert facts.sender == "Ann Tide, Inspector"


def test_what_is_added_to_a_letter_signs_nothing() -> None:
    text = (
        "April 2, 2026\n\nDear Warden Quill:\n\nPlease count the ropes.\n\nSincerely,\n\n"
        "Odo Hook                           Ann Tide\nDirector                           Counsel\n\n"
        "Exhibits A-D\n"
    )
    assert metadata(paper(text), outline(paper(text))).sender == "Odo Hook; Ann Tide"


@pytest.mark.parametrize(
    ("head", "foot", "kind", "detail"),
    [
        ("STATE OF LAKEMONT\nOFFICE OF THE GOVERNOR", "Odo Hook\nGovernor", Kind.OTHER, "official_letter"),
        ("CITY OF REED", "Odo Hook\nMayor", Kind.OTHER, "official_letter"),
        ("U.S. ROPE SERVICE\nOffice of Tribal Affairs", "Odo Hook\nDirector", Kind.OTHER, "agency_letter"),
        ("DEPARTMENT OF ROPES", "Odo Hook\nDirector, Bureau of Knots", Kind.OTHER, "agency_letter"),
        (
            "REED STATE UNIVERSITY\nOffice of the Dean",
            "Odo Hook\nProfessor of Public Administration",
            Kind.PUBLIC_LETTER,
            None,
        ),
        ("NATIONAL ROPE ACADEMY\nDepartment of Ropes", "Odo Hook\nDirector", Kind.OTHER, "agency_letter"),
    ],
)
def test_a_letter_of_another_government_or_of_a_school_is_no_agencys(
    head: str, foot: str, kind: Kind, detail: str | None
) -> None:
    text = (
        f"{head}\n\nMay 4, 2026\n\nMs. Ida Quill\nWarden\n12 Dock Street\nWashington, DC 20590\n\n"
        f"Dear Ms. Quill:\n\nPlease count the ropes.\n\nSincerely,\n\n{foot}\n"
    )
    facts = metadata(paper(text), outline(paper(text)))
    assert (facts.kind, facts.kind_detail) == (kind, detail)


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        ("It is a pleasure to invite you to our feast.", "invitation"),
        ("A formal invitation will be sent later.", None),
    ],
)
def test_only_a_letter_that_invites_is_an_invitation(words: str, detail: str | None) -> None:
    text = f"May 4, 2026\n\nDear Ms. Quill:\n\n{words}\n\nSincerely,\n\nOdo Hook\n"
    assert metadata(paper(text), outline(paper(text))).kind_detail == detail
