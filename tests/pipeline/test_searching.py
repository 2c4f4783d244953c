"""What somebody types to find something."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.searching import KINDS, NotSearchable, search_for


def test_words_phrases_and_what_is_not_wanted() -> None:
    found = search_for('dredging "northern channel" -ice "harbors"')
    assert (found.words, found.phrases, found.without) == (
        ("dredging", "harbors"),
        (("northern", "channel"),),
        ("ice",),
    )
    assert found.kinds == KINDS and not found.empty
    assert found.text == "dredging harbors northern channel"


def test_filters() -> None:
    found = search_for("in:drafts kind:risk after:2026-01-31 before:2026-02-28 silt")
    assert (found.kinds, found.filters) == (("drafts",), {"kind": "risk"})
    assert (found.after, found.before, found.words) == (date(2026, 1, 31), date(2026, 2, 28), ("silt",))
    assert search_for("in:authority x").kinds == ("authorities",)


def test_another_name_is_a_word() -> None:
    assert search_for("re:harbor http://x").words == ("re", "harbor", "http", "x")


@pytest.mark.parametrize("typed", ["in:letters x", "after:tomorrow x", "before:2026-13-01 x"])
def test_a_filter_that_cannot_be_meant_says_so(typed: str) -> None:
    with pytest.raises(NotSearchable) as refused:
        search_for(typed)
    assert len(refused.value.lines) == 3


@given(st.text(max_size=200))
def test_any_text_is_a_search_or_a_clear_refusal(typed: str) -> None:
    try:
        found = search_for(typed)
    except NotSearchable as refused:
        assert refused.lines
        return
    assert all(word.strip() for word in (*found.words, *found.without))
