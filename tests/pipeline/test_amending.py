"""What a text does to the words of another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.amending import EditKind, edits

CASES = [
    (
        "section 2 is amended by striking “ten” and inserting “twelve”",
        ["section 2: strike “ten”, insert “twelve”"],
    ),
    (
        "in section 1(a) by striking “ten” in section 4 and inserting “twelve” in lieu thereof",
        ["section 4: strike “ten”, insert “twelve”"],
    ),
    (
        "Section 3(b) is amended by striking out “the buoy”.",
        ["Section 3(b): strike “the buoy”"],
    ),
    (
        "by inserting in section 1 “and locks” after “harbors”",
        ["section 1: insert “and locks”"],
    ),
    (
        "paragraph (2) is amended by inserting after “harbors” the following: “and locks”",
        ["paragraph (2): insert “and locks”"],
    ),
    (
        "subsection (c) is amended by adding at the end the following: “(4) locks.”",
        ["subsection (c): insert “(4) locks.”"],
    ),
    (
        "section 7 is amended to read as follows: “Sec. 7. Locks close at dusk.”",
        ["section 7: read “Sec. 7. Locks close at dusk.”"],
    ),
    (
        "by deleting ``not more than 22'' and inserting ``up to 25'' in lieu thereof",
        ["strike “not more than 22”, insert “up to 25”"],
    ),
    (
        "by replacing “ten” with “twelve”",
        ["strike “ten”, insert “twelve”"],
    ),
    (
        "by substituting “twelve” for “ten”",
        ["strike “ten”, insert “twelve”"],
    ),
    (
        'by inserting "up to 20" in place of "15"',
        ["strike “15”, insert “up to 20”"],
    ),
    (
        "by redesignating subsections (b) and (c) as subsections (c) and (d), respectively",
        ["redesignate subsections (b) and (c) as subsections (c) and (d)"],
    ),
    (
        "by striking section 5(b) and all that follows",
        ["strike “section 5(b) and all that follows”"],
    ),
    (
        "section 9 is renumbered as section 8.",
        ["redesignate section 9 as section 8"],
    ),
    (
        "section 2 is amended (a) by striking “ten”; and "
        "(b) in paragraph (3), by inserting “locks” after “buoys”",
        ["section 2: strike “ten”", "paragraph (3): insert “locks”"],
    ),
    (
        "The harbor master shall strike the bell and insert a coin.",
        [],
    ),
    (
        "as amended by Executive Order 19001 of May 2, 2029",
        [],
    ),
]


@pytest.mark.parametrize(("text", "told"), CASES)
def test_changes_are_told(text: str, told: list[str]) -> None:
    assert [str(edit) for edit in edits(text, 0)] == told


def test_what_is_quoted_changes_nothing() -> None:
    text = "section 2 is amended to read as follows: “Sec. 2. Order 7 is amended by striking ‘ten’.”"
    (only,) = edits(text, 0)
    assert only.kind is EditKind.READ


def test_the_next_section_is_another_matter() -> None:
    text = "Section 1. It is amended by striking “a”.\n\nSec. 2. Order 8 is amended by striking “b”."
    assert [edit.struck for edit in edits(text, 0)] == ["a"]
    assert [edit.struck for edit in edits(text, text.index("Sec. 2"))] == ["b"]


def test_a_lead_reaches_over_the_sections_below_it() -> None:
    text = "Order 7 is further amended as follows:\n\nSection 1. Section 4 is amended by striking “a”."
    assert [str(edit) for edit in edits(text, 0)] == ["Section 4: strike “a”"]


@given(st.text(alphabet="“”\"'`‘’ astrkinge:;,().1 amended by", max_size=300))
def test_any_text_gives_places_in_it(text: str) -> None:
    found = edits(text, 0)
    assert all(0 <= edit.span.start < edit.span.end <= len(text) for edit in found)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
