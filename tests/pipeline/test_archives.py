"""Masking for good: nothing moves, patterns go, and the names of private persons go with them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.archives import Blackening, private_names
from pipeline.masking import BLACK, blackened

PERSONAL = (
    *("123-45-6789", "pat@example.org", "(202) 555-0147", "A 123 456 789", "12 Old Mill Cutoff"),
    *("9 North Elm Street, Apt 4", "1EG4-TE5-MK73"),
)


@given(st.text(), st.sampled_from(PERSONAL), st.text())
def test_what_is_blackened_stays_as_long_and_is_gone(before: str, secret: str, after: str) -> None:
    words = f"{before}\n{secret}\n{after}"
    covered, places = blackened(words)
    assert len(covered) == len(words) and places >= 1
    assert secret not in covered.split("\n") and BLACK in covered
    assert all(new in (old, BLACK) for old, new in zip(words, covered, strict=True))


@given(st.text())
def test_what_is_black_stays_as_it_is(words: str) -> None:
    once, _ = blackened(words, ("Pilkey",))
    assert blackened(once, ("Pilkey",)) == (once, 0)


def test_names_go_whole_and_by_surname_in_any_case() -> None:
    names = private_names("Ruth-Ann Pilkey, Chair; Bo Li")
    assert names == ("Ruth-Ann Pilkey", "Pilkey", "Bo Li")
    black = Blackening(True, names)
    told = black.values(
        {"title": "Ms. PILKEY's landing", "id": "Pilkey", "n": 4, "of": ["Bo Li", "Pilkeyson"]}
    )
    assert told == {"title": "Ms. ██████'s landing", "id": "Pilkey", "n": 4, "of": ["██ ██", "Pilkeyson"]}
    assert black.count == 2
    assert Blackening(False, names).text("Pilkey") == "Pilkey"


def test_citations_and_dates_are_left_alone() -> None:
    words = "Under 31 U.S.C. 901 and EO 13777, by November 20, 2026, see Pub. L. 111-352."
    assert blackened(words) == (words, 0)
