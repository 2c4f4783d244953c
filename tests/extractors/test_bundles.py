"""Several documents in one scan: sheets between them, bars, beginnings, and cutting by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from extractors import SafeReader, open_reader
from extractors.beginnings import beginnings
from extractors.ocr import engines
from extractors.ocr.patches import patch_on
from extractors.ocr.separators import is_marked_start, is_separator
from extractors.pdf import render
from extractors.split import parts, ranges
from pipeline.documents import PageSource
from pipeline.problems import Damaged, NeedsPassword, ReadingState, UnsupportedFormat
from pipeline.settings import Settings
from tests.extractors.scan_pages import (
    LETTER,
    blank_page,
    letter_page,
    noisy,
    patch_sheet,
    picture,
    scan_pdf,
    scan_tiff,
    two_column_page,
    write,
)

PDF, TIFF = "application/pdf", "image/tiff"
NOTICE = ("Notice of the tide", "The basin closes at noon on Monday")
REPLY = ("Answer of the pilots", "We shall keep to the outer channel")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SafeReader]:
    if not engines.chosen("auto"):
        pytest.skip("no OCR engine is installed")
    with open_reader(Settings(home=tmp_path_factory.mktemp("home"))) as opened:
        yield opened


def test_a_scan_with_sheets_is_taken_apart(reader: SafeReader) -> None:
    sheet = write(blank_page(), ["SEPARATOR SHEET", "Lay between two documents"])
    pages = [letter_page(), letter_page(NOTICE), patch_sheet("NWNW"), blank_page(), letter_page(REPLY)]
    document = reader.read(scan_pdf([*pages, sheet, letter_page(LETTER[:3])]), "post/monday.pdf")
    assert document.state is ReadingState.EXTRACTED
    names = ["monday pages 1-2.pdf", "monday page 5.pdf", "monday page 7.pdf"]
    assert [part.name for part in document.attachments] == names
    assert all(name in document.text for name in names)
    assert LETTER[2] not in document.text
    assert len(document.pages) == 7 and document.words == ()
    assert document.flags[0] == "It is a scan of 3 documents, each under a number of its own."
    texts = [" ".join(reader.read(part.data, part.name).text.split()) for part in document.attachments]
    assert texts == [" ".join(LETTER + NOTICE), " ".join(REPLY), " ".join(LETTER[:3])]


def test_a_tiff_with_sheets_is_taken_apart(reader: SafeReader) -> None:
    pages = [letter_page(NOTICE), patch_sheet("WNNW"), letter_page(REPLY)]
    document = reader.read(scan_tiff([page.convert("1") for page in pages]), "fax.tiff")
    assert [part.name for part in document.attachments] == ["fax page 1.tif", "fax page 3.tif"]
    second = reader.read(document.attachments[1].data, "x.tif")
    assert " ".join(second.text.split()) == " ".join(REPLY)


def test_a_sheet_before_a_single_letter_leaves_it_whole(reader: SafeReader) -> None:
    document = reader.read(scan_pdf([patch_sheet("NWNW"), letter_page(NOTICE)]), "a.pdf")
    assert document.attachments == ()
    assert " ".join(document.text.split()) == " ".join(NOTICE)
    assert document.pages[0].source is PageSource.OCR


def test_another_letter_is_only_remarked_upon(reader: SafeReader) -> None:
    opening = ("Harbor Office of Coastal Permits", "March 4, 2031", "Dear Captain Ellery,", *LETTER[2:])
    document = reader.read(scan_pdf([letter_page(), letter_page(REPLY), letter_page(opening)]), "a.pdf")
    assert document.attachments == ()
    assert "Page 3 may begin another letter." in document.flags
    assert document.metadata["split_before"] == "3"
    assert REPLY[1] in " ".join(document.text.split())


@pytest.mark.parametrize(
    ("code", "name"), [("NWNW", "T"), ("WNWN", "3"), ("WNNW", "2"), ("WWNN", ""), ("NWWN", ""), ("NNWW", "")]
)
def test_bars_that_part_documents_are_told_from_others(code: str, name: str) -> None:
    assert patch_on(picture(patch_sheet(code))) == name
    assert patch_on(picture(patch_sheet(code, standing=True))) == name


@pytest.mark.parametrize("degrees", [-3.0, 1.5, 4.0])
def test_bars_are_found_askew_and_in_noise(degrees: float) -> None:
    assert patch_on(picture(noisy(patch_sheet("NWNW", askew=degrees)))) == "T"


def test_bars_are_found_at_a_faxs_resolution() -> None:
    small = patch_sheet("NWNW").resize((850, 1100)).point(lambda value: 255 if value > 127 else 0)
    assert patch_on(picture(small)) == "T"


@pytest.mark.parametrize(
    "page",
    [letter_page(), two_column_page(), blank_page(), noisy(letter_page()), Image.new("L", (1700, 2200))],
)
def test_letters_are_no_bars(page: Image.Image) -> None:
    assert patch_on(picture(page)) == ""


def test_a_sheet_says_so_in_few_words() -> None:
    assert is_separator("Document Separator", "")
    assert is_separator("PATCH T", "")
    assert is_separator("", "T")
    assert not is_separator("The separation of powers", "")
    assert not is_separator("Please place a separator sheet between the exhibits. " + "word " * 60, "")
    assert is_marked_start("word " * 60, "2") and not is_marked_start("", "2")


FOLLOWING = "The Honorable Ada Finch\nPage 2\nMarch 4, 2031\nand so the matter rests with the board.\nSincerely,\nB. Low"


def opening(date: str = "March 4, 2031") -> str:
    return f"Office of the Harbor Master\n{date}\nThe Honorable Ada Finch\nDear Ms. Finch:\nWe write to you."


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ([], []),
        ([opening()], []),
        ([opening(), FOLLOWING], []),
        ([opening(), FOLLOWING, opening("May 2, 2031")], [3]),
        ([opening(), FOLLOWING, opening(), FOLLOWING, opening()], [3, 5]),
        ([opening(), "and then", "MEMORANDUM\nTO: all\nFROM: the office\nDATE: 4 May 2031\nwords"], [3]),
        ([opening(), "Dear reader, this is a sentence that goes on\nand on."], []),
        ([opening(), "words\nwords\nwords", "Dear Sir:\nwords without any other sign"], []),
        ([opening(), "words\n2", "Dear Sir:\nwords\n1"], [3]),
        ([opening(), "words\nSincerely,\nA. Finch", "Dear Sir:\nwords"], [3]),
    ],
)
def test_a_first_page_is_told_from_a_following_one(pages: list[str], found: list[int]) -> None:
    assert beginnings(pages) == found


@given(st.lists(st.text(max_size=200), max_size=8))
def test_whatever_pages_say_the_first_is_never_named(pages: list[str]) -> None:
    assert all(2 <= number <= len(pages) for number in beginnings(pages))


@given(st.integers(1, 60), st.data())
def test_every_page_is_in_exactly_one_part(count: int, data: st.DataObject) -> None:
    starts = data.draw(st.sets(st.integers(1, count)))
    cut = ranges(starts, count)
    assert [page for first, last in cut for page in range(first, last + 1)] == list(range(1, count + 1))
    assert {first for first, _ in cut} == starts | {1}


@pytest.mark.parametrize("starts", [[0], [4], [2, 9]])
def test_a_page_that_is_not_there_is_refused(starts: list[int]) -> None:
    with pytest.raises(ValueError, match="3 pages cannot be cut"):
        ranges(starts, 3)


def test_cut_by_hand_the_pages_stay_as_they_are(reader: SafeReader) -> None:
    data = scan_pdf([letter_page(), letter_page(NOTICE), letter_page(REPLY)])
    first, second = reader.parts(data, "a/b.pdf", [2])
    assert (first.name, second.name) == ("b page 1.pdf", "b pages 2-3.pdf")
    assert [render(second.data, 1), render(second.data, 2)] == [render(data, 2), render(data, 3)]


def test_the_same_cut_gives_the_same_bytes() -> None:
    data = scan_pdf([letter_page(), letter_page(NOTICE)])
    before = parts(data, PDF, [2])
    assert parts(data, PDF, [2]) == before
    assert all(b"/CreationDate(D:20000101000000" in part.data for part in before)


def test_a_tiff_is_cut_without_touching_a_pixel() -> None:
    pages = [
        letter_page(NOTICE).convert("1"),
        noisy(letter_page(REPLY)),
        Image.new("RGB", (600, 800), (200, 30, 60)),
    ]
    made = parts(scan_tiff(pages), TIFF, [3], "s.tiff")
    assert [part.name for part in made] == ["s pages 1-2.tif", "s page 3.tif"]
    frames = []
    for part in made:
        with Image.open(io.BytesIO(part.data)) as image:
            for number in range(getattr(image, "n_frames", 1)):
                image.seek(number)
                frames.append((image.mode, image.size, image.tobytes(), image.info["dpi"]))
    assert frames == [(page.mode, page.size, page.tobytes(), (200.0, 200.0)) for page in pages]


def test_what_cannot_be_cut_says_why() -> None:
    with pytest.raises(UnsupportedFormat):
        parts(b"words", "text/plain", [2])
    with pytest.raises(Damaged):
        parts(b"%PDF-1.7 nothing", PDF, [2])
    with pytest.raises(Damaged):
        parts(b"II*\0 nothing", TIFF, [2])


def test_a_locked_scan_is_cut_with_its_password(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scan_pdf([letter_page(), letter_page()]))))
    writer.encrypt("tide", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(NeedsPassword):
        parts(out.getvalue(), PDF, [2])
    made = parts(out.getvalue(), PDF, [2], password="tide")
    assert [len(pypdfium2.PdfDocument(part.data)) for part in made] == [1, 1]
