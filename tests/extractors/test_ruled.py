"""Tables with drawn rules are read row by row; other rules on a page change nothing."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from pipeline.documents import BlockKind, ExtractedDocument
from tests.extractors.conftest import MakePdf, Read, Words

ACROSS = (72.0, 190.0, 300.0, 420.0, 540.0)
DOWN = 40.0

Table = list[list[str]]


def lines_drawn(rows: int, columns: int, top: float = 100.0) -> str:
    """Level and upright rules as strokes."""
    left, right = ACROSS[0], ACROSS[columns]
    level = [f"{left} {792 - top - n * DOWN} m {right} {792 - top - n * DOWN} l S" for n in range(rows + 1)]
    bottom = 792 - top - rows * DOWN
    return "\n".join(level + [f"{x} {792 - top} m {x} {bottom} l S" for x in ACROSS[: columns + 1]])


def boxes_drawn(rows: int, columns: int, top: float = 100.0) -> str:
    """Each cell as a box of its own."""
    return "\n".join(
        f"{ACROSS[c]} {792 - top - (r + 1) * DOWN} {ACROSS[c + 1] - ACROSS[c]} {DOWN} re S"
        for r in range(rows)
        for c in range(columns)
    )


def thin_boxes_drawn(rows: int, columns: int, top: float = 100.0) -> str:
    """Rules as narrow filled boxes, as word processors draw them."""
    wide, bottom = ACROSS[columns] - ACROSS[0], 792 - top - rows * DOWN
    level = [f"{ACROSS[0]} {792 - top - n * DOWN} {wide} 0.5 re f" for n in range(rows + 1)]
    return "\n".join(level + [f"{x} {bottom} 0.5 {rows * DOWN} re f" for x in ACROSS[: columns + 1]])


def placed(table: Table, top: float = 100.0) -> list[Words]:
    """Words in their cells; a line break in a cell makes a second line there."""
    return [
        (ACROSS[c] + 4, top + r * DOWN + 14 + 12 * n, line)
        for r, row in enumerate(table)
        for c, said in enumerate(row)
        for n, line in enumerate(said.split("\n"))
        if line
    ]


def by_column(words: list[Words]) -> list[Words]:
    """Drawn cell by cell down each column, as some programs do."""
    return sorted(words, key=lambda word: (word[0], word[1]))


def tables(document: ExtractedDocument) -> list[str]:
    return [
        document.text[block.span.start : block.span.end]
        for block in document.blocks
        if block.kind is BlockKind.TABLE
    ]


TASKS: Table = [
    ["Task", "Lead office", "Due"],
    ["Survey the\nnorth pier", "Harbors", "May 3, 2032"],
    ["Report to\nthe Board", "Office of\nLights", "June 1, 2032"],
]


@pytest.mark.parametrize("rules", [lines_drawn, boxes_drawn, thin_boxes_drawn])
def test_a_ruled_table_is_read_by_its_rows(read: Read, make_pdf: MakePdf, rules: object) -> None:
    assert callable(rules)
    page = [
        (72, 60, "The work of this year:"),
        *by_column(placed(TASKS)),
        (72, 250, "Nothing else is asked."),
    ]
    document = read(make_pdf([page], drawn=[rules(3, 3)]))
    assert tables(document) == [
        "Task | Lead office | Due\n"
        "Survey the north pier | Harbors | May 3, 2032\n"
        "Report to the Board | Office of Lights | June 1, 2032"
    ]
    told = document.text
    assert told.index("of this year") < told.index("Task |") < told.index("Nothing else")


def test_a_frame_round_a_page_is_no_table(read: Read, make_pdf: MakePdf) -> None:
    page = [(80, 100, "The pier is in poor repair."), (80, 300, "The light is out.")]
    frame = "60 60 480 680 re S\n64 64 472 672 re S"
    assert tables(read(make_pdf([page], drawn=[frame]))) == []


def test_a_rule_between_two_columns_makes_no_table(read: Read, make_pdf: MakePdf) -> None:
    left = [(72, 100 + 14 * n, f"Left column line {n} says its words here") for n in range(12)]
    right = [(330, 100 + 14 * n, f"Right column line {n} says its words") for n in range(12)]
    rows = [piece for pair in zip(left, right, strict=True) for piece in pair]
    drawn = "310 500 m 310 700 l S\n72 700 m 540 700 l S\n72 500 m 540 500 l S"
    document = read(make_pdf([rows], drawn=[drawn]))
    assert tables(document) == []
    assert document.text.index("Left column line 11") < document.text.index("Right column line 0")


def test_a_signature_rule_is_no_table(read: Read, make_pdf: MakePdf) -> None:
    page = [(72, 100, "Signed:"), (300, 100, "Dated:")]
    drawn = "\n".join(f"{x} 680 m {x + 150} 680 l S" for x in (72, 300, 72, 300))
    assert tables(read(make_pdf([page], drawn=[drawn]))) == []


def test_more_rules_than_any_table_has_are_passed_over(read: Read, make_pdf: MakePdf) -> None:
    hatched = "\n".join(f"{n % 600} {n / 10} m {n % 600 + 9} {n / 10} l S" for n in range(6000))
    document = read(make_pdf([placed(TASKS)], drawn=[hatched]))
    assert tables(document) == [] and "Survey the" in document.text


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_keeps_its_table(read: Read, make_pdf: MakePdf, rotate: int) -> None:
    """Words that stand on their head are read as they were written; none is lost."""
    document = read(make_pdf([placed(TASKS)], drawn=[lines_drawn(3, 3)], rotate=rotate))
    for cell in (said for row in TASKS for said in row):
        for word in cell.split():
            assert word in document.text


@pytest.mark.parametrize("upper", ["A", "Ab", "Yes"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_letter_alone_under_another_cell_is_a_word(
    read: Read, make_pdf: MakePdf, upper: str, turned: bool
) -> None:
    words = placed([["", "", upper], ["", "", "B"]])
    page = [(72.0, 60.0, "Above"), *(reversed(words) if turned else words)]
    document = read(make_pdf([page], drawn=[lines_drawn(2, 3)]))
    assert sorted(document.text.split()) == sorted(["Above", upper, "B"])


cells = some.text(string.ascii_letters, min_size=0, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.data(), rows=some.integers(1, 6), columns=some.integers(1, 4))
def test_no_word_is_lost_or_doubled(
    read: Read, make_pdf: MakePdf, data: some.DataObject, rows: int, columns: int
) -> None:
    table = [[data.draw(cells) for _ in range(columns)] for _ in range(rows)]
    words = placed(table)
    order = data.draw(some.permutations(words)) if words else words
    document = read(make_pdf([[(72.0, 60.0, "Above"), *order]], drawn=[lines_drawn(rows, columns)]))
    assert sorted(document.text.replace("|", " ").split()) == sorted(
        ["Above", *(said for row in table for said in row if said)]
    )
