"""Which part of an authority changed, and what that means for work that rests on a part of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.propagation import (
    CHANGING,
    ENDING,
    Answer,
    Change,
    Effect,
    Reach,
    Standing,
    is_news,
    places,
    reach,
)
from coordination.provisions import Part, Touch, parts, touch
from pipeline.findings import RelationKind
from pipeline.problems import IllegalMove

NOW = datetime(2032, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("sec. 3(b)", "sec. 3(b)"),
        ("Sec. 3.", "sec. 3"),
        ("§ 7", "sec. 7"),
        ("3(b)(1)", "sec. 3(b)(1)"),
        ("(b)(1)", "(b)(1)"),
        ("sections 3 and 7", "sec. 3|sec. 7"),
        ("section 2(a) and (b)", "sec. 2(a)|sec. 2(b)"),
        ("Sections 4, 5, and 9", "sec. 4|sec. 5|sec. 9"),
        ("sections 4 through 7", "sec. 4|sec. 5|sec. 6|sec. 7"),
        ("sec. 4-7", "sec. 4|sec. 4-7|sec. 5|sec. 6|sec. 7"),
        ("section 1\u2013411", "sec. 1-411"),
        ("subsections 2(a)\u2013(b)", "sec. 2"),
        ("Subsection 1.5(a)", "sec. 1.5(a)"),
        ("subsection (c)(3)", "(c)(3)"),
        ("paragraph (a) of section 2", "sec. 2(a)"),
        ("part 3 of title II", "part 3|title ii"),
        ("the second sentence of section 5(a)", "sec. 5(a)"),
        ("sec. 6, sec. 2.6(c)", "sec. 2.6(c)|sec. 6"),
        ("Section (2)(b)", "sec. 2(b)"),
        ("a section of it and another", ""),
        ("on 5 May 2026", ""),
        ("", ""),
    ],
)
def test_parts_are_read_as_they_are_named(words: str, named: str) -> None:
    assert "|".join(sorted(map(str, parts(words)))) == named


@given(st.text(max_size=200))
def test_any_words_can_be_read(words: str) -> None:
    assert all(part.path for part in parts(words))


labels = st.lists(st.sampled_from("1234abc"), min_size=1, max_size=4).map(tuple)
some_part = st.builds(Part, st.sampled_from(["section", "title", ""]), labels)


@given(some_part, some_part)
def test_touching_goes_both_ways_and_what_is_printed_reads_back(one: Part, other: Part) -> None:
    assert touch(one, other) is touch(other, one)
    assert touch(one, one) is Touch.SAME
    inner = Part(one.unit, (*one.path, "z"))
    assert touch(one, inner) is Touch.SAME


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5, unique=True), st.integers(1, 60))
def test_a_list_of_sections_reaches_its_members_and_no_other(numbers: list[int], mine: int) -> None:
    words = "sections " + " and ".join(map(str, numbers))
    found = reach(Change(RelationKind.AMENDS, places=places(words)), f"sec. {mine}(a)")
    assert found is (Reach.PART if mine in numbers else Reach.OTHER)


@pytest.mark.parametrize(
    ("pinpoint", "operations", "named"),
    [
        ("sec. 3", ["Section 3: insert “and”", "strike “subsection (c)”"], "sec. 3"),
        ("sec. 3", ["subsection (a): strike “; and”"], "sec. 3"),
        ("(b)", ["subsection (c): strike “; and”"], "(b)|(c)"),
        (None, ["section 6(f): strike “March 15”, insert “section 9 of it”"], "sec. 6(f)"),
        ("sec. 7", ["Section 5(a): strike “15”, insert “20”"], "sec. 5(a)|sec. 7"),
        (None, ["section 2: read “Sec. 2.”", "strike “and”"], ""),
        (None, ["strike “section 4”"], ""),
        (None, ["redesignate section 6 as section 8"], "sec. 6|sec. 8"),
        (None, [], ""),
    ],
)
def test_places_are_those_of_every_operation_or_none(
    pinpoint: str | None, operations: list[str], named: str
) -> None:
    assert "|".join(sorted(map(str, places(pinpoint, operations)))) == named


AMENDS, REVOKES = RelationKind.AMENDS, RelationKind.REVOKES


@pytest.mark.parametrize(
    ("change", "rests_on", "found"),
    [
        (Change(REVOKES), "sec. 7", Reach.WHOLE),
        (Change(REVOKES, True, parts("sec. 3")), "sec. 7", Reach.OTHER),
        (Change(REVOKES, True, parts("sec. 3")), "sec. 3(b)", Reach.PART),
        (Change(REVOKES, True), "sec. 7", Reach.UNSURE),
        (Change(AMENDS, places=parts("sec. 3")), "sec. 7", Reach.OTHER),
        (Change(AMENDS, places=parts("sec. 3")), None, Reach.WHOLE),
        (Change(AMENDS, places=parts("sec. 3")), "title II", Reach.UNSURE),
        (Change(AMENDS, places=parts("subsection (c)")), "sec. 7", Reach.UNSURE),
        (Change(AMENDS), "sec. 7", Reach.UNSURE),
        (Change(AMENDS), None, Reach.WHOLE),
        (Change(AMENDS, places=parts("sec. 3(a)")), "sec. 3(b); sec. 9", Reach.OTHER),
        (Change(AMENDS, places=parts("sec. 9(a)")), "sec. 3(b); sec. 9", Reach.PART),
    ],
)
def test_what_a_change_means_for_a_part(change: Change, rests_on: str | None, found: Reach) -> None:
    assert reach(change, rests_on) is found


@given(st.sampled_from(CHANGING), st.booleans(), st.frozensets(some_part, max_size=3), st.text(max_size=30))
def test_only_what_is_known_to_lie_elsewhere_is_not_put_before_the_lead(
    relation: RelationKind, in_part: bool, named: frozenset[Part], rests_on: str
) -> None:
    change = Change(relation, in_part, named)
    if reach(change, rests_on) is Reach.OTHER:
        assert named and parts(rests_on)
        assert relation not in ENDING or in_part
        assert {touch(a, b) for a in named for b in parts(rests_on)} == {Touch.APART}


def test_a_library_tells_of_later_changes_and_of_every_end() -> None:
    begun = date(2026, 1, 1)
    assert not is_news(Change(AMENDS), date(2001, 5, 5), begun)
    assert is_news(Change(AMENDS), date(2026, 1, 1), begun)
    assert is_news(Change(AMENDS), None, begun)
    assert is_news(Change(REVOKES), date(2001, 5, 5), begun)
    assert not is_news(Change(REVOKES, in_part=True), date(2001, 5, 5), begun)


moves = st.lists(st.sampled_from(["accept", "reopen", "withdraw", "wider", "other"]), max_size=12)


@given(st.sampled_from(list(Reach)), moves)
def test_no_sequence_of_moves_loses_a_word_or_waits_with_one(begin: Reach, deeds: list[str]) -> None:
    effect = Effect(begin)
    for deed in deeds:
        try:
            if deed == "accept":
                effect = effect.accept(Answer.UNCHANGED, "Nothing to do.", "ada", NOW)
            elif deed == "reopen":
                effect = effect.reopen("A court said otherwise.")
            elif deed == "withdraw":
                effect = effect.withdraw()
            else:
                effect = effect.widen(Reach.WHOLE if deed == "wider" else Reach.OTHER)
        except IllegalMove:
            continue
        assert (effect.standing is Standing.ACCEPTED) == bool(effect.words) == bool(effect.by)
        assert not effect.waits or effect.standing is Standing.OPEN


@pytest.mark.parametrize("words", ["", "  "])
def test_a_change_is_not_accepted_without_a_word(words: str) -> None:
    with pytest.raises(IllegalMove, match="without a word"):
        Effect(Reach.WHOLE).accept(Answer.ENDED, words, "ada", NOW)
    with pytest.raises(IllegalMove, match="without a reason"):
        Effect(Reach.WHOLE).accept(Answer.ENDED, "Done.", "ada", NOW).reopen(words)
