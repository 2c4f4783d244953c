"""What every reader promises, shown on hostile files, through the sandbox in which readers run."""

from __future__ import annotations

import io
import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import READERS, SafeReader, open_reader
from extractors.canonical import clean
from extractors.worker import extractor
from pipeline.documents import ExtractedDocument
from pipeline.media import DOCX, MAIL
from pipeline.problems import ReadingState, Unread
from pipeline.settings import Settings
from tests.contracts.reader_seeds import GOOD as SURE
from tests.contracts.reader_seeds import SEEDS, WORDS, ending, seed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(document: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", document)
    return out.getvalue()


def word(body: str, before: str = "") -> bytes:
    return docx(f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(GOOD["application/pdf"]))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def self_drawing_pdf() -> bytes:
    """A form that draws itself: pdfium eats all memory over it."""
    out = bytearray(b"%PDF-1.4\n")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /XObject << /X 5 0 R >> >> >>",
        b"<< /Length 5 >>\nstream\n/X Do\nendstream",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 11 "
        b"/Resources << /XObject << /X 5 0 R >> >> >>\nstream\n/X Do /X Do\nendstream",
    ]
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def mail(body: str = "Plain words of a letter") -> bytes:
    return f"From: a@b.example\nTo: c@d.example\nSubject: A letter\n\n{body}\n".encode()


def deep_mail(levels: int) -> bytes:
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(levels))
    return f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n{head}Content-Type: text/plain\n\nx\n".encode()


GOOD = {kind: seed(kind) for kind in READERS}
ENDINGS = {kind: ending(kind) for kind in READERS}
SPEAKING = [kind for kind in READERS if kind in SURE]
IN_PROCESS = [kind for kind in READERS if kind != "application/pdf"]
"""pdfium is native code that a spoilt file may break: it is only tried in a child."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SafeReader]:
    home = tmp_path_factory.mktemp("home")
    with open_reader(Settings(home=home, workers=1, read_seconds=20, read_megabytes=512)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever is read, no file appears here or beside it."""
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    yield
    assert list(tmp_path.iterdir()) == [inside]
    assert list(inside.iterdir()) == []


def is_sound(document: ExtractedDocument) -> bool:
    """Text, or a reason in three lines. The rest its constructor has checked."""
    return document.state.has_text or len(document.flags) >= 3


def test_every_reader_is_tried_here() -> None:
    assert not READERS.keys() - SEEDS.keys(), "a new kind wants a sound file in reader_seeds.py"


@pytest.mark.parametrize("kind", READERS)
def test_a_reader_names_what_it_reads(kind: str) -> None:
    assert kind in extractor(READERS[kind]).MEDIA_TYPES


@pytest.mark.parametrize("kind", SPEAKING)
def test_a_good_file_is_read_the_same_each_time(reader: SafeReader, kind: str) -> None:
    first = reader.read(GOOD[kind], f"letter{ENDINGS[kind]}")
    assert WORDS in first.text
    assert (first.state, first.media_type) == (ReadingState.EXTRACTED, kind)
    assert len(first.sha256) == 64
    assert first == reader.read(GOOD[kind], f"letter{ENDINGS[kind]}")


