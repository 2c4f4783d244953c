from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.evaluation.forms import (
    authority_key,
    contained,
    packed,
    same_act,
    same_authority,
    same_number,
    same_party,
    says_nothing,
)
from analysis.evaluation.leads import list_after
from analysis.evaluation.places import Crossing, letters, matching
from pipeline.documents import Span


@pytest.mark.parametrize(
    ("found", "label"),
    [
        ("EO 13423 sec. 6", "Executive Order 13423, sec. 6"),
        ("EO 13423 sec. 6(a)(2)", "EO 13423"),
        ("31 U.S.C. 901(b)(1)", "31 USC 901(b)(1)"),
        ("47 CFR 1.1206", "47 C.F.R. 1.1206"),
        ("Pub. L. 111-352", "Public Law 111–352"),
        (
            "Presidential Memorandum of 2009-01-21",
            "Presidential Memorandum of 2009-01-21 (Open Boats and Open Ports)",
        ),
        ("Presidential Memorandum of 2008-05-07", "Memorandum of May 7, 2008"),
        ("5 U.S.C. 301", "5 U.S.C. 301, 302, and 4103"),
        ("5 U.S.C. 4103", "5 U.S.C. 301, 302, and 4103"),
        ("50 U.S.C. 1701(b)", "50 U.S.C. 1701(a)(1) and (b)"),
        ("50 U.S.C. 1701", "50 U.S.C. 1701(a)(1) and (b)"),
        ("40 CFR 52.21", "40 CFR 52.21; 40 CFR 60.1"),
    ],
)
def test_forms_of_one_authority_agree(found: str, label: str) -> None:
    assert same_authority(found, label)


@pytest.mark.parametrize(
    ("found", "label"),
    [
        ("5 U.S.C. 552a", "5 U.S.C. 552(a)"),
        ("40 CFR 52.21", "40 CFR 5221"),
        ("5 U.S.C. 302", "5 U.S.C. 301"),
        ("5 U.S.C. 3345", "5 U.S.C. 3345 et seq."),
        ("EO 13423", "EO 13423 sec. 6"),
        ("EO 13423 sec. 7", "EO 13423 sec. 6"),
        ("OMB M-10-06", "OMB M-10-6"),
    ],
)
def test_forms_of_two_authorities_differ(found: str, label: str) -> None:
    assert not same_authority(found, label)


def test_an_act_whose_name_holds_and_is_not_packed() -> None:
    assert packed("Harbors and Rivers Act, sec. 4") == ()


@pytest.mark.parametrize(
    ("found", "label", "same"),
    [
        ("Affordable Boats Act, sec. 12", "Safe and Affordable Boats Act, sec. 12", True),
        ("Boats Act of 1999", "Boats Act", True),
        ("Boats Act, 1999, sec. 3", "Boats Act of 1999, sec. 3", True),
        ("Boats Act of 1999", "Boats Act of 2001", False),
        ("Boats Act, sec. 3", "Boats Act, sec. 4", False),
        ("Boats Act", "Docks Act", False),
    ],
)
def test_names_of_acts(found: str, label: str, same: bool) -> None:
    assert same_act(found, label) is same


@pytest.mark.parametrize(
    ("found", "label", "same"),
    [
        ("Wendell R. Ashgrove", "The President (Wendell R. Ashgrove)", True),
        ("the President", "The President (Wendell R. Ashgrove)", True),
        ("Agency heads", "the heads of agencies", False),
        ("each agency head", "agency head", True),
        ("The Honorable Ada Thornby, Administrator, Office of Docks", "Administrator Thornby (OOD)", True),
        ("Ms. Lind and Ms. Thornby", "Ada Thornby and Eve Lind, Harbor Office", True),
        ("12 Quay Street", "the company (Docks, Inc.)", False),
        (None, None, True),
        (None, "the Clerk", False),
        ("the Clerk", None, False),
        ("H", "H", True),
        ("He", "The Clerk", False),
        ("Ada Thornby", "Ada Thornby, Director (Harbor Office)", True),
        ("Director", "Ada Thornby, Director of Harbors", True),
    ],
)
def test_parties(found: str | None, label: str | None, same: bool) -> None:
    assert same_party(found, label) is same


@pytest.mark.parametrize(
    ("label", "nothing"),
    [("(redacted)", True), ("The Clerk (acting)", False), ("the Clerk", False), (None, False)],
)
def test_an_aside_alone_says_nothing(label: str | None, nothing: bool) -> None:
    assert says_nothing(label) is nothing


