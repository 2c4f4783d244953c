"""What every OCR engine must do, on the same pages; what one may do better, none may do otherwise."""

from __future__ import annotations

import difflib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.aids import RecognisedPage
from extractors.ocr import engines
from extractors.ocr.engines import answer, chosen, page_of, question, recognise
from extractors.scanned import lines_of
from tests.extractors import scan_pages
from tests.extractors.scan_pages import COLUMNS, LETTER, letter_page, noisy, picture, skewed

GRAIN = 2000
"""Dark specks on a noisy page that belong to no letter."""

SPOILED: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda page: page,
    "noisy": noisy,
    "skew 3": lambda page: skewed(page, 3),
    "skew 8": lambda page: skewed(noisy(page), -8),
    "turned 90": lambda page: page.transpose(Image.Transpose.ROTATE_90),
    "turned 180": lambda page: page.transpose(Image.Transpose.ROTATE_180),
    "turned 270": lambda page: page.transpose(Image.Transpose.ROTATE_270),
    "fax": scan_pages.fax,
}


@pytest.fixture(scope="module", params=["tesseract", "rapidocr"])
def engine(request: pytest.FixtureRequest) -> str:
    if chosen(request.param) != request.param:
        pytest.skip(f"{request.param} is not installed")
    return str(request.param)


def said(page: RecognisedPage, width: float, height: float) -> list[str]:
    return " ".join(line.text for line in lines_of(page, width, height)).split()


def alike(found: list[str], wanted: list[str]) -> float:
    matcher = difflib.SequenceMatcher(None, found, wanted, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(wanted)


@pytest.mark.parametrize("how", SPOILED)
def test_a_page_is_read_however_it_was_scanned(engine: str, how: str) -> None:
    shown = picture(SPOILED[how](letter_page()))
    page = recognise(engine, shown, 60)
    assert alike(said(page, shown.points_width, shown.points_height), " ".join(LETTER).split()) > 0.95
    assert page.confidence is not None and 0.7 < page.confidence <= 1
    assert page.engine == engines.version_of(engine)


@pytest.mark.parametrize("how", SPOILED)
def test_boxes_lie_on_the_ink_of_the_page_as_it_came(engine: str, how: str) -> None:
    shown = picture(SPOILED[how](letter_page()))
    gray = np.frombuffer(shown.gray, np.uint8).reshape(shown.height, shown.width)
    dark, scale = gray < 100, shown.width / shown.points_width
    covered = np.zeros_like(dark)
    for word in recognise(engine, shown, 60).words:
        assert 0 <= word.left < word.right <= shown.points_width
        assert 0 <= word.top < word.bottom <= shown.points_height
        box = np.s_[
            int(word.top * scale) : int(word.bottom * scale) + 1,
            int(word.left * scale) : int(word.right * scale) + 1,
        ]
        assert dark[box].mean() > 0.02, word
        covered[box] = True
    assert (dark & covered).sum() > 0.8 * (dark.sum() - GRAIN)
    assert covered.mean() < 0.5


def test_columns_are_read_one_after_the_other(engine: str) -> None:
    shown = picture(scan_pages.two_column_page())
    page = recognise(engine, shown, 60)
    wanted = " ".join(line for column in COLUMNS for line in column).split()
    assert alike(said(page, 612, 792), wanted) > 0.95


def test_a_blank_page_is_blank(engine: str) -> None:
    for paper in (
        scan_pages.blank_page(),
        noisy(Image.new("L", (1700, 2200), 250)).point(lambda v: max(v, 190)),
    ):
        page = recognise(engine, picture(paper), 60)
        assert page.blank and not page.words and page.confidence is None


def test_a_scrawl_is_counted_and_never_made_into_words(engine: str) -> None:
    paper = letter_page()
    pen, turn = ImageDraw.Draw(paper), np.linspace(0, 9 * np.pi, 400)
    scrawl = [(500 + 40 * t + 60 * np.sin(2.3 * t), 1650 + 70 * np.sin(t) * np.cos(0.7 * t)) for t in turn]
    pen.line(scrawl, fill=40, width=6)
    page = recognise(engine, picture(paper), 60)
    below = [word.text for word in page.words if word.top > 1500 * 72 / 200]
    assert below == []
    assert alike(said(page, 612, 792), " ".join(LETTER).split()) > 0.95


def test_the_answer_crosses_the_pipe_whole(engine: str) -> None:
    shown = picture(letter_page(LETTER[:2]))
    assert page_of(answer(question(engine, shown, 60))) == recognise(engine, shown, 60)


def test_words_of_one_line_share_its_number(engine: str) -> None:
    page = recognise(engine, picture(letter_page()), 60)
    lines: dict[int, list[str]] = {}
    for word in page.words:
        lines.setdefault(word.line, []).append(word.text)
    assert [" ".join(words) for words in lines.values()] == list(LETTER)
