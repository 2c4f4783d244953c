"""Word by word: both texts can be had back from what is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from review.differences import LONGEST, Piece, differences

PARTS = ("shall", "report", " ", "the", "\n", ".", "Ä", "due")
WORDS = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)


@given(before=WORDS, after=WORDS)
def test_both_texts_are_in_it(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "in") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "out") == after


@given(text=st.text(max_size=200))
def test_equal_texts_differ_nowhere(text: str) -> None:
    assert all(piece.kind == "same" for piece in differences(text, text))


def test_words_that_changed_together_stay_together() -> None:
    assert differences("send by each harbor master now", "send by the Deputy Director now") == (
        Piece("send by ", "same"),
        Piece("each harbor master", "out"),
        Piece("the Deputy Director", "in"),
        Piece(" now", "same"),
    )


def test_long_texts_are_shown_one_after_the_other() -> None:
    before, after = "word " * LONGEST, "other " * LONGEST
    assert [piece.kind for piece in differences(before, after)] == ["out", "in"]
