import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.media import DOCX, ENCRYPTED_OFFICE, OLE, PPTX, UNKNOWN, XLSX, contradicts, media_type_of


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if first:
            made.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            made.writestr(name, b"<x/>")
    return out.getvalue()


def compound(*tops: str, below: str = "") -> bytes:
    """A compound file with these streams under its root, and one more inside a storage."""
    entries = [("Root Entry", 5, 0xFFFFFFFF, 0xFFFFFFFF, 1)]
    for number, name in enumerate(tops, start=1):
        right = number + 1 if number < len(tops) else 0xFFFFFFFF
        child = len(tops) + 1 if below and number == len(tops) else 0xFFFFFFFF
        entries.append((name, 1 if child == 0xFFFFFFFF else 2, 0xFFFFFFFF, right, child))
    if below:
        entries.append((below, 2, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF))
    directory = b"".join(_entry(*entry) for entry in entries).ljust(512, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    header = header.ljust(44, b"\0") + struct.pack("<II", 1, 1)
    header = header.ljust(76, b"\0") + struct.pack("<I", 0) + b"\xff" * 432
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    return header + table + directory


def _entry(name: str, kind: int, left: int, right: int, child: int) -> bytes:
    coded = name.encode("utf-16-le")
    head = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded) + 2, kind, 1)
    return (head + struct.pack("<III", left, right, child)).ljust(128, b"\0")


MAIL = (
    b"From: A <a@b.example>\r\nTo: c@d.example\r\nDate: Wed, 20 Apr 2011 19:06:00 -0400\r\n"
    b"Subject: x\r\n\r\nHi\r\n"
)
MEMO = b"MEMORANDUM\n\nFrom: The Director\nSubject: Leave\n\nPlease note.\n"
BARE_MEMO = (
    b"From: The Director\nTo: All Staff\nDate: June 4, 2025\nSubject: Leave\n\nPlease note the rule.\n"
)

CASES = [
    (b"%PDF-1.7\n...", "a.pdf", "application/pdf"),
    (b"\r\n\r\nGarbage\n%PDF-1.4\n stuff startxref\n12\n%%EOF\n", "a", "application/pdf"),
    (b"Sign the file, its header reads %PDF-1.4 as usual.", "note.txt", "text/plain"),
    (b"\x89PNG\r\n\x1a\n\0\0", "a", "image/png"),
    (b"\xff\xd8\xff\xe0", "a.txt", "image/jpeg"),
    (b"II*\0rest", "a", "image/tiff"),
    (b"MM\0*rest", "a", "image/tiff"),
    (b"GIF89a", "a", "image/gif"),
    (b"BMW Group responds to the request.", "a.txt", "text/plain"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "a", "image/webp"),
    (b"{\\rtf1\\ansi Hello}", "a.doc", "application/rtf"),
    (b"\x78\x9f\x3e\x22\0", "winmail.dat", "application/ms-tnef"),
    (b"<!DOCTYPE html><p>x</p>", "a.txt", "text/html"),
    (b"\xef\xbb\xbf \n<HTML><body>", "a", "text/html"),
    (b"<!-- saved --><html>", "a", "text/html"),
    (b"\n <a href='x'>Order</a> of <h1>Title</h1>", "a.html", "text/html"),
    ("<html><p>x</p></html>".encode("utf-16"), "a", "text/html"),
    ("<html><p>wide words</p></html>".encode("utf-16-le"), "a", "text/html"),
    (
        b"<html><p>a stray null \0 and some more words to stand beside it, as old systems leave them</p>" * 2,
        "a",
        "text/html",
    ),
    (b"<?xml version='1.0'?><html xmlns='x'><p/></html>", "a.xhtml", "text/html"),
    (b"<?xml version='1.0'?><bill><section/></bill>", "a.xml", "application/xml"),
    (b"<john@example.org> wrote to us.\nRegards", "a.txt", "text/plain"),
    (MAIL, "a.eml", "message/rfc822"),
    (MAIL, "a.txt", "message/rfc822"),
    (b"From x@y.example Wed Apr 20 19:06:00 2011\n" + MAIL, "inbox", "message/rfc822"),
    (b"Received: from a\r\n by b\r\nSubject: x\r\n\r\nHi", "a", "message/rfc822"),
    (b"From: a\nSubject: b\n\nHi", "a.eml", "message/rfc822"),
    (BARE_MEMO, "memo.txt", "text/plain"),
    (MEMO, "memo.txt", "text/plain"),
    (b"# Title\n\nText", "a.md", "text/markdown"),
    (b"a,b\n1,2\n", "a.csv", "text/csv"),
    ("Olá, Senhor".encode("latin-1"), "a.txt", "text/plain"),
    (b"", "a.txt", "text/plain"),
    (bytes(range(256)) * 4, "a.txt", UNKNOWN),
]


