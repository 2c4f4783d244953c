"""Expressions with cues: no cue may hide a match, in whatever letters it is printed."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

import analysis
from analysis.cued import Cued, cued

_parser = import_module("re._parser")
_READ_BY_CUES = ("analysis.endpoint", "analysis.evaluation")


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(analysis.__path__, "analysis."):
        if not found.name.startswith(_READ_BY_CUES):
            yield import_module(found.name)


def _inside(value: object) -> Iterator[Cued]:
    if isinstance(value, Cued):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _inside(one)
    elif isinstance(value, dict):
        yield from _inside(list(value.values()))


EVERY = {id(one): one for module in _modules() for value in vars(module).values() for one in _inside(value)}


_ANY = frozenset({""})
_MOST = 16
"""Spellings of one run of letters that the proof follows: "'d" and "’d" are two."""


def _needs(parts: Iterable[tuple[Any, Any]], cues: tuple[str, ...], runs: frozenset[str] = _ANY) -> bool:
    """Whether all that a parsed expression matches, behind a run of letters, holds one of the cues."""
    for kind, told in parts:
        if _within(str(kind), told, cues, runs):
            return True
        runs = frozenset(run + letter for run in runs for letter in _letters(str(kind), told)) or _ANY
        runs = runs if len(runs) <= _MOST else _ANY
        if all(any(cue in run for cue in cues) for run in runs):
            return True
    return False


def _letters(kind: str, told: Any) -> frozenset[str]:
    """The letters that a part of an expression stands for, great or small; none where they are too many."""
    if kind == "LITERAL":
        return frozenset({chr(told).lower()})
    if kind == "IN" and all(str(inner) == "LITERAL" for inner, _ in told):
        return frozenset(chr(what).lower() for _, what in told)
    return frozenset()


def _within(kind: str, told: Any, cues: tuple[str, ...], runs: frozenset[str]) -> bool:
    match kind, told:
        case "SUBPATTERN", (_, _, _, parts):
            return _needs(parts, cues, runs)
        case "BRANCH", (_, branches):
            return all(_needs(one, cues, runs) for one in branches)
        case "MAX_REPEAT" | "MIN_REPEAT", (least, _, parts):
            return bool(least) and _needs(parts, cues, runs)
    return False


def test_there_are_expressions_with_cues() -> None:
    assert len(EVERY) > 30


@pytest.mark.parametrize("one", EVERY.values(), ids=lambda one: " ".join(one.cues)[:40])
def test_whatever_matches_holds_a_cue(one: Cued) -> None:
    parsed = _parser.parse(one.form.pattern, one.form.flags)

    assert _needs(parsed, one.cues), f"{one.form.pattern} may match without any of {one.cues}"


@pytest.mark.parametrize(
    ("pattern", "cues"), [("(?:dock|quay)s?", "dock"), ("docks?|(?:quay)?", "dock quay"), ("[dl]ock", "dock")]
)
def test_the_proof_sees_a_cue_that_is_missing(pattern: str, cues: str) -> None:
    assert not _needs(_parser.parse(pattern, 0), tuple(cues.split()))


@pytest.mark.parametrize("text", ["The SHIP docked.", "the ſhip docked", "THE SHİP", "the shıp"])
def test_a_cue_stands_in_great_and_in_odd_letters(text: str) -> None:
    form = cued("ship", r"\bship\b", re.I)

    assert form.stands(text) is bool(form.form.search(text))
    assert form.search(text) is not None


def test_an_expression_looks_between_two_offsets() -> None:
    form = cued("ship", r"ships?\b")
    text = "A ship, two ships."

    assert [match.span() for match in form.finditer(text)] == [(2, 6), (12, 17)]
    assert [match.span() for match in form.finditer(text, 3)] == [(12, 17)]
    assert form.match(text) is None
    assert form.match(text, 12) is not None
    assert form.search(text, 0, 5) is None
    assert form.search("no vessel") is None
    assert [*form.finditer("no vessel")] == []
