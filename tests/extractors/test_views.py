"""Pages to look at: images within limits, and boxes exactly where the words were drawn."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractors import SafeReader, open_reader
from extractors.placing import Mark, words_on_page
from extractors.views import draw, views
from pipeline.documents import ExtractedDocument, Span
from pipeline.places import PageView, WordPlace, rectangles
from pipeline.settings import Settings

WIDTH, HEIGHT = 612.0, 792.0
Said = list[tuple[float, float, str]]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SafeReader]:
    home = tmp_path_factory.mktemp("home")
    with open_reader(Settings(home=home, workers=1)) as opened:
        yield opened


def pdf(said: Said, rotation: int = 0, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """Lines at these places (left edge and base line from the bottom left), in twelve point Times."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Times-Roman", 12)
    for x, y, words in said:
        canvas.drawString(x, y, words)
    if crop:
        canvas.setCropBox(crop)
    canvas.showPage()
    canvas.save()
    if not rotation:
        return out.getvalue()
    turned = pypdf.PdfWriter(clone_from=out)
    turned.pages[0].rotate(rotation)
    again = io.BytesIO()
    turned.write(again)
    return again.getvalue()


def shown(reader: SafeReader, data: bytes, name: str = "a.pdf") -> tuple[ExtractedDocument, list[PageView]]:
    read = reader.read(data, name)
    return read, list(reader.views(data, read))


def placed(read: ExtractedDocument, view: PageView) -> dict[str, WordPlace]:
    return {read.text[word.start : word.end]: word for word in view.words.words}


LINES: Said = [
    (72, 700, "The Administrator shall report"),
    (72, 680, "by May third of every year"),
    (300, 400, "Signed in haste"),
]


def drawn_at(said: Said) -> Iterator[tuple[str, float, float, float]]:
    """Each word with its left and right edge and base line, from the bottom left corner."""
    for x, y, words in said:
        for match in re.finditer(r"\S+", words):
            left = x + stringWidth(words[: match.start()], "Times-Roman", 12)
            yield match[0], left, left + stringWidth(match[0], "Times-Roman", 12), y


def test_every_box_lies_where_its_word_was_drawn(reader: SafeReader) -> None:
    read, (view,) = shown(reader, pdf(LINES))
    boxes = placed(read, view)
    for word, left, right, base in drawn_at(LINES):
        box = boxes[word]
        assert box.left == pytest.approx(left, abs=1.0) and box.right == pytest.approx(right, abs=1.0)
        assert box.top < HEIGHT - base < box.bottom + 0.5
        assert box.confidence is None


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_boxes_turn_with_the_page(reader: SafeReader, rotation: int) -> None:
    read, (view,) = shown(reader, pdf(LINES, rotation))
    assert (view.points_width > view.points_height) == (rotation in (90, 270))
    boxes = placed(read, view)
    for word, left, right, base in drawn_at(LINES):
        x, y = (left + right) / 2, base + 3
        if rotation == 90:
            x, y = y, x
        elif rotation == 180:
            x, y = WIDTH - x, y
        else:
            x, y = HEIGHT - y, WIDTH - x
        box = boxes[word]
        assert box.left - 1 <= x <= box.right + 1 and box.top - 1 <= y <= box.bottom + 1


def test_boxes_count_from_the_corner_of_the_shown_part(reader: SafeReader) -> None:
    read, (view,) = shown(reader, pdf(LINES, crop=(50, 300, 562, 742)))
    assert (view.points_width, view.points_height) == (512, 442)
    box = placed(read, view)["Administrator"]
    left = next(left for word, left, _, _ in drawn_at(LINES) if word == "Administrator")
    assert box.left == pytest.approx(left - 50, abs=1.0)
    assert box.top < 742 - 700 < box.bottom + 0.5


def test_both_columns_are_boxed_though_the_text_is_in_another_order(reader: SafeReader) -> None:
    left = [(60.0, 700 - 14.0 * row, f"left{row} words of column one run here") for row in range(12)]
    right = [(330.0, 700 - 14.0 * row, f"right{row} words of column two run here") for row in range(12)]
    rows = [line for pair in zip(left, right, strict=True) for line in pair]
    read, (view,) = shown(reader, pdf(rows))
    assert read.text.index("left11") < read.text.index("right0")
    for word in view.words.words:
        text = read.text[word.start : word.end]
        assert (word.left > 300) == (read.text.index("right0") <= word.start), text


def test_the_ink_lies_inside_the_boxes(reader: SafeReader) -> None:
    """What is dark on the page's image and what the boxes cover are the same places."""
    _, (view,) = shown(reader, pdf(LINES))
    image = Image.open(io.BytesIO(view.image)).convert("L")
    scale = view.width / view.points_width
    for word in view.words.words:
        edges = [
            round(edge * scale) for edge in (word.left - 1, word.top - 1, word.right + 1, word.bottom + 1)
        ]
        assert min(image.crop(tuple(edges)).tobytes()) < 100  # type: ignore[arg-type]  # four edges
        ImageDraw.Draw(image).rectangle(edges, fill=255)
    assert min(image.tobytes()) > 150