@pytest.mark.parametrize("suffix", sorted({*ENDINGS.values(), ".xyz", ""}))
def test_an_empty_file_failed(reader: SafeReader, suffix: str) -> None:
    document = reader.read(b"", f"a{suffix}")
    assert document.state is ReadingState.FAILED
    assert document.flags[0] == "It is empty."


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("seed", range(3))
def test_garbage_behind_a_good_beginning_is_survived(reader: SafeReader, kind: str, seed: int) -> None:
    noise = bytes((n * n * 31 + seed * 977 + (n >> 3)) % 256 for n in range(4000))
    for start in (8, 60, len(GOOD[kind]) // 2):
        assert is_sound(reader.read(GOOD[kind][:start] + noise, f"a{ENDINGS[kind]}"))


@pytest.mark.parametrize("kind", READERS)
def test_a_file_that_was_cut_short_is_survived(reader: SafeReader, kind: str) -> None:
    data = GOOD[kind]
    for tenth in range(1, 10):
        assert is_sound(reader.read(data[: len(data) * tenth // 10], f"a{ENDINGS[kind]}"))


@pytest.mark.parametrize("kind", READERS)
def test_a_reader_raises_nothing_but_unread(kind: str) -> None:
    for data in (b"\0", bytes(range(256)) * 8, GOOD[kind][::-1], GOOD[kind][: len(GOOD[kind]) // 3]):
        assert ends_well(kind, data)


def ends_well(kind: str, data: bytes) -> bool:
    """Text with sound places, or a reason; what else a reader raises goes through."""
    try:
        document = extractor(READERS[kind]).extract(data, f"a{ENDINGS[kind]}")
    except Unread as problem:
        assert not _OF_A_LIBRARY.search(" ".join(problem.lines))
        return bool(problem.what)
    return is_canonical(document)


def is_canonical(document: ExtractedDocument) -> bool:
    """Composed characters, no controls, no half characters; no note beside a place that is not there."""
    text = document.text
    assert all(note.span.end <= len(text) for note in document.annotations)
    controls = {c for c in text if unicodedata.category(c) in ("Cc", "Cs")} - {"\n"}
    assert not controls
    return unicodedata.is_normalized("NFC", text) and clean(text) == text


_OF_A_LIBRARY = re.compile(r"\b[A-Z]?[A-Za-z]+(Error|Exception|File)\b|0x[0-9a-f]{4}|<class|\bNoneType\b")
"""What a program says of its own trouble, which helps nobody who waits for a letter."""

Spoil = Callable[[bytes], bytes]
PLACES = st.floats(0, 1, exclude_max=True)
PIECES = st.one_of(
    st.binary(min_size=1, max_size=12),
    st.sampled_from([b"\0" * 40, b"\xff" * 8, b"\x7f\xff\xff\xff", b"-1", b"999999999999", b"<", b"{", b"("]),
)


def flipped(place: float, bit: int) -> Spoil:
    """One bit is turned over."""

    def spoil(data: bytes) -> bytes:
        at = int(place * len(data))
        return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :] if data else data

    return spoil


def replaced(place: float, length: int, piece: bytes) -> Spoil:
    """Something else stands in place of some bytes, or between them."""

    def spoil(data: bytes) -> bytes:
        at = int(place * len(data))
        return data[:at] + piece + data[at + length :]

    return spoil


def doubled(place: float, length: int) -> Spoil:
    """Some bytes are said twice."""

    def spoil(data: bytes) -> bytes:
        at = int(place * len(data))
        return data[: at + length] + data[at:]

    return spoil


SPOILS = st.lists(
    st.one_of(
        st.builds(flipped, PLACES, st.integers(0, 7)),
        st.builds(replaced, PLACES, st.integers(0, 80), PIECES),
        st.builds(replaced, PLACES, st.integers(1, 4000), st.just(b"")),
        st.builds(doubled, PLACES, st.integers(1, 400)),
    ),
    min_size=1,
    max_size=6,
)


def spoilt(kind: str, spoils: list[Spoil]) -> bytes:
    data = GOOD[kind]
    for spoil in spoils:
        data = spoil(data)
    return data


@pytest.mark.parametrize("kind", IN_PROCESS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(spoils=SPOILS)
def test_a_spoilt_file_is_read_or_refused_in_words(kind: str, spoils: list[Spoil]) -> None:
    assert ends_well(kind, spoilt(kind, spoils))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(spoils=SPOILS)
def test_a_spoilt_pdf_is_read_or_refused_in_words(reader: SafeReader, spoils: list[Spoil]) -> None:
    document = reader.read(spoilt("application/pdf", spoils), "a.pdf")
    assert is_sound(document)
    assert is_canonical(document)
    assert "Its reader failed on it." not in document.flags


@pytest.mark.parametrize("kind", SPEAKING)
@pytest.mark.parametrize(
    "name", ["../../x", "..\\..\\x.exe", "/etc/passwd", "a\0b", "\u202egnp.exe", "", "x" * 5000]
)
def test_a_name_is_data_and_never_a_path(reader: SafeReader, kind: str, name: str) -> None:
    document = reader.read(GOOD[kind], name)
    assert document.name == name
    assert "Plain words" in document.text


@pytest.mark.parametrize("kind", ["text/plain", "text/html", MAIL, DOCX])
def test_a_huge_line_is_read_whole(reader: SafeReader, kind: str) -> None:
    line = "word " * 400_000
    data = {
        "text/plain": line.encode(),
        "text/html": f"<html><p>{line}".encode(),
        MAIL: mail(line),
        DOCX: word(paragraph(line)),
    }[kind]
    document = reader.read(data, "a")
    assert document.text.count("word") == 400_000 or document.state is ReadingState.QUARANTINED
    assert is_sound(document)


def test_a_line_of_spaces_is_read(reader: SafeReader) -> None:
    document = reader.read(b"a" + b" " * 2_000_000 + b"b", "a.txt")
    assert document.state is ReadingState.EXTRACTED
    assert document.text.split() == ["a", "b"]


def test_fifty_thousand_nested_elements_are_read(reader: SafeReader) -> None:
    document = reader.read(b"<html>" + b"<div>" * 50_000 + b"deep words", "a.html")
    assert document.text == "deep words"


def test_deep_xml_is_quarantined(reader: SafeReader) -> None:
    tables = "<w:tbl><w:tr><w:tc>" * 5000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 5000
    document = reader.read(word(tables), "a.docx")
    assert document.state is ReadingState.QUARANTINED
    assert is_sound(document)


@pytest.mark.parametrize("levels", [200, 5000])
def test_deep_mail_is_quarantined(reader: SafeReader, levels: int) -> None:
    document = reader.read(deep_mail(levels), "a.eml")
    assert document.state is ReadingState.QUARANTINED


def test_a_zip_bomb_is_quarantined(reader: SafeReader) -> None:
    document = reader.read(docx(b" " * (200 << 20)), "a.docx")
    assert document.state is ReadingState.QUARANTINED
    assert "unpacked" in document.flags[0]


def test_an_archive_that_lies_about_its_size_is_refused(reader: SafeReader) -> None:
    data = bytearray(docx(b"<x>" + b" " * (30 << 20) + b"</x>"))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.rindex(mark)
        data[at + place : at + place + 4] = (1000).to_bytes(4, "little")
    document = reader.read(bytes(data), "a.docx")
    assert document.state in (ReadingState.QUARANTINED, ReadingState.FAILED)


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_quarantined(reader: SafeReader, coding: str) -> None:
    head = f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE x [<!ENTITY e0 "ha">{BOMB}]>'
    text = f'{head}<w:document xmlns:w="{W}"><w:body>{paragraph("&e11;")}</w:body></w:document>'
    document = reader.read(docx(text.encode(coding)), "a.docx")
    assert document.state is ReadingState.QUARANTINED


def test_an_external_entity_is_not_fetched(
    reader: SafeReader, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text("TOP-SECRET-WORDS")
    head = f'<!DOCTYPE x [<!ENTITY leak SYSTEM "file://{secret}">]>'
    document = reader.read(word(paragraph("&leak;"), before=head), "a.docx")
    assert document.state is ReadingState.QUARANTINED
    assert "TOP-SECRET" not in repr(document)


def test_a_locked_pdf_needs_its_password(reader: SafeReader) -> None:
    document = reader.read(locked_pdf(), "a.pdf")
    assert document.state is ReadingState.NEEDS_PASSWORD
    assert is_sound(document)


def test_a_pdf_that_breaks_one_engine_breaks_nothing_else(reader: SafeReader) -> None:
    document = reader.read(self_drawing_pdf(), "a.pdf")
    assert not document.state.has_text
    assert is_sound(document)
    assert reader.read(GOOD["text/plain"], "a.txt").state is ReadingState.EXTRACTED


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (os.urandom(0) + bytes(range(256)) * 4, ReadingState.UNSUPPORTED_FORMAT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ReadingState.UNSUPPORTED_FORMAT),
        (b"   \n \n\t ", ReadingState.FAILED),
        (b"<html><body></body></html>", ReadingState.FAILED),
    ],
)
def test_what_has_no_text_for_us_says_why_and_what_to_do(
    reader: SafeReader, data: bytes, state: ReadingState
) -> None:
    document = reader.read(data, "a.bin")
    assert document.state is state
    assert all(line.endswith((".", "…")) for line in document.flags[:3])
    assert len(document.flags) >= 3