@pytest.mark.parametrize(("data", "name", "kind"), CASES)
def test_the_bytes_tell(data: bytes, name: str, kind: str) -> None:
    assert media_type_of(data, name) == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (archive("[Content_Types].xml", "word/document.xml"), DOCX),
        (archive("[Content_Types].xml", "word/document2.xml"), DOCX),
        (archive("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), PPTX),
        (archive("letter.pdf"), "application/zip"),
        (archive("word/document.xml"), "application/zip"),
        (
            archive("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text")),
            "application/vnd.oasis.opendocument.text",
        ),
        (archive(), "application/zip"),
    ],
)
def test_an_archive_is_told_by_its_members(data: bytes, kind: str) -> None:
    assert media_type_of(data, "a.bin") == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (compound("WordDocument", "1Table"), "application/msword"),
        (compound("1Table", "WordDocument"), "application/msword"),
        (compound("Workbook"), "application/vnd.ms-excel"),
        (compound("PowerPoint Document"), "application/vnd.ms-powerpoint"),
        (compound("__properties_version1.0", "__attach", below="WordDocument"), "application/vnd.ms-outlook"),
        (compound("EncryptionInfo", "EncryptedPackage"), ENCRYPTED_OFFICE),
        (compound("Something", "__store", below="WordDocument"), OLE),
        (compound("WordDocument")[:600], OLE),
    ],
)
def test_a_compound_file_is_told_by_the_streams_at_its_top(data: bytes, kind: str) -> None:
    assert media_type_of(data, "a.bin") == kind


def test_a_compound_file_that_points_at_itself_ends() -> None:
    data = bytearray(compound("a", "b"))
    data[512 + 4 : 512 + 8] = struct.pack("<I", 1)
    struct.pack_into("<I", data, 1024 + 128 + 72, 1)
    assert media_type_of(bytes(data), "x") == OLE


def test_a_directory_of_monstrous_size_is_not_read() -> None:
    data = bytearray(archive("[Content_Types].xml", "word/document.xml"))
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<I", data, end + 12, 2**31)
    assert media_type_of(bytes(data), "a.docx") == "application/zip"


def test_many_comments_before_the_page_cost_nothing() -> None:
    assert media_type_of(b"<!--a-->" * 400 + b"plain <words", "a") == "text/plain"
    assert media_type_of(b"<!-- a -->\n" * 400 + b"<html>", "a") == "text/html"


HEADS = st.sampled_from([data for data, _, _ in CASES] + [compound("Workbook"), archive("word/a.xml")])


@given(HEADS, st.integers(0, 2000), st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_have_a_media_type(head: bytes, cut: int, tail: bytes, name: str) -> None:
    assert "/" in media_type_of(head[:cut] + tail, name)


@pytest.mark.parametrize(
    ("name", "kind", "contrary"),
    [
        ("a.pdf", "application/pdf", False),
        ("A.PDF", "application/pdf", False),
        ("a.pdf", "text/html", True),
        ("a.doc", "application/rtf", False),
        ("a.txt", "text/plain", False),
        ("a.log", "text/plain", False),
        ("a", "application/pdf", False),
        ("a.docx", "application/zip", True),
        ("a.docx", UNKNOWN, True),
        ("a.eml", "text/plain", False),
        ("letter.v2", "application/pdf", False),
        ("../../x.png", "image/jpeg", True),
    ],
)
def test_a_name_can_contradict_the_bytes(name: str, kind: str, contrary: bool) -> None:
    assert contradicts(name, kind) is contrary
