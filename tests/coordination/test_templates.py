"""Process templates: what a step waits for, and what no template may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.templates import AssignTo, Order, Step, Template, waits, walk
from pipeline.problems import IllegalMove
from store import seed


def leaf(key: str, *after: str) -> Step:
    return Step(key, key.upper(), after=after)


def group(key: str, order: Order, *steps: Step, after: tuple[str, ...] = ()) -> Step:
    return Step(key, key.upper(), order=order, after=after, steps=steps)


def test_a_serial_row_waits_for_all_before_and_a_parallel_one_for_none() -> None:
    serial = Template("t", (leaf("a"), leaf("b"), leaf("c")))
    assert waits(serial) == {"a": frozenset(), "b": {"a"}, "c": {"a", "b"}}
    parallel = Template("t", (leaf("a"), leaf("b"), leaf("c", "a")), order=Order.PARALLEL)
    assert waits(parallel) == {"a": frozenset(), "b": frozenset(), "c": {"a"}}


def test_what_lies_below_a_step_waits_for_what_the_step_waits_for() -> None:
    template = Template(
        "t",
        (
            group("x", Order.PARALLEL, leaf("a"), leaf("b")),
            group("y", Order.SERIAL, leaf("c"), leaf("d")),
        ),
    )
    assert waits(template) == {"a": frozenset(), "b": frozenset(), "c": {"a", "b"}, "d": {"a", "b", "c"}}


@pytest.mark.parametrize(
    "steps",
    [
        (leaf("a", "b"), leaf("b", "a")),
        (leaf("a", "a"),),
        (group("x", Order.PARALLEL, leaf("a", "x")),),
        (leaf("a", "nowhere"),),
        (leaf("a"), leaf("a")),
    ],
    ids=["two wait for each other", "itself", "its own parent", "nothing there", "one key twice"],
)
def test_what_cannot_run_is_refused(steps: tuple[Step, ...]) -> None:
    with pytest.raises(IllegalMove):
        Template("t", steps, order=Order.PARALLEL)


def test_a_serial_row_cannot_wait_for_what_comes_after() -> None:
    with pytest.raises(IllegalMove, match="wait for each other"):
        Template("t", (leaf("a", "b"), leaf("b")))


@pytest.mark.parametrize("who", [who for who in AssignTo if who.named])
def test_a_named_assignee_needs_a_name(who: AssignTo) -> None:
    with pytest.raises(IllegalMove):
        Step("a", "A", assign_to=who)
    assert Step("a", "A", assign_to=who, assign_to_name="Somebody").assign_to_name == "Somebody"


def trees(depth: int = 3) -> st.SearchStrategy[tuple[tuple[int, bool], ...]]:
    """Depth of each step in preorder, and whether the row below it is serial."""
    return st.lists(st.tuples(st.integers(0, depth), st.booleans()), min_size=1, max_size=12).map(tuple)


def grown(shape: tuple[tuple[int, bool], ...]) -> tuple[Step, ...]:
    def below(start: int, depth: int) -> tuple[tuple[Step, ...], int]:
        steps, at = [], start
        while at < len(shape) and shape[at][0] >= depth:
            under, end = below(at + 1, depth + 1)
            order = Order.SERIAL if shape[at][1] else Order.PARALLEL
            steps.append(Step(f"s{at}", f"Step {at}", order=order, steps=under))
            at = end
        return tuple(steps), at

    return below(0, 0)[0]


@given(trees(), st.booleans())
def test_every_template_can_be_worked_off_to_its_end(
    shape: tuple[tuple[int, bool], ...], serial: bool
) -> None:
    """Whatever the tree: there is always a step that may begin, until all have ended."""
    template = Template("t", grown(shape), order=Order.SERIAL if serial else Order.PARALLEL)
    needed, done = waits(template), set[str]()
    assert set(needed) == {step.key for _, step in walk(template.steps) if not step.steps}
    while done != set(needed):
        ready = {key for key, before in needed.items() if key not in done and before <= done}
        assert ready, "nothing can begin"
        done |= ready


def test_the_templates_that_come_with_the_program() -> None:
    found = {template.name: template for template in seed.process_templates()}
    assert set(found) == {
        "Executive Order Planning and Compliance",
        "Congressional Correspondence",
        "Public Correspondence",
    }
    assert {kind.template for kind in seed.action_types() if kind.template} <= set(found)
    order = found["Executive Order Planning and Compliance"]
    assert [step.name for step in order.steps] == [
        "Intake & Initial Assessment",
        "Planning & Scope Definition",
        "Internal Coordination & Resource Alignment",
        "Implementation Execution",
        "Monitoring & Reporting",
        "Post-Implementation Review",
    ]
    assert sum(not step.steps for _, step in walk(order.steps)) == 14
    assert waits(order)["briefing"] == {"policy-review", "initial-impact"}
