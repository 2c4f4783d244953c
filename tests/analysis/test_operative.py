"""The summary says what a paper does, not only what leads up to it."""

from __future__ import annotations

import pytest

from analysis.offline import OfflineAnalyzer
from pipeline.agency import Agency
from pipeline.documents import ExtractedDocument, Page, Span

ANALYZER = OfflineAnalyzer(Agency("Office of Docks", "OD", "Warden", (), ()))
ORDER = "Executive Order 19044 of May 4, 2030\n\nKeeping Docks in Order\n\n"
VESTED = "By the authority vested in me as President by the Constitution and the laws of the United States, "
ORDERED = f"{ORDER}{VESTED}it is hereby ordered as follows:\n\n"
FINDING = (
    "I, ADA HOOK, President of the United States of America, find that rotten ropes of foreign make are a "
    "threat to all docks of the harbor.\n\n"
)


def summed(text: str) -> list[str]:
    found = ANALYZER.analyse(
        ExtractedDocument("0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),))
    )
    return [one.text for one in found.summary]


def test_what_a_finding_leads_up_to_follows_it() -> None:
    said = summed(
        f"{ORDERED}{FINDING}I therefore hereby declare an emergency of ropes in all harbors.\n\n"
        "Section 1. Ropes. (a) The following actions are prohibited on every dock of the harbor:\n\n"
        "(i) the sale of foreign ropes; and\n\n(ii) the loan of foreign ropes.\n\n"
        "Sec. 2. Hooks. There is established in the Office of Docks a medal for hooks.\n"
    )
    assert "find that rotten ropes" in said[1]
    assert said[2] == "It goes on: “I therefore hereby declare an emergency of ropes in all harbors.”"
    assert "are prohibited on every dock of the harbor: the sale of foreign ropes" in said[3]
    assert not any("medal" in line for line in said)


@pytest.mark.parametrize(
    "deed",
    [
        "The Mate of the harbor is designated to have authority to lend hooks from the reserve.",
        "There is established in the Office of Docks a Board of Ropes.",
        "No loan of hooks is authorized for private outings.",
    ],
)
def test_what_an_order_does_without_tasking_anybody_is_told(deed: str) -> None:
    said = summed(
        f"{ORDERED}Section 1. Policy. Harbors need strong ropes and sound hooks in all years.\n\n"
        f"Sec. 2. Hooks. {deed}\n"
    )
    assert f"It goes on: “{deed}”" in said


def test_a_change_that_has_a_line_of_its_own_is_not_told_twice() -> None:
    said = summed(
        f"{ORDERED}Section 1. Policy. Harbors need strong ropes and sound hooks in all years.\n\n"
        "Sec. 2. Past. Executive Order 18001 of May 4, 2020 (Wet Ropes), is hereby revoked.\n"
    )
    assert "It revokes EO 18001." in said
    assert not any(line.startswith("It goes on") for line in said)


def test_a_quotation_begins_with_the_deed_and_shows_where_it_was_cut() -> None:
    said = summed(
        f"{ORDER}{VESTED}including section 12 of the Rope Act, I hereby delegate to the Warden the "
        "keeping of all ropes.\n"
    )
    assert "In its own words: “… I hereby delegate to the Warden the keeping of all ropes.”" in said


def test_a_letter_about_another_letter_says_what_its_writer_will_do() -> None:
    said = summed(
        "May 4, 2030\n\nDear Ms. Quill,\n\nOn behalf of Hook Works, Inc., this letter is being submitted in "
        "reference to the letter of the Harbor Board dated April 20, 2030.\n\nThe Board asks for an answer "
        "within ten days. Hook Works will not be able to submit its answer within ten days of that letter. "
        "Hook Works anticipates an answer on or before May 30, 2030.\n\nSincerely,\n\nIda Hook\n"
    )
    assert (
        "It goes on: “Hook Works will not be able to submit its answer within ten days of that letter.”"
        in said
    )
    assert "It goes on: “Hook Works anticipates an answer on or before May 30, 2030.”" in said


def test_a_member_of_a_list_is_never_quoted_without_its_lead() -> None:
    told = summed(
        f"{ORDERED}Section 1. (a) All ropes of the following persons are blocked: (i) whoever is on the list "
        "of thieves; and (ii) any pilot found: (A) to have sold ropes for the purpose of closing "
        "docks; or (B) to have bought ropes of those whose ropes are blocked."
    )
    assert not any("to have" in one for one in told)
    assert any("All ropes of the following persons are blocked" in one for one in told)
