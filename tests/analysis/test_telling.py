"""What is told of a long clause keeps its limits, and shows where something was left out."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from analysis.consequences.telling import LONGEST, balanced, clause_at, told

KEYS = (
    "the keys of the river gates, the keys of the sea gates, the keys of the boat house, and the spare keys"
)


def test_what_fits_is_told_in_whole() -> None:
    assert told("No clerk may lend\n a key.") == "No clerk may lend a key"


def test_what_limits_a_long_clause_stays() -> None:
    clause = (
        f"No clerk of the lower harbor may lend {KEYS}, {KEYS}, {KEYS}, unless the head keeper has agreed."
    )
    line = told(clause, clause.index("may"), clause.index("may") + 3)
    assert line.startswith("No clerk of the lower harbor may lend the keys of the river gates,")
    assert line.endswith("… unless the head keeper has agreed")
    assert len(line) < len(clause)


def test_a_limit_before_the_verb_stays() -> None:
    clause = f"Except at night, {KEYS}, {KEYS}, and {KEYS}, must not be lent to anybody outside the harbor."
    line = told(clause, clause.index("must"), clause.index("must") + 4)
    assert line.startswith("Except at night,")
    assert line.endswith("must not be lent to anybody outside the harbor")


def test_a_clause_ends_at_a_semicolon() -> None:
    sentence = "(a) Clerks count keys; offices must cease use of such locks; keepers oil them"
    start = sentence.index("cease")
    clause, low, high = clause_at(sentence, start, start + 5)
    assert clause == "offices must cease use of such locks"
    assert clause[low:high] == "cease"


@given(st.text(alphabet="ab no,;:() .", max_size=900), st.integers(0, 900), st.integers(0, 40))
def test_every_word_told_is_a_word_of_the_clause_in_its_order(text: str, start: int, length: int) -> None:
    line = told(text, start, start + length)
    pieces = [piece.strip(" .,;:") for piece in line.split("…")]
    folded = " ".join(text.split())
    at = 0
    for piece in pieces:
        at = folded.find(piece, at)
        assert at >= 0
    assert len(line) <= LONGEST or re.search(r"\b(?:no|not)\b", text) or length


@given(st.text(alphabet="ab ;.(—)", min_size=1, max_size=200), st.data())
def test_the_words_of_the_cue_stand_in_their_clause(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start].strip() or not text[end - 1].strip():
        return
    clause, low, high = clause_at(text, start, end)
    assert clause[low:high] == text[start:end]


def test_a_term_is_no_limit_that_the_object_gives_way_to() -> None:
    term = "not later than 1 year after the date of this order"
    clause = f"Convene, {term}, a Harbor Conference, with {KEYS}, {KEYS}"
    assert "a Harbor Conference" in told(f"{clause}, unless the Board objects")


def test_a_provision_keeps_its_label_where_a_line_is_cut() -> None:
    clause = f"The keeper shall weigh what is described in subsection (b), {KEYS}, {KEYS}, {KEYS}"
    assert "in subsection (b)," in told(clause)
    assert "in subsection …" not in told(clause)


def test_a_limit_keeps_the_verb_that_it_bounds() -> None:
    clause = (
        f"There is founded a Rope Office in the Harbor Board, which shall lend {KEYS}, {KEYS}, {KEYS}, "
        "to the extent permitted by law"
    )
    line = told(clause, 0, 8)
    assert "which shall lend" in line
    assert line.endswith("to the extent permitted by law")
    own = f"The Clerk shall lend {KEYS}, {KEYS}, and {KEYS}, to the extent permitted by law"
    assert told(own, 4, 9).startswith("The Clerk shall lend the keys")


def test_a_bracket_and_a_quotation_that_a_cut_opens_are_closed() -> None:
    line = told(f"Lend the ropes (in company with {KEYS}, {KEYS}, {KEYS}) to “pilots, {KEYS}”")
    assert line.count("(") == line.count(")") == 1
    assert "…)" in line
    assert balanced("a (b, …") == "a (b, …)"
    assert balanced("a) b” c") == "a b c"


def test_an_aside_too_long_for_the_line_leaves_the_object_behind_it() -> None:
    keys = KEYS.replace(",", "")
    line = told(f"The Clerk shall send the Warden (who keeps {keys} {keys}) a list of ropes", 10, 15)
    assert line == "The Clerk shall send the Warden … a list of ropes"
