"""Word boxes: kept compactly, given back whole, drawn as few rectangles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoding import from_plain, to_plain
from pipeline.places import PageView, PageWords, WordPlace, page_words, rectangles

TENTHS = st.integers(0, 9000).map(lambda tenths: tenths / 10)


@st.composite
def words(draw: st.DrawFn) -> list[WordPlace]:
    found, start = [], draw(st.integers(0, 50))
    for _ in range(draw(st.integers(0, 20))):
        start += draw(st.integers(1, 30))
        end = start + draw(st.integers(1, 12))
        left, top = draw(TENTHS), draw(TENTHS)
        box = (left, top, left + draw(TENTHS), top + draw(TENTHS))
        sure = draw(st.none() | st.integers(0, 100).map(lambda percent: percent / 100))
        found.append(WordPlace(start, end, *box, sure))
        start = end
    return found


@given(words())
def test_what_is_kept_comes_back(placed: list[WordPlace]) -> None:
    kept = page_words(3, placed)
    for before, after in zip(placed, kept.words, strict=True):
        assert (before.start, before.end, before.confidence) == (after.start, after.end, after.confidence)
        for side in ("left", "top", "right", "bottom"):
            assert getattr(after, side) == pytest.approx(getattr(before, side), abs=0.051)
    assert from_plain(PageWords, to_plain(kept)) == kept
    assert kept.reach == ((placed[0].start, placed[-1].end) if placed else (0, 0))


@given(words(), st.integers(0, 300), st.integers(1, 200))
def test_every_word_of_a_passage_lies_in_its_rectangles(
    placed: list[WordPlace], start: int, length: int
) -> None:
    end = start + length
    drawn = rectangles([page_words(1, placed)], start, end)
    whole = [word for word in page_words(1, placed).words if start <= word.start and word.end <= end]
    for word in whole:
        assert any(
            rect.left <= word.left + 0.01
            and rect.right >= word.right - 0.01
            and rect.top <= word.top + 0.01
            and rect.bottom >= word.bottom - 0.01
            for rect in drawn
        )
    touched = [word for word in placed if word.start < end and word.end > start]
    assert len(drawn) <= len(touched)


def line(*spans: tuple[int, int], top: float = 100.0) -> list[WordPlace]:
    return [WordPlace(a, b, a * 5.0, top, b * 5.0, top + 10) for a, b in spans]


def test_words_on_one_line_are_one_rectangle_and_lines_are_several() -> None:
    page = page_words(1, [*line((0, 4), (5, 9)), *line((10, 14), top=112.0)])
    first, second = rectangles([page], 0, 14)
    assert (first.left, first.right, first.top) == (0, 45, 100)
    assert second.top == 112


def test_a_word_that_the_passage_cuts_is_cut_too() -> None:
    (rect,) = rectangles([page_words(1, line((0, 10)))], 5, 10)
    assert (rect.left, rect.right) == (25, 50)


def test_a_passage_over_two_pages_is_drawn_on_both() -> None:
    pages = [page_words(1, line((0, 4))), page_words(2, line((5, 9)))]
    assert [rect.page for rect in rectangles(pages, 0, 9)] == [1, 2]


@pytest.mark.parametrize("rows", [(1, 2, 3), (0, 0, 1, 1, 2, 2, -1), (-1, 4, 1, 1, 2, 2, -1)])
def test_rows_that_are_no_words_are_refused(rows: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="word"):
        PageWords(1, rows)


def test_a_view_of_another_page_or_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no view"):
        PageView(1, "image/png", b"x", 10, 10, 612, 792, PageWords(2))
    with pytest.raises(ValueError, match="no view"):
        PageView(1, "image/png", b"", 10, 10, 612, 792, PageWords(1))
