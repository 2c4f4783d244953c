"""Several ranked lists made one: reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

CONSTANT = 60
"""The paper's: it keeps one list's first place from outvoting two lists' good places."""

_SHARES = (1.0, 0.5, 0.25)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fused(Generic[T]):
    """One thing that was found, its score, and its place (from 1) in each list that has it."""

    thing: T
    score: float
    places: Mapping[str, int]


def fused(lists: Mapping[str, Sequence[T]]) -> list[Fused[T]]:
    """All things of the lists, the best first; equal ones in the order of the lists."""
    places: dict[T, dict[str, int]] = {}
    for name, things in lists.items():
        for place, thing in enumerate(things, 1):
            places.setdefault(thing, {}).setdefault(name, place)
    found = [
        Fused(thing, sum(1 / (CONSTANT + place) for place in held.values()), held)
        for thing, held in places.items()
    ]
    return sorted(found, key=lambda one: -one.score)


def gathered(passages: Iterable[tuple[T, float]]) -> list[T]:
    """Owners by their passages' scores: the best counts whole, the second half, the third a quarter.

    A text that speaks of a matter in three places is more to the point than one that touches it once.
    """
    sums: dict[T, float] = {}
    seen: dict[T, int] = {}
    for owner, score in sorted(passages, key=lambda pair: -pair[1]):
        number = seen.get(owner, 0)
        if number < len(_SHARES):
            sums[owner] = sums.get(owner, 0.0) + _SHARES[number] * score
            seen[owner] = number + 1
    return sorted(sums, key=lambda owner: -sums[owner])
