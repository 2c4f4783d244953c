"""Keys of the review screen: usual ones, and those that a person chose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import IllegalMove
from pipeline.shortcuts import KEYS, chosen


def test_what_stays_as_it_is_is_not_chosen() -> None:
    assert chosen({}) == () and chosen(dict(zip(KEYS, KEYS, strict=True))) == ()
    assert chosen({"a": "y", "x": " "}) == (("a", "y"), ("x", ""))
    assert chosen({"a": "x", "x": "a"}) == (("a", "x"), ("x", "a"))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"a": "x"}, "reject"),
        ({"a": "yy"}, "more than one"),
        ({"a": "3"}, "reason"),
        ({"a": "\x00"}, "more than"),
    ],
)
def test_a_key_is_one_character_and_means_one_thing(typed: dict[str, str], why: str) -> None:
    with pytest.raises(IllegalMove) as refused:
        chosen(typed)
    assert "Approve" in refused.value.what and why in refused.value.why and refused.value.remedy


@given(st.dictionaries(st.sampled_from(sorted(KEYS)), st.text(max_size=3)))
def test_no_two_keys_are_ever_the_same(typed: dict[str, str]) -> None:
    try:
        own = dict(chosen(typed))
    except IllegalMove:
        return
    keys = [own.get(usual, usual) for usual in KEYS]
    assert all(len(key) <= 1 for key in keys)
    assert len({key for key in keys if key}) == sum(map(bool, keys)) and not set(keys) & set("123456")
