"""A template changed step by step: added, replaced, moved, taken out; what waits still waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from coordination.templates import Step, Template, walk
from pipeline.problems import NotFound

Steps = tuple[Step, ...]


def with_step(template: Template, key: str, step: Step) -> Template:
    """The template with a step's own fields changed; its key and what lies below it stay."""
    old = _known(template, key)
    new = replace(step, key=old.key, steps=old.steps)
    return replace(
        template, steps=_each(template.steps, key, lambda row, at: (*row[:at], new, *row[at + 1 :]))
    )


def added(template: Template, name: str, below: str | None = None) -> tuple[Template, str]:
    """The template with a new step at the end, or at the end of what lies below a step; the step's key."""
    key = _new_key(template)
    new = Step(key, name)
    if below is None:
        return replace(template, steps=(*template.steps, new)), key
    _known(template, below)

    def under(row: Steps, at: int) -> Steps:
        return (*row[:at], replace(row[at], steps=(*row[at].steps, new)), *row[at + 1 :])

    return replace(template, steps=_each(template.steps, below, under)), key


def without(template: Template, key: str) -> Template:
    """The template without a step and what lies below it; nothing waits for them any more."""
    gone = {step.key for _, step in walk((_known(template, key),))}
    steps = _each(template.steps, key, lambda row, at: (*row[:at], *row[at + 1 :]))
    return replace(template, steps=_unwaiting(steps, gone))


def shifted(template: Template, key: str, by: int) -> Template:
    """The template with a step one place earlier (-1) or later (1) in its row; at the end it stays."""
    _known(template, key)

    def swap(row: Steps, at: int) -> Steps:
        other = at + by
        if not 0 <= other < len(row):
            return row
        changed = list(row)
        changed[at], changed[other] = row[other], row[at]
        return tuple(changed)

    return replace(template, steps=_each(template.steps, key, swap))


def deeper(template: Template, key: str) -> Template:
    """The template with a step put below the one before it; the first of a row stays."""
    _known(template, key)

    def under(row: Steps, at: int) -> Steps:
        if at == 0:
            return row
        above = replace(row[at - 1], steps=(*row[at - 1].steps, row[at]))
        return (*row[: at - 1], above, *row[at + 1 :])

    return replace(template, steps=_each(template.steps, key, under))


def higher(template: Template, key: str) -> Template:
    """The template with a step put after the one above it; a step at the top stays."""
    step = _known(template, key)
    parent = next((one for _, one in walk(template.steps) if step in one.steps), None)
    if parent is None:
        return template
    out = _each(template.steps, key, lambda row, at: (*row[:at], *row[at + 1 :]))
    return replace(
        template, steps=_each(out, parent.key, lambda row, at: (*row[: at + 1], step, *row[at + 1 :]))
    )


def _known(template: Template, key: str) -> Step:
    try:
        return template.step(key)
    except KeyError:
        raise NotFound(f"“{template.name}” has no such step.", remedy="Look at the template again.") from None


def _each(steps: Steps, key: str, change: Callable[[Steps, int], Steps]) -> Steps:
    """The rows with the one that holds the step changed."""
    for at, step in enumerate(steps):
        if step.key == key:
            return change(steps, at)
    return tuple(replace(step, steps=_each(step.steps, key, change)) for step in steps)


def _unwaiting(steps: Steps, gone: set[str]) -> Steps:
    return tuple(
        replace(
            step,
            after=tuple(key for key in step.after if key not in gone),
            steps=_unwaiting(step.steps, gone),
        )
        for step in steps
    )


def _new_key(template: Template) -> str:
    taken = {step.key for _, step in walk(template.steps)}
    return next(key for number in range(1, 10_000) if (key := f"step-{number}") not in taken)
