"""Which process templates suit an executive action: by its type, its unit and its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coordination.templates import AssignTo, Template, walk

MOST = 3
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    ("about", "action", "after", "agency", "before", "details", "done", "each", "executive", "from", "have",
     "into", "office", "other", "process", "report", "shall", "standard", "step", "task", "that", "their",
     "them", "then", "this", "under", "unit", "what", "when", "which", "will", "with", "work")
)  # fmt: skip
_OF_TYPE, _OF_UNIT, _OF_WORD = 100, 10, 1
_WORDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Fit:
    """A template, and why it suits."""

    template: Template
    why: tuple[str, ...]


def best_fitting(
    templates: Iterable[Template], words: str, kind: str, usual: str | None, units: Iterable[str]
) -> tuple[Fit, ...]:
    """At most three templates that suit, the best first; those for which nothing speaks are left out.

    `usual` is the template that actions of this `kind` go by, `units` are who leads and coordinates.
    """
    own, known = {unit.casefold() for unit in units}, tuple(templates)
    spoken = [_words(_all_of(template)) for template in known]
    # a word of every template tells none of them apart
    everywhere = set[str]().union(*spoken).intersection(*spoken) if len(spoken) > 1 else set()
    said = _words(f"{words} {kind}") - everywhere
    found = []
    for place, template in enumerate(known):
        shared = sorted(said & spoken[place])
        steps = [step for _, step in walk(template.steps) if step.assign_to is AssignTo.NAMED_UNIT]
        theirs = sorted({name for step in steps if (name := step.assign_to_name or "").casefold() in own})
        why = (
            *((f"actions of type {kind} go by it",) if template.name == usual else ()),
            *((f"has steps of {', '.join(theirs)}",) if theirs else ()),
            *((f"shares the words {', '.join(shared[:_WORDS_SHOWN])}",) if shared else ()),
        )
        weight = (_OF_TYPE if template.name == usual else 0) + _OF_UNIT * len(theirs) + _OF_WORD * len(shared)
        found.append((-weight, place, Fit(template, why)))
    return tuple(fit for weight, _, fit in sorted(found, key=lambda one: one[:2]) if weight)[:MOST]


def _all_of(template: Template) -> str:
    names = " ".join(f"{step.name} {step.details}" for _, step in walk(template.steps))
    return f"{template.name} {template.details} {names}"


def _words(text: str) -> set[str]:
    """Its words, those in the plural as one of them."""
    return {word.removesuffix("s") for word in _WORD.findall(text.casefold())} - _COMMON
