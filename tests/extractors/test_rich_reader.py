"""Rich text: words, notes, tables and revisions each in their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.rich import extract
from pipeline.documents import AnnotationKind, BlockKind, ExtractedDocument
from pipeline.problems import Damaged, Quarantined


def read(body: str) -> ExtractedDocument:
    return extract(b"{\\rtf1\\ansi\\ansicpg1252\\deff0" + body.encode("latin-1") + b"}", "a.rtf")


def kinds(document: ExtractedDocument) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.span.start : block.span.end]) for block in document.blocks]


def test_paragraphs_quotes_and_code_pages() -> None:
    document = read(
        r"{\fonttbl{\f0 Times;}{\f1\fcharset204 Cyr;}}The \ldblquote Chief\rdblquote  shall report.\par caf\'e9 {\f1\'cf\'f0} \u8364?5"
    )
    assert document.text == "The “Chief” shall report.\n\ncafé Пр €5"


def test_two_byte_code_pages() -> None:
    assert read(r"{\fonttbl{\f2\fcharset128 Gothic;}}{\f2\'93\'fa\'96\'7b}").text == "日本"


def test_tables_are_rows_of_cells() -> None:
    document = read(
        r"\trowd\intbl Unit\cell Due\cell\row\trowd\intbl Legal\cell May 3\cell\row\pard After.\par"
    )
    assert kinds(document) == [("table", "Unit | Due\nLegal | May 3"), ("para", "After.")]


def test_notes_stand_at_the_foot_and_heads_in_the_margin() -> None:
    document = read(
        r"{\header Running head\par}See{\footnote\pard The note.} here.\par{\footer Page {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}"
    )
    assert kinds(document) == [
        ("para", "See[1] here."),
        ("footnote", "[1] The note."),
        ("header", "Running head"),
        ("footer", "Page 1"),
    ]


def test_hidden_words_are_marked_and_struck_words_kept_aside() -> None:
    document = read(r"Open.{\v The Chief shall pay.} Due {\deleted\revauthdel1 May 1}{\revised June 1}.\par")
    assert [document.text[span.start : span.end] for span in document.hidden] == ["The Chief shall pay."]
    assert "May 1" not in document.text and "June 1" in document.text
    assert [(note.kind, note.text) for note in document.annotations] == [(AnnotationKind.DELETED, "May 1")]


def test_comments_carry_their_author() -> None:
    document = read(r"Pay now.{\*\atnid X}{\*\atnauthor Ana}{\*\annotation\pard Why?}\par")
    (note,) = document.annotations
    assert (note.kind, note.text, note.author) == (AnnotationKind.COMMENT, "Why?", "Ana")
    assert document.text == "Pay now."


def test_pages_headings_and_text_boxes() -> None:
    document = read(
        r"\outlinelevel0 Title\par\pard One\par\page Two{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt Boxed\par}}}\par"
    )
    assert document.blocks[0].kind is BlockKind.HEADING
    assert len(document.pages) == 2
    assert "Boxed" in document.text and "{" not in document.text


def test_pictures_and_objects_say_nothing() -> None:
    assert (
        read(r"Words.{\pict\pngblip 89504e47}{\object{\*\objdata 0105}{\result Shown.}}\par").text
        == "Words.Shown."
    )


def test_binary_data_is_stepped_over() -> None:
    assert extract(b"{\\rtf1 Before{\\pict\\bin5 }}}}}} after\\par}", "a.rtf").text == "Before after"


def test_what_is_no_rich_text_or_endless_is_refused() -> None:
    with pytest.raises(Damaged):
        extract(b"plain", "a.rtf")
    with pytest.raises(Quarantined):
        extract(b"{\\rtf1" + b"{" * 100_000, "a.rtf")


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_reason(noise: bytes) -> None:
    try:
        document = extract(b"{\\rtf1\\ansi Plain words.\\par " + noise, "a.rtf")
    except (Damaged, Quarantined):
        return
    assert document.text.startswith("Plain words.")
