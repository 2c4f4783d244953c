"""Whom a bare title means that a document gives to nobody: "the Secretary" after "the Secretary of Salt".

Orders that name several Secretaries write the full name once in a section and the title alone after it. So
the one name of the paragraph holds, else that of the section, else that of the document; where two stand
there the title stays open, and is never taken for the reader's own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TITLES = r"Secretary|Administrator|Director|Commissioner|Ambassador"
_BARE = re.compile(rf"(?:the\s+)?(?P<title>{_TITLES})", re.I)
_FULL = re.compile(
    rf"\b(?P<title>{_TITLES})"
    rf"\s+(?:of|for)\s+(?:the\s+)?(?P<of>[A-Z][\w’'-]*(?:\s+(?:of\s+)?(?!(?:{_TITLES}|Attorney|Assistant|Chair)\b)[A-Z][\w’'-]*){{0,5}}"
    r"(?:\s+and\s+(?:Human|Urban|Budget|Technology|Drug|Space|Medicaid|Prevention|Atmospheric|Welfare|Trademark|Border|Training|Safety)\b"
    r"(?:\s+[A-Z][\w’'-]*){0,3})?)"
)
_SEVERAL = re.compile(
    r"\b(?P<title>Secretar|Administrator|Director|Commissioner)(?:ies|s)\s+of\s+(?=(?:the\s+)?[A-Z])"
)
_DEPUTIES = ("Deputy ", "Under ", "Assistant ", "Associate ", "Executive ", "Principal ")
"""Whoever stands below an officer bears another title."""
_SMALL = re.compile(r"\bthe\s+", re.I)

_NOBODY = ""
"""In place of a name where several are named at once: "the Secretaries of Salt and the Tides"."""
OPEN = "open"
"""Told of a title that two or more of the document's names would fit."""


@dataclass(frozen=True, slots=True)
class Holders:
    """The full names of officers in a document, each with its place, and where its sections begin."""

    names: tuple[tuple[int, str, str], ...] = ()
    parts: tuple[tuple[int, str], ...] = ()

    def meant(self, name: str, at: int) -> str | None:
        """The full name that a bare title means at a place, OPEN where several fit; None for other names."""
        bare = _BARE.fullmatch(" ".join(name.split()))
        if bare is None:
            return None
        fits = [(place, full) for place, title, full in self.names if title == bare["title"].lower()]
        for within in (self._paragraph(at), self._section(at), (0, None)):
            found = {_key(full): full for place, full in fits if _inside(place, within)}
            if found:
                return next(iter(found.values())) if len(found) == 1 and _NOBODY not in found else OPEN
        return None

    def _paragraph(self, at: int) -> tuple[int, int | None]:
        index = bisect_right(self.parts, (at, chr(0x10FFFF))) - 1
        return (self.parts[index][0] if index >= 0 else 0, at)

    def _section(self, at: int) -> tuple[int, int | None]:
        index = bisect_right(self.parts, (at, chr(0x10FFFF))) - 1
        root = self.parts[index][1].split("(")[0] if index >= 0 else ""
        first = index
        while first > 0 and self.parts[first - 1][1].split("(")[0] == root:
            first -= 1
        return (self.parts[first][0] if first >= 0 else 0, at)


def _inside(place: int, within: tuple[int, int | None]) -> bool:
    return within[0] <= place and (within[1] is None or place < within[1])


def _key(full: str) -> str:
    return _SMALL.sub("", full).lower()


UNNAMED = Holders()


def holders(text: str, sections: Iterable[tuple[int, str | None]]) -> Holders:
    """The officers that a text names in full; `sections` are places of its sentences with their sections."""
    names = tuple(sorted(_named(text)))
    if not names:
        return UNNAMED
    parts: list[tuple[int, str]] = []
    for start, section in sections:
        if section is not None and (not parts or parts[-1][1] != section):
            parts.append((start, section))
    return Holders(names, tuple(parts))


def _named(text: str) -> Iterator[tuple[int, str, str]]:
    for match in _FULL.finditer(text):
        if not text.endswith(_DEPUTIES, 0, match.start()):
            yield match.start(), match["title"].lower(), f"the {' '.join(match.group().split())}"
    for match in _SEVERAL.finditer(text):
        title = "secretary" if match["title"] == "Secretar" else match["title"].lower()
        yield match.start(), title, _NOBODY
