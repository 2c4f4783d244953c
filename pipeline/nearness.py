"""Citations one slip away from another: a digit wrong, too many or too few, two that changed places."""

from __future__ import annotations

import re
from collections.abc import Iterable

_APART = re.compile(r"[^a-z0-9]+")


def nearly(typed: str, known: Iterable[str], most: int = 5) -> tuple[str, ...]:
    """Those of the known citations that one slip away may have been meant, the likeliest first.

    What has the same digits comes before what has others. What has no digit is no citation.
    """
    sought = _bare(typed)
    if not any(one.isdigit() for one in sought):
        return ()
    shapes, digits = _shapes(sought), sorted(filter(str.isdigit, sought))
    near = [one for one in known if one != typed and _may_be(_bare(one), sought, shapes)]

    def place(one: str) -> tuple[bool, int, int, str]:
        other = _bare(one)
        pairs = enumerate(zip(sought, other, strict=False))
        differ = [number for number, (left, right) in pairs if left != right]
        # two digits that changed places are the likeliest; the first ones are seldom wrong
        return sorted(filter(str.isdigit, other)) != digits, len(differ), -min(differ, default=0), one

    return tuple(sorted(near, key=place)[:most])


def _bare(citation: str) -> str:
    return _APART.sub("", citation.casefold())


def _shapes(text: str) -> frozenset[str]:
    """The text whole and with each character left out: two texts one slip apart share one of these."""
    return frozenset((text, *(text[:place] + text[place + 1 :] for place in range(len(text)))))


def _may_be(other: str, sought: str, shapes: frozenset[str]) -> bool:
    return abs(len(other) - len(sought)) <= 1 and not shapes.isdisjoint(_shapes(other))
