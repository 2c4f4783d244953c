"""Files that would keep a parser busy until its time is up are refused at once, with the reason."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.crowded import check_attributes
from extractors.reading import InProcessReader
from extractors.tnef_counts import check_counts
from pipeline.documents import ExtractedDocument
from pipeline.problems import Quarantined, ReadingState

LETTER = "The clerk shall count the moorings."
MANY = " ".join(f"a{number}" for number in range(200_000))
WIDE = " ".join(f"a{number}" for number in range(9_000))


def read(data: bytes, name: str) -> ExtractedDocument:
    return InProcessReader().read(data, name)


# --- HTML -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        f"<p {MANY}>{LETTER}</p>",
        f"<p {MANY}",
        f"<p q='>' {MANY}>{LETTER}</p>",
        f'<p q="<!--" {MANY}>{LETTER}</p>',
        f"<!--><p {MANY}>{LETTER}</p>",
        f"<!-- <x a='--><p {MANY}>{LETTER}</p>",
        f"<script>'<p a=\"'</script><p {MANY}>{LETTER}</p>",
        f"<p {MANY.replace(' ', '/')}>{LETTER}</p>",
        f"<p {MANY.replace(' ', '=<p ')}>{LETTER}</p>",
        f"<p {WIDE}>{LETTER}</p>" * 10,
    ],
    ids=[
        *("plain", "open", "quoted end", "quoted comment", "empty comment"),
        *("comment", "script", "slashes", "values", "spread"),
    ],
)
def test_too_many_attributes_are_refused(page: str) -> None:
    found = read(f"<html><body>{page}".encode(), "a.html")
    assert found.state is ReadingState.QUARANTINED
    assert found.flags[0] == "It has far more attributes than a page needs."


@pytest.mark.parametrize(
    "page",
    [
        f'<img alt="{MANY}">{LETTER}',
        f"<img src=data:{'A' * 200_000}>{LETTER}",
        f"<!-- {'<p ' * 50_000} -->{LETTER}",
        f"<script>if (a <b) {{ {MANY} }}</script>{LETTER}",
        f"<p>{MANY}</p>{LETTER}",
        f"{'<b class=x id=y>word</b> ' * 30_000}{LETTER}",
        f"<p {WIDE}>{LETTER}</p>",
    ],
    ids=["value", "picture", "comment", "script", "words", "elements", "wide"],
)
def test_a_long_page_with_few_attributes_is_read(page: str) -> None:
    found = read(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert found.state.has_text and LETTER in found.text


@given(st.text(alphabet="<>!-=\"' /apscript", max_size=300))
def test_no_short_page_is_refused(page: str) -> None:
    check_attributes(page + " " * 50_000)


# --- winmail.dat ------------------------------------------------------------------------------------

CODE_PAGE = struct.pack("<BIIIIH", 1, 0x00069007, 8, 1252, 0, 0)
START = struct.pack("<IH", 0x223E9F78, 1) + CODE_PAGE
NAMED, INTEGER, SHORT, BINARY, TEXT = 0x8001, 0x0003, 0x0002, 0x0102, 0x001E
BODY = 0x1000
SUBJECT = 0x0037


def attribute(name: int, data: bytes, level: int = 1) -> bytes:
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def listed(*properties: bytes, said: int | None = None) -> bytes:
    return struct.pack("<I", len(properties) if said is None else said) + b"".join(properties)


def prop(kind: int, name: int, value: bytes) -> bytes:
    named = bytes(16) + struct.pack("<II", 0, 7) if name >= 0x8000 else b""
    return struct.pack("<HH", kind, name) + named + value


def counted(value: bytes) -> bytes:
    return struct.pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)


def envelope(properties: bytes) -> bytes:
    return START + attribute(0x00069003, properties)


SUBJECT_LINE = prop(TEXT, SUBJECT, counted(b"Moorings\0"))
WORDS = prop(TEXT, BODY, counted(LETTER.encode() + b"\0"))
BILLION = 0x7FFFFFFF
WHOLE = [
    prop(INTEGER, 0x3705, struct.pack("<i", 1)),
    prop(SHORT, 0x3706, struct.pack("<hh", 1, 0)),
    prop(SHORT | 0x1000, NAMED, struct.pack("<I3hh", 3, 1, 2, 3, 0)),
    prop(BINARY, NAMED, counted(b"12345")),
]
MESSAGE = bytes.fromhex("0703020000000000c000000000000046")


@pytest.mark.parametrize(
    "properties",
    [
        listed(SUBJECT_LINE, said=BILLION),
        listed(*WHOLE, SUBJECT_LINE, prop(SHORT | 0x1000, 0x3706, struct.pack("<I", BILLION)), said=6),
        listed(prop(BINARY, 0x3701, counted(MESSAGE + envelope(listed(WORDS, said=BILLION))))),
    ],
    ids=["properties", "values", "a nested envelope's properties"],
)
def test_an_envelope_that_says_it_holds_billions_is_refused(properties: bytes) -> None:
    found = read(envelope(properties), "winmail.dat")
    assert found.state is ReadingState.QUARANTINED
    assert found.flags[:2] == (
        "It says that it holds far more than a mail does.",
        "2,147,483,647 properties in one list.",
    )


@pytest.mark.parametrize("name", [0x00069005, 0x00069004], ids=["attachment", "recipients"])
def test_the_other_lists_are_counted_too(name: int) -> None:
    rows = struct.pack("<I", 1) if name == 0x00069004 else b""
    with pytest.raises(Quarantined):
        check_counts(START + attribute(name, rows + listed(said=BILLION) + bytes(8)))


def test_envelopes_within_envelopes_end() -> None:
    data = envelope(listed(WORDS))
    for _ in range(30):
        data = envelope(listed(prop(BINARY, 0x3701, counted(MESSAGE + data))))
    with pytest.raises(Quarantined, match="nested"):
        check_counts(data)


@pytest.mark.parametrize("said", [6, 60], ids=["honest", "a few too many"])
def test_an_honest_envelope_is_read(said: int) -> None:
    found = read(envelope(listed(*WHOLE, SUBJECT_LINE, WORDS, said=said)), "winmail.dat")
    assert LETTER in found.text and "Moorings" in found.text
    assert found.state is ReadingState.EXTRACTED


@given(st.binary(max_size=300))
def test_noise_is_refused_with_a_reason_or_left_to_the_parser(noise: bytes) -> None:
    for data in (noise, envelope(noise), START + attribute(0x00069004, noise)):
        try:
            check_counts(data)
        except Quarantined as refused:
            assert len(refused.lines) == 3
