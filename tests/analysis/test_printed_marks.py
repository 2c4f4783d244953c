"""Sections, names and lists come out whole, whatever marks and line ends a copy puts between them."""

from __future__ import annotations

import pytest

from analysis.outline import outline
from analysis.outline.sentences import sentences
from pipeline.documents import Block, BlockKind, ExtractedDocument, Page, Span


def places(text: str, *blocks: Block) -> dict[str, str | None]:
    document = ExtractedDocument(
        "0" * 64, "x.txt", "text/plain", text, (Page(1, Span(0, len(text))),), blocks
    )
    return {" ".join(one.words(text).split()): one.section for one in outline(document).sentences}


@pytest.mark.parametrize(
    "heads",
    [
        ("### Section 1.\n\n**Docks**", "### Section 2.\n\n**Ropes**"),
        ("## Sec. 1. Docks", "## Sec. 2. Ropes"),
        ("**Section 1. Docks**", "**Section 2. Ropes**"),
        ("__Sec. 1.__\n__Docks__", "__Sec. 2.__\n__Ropes__"),
        ("Sec . 1 . Docks.", "Sec . 2 . Ropes."),
        ("Section 1.\n\nDocks", "Section 2.\n\nRopes"),
        ("SECTION 1\n\nDOCKS", "SECTION 2\n\nROPES"),
    ],
)
def test_a_row_stands_in_the_section_whose_label_is_marked_as_a_heading(heads: tuple[str, str]) -> None:
    found = places(
        f"{heads[0]}\n\n(a) The Clerk shall sweep.\n\n(b) The Clerk shall row.\n\n"
        f"{heads[1]}\n\n(a) The rope order is revoked.\n\n(b) The Warden shall count ropes.\n"
    )
    assert found["The Clerk shall row."] == "Sec. 1(b)"
    assert found["The Warden shall count ropes."] == "Sec. 2(b)"


def test_a_title_that_the_reader_saw_apart_from_its_label_does_not_close_the_section() -> None:
    text = "Section 4.\n\nRopes\n\n(a) The Warden shall count ropes.\n\n(b) The Clerk shall row."
    blocks = (
        Block(BlockKind.HEADING, Span(0, 10), 1),
        Block(BlockKind.HEADING, Span(12, 17), 1),
    )
    assert places(text, *blocks)["The Clerk shall row."] == "Sec. 4(b)"


@pytest.mark.parametrize(
    "text",
    [
        "It met non-U.S. Government actors and others.",
        "Ask the U.S. Digital Service for a copy.",
        "Many pro-U.S. Members voted.",
    ],
)
def test_a_country_by_its_initials_ends_no_sentence(text: str) -> None:
    assert len(list(sentences(text, 0, len(text)))) == 1


def test_a_name_cut_behind_its_initials_goes_on_and_the_list_keeps_its_members() -> None:
    found = places(
        "Sec. 3. Seats. (a) Membership.\n(i) The Clerk shall serve as Chair.\n\n"
        "The Council shall consist of the following members:\n(A) the Director of Docks;\n"
        "(B) the Warden, through the Director of the U.S.\n\nRope Bureau;\n(C) the Treasurer; and\n"
        "(D) the Administrator of the U.S.\n\nHook Service.\n(ii) The Clerk shall call the roll.\n"
    )
    assert found["the Warden, through the Director of the U.S. Rope Bureau;"] == "Sec. 3(a)(i)(B)"
    assert found["the Administrator of the U.S. Hook Service."] == "Sec. 3(a)(i)(D)"
    assert found["The Clerk shall call the roll."] == "Sec. 3(a)(ii)"


def test_a_sentence_that_ends_in_the_initials_of_the_country_is_not_joined_to_the_next() -> None:
    found = places("The Council is an office of the U.S.\n\nDock Wardens shall serve on it.\n")
    assert "Dock Wardens shall serve on it." in found


def test_a_piece_of_a_member_that_a_blank_line_cut_off_closes_no_list() -> None:
    text = (
        "Sec. 3. Seats. (a) The Council shall include:\n\n(i) the Warden of the Dock in\n\nPortland;\n\n"
        "(ii) the Treasurer; and\n\n(iii) the Clerk.\n"
    )
    pages = (Page(1, Span(0, len(text))),)
    plan = outline(ExtractedDocument("0" * 64, "x.txt", "text/plain", text, pages, ()))
    lead = next(at for at, one in enumerate(plan.sentences) if one.words(text).endswith("include:"))
    led = [one.words(text) for one in plan.sentences if one.lead == lead]
    assert led[-2:] == ["the Treasurer; and", "the Clerk."]
