import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.folding import fold, small

LETTERS = st.text(alphabet="abcdefghij", min_size=2, max_size=8)


@given(st.text(max_size=200))
def test_every_folded_character_has_its_source(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(text)


@given(st.text(max_size=200))
def test_places_never_run_backwards(text: str) -> None:
    folded = fold(text)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)


@given(st.lists(LETTERS, min_size=1, max_size=12), st.data())
def test_white_space_makes_no_difference(words: list[str], data: st.DataObject) -> None:
    gaps = st.sampled_from([" ", "\n", "\t", "\u00a0", "  \n "])
    spaced = "".join(word + data.draw(gaps) for word in words).strip()
    assert fold(spaced).text == " ".join(words)


@given(LETTERS, LETTERS, st.sampled_from(["-\n", "\u2010\n", "\u00ad\n", "- \n  "]))
def test_a_word_broken_at_a_line_end_is_whole(left: str, right: str, broken: str) -> None:
    folded = fold(f"{left}{broken}{right}")
    assert folded.text == left + right
    assert folded.source(0, len(folded.text)) == (0, len(left) + len(broken) + len(right))


@given(LETTERS, LETTERS)
def test_a_compound_within_a_line_keeps_its_hyphen(left: str, right: str) -> None:
    assert fold(f"{left}-{right}").text == f"{left}-{right}"


def test_a_broken_number_is_not_joined() -> None:
    assert fold("M-\n10-22").text == "M- 10-22"


def test_quotes_and_dashes_are_one() -> None:
    assert fold("“the agency’s” — 2016–17").text == '"the agency\'s" - 2016-17'


def test_invisible_characters_are_gone() -> None:
    assert fold("sh\u200ball\ufeff not").text == "shall not"


def test_compatibility_forms_fold_to_plain_ones() -> None:
    assert fold("ﬁle ① ²").text == "file 1 2"


@given(
    st.text(alphabet="aiIsSkK\u0130\u0131\u017f\u212a x", max_size=30),
    st.sampled_from(["is", "ski", "k", "six"]),
)
def test_a_plain_word_is_found_wherever_an_expression_that_overlooks_case_finds_it(
    text: str, word: str
) -> None:
    assert (word in small(text)) == bool(re.search(word, text, re.I))
