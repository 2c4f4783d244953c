"""How like two letters are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.likeness import (
    NEAR,
    alike,
    bands_of,
    may_be_one,
    measured,
    runs_of,
    says_more,
    sender_key,
    words_of,
)

FORM = (
    "I am writing to you as a resident of the harbor district about the closing of Kestrel Lock. "
    "The lock has served our boats for ninety years, and without it the fleet must go around the cape. "
    "I ask you to keep the lock open until the new one is built, to publish the survey of its gates, "
    "and to answer the petition that was handed to your office in March. "
    "Many families in our town live by the fishing, and a season lost is a season that nobody gives back. "
    "Please let me know what the Department intends to do. "
)


def share(one: str, other: str) -> float:
    return alike(runs_of(words_of(one)), runs_of(words_of(other)))


def meets(one: str, other: str) -> bool:
    return bool(set(bands_of(measured(one).signature)) & set(bands_of(measured(other).signature)))


def signed(number: int) -> str:
    names = random.Random(number)
    name = "".join(names.choices("abcdefghij", k=7)).title()
    return f"Dear Secretary,\n\n{FORM}\n\nSincerely,\n{name} Quill\n{number} Pier Street, Mossy Point"


def test_the_same_words_are_the_same_letter_whatever_stands_between_them() -> None:
    wrapped = FORM.replace(" ", "\n").replace("petition", "peti-\ntion").upper()
    assert measured(FORM).sha256 == measured("“" + FORM.replace(". ", ".  ") + "”").sha256
    assert measured(wrapped.lower()).sha256 == measured(FORM).sha256
    assert share(FORM, FORM) == 1.0


def test_a_form_letter_is_known_under_any_name() -> None:
    first = signed(0)
    for number in range(1, 200):
        assert share(first, signed(number)) > NEAR
        assert meets(first, signed(number))


def test_letters_of_their_own_do_not_meet() -> None:
    words = [f"word{number}" for number in range(3000)]
    letters = [" ".join(random.Random(number).choices(words, k=200)) for number in range(60)]
    pairs = [(one, other) for one in letters for other in letters if one < other]
    assert sum(meets(*pair) for pair in pairs) <= len(pairs) // 100
    assert max(share(*pair) for pair in pairs) < 0.1


@pytest.mark.parametrize("changed", [0, 4, 8, 12])
def test_letters_that_share_half_of_their_runs_almost_always_meet(changed: int) -> None:
    met = tried = 0
    for seed in range(200):
        chance = random.Random(seed)
        words = [f"w{chance.randrange(5000)}" for _ in range(150)]
        other = list(words)
        for place in chance.sample(range(150), changed):
            other[place] = "another"
        if share(" ".join(words), " ".join(other)) >= NEAR:
            tried += 1
            met += meets(" ".join(words), " ".join(other))
    assert tried > 150
    assert met / tried > 0.98


def test_noise_of_recognition_leaves_one_letter_alike() -> None:
    words = (FORM * 2).split()
    for place in range(20, len(words), 60):
        words[place] = words[place][::-1]
    assert may_be_one(share(FORM * 2, " ".join(words)), "ann quill", "ann quill")


@pytest.mark.parametrize(
    ("value", "one", "other", "answer"),
    [
        (0.8, "ann quill", "ann quill", True),
        (0.7, "ann quill", "ann quill", False),
        (1.0, "ann quill", "ben quill", False),
        (1.0, None, "ben quill", True),
        (0.9, None, None, False),
    ],
)
def test_one_letter_is_of_one_sender(value: float, one: str | None, other: str | None, answer: bool) -> None:
    assert may_be_one(value, one, other) is answer


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Quill <ann@harbor.example>", "Quill, Ann"),
        ("The Honorable Ann Quill", "ANN QUILL"),
        ("Ms. Ann Quill", "Ann Quill"),
    ],
)
def test_a_sender_is_known_in_any_dress(one: str, other: str) -> None:
    assert sender_key(one) == sender_key(other) == "ann quill"
    assert sender_key("<ann@harbor.example>") == "ann@harbor.example"
    assert sender_key("") is sender_key(None) is None


def test_what_a_letter_says_beside_the_form_is_found() -> None:
    ask = "I ask you to keep the lock open until the new one is built"
    assert says_more(signed(1), [ask], signed(2)) == ""
    own = "Please refund my fee of $40."
    assert own in says_more(f"{signed(1)} {own}", [ask, own], signed(2))
    story = " ".join(f"word{number}" for number in range(60))
    assert "its own" in says_more(f"{signed(1)} {story}", [ask], signed(2))
    assert says_more("x", ["keep the lock"], "do not keep the locks")


@given(st.text(max_size=400))
def test_any_text_can_be_measured(text: str) -> None:
    found = measured(text)
    assert len(found.signature) in (0, 384)
    assert all(0 <= band < 2**63 for band in bands_of(found.signature))
    assert found == measured(text)


@given(st.text(alphabet="ab c", min_size=30, max_size=200))
def test_likeness_is_mutual_and_whole_with_itself(text: str) -> None:
    runs = runs_of(words_of(text))
    assert alike(runs, runs) == (1.0 if runs else 0.0)
    assert alike(runs, frozenset({1})) == alike(frozenset({1}), runs)


def test_a_book_is_compared_by_its_beginning() -> None:
    words = [f"word{number}" for number in range(30_000)]
    beginning = measured(" ".join(words[:20_000]))
    assert measured(" ".join(words)).signature == beginning.signature
    assert measured(" ".join(words)).sha256 != beginning.sha256
