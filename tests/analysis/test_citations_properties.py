"""What holds for every text: evidence in place, no overlap, normal forms that parse."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.citations import Recognised, authority_key, parse, recognise
from pipeline.documents import Block, BlockKind, ExtractedDocument, Page, Span

PIECES = st.sampled_from(
    [
        "5 U.S.C. 552", "section 3(a) of ", "the Clean Air Act", " of 1990", "Executive Order 13777",
        " and ", ", ", "12866", "13563", "(IEEPA)", "40 CFR part 52", "81 FR 58562", "Pub. L. 111-352",
        "title 44", "M-17-15", "this order", "that Act", " et seq.", " note", "\xa7", "\n", "\n\n",
        "\xad", "\xa0", "\u2013", "(", ")", "\u201c", "\u201d", "Act", "Order", "U.S.C.",
        "Presidential Memorandum of May 7, 2008", "HSPD-12", "H.R. 1037", "Treaty", "FAR",
        "OMB Circular A-11", "subchapter II of chapter 35 of ", "United States Code",
        "410 U.S. 113 (1973)", "Id.", "the ", " ", "a", "3501", ".", ";", "Jones", "Title VI",
        "Proclamation 9844", "Docket No. 10-90", "Code", "State", "BOD 17-01", "Convention on Trade",
        "1.401(k)-1", "Constitution", "\u200b", "\xe9",
        "HSPDs 5 and 7", "DoD Instructions 5000.02 and 5000.85", "Appendix B to ", "subparts A and B of ",
        "16 CFR part 1700", ", app. A", "3 C.F.R. 638 (1993)", "Clean Air and Clean Water Acts", "Acts",
        "U.S. Const. art. I, \xa7 8", "14th Amendment", "the Order", "(\u201cthe Order\u201d)",
        "article 5 of ", "Geneva Conventions", "Free Trade Agreement", "FIPS 199 and 200", "Id. \xa7 5",
        "NIST SP 800-53, 800-171", "OMB memos 17-15 and 18-01", "Fed. R. Civ. P. 12(b)(6)", " through ",
        "I.R.C. \xa7 501(c)(3)", "GAO-23-105231", "5 usc 552", ", title III", ", section 8",
        "Reorganization Plans Nos. 1 and 2 of 1977", "Federal Register / Vol. 85, No. 152 / ",
        "paragraph (2) of subsection (b) of this section",
    ]
)  # fmt: skip


def read(text: str, *blocks: Block) -> Recognised:
    pages = (Page(1, Span(0, len(text))),)
    return recognise(ExtractedDocument("0", "x.txt", "text/plain", text, pages, blocks), "EO 13777")


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(str.strip))
def test_every_mention_stands_in_the_text_apart_from_the_others(text: str) -> None:
    found = read(text)
    evidence = [row.evidence[0] for row in found.authorities] + [row.evidence[0] for row in found.others]
    assert all(text[one.start : one.end] == one.quote for one in evidence)
    assert all(one.quote.strip() for one in evidence)
    placed = sorted(one.span for one in evidence)
    assert all(first.end <= second.start for first, second in pairwise(placed))
    assert [row.evidence[0] for row in found.authorities] == sorted(
        row.evidence[0] for row in found.authorities
    )


@settings(max_examples=300, deadline=None)
@example("16 CFR part 1700 et seq.Appendix B to ")
@example("FAR and Free Trade Agreement")
@given(st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(str.strip))
def test_every_mention_has_a_normal_form_of_its_own_type(text: str) -> None:
    for row in read(text).authorities:
        authority = parse(row.citation)
        assert authority is not None, row.citation
        assert (authority.normal, authority.type) == (row.citation, row.type)
        assert authority_key(authority.key) == authority.key
        assert row.is_self == (authority.key == "EO 13777")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_nothing_is_found_in_hidden_text(data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.tuples(PIECES, st.booleans()), min_size=1, max_size=30))
    text, blocks = "", []
    for piece, hidden in pieces:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(len(text), len(text) + len(piece)), 1, hidden=hidden))
        text += piece
    if not text.strip():
        return
    found = read(text, *blocks)
    dark = [block.span for block in blocks if block.hidden]
    grounds = [row.evidence for row in found.authorities] + [row.evidence for row in found.others]
    assert not any(one.span.overlaps(span) for evidence in grounds for one in evidence for span in dark)


@given(st.text(max_size=80))
def test_parse_refuses_or_keeps_what_it_is_given(words: str) -> None:
    authority = parse(words)
    assert authority is None or authority.normal == words


@pytest.mark.parametrize(
    ("citation", "key"),
    [
        ("EO 13423 sec. 6", "EO 13423"),
        ("31 U.S.C. 901(b)(1)", "31 U.S.C. 901"),
        ("44 U.S.C. 3501 et seq.", "44 U.S.C. 3501"),
        ("44 U.S.C. 3516 note", "44 U.S.C. 3516 note"),
        ("5 U.S.C. 552a(b)", "5 U.S.C. 552a"),
        ("50 U.S.C. App. 2401 et seq.", "50 U.S.C. App. 2401"),
        ("44 U.S.C. chapter 35, subchapter II", "44 U.S.C. chapter 35"),
        ("40 CFR 52.21(a)", "40 CFR 52.21"),
        ("40 CFR part 52, subpart A", "40 CFR part 52"),
        ("Clean Air Act, sec. 111(d)", "Clean Air Act"),
        ("Civil Rights Act of 1964, title VI", "Civil Rights Act of 1964"),
        (
            "Treasury and General Government Appropriations Act, 2001, sec. 515",
            "Treasury and General Government Appropriations Act, 2001",
        ),
        ("Pub. L. 106-554, sec. 515", "Pub. L. 106-554"),
        ("81 FR 58562-58570", "81 FR 58562"),
        ("Presidential Memorandum of 2008-05-07 sec. 3", "Presidential Memorandum of 2008-05-07"),
        ("OMB Circular A-130, appendix III", "OMB Circular A-130"),
        ("words that cite nothing", "words that cite nothing"),
    ],
)
def test_a_key_is_the_whole_authority(citation: str, key: str) -> None:
    assert authority_key(citation) == key


def test_parts_are_named() -> None:
    authority = parse("31 U.S.C. 901(b)(1)")
    assert authority is not None
    assert dict(authority.parts) == {"title": "31", "section": "901", "pin": "(b)(1)"}


HOSTILE = [
    "A ",
    "(a)",
    "§ § §",
    "(",
    "1-",
    "Big And Great ",
    "section 1, ",
    "of the A and ",
    "Executive Order ",
    '"',
    "12866, ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_repetition_hides_no_mention_before_or_behind_it(piece: str) -> None:
    text = f"See 5 U.S.C. 552.\n\n{piece * (100_000 // len(piece))}\n\nSee 44 U.S.C. 3501."
    found = read(text).authorities
    assert all(text[one.start : one.end] == one.quote for row in found for one in row.evidence)
    assert {"5 U.S.C. 552", "44 U.S.C. 3501"} <= {row.citation for row in found}


@pytest.mark.parametrize(
    ("piece", "citation"),
    [
        ("5 U.S.C. 1, ", "5 U.S.C. 1"),
        ("OMB M-17-15, ", "OMB M-17-15"),
        ("HSPD-12 ", "HSPD-12"),
    ],
)
def test_every_one_of_many_mentions_is_a_row(piece: str, citation: str) -> None:
    assert [row.citation for row in read(piece * 4_000).authorities] == [citation] * 4_000


@pytest.mark.parametrize("piece", ["Act ", "ACT ", "that Act ", "the Act ", "title 5 ", "Id. "])
def test_many_words_of_a_mention_are_no_mention(piece: str) -> None:
    assert read(piece * 4_000).authorities == ()


@pytest.mark.corpus
def test_every_form_in_the_corpus_parses_back() -> None:
    folder = Path(os.environ.get("CHANCERY_CORPUS", "../shared/corpus")) / "text"
    if not folder.is_dir():
        pytest.skip(f"no corpus at {folder}")
    rows = [
        row for path in folder.glob("*.txt") for row in read(path.read_text(encoding="utf-8")).authorities
    ]
    assert len(rows) > 100
    assert [
        row.citation for row in rows if (parsed := parse(row.citation)) is None or parsed.type is not row.type
    ] == []
