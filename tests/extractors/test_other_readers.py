"""Kinds of file that an engine of others reads: offline, in the limited child, or a plain refusal."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from extractors import archive, pdf, pdf_spare, picture, word, word_spare, worker
from extractors.legacy import extract as read_old
from extractors.outlook import extract as read_message
from extractors.reading import open_reader
from pipeline.problems import Damaged, UnsupportedFormat
from pipeline.settings import Settings

CORPUS = Path(os.environ.get("CHANCERY_CORPUS", Path(__file__).parents[2] / ".." / "shared" / "corpus"))


def book(spine: str = '<itemref idref="b"/><itemref idref="a"/>') -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/epub+zip")
        made.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="text/book.opf"/></rootfiles></container>',
        )
        made.writestr(
            "text/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"/>'
            f'<item id="b" href="b.xhtml"/></manifest><spine>{spine}</spine></package>',
        )
        made.writestr(
            "text/a.xhtml", "<html><body><h1>Duties</h1><p>The Chief shall report by May 3.</p></body></html>"
        )
        made.writestr(
            "text/b.xhtml", "<html><body><h1>Opening</h1><p>Words before the duties.</p></body></html>"
        )
    return out.getvalue()


def test_a_book_is_read_in_the_order_of_its_spine_without_a_network(tmp_path: Path) -> None:
    """The child refuses sockets, programs and files: whatever the engine wanted of them would fail here."""
    with open_reader(Settings(home=tmp_path, workers=1)) as reader:
        read = reader.read(book(), "rules.epub")
    assert read.text == "Opening\n\nWords before the duties.\n\nDuties\n\nThe Chief shall report by May 3."
    assert len(read.pages) == 2 and read.reader == "unstructured"
    assert any("general reader" in flag for flag in read.flags)


def test_no_reader_of_ours_loads_the_general_engine() -> None:
    """Its import costs a second and a hundred megabytes: only the kinds that need it pay."""
    readers = ("extractors.pdf", "extractors.word", "extractors.message", "extractors.web")
    asked = [worker.question(reader, "x", b"x") for reader in readers]
    told = subprocess.run(
        [sys.executable, "-c", _READ_ALL, worker.READ, *(question.hex() for question in asked)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["False", str(len(readers))]


_READ_ALL = """
import contextlib, sys
from extractors.child import entry_point
from pipeline.problems import Problem
read, tried = entry_point(sys.argv[1]), 0
for question in sys.argv[2:]:
    tried += 1
    with contextlib.suppress(Problem):
        read(bytes.fromhex(question))
print("unstructured" in sys.modules, tried)
"""


def test_a_book_without_its_list_says_so() -> None:
    from extractors.longtail import extract

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/epub+zip")
    with pytest.raises(Damaged):
        extract(out.getvalue(), "a.epub")


def test_word_perfect_is_refused_with_a_remedy() -> None:
    with pytest.raises(UnsupportedFormat) as told:
        read_old(b"\xffWPC" + bytes(100), "a.wpd")
    assert "WordPerfect" in told.value.what and "DOCX or PDF" in told.value.remedy


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="!!! NO CORPUS: set CHANCERY_CORPUS !!!")
def test_an_old_word_file_is_read_by_the_optional_engine() -> None:
    pytest.importorskip("kreuzberg")
    message = read_message((CORPUS / "docs" / "msg-outlook-doc-attachment.msg").read_bytes(), "a.msg")
    old = next(part for part in message.attachments if part.name.endswith(".doc"))
    plain = next(part for part in message.attachments if part.name.endswith(".txt"))
    read = read_old(old.data, old.name)
    assert read.text.split() == plain.data.decode("utf-8-sig").split() or "copyright : ©" in read.text
    assert any("old formats" in flag for flag in read.flags)


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        (pdf, b"%PDF-1.7 broken"),
        (pdf_spare, b"%PDF-1.7 broken"),
        (word, b"PK\x03\x04 broken"),
        (word_spare, b"PK\x03\x04 broken"),
        (archive, b"PK\x03\x04"),
        (archive, b"\x1f\x8b\x08\x00 broken"),
        (picture, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x08\x00"),
    ],
)
def test_why_a_file_is_damaged_is_told_without_words_of_a_library(reader: ModuleType, data: bytes) -> None:
    with pytest.raises(Damaged) as told:
        reader.extract(data, "letter")
    what, why, remedy = told.value.lines
    assert what.endswith("is damaged.") and remedy.startswith("Ask the sender")
    assert why.endswith(".") and not re.search(r"PDFium|zip|[eE]rror|[0-9]|EOF|format", why), why
