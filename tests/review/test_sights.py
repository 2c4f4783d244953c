"""Pages as they look: boxes where the words stand, images that are served and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.documents import Span
from pipeline.places import PageSheet, PageView, WordPlace, page_words
from review.passages import Mark
from review.sights import MOST_PAGES, sights

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060"
    "0000000500017a5eab3f0000000049454e44ae426082".replace(" ", "")
)


def sheet(page: int, *words: tuple[int, int, float, float]) -> PageSheet:
    """A page with words as (start, end, left, top), each 40 points wide and 10 high."""
    places = [WordPlace(start, end, left, top, left + 40, top + 10) for start, end, left, top in words]
    return PageSheet(page, 612.0, 792.0, page_words(page, places))


def test_a_passage_has_one_box_for_each_line() -> None:
    pages = [sheet(1, (0, 4, 100, 50), (5, 9, 142, 50), (10, 14, 100, 64))]
    (sight,) = sights(pages, [Mark(Span(0, 14), 7)], [1])
    assert (sight.width, sight.height) == (612.0, 792.0)
    assert [(box.top, box.drafts) for box in sight.boxes] == [(48.5, (7,)), (62.5, (7,))]
    assert sight.boxes[0].width > 80


def test_marks_of_one_place_are_one_box_and_short_ones_lie_on_top() -> None:
    pages = [sheet(1, (0, 4, 100, 50), (5, 9, 142, 50))]
    found = [
        Mark(Span(0, 4), 3),
        Mark(Span(0, 9), 1),
        Mark(Span(0, 9), 2),
        Mark(Span(0, 9), state="uncovered"),
    ]
    (sight,) = sights(pages, found, [1])
    assert [(box.draft_list, box.states) for box in sight.boxes] == [("1 2", ("uncovered",)), ("3", ())]


def test_a_passage_over_two_pages_is_boxed_on_both() -> None:
    pages = [sheet(1, (0, 4, 100, 700)), sheet(2, (5, 9, 100, 50))]
    assert [len(sight.boxes) for sight in sights(pages, [Mark(Span(0, 9), 1)], [1, 2])] == [1, 1]


def test_only_the_wanted_pages_and_not_too_many() -> None:
    pages = [sheet(number) for number in range(1, 100)]
    assert [sight.number for sight in sights(pages, [], [3, 5])] == [3, 5]
    assert len(sights(pages, [], range(1, 100))) == MOST_PAGES


@pytest.fixture
def pictured(desk: Any) -> str:
    """The letter, with an image of its page and the place of its first word."""
    records = desk.records
    document = records.document(desk.control)
    words = page_words(1, [WordPlace(0, 7, 72, 72, 120, 84)])
    records.keep_views(document, [PageView(1, "image/png", PIXEL, 1, 1, 612.0, 792.0, words)])
    return str(desk.control)


def test_the_image_is_served_and_the_page_shows_it(client: TestClient, pictured: str) -> None:
    image = client.get(f"/documents/{pictured}/pages/1")
    assert (image.content, image.headers["content-type"]) == (PIXEL, "image/png")
    page = client.get(f"/documents/{pictured}").text
    assert f'src="/documents/{pictured}/pages/1"' in page and "<svg" in page
    assert '<div class="words" data-start="0">' in page, "the text is always there too"


def test_text_is_always_a_choice_and_is_remembered(client: TestClient, pictured: str) -> None:
    assert 'value="text" checked' in client.get(f"/documents/{pictured}?look=text").text
    assert 'value="text" checked' in client.get(f"/documents/{pictured}").text
    assert 'value="pages" checked' in client.get(f"/documents/{pictured}?look=pages").text


@pytest.mark.parametrize("number", ["2", "0", "x", "99999999999"])
def test_an_image_that_is_not_there_is_a_clear_message(
    client: TestClient, pictured: str, number: str
) -> None:
    answer = client.get(f"/documents/{pictured}/pages/{number}")
    assert answer.status_code == 404 and "There is no" in answer.text


def test_a_document_without_images_shows_its_text(client: TestClient, desk: Any) -> None:
    page = client.get(f"/documents/{desk.control}").text
    assert '<div class="words" data-start="0">' in page and 'class="look"' not in page