def test_images_stay_within_their_limit(reader: SafeReader) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(6000, 9000))
    canvas.drawString(100, 100, "A large plan")
    canvas.save()
    _, (view,) = shown(reader, out.getvalue())
    assert view.width * view.height <= 2_010_000
    assert view.media_type == "image/png"


def test_coloured_pages_keep_their_colours(reader: SafeReader) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.drawString(72, 700, "A red square stands below")
    canvas.save()
    _, (view,) = shown(reader, out.getvalue())
    assert view.media_type == "image/jpeg"
    red, green, blue = Image.open(io.BytesIO(view.image)).convert("RGB").getpixel((300, 900))  # type: ignore[misc]  # three colours
    assert red > 200 and green < 60 and blue < 60


def test_only_so_many_pages_are_drawn(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    for number in range(11):
        canvas.drawString(72, 700, f"Page number {number + 1} of the memorandum")
        canvas.showPage()
    canvas.save()
    for most, expected in ((0, 0), (3, 3), (300, 11)):
        with open_reader(Settings(home=tmp_path, workers=1, shown_pages=most)) as reader:
            _, pages = shown(reader, out.getvalue())
        assert [view.page for view in pages] == list(range(1, expected + 1))


def test_formats_without_pages_have_none_to_look_at(reader: SafeReader) -> None:
    assert shown(reader, b"Dear Chief, please answer.", "a.txt")[1] == []


def test_an_evidence_gives_rectangles_on_its_page(reader: SafeReader) -> None:
    read, pages = shown(reader, pdf(LINES))
    evidence = read.find("shall report by May third")
    assert evidence is not None
    first, second = rectangles([view.words for view in pages], evidence.start, evidence.end)
    assert first.page == second.page == 1 and first.bottom <= second.top + 3


def test_jobs_are_told_apart_by_batch() -> None:
    """Offsets of a later batch are those of the whole text."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    for number in range(10):
        canvas.drawString(72, 700, f"unique{number} words")
        canvas.showPage()
    canvas.save()
    from extractors import InProcessReader

    read = InProcessReader().read(out.getvalue(), "a.pdf")
    found = list(views(lambda _, payload: draw(payload), "extractors.pdf", out.getvalue(), read, 300))
    for number, view in enumerate(found):
        assert f"unique{number}" in placed(read, view)


def marks(*words: str) -> list[Mark]:
    return [Mark(word, 10.0 * at, 0, 10.0 * at + 9, 10) for at, word in enumerate(words)]


def boxed(text: str, *drawn: str) -> list[tuple[str, float]]:
    placed = words_on_page(text, Span(0, len(text)), 1, marks(*drawn)).words
    return [(text[word.start : word.end], word.left) for word in placed]


def test_halves_of_a_broken_word_have_a_box_each() -> None:
    assert boxed("the agencies met", "the", "agen-", "cies", "met") == [
        ("the", 0.0),
        ("agen", 10.0),
        ("cies", 20.0),
        ("met", 30.0),
    ]


def test_a_hyphen_that_stays_and_a_raised_number_are_matched() -> None:
    assert [word for word, _ in boxed("self-help fees[1] apply", "self-", "help", "fees1", "apply")] == [
        "self-",
        "help",
        "fees[1]",
        "apply",
    ]


def test_equal_words_take_the_place_their_neighbours_take() -> None:
    found = boxed("of fees and of plans", "of", "plans", "of", "fees", "and")
    assert found == [("of", 20.0), ("fees", 30.0), ("and", 40.0), ("of", 0.0), ("plans", 10.0)]


def test_a_word_that_nothing_drew_has_no_box() -> None:
    assert boxed("one three", "one", "two") == [("one", 0.0)]


def test_words_of_a_ruled_table_have_their_boxes(reader: SafeReader) -> None:
    """The text goes by rows, the drawing by columns."""
    said: Said = [(80, 700, "Task"), (80, 660, "Survey"), (300, 700, "Due"), (300, 660, "May")]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.grid([72, 290, 500], [650, 690, 730])
    canvas.setFont("Times-Roman", 12)
    for x, y, words in said:
        canvas.drawString(x, y, words)
    canvas.save()
    read, (view,) = shown(reader, out.getvalue())
    assert "Task | Due\nSurvey | May" in read.text
    boxes = placed(read, view)
    for word, left, right, base in drawn_at(said):
        assert boxes[word].left == pytest.approx(left, abs=1.0)
        assert boxes[word].right == pytest.approx(right, abs=1.0)
        assert boxes[word].top < HEIGHT - base < boxes[word].bottom + 0.5
