"""Items of an action are put in another place; none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.actions import ActionItem, ActionStatus
from coordination.placing import Way, order, placed, ways
from pipeline.problems import IllegalMove, NotFound


def item(name: str, *below: ActionItem, **more: object) -> ActionItem:
    return ActionItem(name, id=name, children=below, **more)  # type: ignore[arg-type]


TREE = (item("a", item("a1"), item("a2", item("a21"))), item("b"), item("c"))


@pytest.mark.parametrize(
    ("name", "way", "after"),
    [
        ("b", Way.UP, "b a(a1 a2(a21)) c"),
        ("a", Way.DOWN, "b a(a1 a2(a21)) c"),
        ("b", Way.IN, "a(a1 a2(a21) b) c"),
        ("a2", Way.OUT, "a(a1) a2(a21) b c"),
        ("a21", Way.OUT, "a(a1 a2 a21) b c"),
        ("a2", Way.IN, "a(a1(a2(a21))) b c"),
    ],
)
def test_an_item_takes_one_step_and_all_below_it_goes_along(name: str, way: Way, after: str) -> None:
    assert _told(placed(TREE, name, way)) == after


def _told(items: tuple[ActionItem, ...]) -> str:
    return " ".join(f"{one.subject}({_told(one.children)})" if one.children else one.subject for one in items)


def test_where_there_is_no_place_nothing_moves() -> None:
    assert ways(TREE, "a") == {Way.DOWN} and ways(TREE, "a1") == {Way.DOWN, Way.OUT}
    assert ways(TREE, "c") == {Way.UP, Way.IN}
    with pytest.raises(NotFound):
        placed(TREE, "z", Way.UP)


def test_nothing_joins_what_has_ended_and_a_process_keeps_its_shape() -> None:
    ended = (item("a", status=ActionStatus.COMPLETED), item("b"))
    assert ways(ended, "b") == {Way.UP}
    step = (item("a", item("a1", run="r")), item("b", run="r"))
    assert ways(step, "a1") == frozenset() and ways(step, "b") == {Way.UP}
    with pytest.raises(IllegalMove, match="step of a process"):
        placed(step, "b", Way.IN)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> tuple[ActionItem, ...]:
    count = draw(st.integers(0, 3))
    return tuple(
        item(f"{draw(st.uuids())}", *(draw(trees(depth + 1)) if depth < 2 else ())) for _ in range(count)
    )


@given(trees(), st.data())
def test_no_item_is_lost_or_doubled_and_up_and_down_undo_each_other(
    tree: tuple[ActionItem, ...], data: st.DataObject
) -> None:
    names = [name for name, _ in order(tree)]
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    for way in ways(tree, name):
        after = placed(tree, name, way)
        assert sorted(one for one, _ in order(after)) == sorted(names)
        back = {Way.UP: Way.DOWN, Way.DOWN: Way.UP}.get(way)
        if back:
            assert placed(after, name, back) == tree
