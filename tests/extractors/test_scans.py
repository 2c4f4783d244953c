"""Scans from bytes to a document: what is recognised, what is kept, and what is said where nothing can be."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from extractors import SafeReader, open_reader
from extractors.ocr import engines
from pipeline.documents import PageSource
from pipeline.places import rectangles
from pipeline.problems import ReadingState
from pipeline.settings import Settings
from tests.extractors.scan_pages import (
    LETTER,
    blank_page,
    letter_page,
    patch_sheet,
    scan_pdf,
    scan_tiff,
)

MakePdf = Callable[..., bytes]
NOTICE = ("Notice of the tide", "The basin closes at noon on Monday")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def reader(folder: Path) -> Iterator[SafeReader]:
    """A reader with whatever engine this machine has."""
    if not engines.chosen("auto"):
        pytest.skip("no OCR engine is installed")
    with open_reader(Settings(home=folder)) as opened:
        yield opened


def joined(text: str) -> str:
    return " ".join(text.split())


def test_a_scanned_pdf_is_read_with_its_places(reader: SafeReader) -> None:
    document = reader.read(scan_pdf([letter_page()]), "letter.pdf")
    assert document.state is ReadingState.EXTRACTED
    assert joined(document.text) == " ".join(LETTER)
    page = document.pages[0]
    assert page.source is PageSource.OCR and page.confidence is not None and page.confidence > 0.8
    (placed,) = document.words
    assert len(placed.rows) // 7 == len(joined(document.text).split())
    assert document.language == "en"
    assert any("recognised by" in flag for flag in document.flags)


def encoded(page: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    page.save(out, kind, **({"lossless": True} if kind == "WEBP" else {}))
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
def test_a_picture_of_every_kind_is_read(reader: SafeReader, kind: str) -> None:
    page = letter_page(NOTICE).resize((1275, 1650), Image.Resampling.LANCZOS)
    document = reader.read(encoded(page, kind), f"notice.{kind.lower()}")
    assert joined(document.text) == " ".join(NOTICE)


def test_a_photograph_is_turned_as_its_camera_held_it(reader: SafeReader) -> None:
    out, held = io.BytesIO(), Image.Exif()
    held[0x0112] = 6
    letter_page(NOTICE).transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", exif=held, dpi=(200, 200))
    document = reader.read(out.getvalue(), "photo.jpg")
    assert joined(document.text) == " ".join(NOTICE)
    assert (document.pages[0].width, document.pages[0].height) == (612.0, 792.0)


def test_every_frame_of_a_tiff_is_a_page(reader: SafeReader) -> None:
    document = reader.read(scan_tiff([letter_page(NOTICE), letter_page(LETTER[:3])]), "fax.tif")
    assert [joined(document.text[page.span.start : page.span.end]) for page in document.pages] == [
        " ".join(NOTICE),
        " ".join(LETTER[:3]),
    ]


def test_only_the_pages_that_need_it_are_recognised(reader: SafeReader, make_pdf: MakePdf) -> None:
    printed = make_pdf([[(72, 100, "The printed page says this much in its own letters.")]])
    whole = pypdfium2.PdfDocument.new()
    for data in (printed, scan_pdf([letter_page(NOTICE)]), scan_pdf([blank_page()])):
        whole.import_pages(pypdfium2.PdfDocument(data))
    out = io.BytesIO()
    whole.save(out)
    document = reader.read(out.getvalue(), "mixed.pdf")
    assert document.state is ReadingState.EXTRACTED
    assert [page.source for page in document.pages] == [
        PageSource.NATIVE,
        PageSource.OCR,
        PageSource.NATIVE,
    ]
    assert document.text.startswith("The printed page") and "The basin closes" in document.text
    assert any(flag.startswith("Page 2 is scanned") for flag in document.flags)


def test_a_thin_stamp_over_a_scan_gives_way_to_the_page(reader: SafeReader, make_pdf: MakePdf) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scan_pdf([letter_page()]))))
    stamp = make_pdf([[(72, 40, "RECEIVED 17")]])
    writer.pages[0].merge_page(PdfReader(io.BytesIO(stamp)).pages[0])
    out = io.BytesIO()
    writer.write(out)
    document = reader.read(out.getvalue(), "stamped.pdf")
    assert document.pages[0].source is PageSource.OCR
    assert joined(document.text).count("RECEIVED") == 1
    assert joined(" ".join(LETTER)) in joined(document.text)


def test_what_a_stamp_says_is_kept_where_the_engine_could_not_read_it(
    reader: SafeReader, make_pdf: MakePdf
) -> None:
    from pypdf import PdfReader, PdfWriter

    page = letter_page()
    page.paste(20, (150, 60, 900, 160))
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scan_pdf([page]))))
    stamp = make_pdf([[(72, 40, "RECEIVED 17")]])
    writer.pages[0].merge_page(PdfReader(io.BytesIO(stamp)).pages[0])
    out = io.BytesIO()
    writer.write(out)
    document = reader.read(out.getvalue(), "stamped.pdf")
    assert joined(document.text) == " ".join(("RECEIVED 17", *LETTER))


def test_a_page_turned_in_the_file_has_its_places_on_the_page_as_shown(reader: SafeReader) -> None:
    source = pypdfium2.PdfDocument(scan_pdf([letter_page(NOTICE).transpose(Image.Transpose.ROTATE_90)]))
    source[0].set_rotation(90)
    out = io.BytesIO()
    source.save(out)
    document = reader.read(out.getvalue(), "turned.pdf")
    assert joined(document.text) == " ".join(NOTICE)
    assert (document.pages[0].width, document.pages[0].height) == (612.0, 792.0)
    found = document.find("The basin")
    assert found is not None
    (box,) = rectangles(document.words, found.start, found.end)
    assert box.left == pytest.approx(72, abs=6)
    assert box.top == pytest.approx(125, abs=8)


def test_the_same_page_is_never_recognised_twice(reader: SafeReader, folder: Path) -> None:
    data = scan_pdf([letter_page(NOTICE)])
    first = reader.read(data, "a.pdf")
    shelf = folder / "cache" / "ocr"
    before = {path: path.stat().st_mtime_ns for path in shelf.rglob("*.json")}
    assert before and reader.read(data, "a.pdf") == first
    assert {path: path.stat().st_mtime_ns for path in shelf.rglob("*.json")} == before
    for path in before:
        path.write_bytes(path.read_bytes()[:40])
    assert reader.read(data, "a.pdf") == first


def test_without_an_engine_a_scan_waits_for_one(tmp_path: Path) -> None:
    with open_reader(Settings(home=tmp_path, ocr="off")) as off:
        for data, name in ((scan_pdf([letter_page()]), "a.pdf"), (scan_tiff([letter_page()]), "a.tif")):
            document = off.read(data, name)
            assert document.state is ReadingState.NEEDS_OCR
            assert document.text == "" and len(document.pages) == 1
            assert "OCR engine" in " ".join(document.flags)


def test_an_engine_is_part_of_the_version(reader: SafeReader, tmp_path: Path) -> None:
    with open_reader(Settings(home=tmp_path, ocr="off")) as off:
        assert off.version != reader.version


def test_pages_beyond_the_limit_are_named(reader: SafeReader, folder: Path) -> None:
    data = scan_pdf([letter_page(NOTICE), letter_page(LETTER[:3]), letter_page(LETTER[3:])])
    with open_reader(replace(Settings(home=folder), ocr_pages=2)) as few:
        document = few.read(data, "long.pdf")
    assert document.state is ReadingState.EXTRACTED_PARTIAL
    assert document.pages[2].source is PageSource.NONE
    assert any("1 of its 3 pictured pages" in flag for flag in document.flags)
    assert any(flag.startswith("Page 3 is a picture") for flag in document.flags)


def test_a_picture_that_shows_no_words_is_left_to_a_person(reader: SafeReader) -> None:
    page = Image.linear_gradient("L").resize((800, 1000))
    document = reader.read(encoded(page, "PNG"), "photo.png")
    assert not document.state.has_text
    assert document.flags


def test_too_many_pixels_are_refused_on_the_header(reader: SafeReader) -> None:
    small = encoded(Image.new("1", (8, 8)), "PNG")
    header = struct.pack(">4sII5B", b"IHDR", 60_000, 60_000, 1, 0, 0, 0, 0)
    huge = small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]
    document = reader.read(huge, "huge.png")
    assert document.state is ReadingState.QUARANTINED
    assert "60,000 x 60,000" in " ".join(document.flags)


@pytest.mark.parametrize("keep", [30, 200, 2000])
def test_a_picture_cut_short_is_damaged_not_a_fault(reader: SafeReader, keep: int) -> None:
    for kind in ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"):
        document = reader.read(encoded(letter_page(), kind)[:keep], f"a.{kind.lower()}")
        assert document.state in (
            ReadingState.FAILED,
            ReadingState.NEEDS_OCR,
            ReadingState.UNSUPPORTED_FORMAT,
        )
        assert document.text == ""


def test_a_locked_scan_is_read_with_its_password(reader: SafeReader) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scan_pdf([letter_page(NOTICE), patch_sheet("NWNW")]))))
    writer.encrypt("tide", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert reader.read(out.getvalue(), "a.pdf").state is ReadingState.NEEDS_PASSWORD
    assert reader.read(out.getvalue(), "a.pdf", "ebb").state is ReadingState.NEEDS_PASSWORD
    assert "The basin closes" in joined(reader.read(out.getvalue(), "a.pdf", "tide").text)
