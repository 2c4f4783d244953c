"""Each spelling of the tables to its normal forms, alone and beside others; each normal form to its key."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.citations import parse, recognise
from analysis.library import plain_document
from tests.analysis import spellings_of_law, spellings_of_offices, spellings_of_orders

TABLES = {
    "law": spellings_of_law.TABLE,
    "orders": spellings_of_orders.TABLE,
    "offices": spellings_of_offices.TABLE,
}
SPELLINGS = [row for table in TABLES.values() for row in table]


def citations(text: str) -> list[str]:
    rows = recognise(plain_document(text)).authorities
    assert all(text[one.start : one.end] == one.quote for row in rows for one in row.evidence)
    return [row.citation for row in rows]


@pytest.mark.parametrize(("words", "expected"), SPELLINGS, ids=[words for words, _ in SPELLINGS])
def test_a_spelling_gives_its_normal_forms(words: str, expected: list[str]) -> None:
    assert citations(f"We refer to {words}.") == expected
    assert citations(f"({words})") == expected


@pytest.mark.parametrize("name", TABLES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_spelling_means_the_same_beside_any_others(name: str, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(TABLES[name]), min_size=2, max_size=8))
    text = "\n\n".join(f"We refer to {words}." for words, _ in chosen)
    assert citations(text) == [form for _, expected in chosen for form in expected]


@pytest.mark.parametrize("form", sorted({form for _, expected in SPELLINGS for form in expected}))
def test_a_normal_form_gives_its_own_key_again(form: str) -> None:
    authority = parse(form)
    assert authority is not None and authority.normal == form
    whole = parse(authority.key)
    assert whole is not None and (whole.key, whole.type) == (authority.key, authority.type)
