"""What an engine gives for dirt and scrawls, told from words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.aids import RecognisedWord
from extractors.ocr.marks import judged


def line(*words: tuple[str, float], number: int = 0) -> list[RecognisedWord]:
    return [
        RecognisedWord(text, 50.0 * at, 10, 50.0 * at + 40, 20, sure, number)
        for at, (text, sure) in enumerate(words)
    ]


def kept(words: list[RecognisedWord]) -> list[str]:
    return [word.text for word in judged(words)[0]]


@pytest.mark.parametrize("dirt", ["_", "|", "~", "‘", "“'", "^", "\\"])
def test_the_edge_of_the_sheet_is_no_word(dirt: str) -> None:
    words = line((dirt, 0.95), ("Dear", 0.96), ("Captain", 0.95))
    assert kept(words) == ["Dear", "Captain"]
    assert judged(words)[1] == 0


@pytest.mark.parametrize("sign", ["§", "&", "-", "•", "$", "______", ".", "3."])
def test_signs_that_mean_something_stay(sign: str) -> None:
    assert kept(line(("see", 0.9), (sign, 0.9), ("below", 0.9))) == ["see", sign, "below"]


def test_a_doubtful_short_line_is_a_mark_and_is_counted() -> None:
    words = [*line(("Jrnt", 0.31), ("Wlkz", 0.44)), *line(("The", 0.95), ("clerk", 0.94), number=1)]
    found, passed_over = judged(words)
    assert ([word.text for word in found], passed_over) == (["The", "clerk"], 2)


def test_a_doubtful_word_among_sure_ones_stays() -> None:
    words = line(("within", 0.95), ("thirty", 0.45), ("days", 0.95), ("of", 0.95), ("receipt", 0.93))
    assert kept(words) == ["within", "thirty", "days", "of", "receipt"]


@given(st.lists(st.tuples(st.text(min_size=1, max_size=6), st.floats(0, 1)), max_size=12))
def test_nothing_is_added_and_order_stays(given_words: list[tuple[str, float]]) -> None:
    words = line(*given_words)
    found, passed_over = judged(words)
    assert [word for word in words if word in found] == list(found)
    assert 0 <= passed_over <= len(words) - len(found)
