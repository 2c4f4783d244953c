"""Which passwords are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.passwords import LONGEST, SHORTEST, check, normal
from pipeline.problems import IllegalMove


@pytest.mark.parametrize(
    "password",
    [
        "seven herons over grey water",
        "ein Fluß, drei Brücken",
        "7193 0264 8815 62",
        "水の上の七羽の青鷺と三つの橋",
    ],
)
def test_length_is_what_counts(password: str) -> None:
    assert check(password, "cole", "Cole Nair") == normal(password)


@pytest.mark.parametrize(
    "password",
    ["", "short", "aaaaaaaaaaaaaaaa", "password1234", "Passwordpassword", "123456789012345",
     "cole-cole-cole-1", "ColeNair-2026!", "chancery12345", "x" * (LONGEST + 1)],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(IllegalMove):
        check(password, "cole", "Cole Nair")


def test_the_same_letters_are_one_password_however_they_are_typed() -> None:
    composed, apart = "caf\u00e9 by the old bridge", "cafe\u0301 by the old bridge"
    assert composed != apart and check(composed) == check(apart)


@given(st.text(max_size=SHORTEST - 1))
def test_nothing_short_is_taken(password: str) -> None:
    if len(normal(password)) < SHORTEST:
        with pytest.raises(IllegalMove):
            check(password)
