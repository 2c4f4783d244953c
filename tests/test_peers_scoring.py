"""The scores of the comparison with other readers: order as it is defined, and what does not count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.peer_documents import documents
from benchmarks.peer_material import Deck
from benchmarks.peers import order, recall, words

FEW = st.lists(st.sampled_from("abcd"), max_size=12)


def _longest(found: list[str], true: list[str]) -> int:
    row = [0] * (len(true) + 1)
    for word in found:
        before = row
        row = [0]
        for at, wanted in enumerate(true):
            row.append(before[at] + 1 if word == wanted else max(before[at + 1], row[at]))
    return row[-1]


@given(FEW, FEW.filter(bool))
def test_order_is_the_longest_common_subsequence(found: list[str], true: list[str]) -> None:
    assert order(found, true) == pytest.approx(_longest(found, true) / len(true))


@given(FEW, FEW.filter(bool))
def test_order_is_never_better_than_recall(found: list[str], true: list[str]) -> None:
    assert order(found, true) <= recall(found, true) <= 1


def test_a_word_counts_as_often_as_it_is_true() -> None:
    assert recall(["a", "a", "b"], ["a", "b", "b", "c"]) == 0.5


@pytest.mark.parametrize("cut", ["Har-\nbor", "har\u00adbor", "har\ufffe\r\nbor", "HAR-  bor"])
def test_case_white_space_and_cuts_do_not_count(cut: str) -> None:
    assert words(f"  the\t{cut} 12-14") == ["the", "harbor", "12", "14"]


def test_no_word_is_dealt_twice_before_all_were_dealt() -> None:
    dealt = Deck(1).deal(250)
    assert len(set(dealt)) == 250


def test_the_parts_of_a_document_share_no_word() -> None:
    for fixture in documents():
        parts = [fixture.running, *fixture.beside.values(), *fixture.apart.values()]
        letters = [word for part in parts for word in set(part) if word.isalpha()]
        assert len(letters) == len(set(letters)), fixture.name
        assert all(set(part) <= set(fixture.running) for part in fixture.inside.values()), fixture.name
