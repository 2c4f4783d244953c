"""Letters that members of Congress sign without printed paper, and whose writers stay open."""

from __future__ import annotations

import pytest

from analysis.metadata import Facts, metadata
from analysis.offline import OfflineAnalyzer
from analysis.outline import outline
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.findings import Kind


def letter(body: str, foot: str) -> ExtractedDocument:
    text = f"May 4, 2030\n\nDear Warden Vane:\n\n{body}\n\nSincerely,\n\n{foot}\n"
    return ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))


def facts(body: str, foot: str) -> Facts:
    page = letter(body, foot)
    return metadata(page, outline(page))


PLAIN = "We ask that you keep the piers open."


@pytest.mark.parametrize(
    ("body", "foot"),
    [
        (PLAIN, "Rep. Rue Sand (R-AR)\nRep. Lee Ash (D-IN)"),
        (PLAIN, "Sen. Jo Elm (I-Mass.)"),
        (
            PLAIN,
            "Rue Sand\nChairwoman\nWays and Means Committee\n\nLee Ash\nChairman\nCommittee on the Judiciary",
        ),
        ("As Chairs of the Congressional Rope Caucus, we ask that you keep the piers open.", "Rue Sand"),
        ("We and other Members of Congress ask that you keep the piers open.", "Rue Sand"),
        ("As the Chairs of committees with oversight jurisdiction, we ask for the list.", "Rue Sand"),
    ],
)
def test_members_of_congress_are_known_by_how_they_sign_and_speak(body: str, foot: str) -> None:
    assert facts(body, foot).kind is Kind.CONGRESSIONAL_LETTER


@pytest.mark.parametrize(
    ("body", "foot"),
    [
        (PLAIN, "Rue Sand\nChair\nRope Committee, Friends of the Harbor"),
        ("I wrote to my Senator and to other members of the club.", "Rue Sand"),
        ("As chair of the harbor club I ask that you keep the piers open.", "Rue Sand"),
    ],
)
def test_others_who_chair_committees_are_no_members(body: str, foot: str) -> None:
    assert facts(body, foot).kind is Kind.PUBLIC_LETTER


def test_members_that_sign_one_below_the_other_are_each_a_sender() -> None:
    sender = facts(PLAIN, "Rep. Rue Sand (R-AR)\nRep. Lee Ash (D-IN)\nRep. Jo K. Elm (D-OH)").sender
    assert sender == "Rep. Rue Sand (R-AR); Rep. Lee Ash (D-IN); Rep. Jo K. Elm (D-OH)"


def test_a_letter_on_no_offices_paper_is_not_said_to_be_from_the_public() -> None:
    found = OfflineAnalyzer(Agency("Harbor Office", "HO")).analyse(letter(PLAIN, "Rue Sand"))
    assert found.document.kind is Kind.PUBLIC_LETTER
    assert found.summary[0].text == "In a letter dated May 4, 2030, Rue Sand writes to Warden Vane."
