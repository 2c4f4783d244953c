"""Weights of words, vectors, passages and fusion: rules that hold for every text."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.fusion import fused, gathered
from pipeline.passages import USUAL, passages
from pipeline.weighing import DIMENSIONS, Weights, unpacked, weighed, words_of

TEXTS = ["the harbor master shall dredge the channel", "the lock keeper shall report", "the the the"]
ANY = st.text(alphabet=st.sampled_from("ab §.\n;:é0"), max_size=4000)


def likeness(one: list[float], other: list[float]) -> float:
    return sum(left * right for left, right in zip(one, other, strict=True))


def test_rare_words_weigh_more_and_come_first() -> None:
    weights = weighed(TEXTS)
    assert weights.passages == 3
    assert weights.of("dredge") > weights.of("shall") > weights.of("the")
    assert weights.rarest("the keeper shall dredge unknownword", 2) == ["dredge", "keeper"]


def test_weights_come_back_from_bytes() -> None:
    weights = weighed(TEXTS)
    assert unpacked(weights.packed()) == weights


def test_a_text_is_most_like_itself() -> None:
    weights = weighed(TEXTS)
    own = weights.vector(TEXTS[0])
    assert math.isclose(likeness(own, own), 1.0, rel_tol=1e-9)
    assert likeness(own, weights.vector("dredge the channel")) > likeness(own, weights.vector(TEXTS[1]))


def test_no_words_make_no_vector() -> None:
    assert Weights().vector("… §") == [0.0] * DIMENSIONS


@given(ANY)
def test_every_word_stands_in_one_passage(text: str) -> None:
    spans = list(passages(text))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(len(span) <= USUAL + USUAL // 2 for span in spans)
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)
    covered = "".join("".join(text[span.start : span.end].split()) for span in spans)
    assert covered == "".join(text.split())


def test_a_passage_ends_where_a_sentence_does() -> None:
    sentence = "The keeper shall inspect every gate of the lock before the ice comes down. "
    spans = list(passages(sentence * 40))
    assert len(spans) > 3
    assert all((sentence * 40)[span.end - 1] == "." for span in spans)


def test_two_lists_that_agree_beat_one_that_is_sure() -> None:
    found = fused({"words": ["a", "b", "c"], "likeness": ["d", "b", "e"]})
    assert found[0].thing == "b"
    assert dict(found[0].places) == {"words": 2, "likeness": 2}
    assert {one.thing for one in found} == set("abcde")


@given(st.lists(st.lists(st.integers(0, 20), unique=True), max_size=4))
def test_fusion_keeps_everything_once(lists: list[list[int]]) -> None:
    found = fused({str(number): things for number, things in enumerate(lists)})
    assert [one.thing for one in found] == list(dict.fromkeys(one.thing for one in found))
    assert {one.thing for one in found} == {thing for things in lists for thing in things}
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)


def test_three_good_passages_beat_one_better() -> None:
    assert gathered([("a", 1.0), ("b", 0.8), ("b", 0.7), ("b", 0.6), ("c", 0.1)]) == ["b", "a", "c"]


def test_words_are_small_letters_and_numbers() -> None:
    assert words_of("Sec. 3(a): The FÉ of 44 U.S.C.") == ["sec", "3", "the", "fé", "of", "44"]
