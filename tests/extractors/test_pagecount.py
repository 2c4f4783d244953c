"""No page is lost in silence: what a file says of its own length is held against what was read."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from PIL import Image, TiffImagePlugin
from pptx import Presentation
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from extractors.pagecount import counted
from extractors.pdf import render
from extractors.pdf_show import show
from extractors.reading import InProcessReader
from extractors.split import parts
from pipeline.documents import ExtractedDocument, Page, Span
from pipeline.problems import ReadingState
from tests.extractors.hostile.pdf_parts import assembled, letter, letter_objects, page


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


def test_pages_behind_a_false_count_are_read_and_told() -> None:
    found = read(pdf(3).replace(b"/Count 3", b"/Count 1"), "a.pdf")
    assert [page.number for page in found.pages] == [1, 2, 3]
    assert "On page 2 the clerk" in found.text and "On page 3 the clerk" in found.text
    assert "It says that it has 1 page: all 3 that were found were read." in found.flags


def test_pages_behind_a_false_count_can_be_shown_and_cut() -> None:
    data = pdf(3).replace(b"/Count 3", b"/Count 1")
    assert [shown.number for shown in show(data, [1, 2, 3])] == [1, 2, 3]
    assert render(data, 3).width > 0
    last = parts(data, "application/pdf", [3])[-1]
    assert "On page 3" in read(last.data, "a.pdf").text


def test_a_locked_file_with_a_false_count_is_read_whole() -> None:
    writer = PdfWriter(io.BytesIO(pdf(3)))
    writer.encrypt("sesame", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    data = out.getvalue().replace(b"/Count 3", b"/Count 2")
    found = InProcessReader().read(data, "a.pdf", password="sesame")
    assert "On page 3" in found.text
    assert "It says that it has 2 pages: all 3 that were found were read." in found.flags


def test_counts_that_lie_on_every_level_are_mended() -> None:
    leaves = {number: page() for number in range(10, 14)}
    upper = b"<< /Type /Pages /Parent 2 0 R /Kids [%s] /Count 1 >>"
    objects = letter_objects() | leaves
    objects[2] = b"<< /Type /Pages /Kids [7 0 R 8 0 R] /Count 2 >>"
    objects |= {7: upper % b"10 0 R 11 0 R", 8: upper % b"12 0 R 13 0 R"}
    assert len(read(assembled(objects), "a.pdf").pages) == 4


def test_where_the_pages_make_no_tree_what_is_missing_is_told() -> None:
    tree = b"<< /Type /Pages /Kids [3 0 R 3 0 R 7 0 R] /Count 1 >>"
    found = read(letter({2: tree, 7: page()}), "a.pdf")
    assert len(found.pages) == 1
    assert found.state is ReadingState.EXTRACTED_PARTIAL
    assert any("holds 3 pages, of which 1 " in flag for flag in found.flags)


def test_a_tree_that_holds_itself_ends() -> None:
    tree = b"<< /Type /Pages /Kids [3 0 R 2 0 R 2 0 R 7 0 R] /Count 1 >>"
    found = read(letter({2: tree, 7: page()}), "a.pdf")
    assert found.state is ReadingState.EXTRACTED_PARTIAL


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
