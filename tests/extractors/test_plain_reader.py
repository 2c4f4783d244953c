import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.plain import decoded, extract
from pipeline.documents import BlockKind


def test_empty_lines_part_paragraphs_and_form_feeds_part_pages() -> None:
    read = extract(b"First line\nsecond line\n\n\n  \nSecond paragraph\n\fNext page\n", "a.txt")
    assert read.text == "First line\nsecond line\n\nSecond paragraph\n\nNext page"
    assert [page.span.start for page in read.pages] == [0, 42]
    assert [block.page for block in read.blocks] == [1, 1, 2]
    assert {block.kind for block in read.blocks} == {BlockKind.PARAGRAPH}


def test_the_layout_within_a_paragraph_stays() -> None:
    read = extract(b"TO:\tAll\nFROM:\tDirector\n    indented   \n", "a.txt")
    assert read.text == "TO:     All\nFROM:   Director\n    indented"


@pytest.mark.parametrize(
    "data",
    [
        "Señor — “§ 5”".encode(),
        codecs.BOM_UTF8 + "Señor — “§ 5”".encode(),
        "Señor — “§ 5”".encode("utf-16"),
        "Señor — “§ 5”".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "Señor — “§ 5”".encode("utf-32-le"),
    ],
)
def test_unicode_is_read_in_every_dress(data: bytes) -> None:
    read = extract(data, "a.txt")
    assert read.text == "Señor — “§ 5”"
    assert read.flags == ()


def test_an_undeclared_charset_is_guessed_and_said() -> None:
    words = "The Secretary’s office replied “at once” — see § 5. " * 4
    read = extract(words.encode("cp1252"), "a.txt")
    assert read.text == words.strip()
    assert "character set" in read.flags[0]


def test_a_foreign_charset_is_guessed_where_there_is_enough_of_it() -> None:
    words = "Просим рассмотреть наше обращение и направить ответ в установленный законом срок. " * 3
    assert extract(words.encode("cp1251"), "a.txt").text == words.strip()


def test_a_single_odd_byte_is_a_western_one() -> None:
    assert extract(b"The Secretary\x92s reply", "a.txt").text == "The Secretary’s reply"


def test_a_declared_charset_is_believed_where_utf_8_fails() -> None:
    assert decoded("Привет".encode("koi8-r"), "koi8-r") == ("Привет", "koi8-r", True)
    assert decoded("Grüße".encode(), "latin-1")[0] == "Grüße"
    assert decoded(b"plain", "no-such-charset")[0] == "plain"


@given(st.text(min_size=1).filter(lambda text: text.strip(" \n\t\f\r\x0b\x1c\x1d\x1e\x85\u2028\u2029")))
def test_any_utf_8_text_is_read(text: str) -> None:
    read = extract(text.encode(), "a.txt")
    words = "".join(char for char in text if char.isalnum() and char.isascii())
    assert "".join(char for char in read.text if char.isalnum() and char.isascii()) == words
