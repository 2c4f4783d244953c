"""What a text does to the words of another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.amending import EditKind, amendments, edits
from pipeline.documents import Evidence
from pipeline.findings import Relation, RelationKind

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
        "by deleting subsection (e), and inserting in lieu thereof the following",
        ["strike “subsection (e)”"],
    ),
    (
        "sections 3, 4(a) and 5 of Order 7 are hereby revoked.",
        ["strike “sections 3, 4(a) and 5”"],
    ),
    (
        "section 4 is amended to read:\n\n“Sec. 4. The “Lock” is shut.\n\n“(b) It opens at dawn.”",
        ["section 4: read “Sec. 4. The “Lock” is shut. “(b) It opens at dawn.”"],
    ),
    (
        "section 4 is amended to read: ‘‘(b) ‘‘Lock’’ means a lock.’’",
        ["section 4: read “(b) ‘‘Lock’’ means a lock.”"],
    ),
    (
        "section 4 is amended to read as follows:\n\n(b) A lock is shut.",
        ["section 4: read as follows"],
    ),
    (
        "section 4 is replaced with the following: “Sec. 4. Locks open.”",
        ["section 4: read “Sec. 4. Locks open.”"],
    ),
    (
        "by adding at the end thereof the following new paragraph:\n\n“(16) the Locks Act”",
        ["insert “(16) the Locks Act”"],
    ),
    (
        "Order 7 is amended to add the following sentence to the end of section 2(b): “It opens.”",
        ["section 2(b): insert “It opens.”"],
    ),
    (
        "the phrase “at dusk” is deleted and “at dawn” inserted.",
        ["strike “at dusk”, insert “at dawn”"],
    ),
    (
        "the lock is deleted, and the sections are renumbered accordingly.",
        [],
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


def test_struck_and_inserted_words_have_their_places() -> None:
    text = "section 2 is amended by striking “ ten\nboats” and inserting ``twelve'' in lieu thereof"
    (edit,) = edits(text, 0)
    assert edit.struck_at and edit.inserted_at
    assert text[edit.struck_at.start : edit.struck_at.end] == "ten\nboats"
    assert text[edit.inserted_at.start : edit.inserted_at.end] == "twelve"


def relation(text: str, kind: RelationKind, target: str, words: str) -> Relation:
    at = text.index(words)
    name = text.index(target, at)
    grounds = (
        Evidence(at, at + len(words), words, 1),
        Evidence(name, name + len(target), target, 1),
    )
    return Relation(kind, target, grounds)


def test_each_authority_has_its_own_changes() -> None:
    lines = (
        "Order 7 is amended by striking “a”.",
        "Order 8 is amended by striking “b”.",
        "Section 9 of Order 7 is amended by striking “c”.",
    )
    text = "Section 1. " + " ".join(lines)
    amends = RelationKind.AMENDS
    targets = ("Order 7", "Order 8", "Order 7")
    first, second, third = (relation(text, amends, *row) for row in zip(targets, lines, strict=True))
    merged = replace(first, evidence=first.evidence + third.evidence)
    told = {row.target: list(map(str, amendments(text, row, (merged, second)))) for row in (merged, second)}
    assert told == {"Order 7": ["strike “a”", "Section 9: strike “c”"], "Order 8": ["strike “b”"]}


def test_two_authorities_in_one_sentence_share_its_changes() -> None:
    text = "Orders 7 and 8 are amended by striking “a” each time it appears."
    both = [relation(text, RelationKind.AMENDS, target, text) for target in ("7", "8")]
    assert [list(map(str, amendments(text, row, both))) for row in both] == [["strike “a”"], ["strike “a”"]]


def test_only_an_amendment_changes_words() -> None:
    text = "Section 3 of Order 7 is superseded by striking “a”."
    row = relation(text, RelationKind.SUPERSEDES, "Order 7", text)
    assert amendments(text, row, (row,)) == ()
