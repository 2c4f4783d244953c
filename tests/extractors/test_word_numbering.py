from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numbering import labelled, letters, roman
from pipeline.documents import BlockKind, ExtractedDocument

MakeDocx = Callable[..., bytes]
Read = Callable[..., ExtractedDocument]

LEVELS = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"), ("decimal", "%1.%2.%4"))


def numbering(*, start: int = 1, override: str = "", legal: str = "") -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start if at == 0 else 1}"/><w:numFmt w:val="{style}"/>'
        f'{legal if at == 3 else ""}<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(LEVELS)
    )
    bullets = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
    return (
        f'<w:abstractNum w:abstractNumId="9">{levels}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="8">{bullets}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="9"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="9"/>{override}</w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>'
    )


def item(level: int, number: int = 1, more: str = "") -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>{more}'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>"


def labels(document: ExtractedDocument) -> list[str]:
    return [part.removesuffix("x").strip() for part in document.text.split("\n\n")]


def test_automatic_numbers_are_text(read: Read, make_docx: MakeDocx) -> None:
    body = item(0) + item(1) + item(1) + item(2) + item(0) + item(1) + item(3)
    document = read(make_docx(body, numbering=numbering()))
    assert labels(document) == ["1.", "(a)", "(b)", "(i)", "2.", "(a)", "2.a.1"]
    assert {block.kind for block in document.blocks} == {BlockKind.LIST_ITEM}
    assert document.blocks[3].level == 3


def test_legal_levels_show_decimals_only(read: Read, make_docx: MakeDocx) -> None:
    body = item(0) + item(1) + item(3)
    assert labels(read(make_docx(body, numbering=numbering(legal="<w:isLgl/>"))))[-1] == "1.1.1"


def test_a_list_starts_where_it_says(read: Read, make_docx: MakeDocx) -> None:
    assert labels(read(make_docx(item(0) + item(0), numbering=numbering(start=4)))) == ["4.", "5."]


def test_two_numbers_of_one_list_count_on_unless_they_restart(read: Read, make_docx: MakeDocx) -> None:
    body = item(0) + item(0, 2) + item(0, 2)
    assert labels(read(make_docx(body, numbering=numbering()))) == ["1.", "2.", "3."]
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    assert labels(read(make_docx(body, numbering=numbering(override=again)))) == ["1.", "1.", "2."]


def test_bullets_show(read: Read, make_docx: MakeDocx) -> None:
    assert read(make_docx(item(0, 3), numbering=numbering())).text == "• x"


def test_a_style_can_number(read: Read, make_docx: MakeDocx) -> None:
    style = '<w:style w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    item_of = '<w:p><w:pPr><w:pStyle w:val="L"/>{}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    body, off = item_of.format(""), item_of.format('<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert labels(read(make_docx(body + off + body, numbering=numbering(), styles=style))) == ["1.", "", "2."]


def test_a_deleted_item_is_not_counted(read: Read, make_docx: MakeDocx) -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
    )
    assert labels(read(make_docx(item(0) + gone + item(0), numbering=numbering()))) == ["1.", "2."]


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (27, "lowerLetter", "aa"),
        (2, "upperLetter", "B"),
        (1999, "lowerRoman", "mcmxcix"),
        (14, "I", "XIV"),
        (3, "a", "c"),
        (22, "ordinal", "22nd"),
        (13, "ordinal", "13th"),
        (7, "chicago", "7"),
        (0, "lowerLetter", "0"),
    ],
)
def test_numbers_in_their_style(number: int, style: str, text: str) -> None:
    assert labelled(number, style) == text


@given(st.integers(1, 3999))
def test_roman_numerals_add_up(number: int) -> None:
    worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    values = [worth[sign] for sign in roman(number)]
    total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    assert total == number


@given(st.integers(1, 520))
def test_letters_repeat_after_z(number: int) -> None:
    assert letters(number) == chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
