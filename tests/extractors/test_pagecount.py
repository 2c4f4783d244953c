"""No page is lost in silence: what a file says of its own length is held against what was read."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from PIL import Image, TiffImagePlugin
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas

from extractors.pagecount import counted
from extractors.reading import InProcessReader
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.problems import ReadingState


def pdf(pages: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"On page {number} the clerk shall count the moorings.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def deck(slides: int, said: int) -> bytes:
    show = Presentation()
    for _ in range(slides):
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = "Count the moorings"
    saved = io.BytesIO()
    show.save(saved)
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "docProps/app.xml":
                data = re.sub(rb"<Slides>\d+</Slides>", b"<Slides>%d</Slides>" % said, data)
                assert b"<Slides>%d<" % said in data
            after.writestr(name, data)
    return out.getvalue()


def read(data: bytes, name: str) -> ExtractedDocument:
    return InProcessReader().read(data, name)


def test_a_page_tree_that_says_too_little_is_told() -> None:
    found = read(pdf(3).replace(b"/Count 3", b"/Count 1"), "a.pdf")
    assert len(found.pages) == 1
    assert found.state is ReadingState.EXTRACTED_PARTIAL
    assert any("holds 3 pages, of which 1 " in flag for flag in found.flags)


def test_a_page_tree_that_says_too_much_is_told() -> None:
    found = read(pdf(3).replace(b"/Count 3", b"/Count 5"), "a.pdf")
    assert found.state is ReadingState.EXTRACTED_PARTIAL
    assert any("4 to 5" in flag for flag in found.flags)


def test_an_honest_file_is_not_remarked_upon() -> None:
    assert read(pdf(3), "a.pdf").state is ReadingState.EXTRACTED
    assert read(deck(2, 2), "a.pptx").state is ReadingState.EXTRACTED


def test_a_page_that_was_thrown_away_is_no_missing_page() -> None:
    left_over = pdf(2) + b"\n9 0 obj << /Type /Page >> endobj\n"
    assert counted(read(pdf(2), "a.pdf"), left_over, "extractors.pdf").flags == ()


def test_slides_that_are_missing_are_told() -> None:
    found = read(deck(2, 4), "a.pptx")
    assert found.state is ReadingState.EXTRACTED_PARTIAL
    assert any("holds 4 slides, of which 2 " in flag for flag in found.flags)


@pytest.mark.parametrize(("total", "told"), [(3, True), (1, False), (0, False)])
def test_a_fax_that_names_more_pages_than_it_has_is_told(total: int, told: bool) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[297] = (0, total)
    tags.tagtype[297] = 3
    out = io.BytesIO()
    Image.new("L", (20, 20), 255).save(out, "TIFF", tiffinfo=tags)
    text = "Recognised words."
    page = ExtractedDocument("0" * 64, "fax.tif", "image/tiff", text, (Page(1, Span(0, len(text))),))
    found = counted(page, out.getvalue(), "extractors.picture")
    assert bool(found.flags) is told


def test_noise_says_nothing_of_its_pages() -> None:
    text = "words"
    page = ExtractedDocument("0" * 64, "x", "", text, (Page(1, Span(0, len(text))),))
    noise = b"%PDF-1.7 /Type /Page /Type /Page /Type/ObjStm >> stream\nnoise"
    for module in ("extractors.pdf", "extractors.picture", "extractors.slides", "extractors.plain"):
        assert counted(page, noise, module) is page
