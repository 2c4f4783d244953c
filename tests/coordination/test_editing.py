"""A template changed step by step stays a template, and loses nothing that nobody took out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.editing import added, deeper, higher, shifted, with_step, without
from coordination.templates import Order, Step, Template, walk
from pipeline.problems import IllegalMove, NotFound

DEEDS = st.lists(
    st.tuples(st.sampled_from(["add", "below", "out", "up", "down", "deeper", "higher"]), st.integers(0, 30)),
    max_size=25,
)


def done(template: Template, deed: str, place: int) -> Template:
    keys = [step.key for _, step in walk(template.steps)]
    if deed == "add" or not keys:
        return added(template, f"Step {place}")[0]
    key = keys[place % len(keys)]
    if deed == "below":
        return added(template, f"Step {place}", key)[0]
    if deed == "out":
        return without(template, key)
    if deed in ("up", "down"):
        return shifted(template, key, -1 if deed == "up" else 1)
    return deeper(template, key) if deed == "deeper" else higher(template, key)


@given(DEEDS)
def test_whatever_is_done_it_is_a_template(deeds: list[tuple[str, int]]) -> None:
    template = Template("t", order=Order.PARALLEL)
    for deed, place in deeds:
        before = {step.key for _, step in walk(template.steps)}
        try:
            template = done(template, deed, place)
        except IllegalMove as told:
            assert "too large" in told.what
            continue
        after = {step.key for _, step in walk(template.steps)}
        if deed in ("add", "below"):
            assert after > before and len(after - before) == 1
        elif deed == "out" and before:
            assert after < before
        elif before:
            assert after == before


def test_a_step_taken_out_is_waited_for_no_more() -> None:
    template = Template("t", (Step("a", "A"), Step("b", "B", after=("a",))), order=Order.PARALLEL)
    assert without(template, "a").steps == (Step("b", "B"),)
    with pytest.raises(NotFound):
        without(template, "c")


def test_deeper_and_higher_undo_each_other() -> None:
    template = Template("t", (Step("a", "A"), Step("b", "B"), Step("c", "C")))
    assert higher(deeper(template, "b"), "b") == template
    assert deeper(template, "a") == template and higher(template, "a") == template


def test_a_changed_step_keeps_its_key_and_what_lies_below() -> None:
    template = Template("t", (Step("a", "A", steps=(Step("b", "B"),)),))
    changed = with_step(template, "a", Step("x", "Other", mandatory=False))
    assert changed.steps == (Step("a", "Other", mandatory=False, steps=(Step("b", "B"),)),)


def test_steps_that_would_wait_for_each_other_are_refused() -> None:
    template = Template("t", (Step("a", "A"), Step("b", "B")))
    with pytest.raises(IllegalMove, match="wait for each other"):
        with_step(template, "a", Step("a", "A", after=("b",)))
