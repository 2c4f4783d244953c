"""Dependencies between actions: no circle is accepted; the plan against one that walks day by day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.dependencies import Dependency, Link, Span, check, circle, order, plan, status
from coordination.vocabulary import DEPENDENCY_TYPES
from pipeline.problems import IllegalMove

NAMES = "ABCDEF"
DAY = date(2032, 3, 1)
links = st.sampled_from([one for one in Link if one.schedules])
some_links = st.sampled_from(list(Link))
pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))
anything = st.lists(st.builds(lambda p, k: Dependency(p[0], p[1], k), pairs, some_links), max_size=14)


def spans(days: list[tuple[int, int]]) -> dict[str, Span]:
    return {
        name: Span(DAY + timedelta(start), DAY + timedelta(start + length))
        for name, (start, length) in zip(NAMES, days, strict=False)
    }


def reaches(found: list[Dependency], start: str, goal: str) -> bool:
    """By trying every chain of names: an answer of its own."""
    steps = {(one.predecessor, one.successor) for one in found if one.link.schedules}
    return any(
        all(pair in steps for pair in pairwise(chain))
        for size in range(1, len(NAMES) + 1)
        for middle in permutations([name for name in NAMES if name not in (start, goal)], size - 1)
        for chain in [(start, *middle, goal)]
    )


def test_the_kinds_are_those_of_the_record() -> None:
    assert tuple(Link) == DEPENDENCY_TYPES


@given(anything)
def test_no_sequence_of_accepted_dependencies_closes_a_circle(wanted: list[Dependency]) -> None:
    known: list[Dependency] = []
    for one in wanted:
        try:
            check(known, one)
        except IllegalMove as refused:
            closes = one.link.schedules and one.predecessor != one.successor
            double = any(
                (two.predecessor, two.successor, two.link) == (one.predecessor, one.successor, one.link)
                for two in known
            )
            assert one.predecessor == one.successor or double or closes
            if "wait for each other" in refused.what:
                assert reaches(known, one.successor, one.predecessor)
            continue
        assert not (one.link.schedules and reaches(known, one.successor, one.predecessor))
        known.append(one)
    assert circle(known) == ()
    line = order(NAMES, known)
    assert sorted(line) == sorted(NAMES)
    assert all(line.index(one.predecessor) < line.index(one.successor) for one in known if one.link.schedules)


def test_a_circle_is_named_in_order() -> None:
    known = [Dependency("A", "B"), Dependency("B", "C")]
    with pytest.raises(IllegalMove) as told:
        check(known, Dependency("C", "A"))
    assert told.value.why in (
        "A waits for C waits for B waits for A",
        "B waits for A waits for C waits for B",
        "C waits for B waits for A waits for C",
    )
    check(known, Dependency("C", "A", Link.INFORMATIONAL))


def test_a_chain_longer_than_the_stack_is_followed() -> None:
    chain = [Dependency(str(number), str(number + 1)) for number in range(5000)]
    assert circle(chain) == ()
    found = circle([*chain, Dependency("5000", "0")])
    assert len(found) == 5002 and found[0] == found[-1]


def forward_acyclic(found: list[Dependency]) -> list[Dependency]:
    """Only those that go from an earlier letter to a later one: no circle among them."""
    kept = {}
    for one in found:
        if one.predecessor != one.successor and one.link.schedules:
            low, high = sorted((one.predecessor, one.successor))
            kept[low, high, one.link] = Dependency(low, high, one.link, one.lag)
    return list(kept.values())


def holds(one: Dependency, start: dict[str, int], length: dict[str, int]) -> bool:
    """Whether days keep what a dependency says, read straight from its name."""
    first, second = one.link.value.split(" to ")
    before = start[one.predecessor] + (length[one.predecessor] if first == "Finish" else 0)
    after = start[one.successor] + (length[one.successor] if second == "Finish" else 0)
    return after >= before + one.lag


def earliest(found: list[Dependency], begin: dict[str, int], length: dict[str, int]) -> dict[str, int]:
    """Push whatever breaks its dependency by one day until nothing does."""
    start = dict(begin)
    while True:
        broken = [one for one in found if not holds(one, start, length)]
        if not broken:
            return start
        start[broken[0].successor] += 1


lengths = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=6, max_size=6)
tied = st.lists(
    st.builds(lambda p, k, lag: Dependency(p[0], p[1], k, lag), pairs, links, st.integers(-2, 4)), max_size=8
).map(forward_acyclic)


@given(lengths, tied)
def test_the_plan_is_that_of_pushing_day_by_day(days: list[tuple[int, int]], found: list[Dependency]) -> None:
    begin = {name: start for name, (start, _) in zip(NAMES, days, strict=True)}
    length = {name: many for name, (_, many) in zip(NAMES, days, strict=True)}
    mine = earliest(found, begin, length)
    placed = plan(spans(days), found)
    assert {name: (one.start - DAY).days for name, one in placed.items()} == mine
    for name, one in placed.items():
        assert one.slack == slack_by_trying(name, found, mine, length), name


def slack_by_trying(name: str, found: list[Dependency], mine: dict[str, int], length: dict[str, int]) -> int:
    """Let it slip a day more each time until the last end of all that hangs together moves."""
    near = {name}
    for _ in NAMES:
        near |= {
            other
            for one in found
            for other in (one.predecessor, one.successor)
            if {one.predecessor, one.successor} & near
        }

    def last(start: dict[str, int]) -> int:
        return max(start[other] + length[other] for other in near)

    for slip in range(1, 200):
        pushed = earliest(found, mine | {name: mine[name] + slip}, length)
        if last(pushed) > last(mine):
            return slip - 1
    raise AssertionError("it never moves the end")


@given(lengths, tied)
def test_some_action_of_every_network_is_critical(
    days: list[tuple[int, int]], found: list[Dependency]
) -> None:
    placed = plan(spans(days), found)
    last = max(one.end for one in placed.values())
    assert all(one.critical for one in placed.values() if one.end == last)
    assert all(one.slack >= 0 for one in placed.values())


def test_what_has_ended_stays_where_it_was() -> None:
    early = Span(DAY, DAY + timedelta(10))
    done = Span(DAY, DAY + timedelta(2), ended=True)
    placed = plan({"A": early, "B": done}, [Dependency("A", "B")])
    assert placed["B"].end == done.end and placed["B"].pushed == 0


TODAY = DAY + timedelta(5)
OPEN = Span(DAY, DAY + timedelta(9))


@pytest.mark.parametrize(
    ("before", "link", "pushed", "found"),
    [
        (Span(DAY, DAY, ended=True), Link.FINISH_START, 0, "Satisfied"),
        (Span(DAY, DAY + timedelta(3)), Link.FINISH_START, 0, "Blocked"),
        (OPEN, Link.FINISH_START, 4, "At Risk"),
        (OPEN, Link.FINISH_START, 0, "Active"),
        (Span(DAY, DAY + timedelta(3)), Link.INFORMATIONAL, 0, "Active"),
    ],
)
def test_how_a_dependency_stands(before: Span, link: Link, pushed: int, found: str) -> None:
    own = Span(DAY + timedelta(9 - pushed), DAY + timedelta(20))
    place = plan({"A": before, "B": own}, [Dependency("A", "B")])["B"]
    assert status(link, before, place, own, TODAY) == found


def test_a_span_ends_after_it_begins() -> None:
    with pytest.raises(ValueError):
        Span(DAY, DAY - timedelta(1))