@pytest.mark.parametrize(
    ("found", "label", "same"),
    [
        ("OMB M-17-15", "M-17-15", True),
        ("EO 13777", "Executive Order 13777", True),
        ("Pub. L. 115-11", "Public Law 115–11", True),
        (None, None, True),
        (None, "M-17-15", False),
        ("EO 13777", "Executive Order 13778", False),
    ],
)
def test_numbers(found: str | None, label: str | None, same: bool) -> None:
    assert same_number(found, label) is same


def test_short_names_are_equal_or_different_but_never_contained() -> None:
    assert contained("CIO", "cio")
    assert not contained("CIO", "the CIO of the Bureau")


LISTS = {
    "Sec. 2. The Clerk shall:\n(a) write; and\n(b) sign.\nSec. 3. Done.\n": "(a) write; and\n(b) sign.",
    "(a) The Clerk shall:\n(i) write; and\n(ii) sign.\n(b) The Warden naps.\n": "(i) write; and\n(ii) sign.",
    "The Clerk shall:\n\n• write a letter\nto the Warden; and\n\n• sign.\n\nNothing else.\n": (
        "• write a letter\nto the Warden; and\n\n• sign."
    ),
    "(h) The Clerk shall:\n(1) write;\n(A) in ink; or\n(B) in chalk;\n(2) sign.\n(i) The end.\n": (
        "(1) write;\n(A) in ink; or\n(B) in chalk;\n(2) sign."
    ),
}


@pytest.mark.parametrize("text", LISTS)
def test_a_list_reaches_to_its_last_member(text: str) -> None:
    at = text.index("The Clerk shall:")
    reach = list_after(text, Span(at, at + len("The Clerk shall:")))
    assert reach
    assert text[reach.start : reach.end].strip() == LISTS[text]


def test_a_sentence_without_colon_leads_nothing() -> None:
    text = "The Clerk shall write.\n(a) In ink.\n"
    assert list_after(text, Span(0, 22)) is None
    assert list_after("The Clerk shall:\nwrite.", Span(0, 16)) is None


WORDS = st.lists(st.sampled_from(["the", "boat", "lock", "gate", "river", "12", "shall"]), max_size=60)


@given(WORDS, WORDS)
def test_matching_pairs_are_equal_words_that_rise_in_both(first: list[str], second: list[str]) -> None:
    pairs = matching(first, second)
    assert all(first[one] == second[two] for one, two in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))


@given(WORDS)
def test_a_text_matches_itself_whole(words: list[str]) -> None:
    assert Crossing(" ".join(words), "\n".join(words)).fidelity == 1.0


@given(st.text(max_size=200), st.data())
def test_every_place_is_found_in_the_same_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = Crossing(text, text).locate(Span(start, end))
    if not letters(text[start:end]):
        assert place is None
    else:
        assert place
        assert letters(text[start:end]) in letters(text[place.start : place.end])


def test_the_nearest_of_equal_places_is_taken() -> None:
    reference = "The Clerk shall sign. One. The Clerk shall sign. Two. The Clerk shall sign. Three."
    read = "Page 1 of 9\n" + reference.replace(" One.", "\nOne.").replace(" Two.", "\nTwo.")
    for match in re.finditer("The Clerk shall sign", reference):
        place = Crossing(reference, read).locate(Span(*match.span()))
        assert place
        assert read[: place.start].count("Clerk") == reference[: match.start()].count("Clerk")


def test_misread_words_and_running_heads_do_not_hide_a_place() -> None:
    reference = "Before. The Warden shall count every boat in the harbor before the ice comes. After."
    read = "Before. The Warden shall c0unt every boat in\nORDER 7\nthe harbor before the 1ce comes. After."
    start = reference.index("The Warden")
    place = Crossing(reference, read).locate(Span(start, reference.index(" After.")))
    assert place
    assert read[place.start : place.end].startswith("The Warden")
    assert read[place.start : place.end].endswith("comes.")


def test_words_that_are_not_there_have_no_place() -> None:
    assert Crossing("One two three four five six.", "Other words stand here.").locate(Span(0, 28)) is None


def test_fidelity_counts_lost_words() -> None:
    assert Crossing("one two three four", "one two three").fidelity == pytest.approx(6 / 7, abs=1e-4)
    assert Crossing("", "").fidelity == 1.0


def test_a_long_text_is_aligned_whole() -> None:
    text = " ".join(f"w{i % 997} the shall {i}" for i in range(8_000))
    crossing = Crossing(text, text.replace("the", "tne"))
    assert crossing.words == (24_000, 32_000, 32_000)
    last = crossing.locate(Span(text.index("shall 7999"), len(text)))
    assert last and crossing.read[last.start : last.end] == "shall 7999"


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(citation: str) -> None:
    key = authority_key(citation)
    assert " " not in key
    assert same_authority(citation, citation)
