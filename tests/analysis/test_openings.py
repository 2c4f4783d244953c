"""What opens a sentence before its actor stands with the duty, unless a field of its own tells it."""

from __future__ import annotations

import pytest

from tests.analysis.drafting import drafted, only


@pytest.mark.parametrize(
    ("opening", "said"),
    [
        ("In its first report to the Board and in any later reports, ", None),
        ("Under the direction of the Warden, ", None),
        ("During the yearly count, ", None),
        ("At the request of the Board, ", None),
        ("To keep the docks open, ", None),
        ("In order to keep the docks open and safe, ", None),
        ("From among the pilots, ", None),
        ("Notwithstanding section 4 of this order, ", None),
        ("Recognizing the age of the docks, ", None),
        ("In addition to the chart in section 3, ", None),
        ("As part of this survey, ", None),
        ("(1) Further, at the request of the Board, ", "at the request of the Board"),
        (
            "Within 30 days of the date of this order, and at the request of the Board, ",
            "at the request of the Board",
        ),
        ("In consultation with the Board, and under the eye of the Warden, ", "under the eye of the Warden"),
    ],
)
def test_what_opens_the_sentence_stands_behind_the_title(opening: str, said: str | None) -> None:
    row = only(f"{opening}the Clerk shall close the gates.")
    wanted = said or f"{opening[:1].lower()}{opening[1:].rstrip(', ')}"
    assert row.title.startswith("Close the gates (") and wanted in row.title


@pytest.mark.parametrize(
    "opening",
    [
        "In addition, ",
        "Accordingly, ",
        "Specifically, ",
        "To achieve these goals, ",
        "To that end, ",
        "For this purpose, ",
        "Within 30 days of the date of this order, ",
        "By May 1, 2026, ",
        "If the tide is high, ",
    ],
)
def test_a_link_and_what_has_its_own_field_stand_there_not(opening: str) -> None:
    assert only(f"{opening}the Clerk shall close the gates.").title == "Close the gates"


def test_what_goes_on_with_a_term_is_a_part_of_it() -> None:
    row = only("Within 30 days of notice under the Dock Act, the Clerk shall close the gates.")
    assert "Dock Act" not in row.title.partition(" (under")[2]


def test_what_opens_one_half_of_a_sentence_stands_with_that_half() -> None:
    first, second = drafted(
        "Sec. 2. Docks. (a) The Clerk shall count the docks, and, in its first report, the Board shall "
        "tell of them."
    )
    assert first.title == "Count the docks"
    said = "said before: “The Clerk shall count the docks”"
    assert second.title == f"Tell of them (in its first report; {said})"


def test_several_actors_with_an_object_each_are_told_respectively() -> None:
    row = only("The Clerk and the Warden shall, respectively, direct the Dock Program and the Gate Program.")
    assert row.title == "Respectively, direct the Dock Program and the Gate Program"
    row = only("The Clerk and the Warden shall direct the Dock Program and the Gate Program, respectively.")
    assert row.title.endswith("respectively")
