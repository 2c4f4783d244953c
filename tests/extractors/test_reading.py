from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from extractors import InProcessReader, SafeReader, open_reader
from extractors.formats import READERS, SPARE_READERS, refusal
from extractors.sandbox import Sandbox
from extractors.worker import answer, question, read
from pipeline.documents import Attachment, ExtractedDocument
from pipeline.media import ENCRYPTED_OFFICE, UNKNOWN
from pipeline.ports import Reader
from pipeline.problems import ReadingState
from pipeline.settings import Settings

MakePdf = Callable[..., bytes]
MakeDocx = Callable[..., bytes]


def test_it_fits_the_port_and_names_its_engine(settings: Settings) -> None:
    fitting: Reader
    with open_reader(replace(settings, ocr="off")) as fitting:
        assert fitting.version == InProcessReader().version
    with open_reader(replace(settings, ocr="rapidocr")) as fitting:
        assert fitting.version != InProcessReader().version


def test_both_readers_say_the_same(settings: Settings, make_pdf: MakePdf) -> None:
    data = make_pdf([[(72, 100, "The agency shall report.")]])
    with open_reader(settings) as safe:
        assert safe.read(data, "a.pdf") == InProcessReader().read(data, "a.pdf")


def test_a_document_tells_its_fingerprint_name_and_language(settings: Settings) -> None:
    words = b"The agency shall submit the report to the Office within thirty days of this order."
    document = InProcessReader().read(words, "../x.txt")
    assert document.sha256 == hashlib.sha256(words).hexdigest()
    assert (document.name, document.language, document.media_type) == ("../x.txt", "en", "text/plain")


def test_a_name_that_contradicts_the_bytes_is_flagged() -> None:
    document = InProcessReader().read(b"<html><p>words</p></html>", "letter.pdf")
    assert document.text == "words"
    assert document.flags == ("Its name ends in .pdf, but it is text/html.",)


def test_a_file_over_the_limit_is_quarantined_unread() -> None:
    document = InProcessReader(largest_megabytes=1).read(b"a" * (1 << 20) + b"b", "a.txt")
    assert document.state is ReadingState.QUARANTINED
    assert "larger than 1 MB" in document.flags[0]


def test_attachments_cross_the_pipe(settings: Settings) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "x"
    message.set_content("words")
    parts = [(f"{number}.bin", bytes([number]) * 10_000 * number) for number in (1, 2, 3)]
    for name, data in parts:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    with open_reader(settings) as safe:
        found = safe.read(bytes(message), "a.eml").attachments
    assert found == tuple(Attachment(name, data) for name, data in parts)


def test_the_spare_reader_takes_over_where_the_first_breaks_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_pdf: MakePdf
) -> None:
    (tmp_path / "breaking_reader.py").write_text(
        "import os\nMEDIA_TYPES = frozenset()\ndef extract(data, name): os.abort()\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(READERS, "application/pdf", "breaking_reader")
    monkeypatch.setitem(SPARE_READERS, "breaking_reader", "extractors.pdf_spare")
    with Sandbox(1, 20, 512) as sandbox:
        document = SafeReader(sandbox, 10).read(make_pdf([[(72, 100, "Words of a letter.")]]), "a.pdf")
    assert document.text == "Words of a letter."
    assert document.state is ReadingState.EXTRACTED_PARTIAL
    assert any("spare reader" in flag for flag in document.flags)


def test_a_reader_that_stumbles_leaves_a_visible_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "stumbling_reader.py").write_text(
        "MEDIA_TYPES = frozenset()\ndef extract(data, name): raise KeyError('unforeseen')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(READERS, "text/plain", "stumbling_reader")
    with Sandbox(1, 20, 512) as sandbox:
        document = SafeReader(sandbox, 10).read(b"words", "a.txt")
    assert document.state is ReadingState.FAILED
    assert document.flags[1] == "KeyError: 'unforeseen'"
    assert "stumbling_reader" in caplog.text


def test_a_broken_word_file_is_tried_with_the_spare_reader(make_docx: MakeDocx) -> None:
    document = InProcessReader().read(make_docx("", document=b"<no xml"), "a.docx")
    assert document.state is ReadingState.FAILED
    assert "damaged" in document.flags[0]


def test_the_version_changes_with_the_code() -> None:
    assert InProcessReader().version.startswith("readers-")


def test_a_request_and_its_answer_are_bytes() -> None:
    document: ExtractedDocument = answer(
        read(question("extractors.plain", "a.txt", "Señor \ud800".encode("utf-8", "surrogatepass")))
    )
    assert document.text.startswith("Se")


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("application/x-7z-compressed", ReadingState.UNSUPPORTED_FORMAT),
        ("application/vnd.rar", ReadingState.UNSUPPORTED_FORMAT),
        ("image/heic", ReadingState.UNSUPPORTED_FORMAT),
        (UNKNOWN, ReadingState.UNSUPPORTED_FORMAT),
        (ENCRYPTED_OFFICE, ReadingState.NEEDS_PASSWORD),
    ],
)
def test_every_refusal_has_a_reason_and_a_remedy(kind: str, state: ReadingState) -> None:
    problem = refusal(kind)
    assert problem.state is state
    assert len(problem.lines) == 3


def test_what_breaks_a_safety_limit_is_not_offered_to_the_spare_reader(make_docx: MakeDocx) -> None:
    import io
    import zipfile

    whole = zipfile.ZipFile(io.BytesIO(make_docx("<w:p><w:r><w:t>words</w:t></w:r></w:p>")))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name in whole.namelist():
            part = whole.read(name)
            if name == "word/document.xml":
                start = part.index(b"<w:document")
                part = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x "y">]>' + part[start:]
            package.writestr(name, part)
    document = InProcessReader().read(made.getvalue(), "a.docx")
    assert document.state is ReadingState.QUARANTINED
    assert "document type" in document.flags[0]
