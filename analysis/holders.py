"""Whom a bare title means that a document gives to nobody: "the Secretary" after "the Secretary of Salt".

Orders that name several Secretaries write the full name once in a section and the title alone after it. So
the one name of the paragraph holds, else that of the section, else that of the document; where two stand
there the title stays open, and is never taken for the reader's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TITLES = r"Secretary|Administrator|Director|Commissioner|Ambassador"
_BARE = re.compile(rf"(?:the\s+)?(?P<title>{_TITLES})", re.I)


def _words(letters: str) -> str:
    """Beginnings of words; that none goes on a word is asked behind them, which spares most places a look."""
    return "|".join(rf"{one}(?<!\w{one})" for one in letters.split("|"))


_FULL = re.compile(
    rf"(?P<title>{_words(_TITLES)})"
    rf"\s+(?:of|for)\s+(?:the\s+)?(?P<of>[A-Z][\w’'-]*(?:\s+(?:of\s+)?(?!(?:{_TITLES}|Attorney|Assistant|Chair)\b)[A-Z][\w’'-]*){{0,5}}"
    r"(?:\s+and\s+(?:Human|Urban|Budget|Technology|Drug|Space|Medicaid|Prevention|Atmospheric|Welfare|Trademark|Border|Training|Safety)\b"
    r"(?:\s+[A-Z][\w’'-]*){0,3})?)"
)
_SEVERAL = re.compile(
    rf"(?P<title>{_words('Secretar|Administrator|Director|Commissioner')})(?:ies|s)\s+of\s+(?=(?:the\s+)?[A-Z])"
)
_DEPUTIES = ("Deputy ", "Under ", "Assistant ", "Associate ", "Executive ", "Principal ")
"""Whoever stands below an officer bears another title."""
_SMALL = re.compile(r"\bthe\s+", re.I)

_NOBODY = ""
"""In place of a name where several are named at once: "the Secretaries of Salt and the Tides"."""
_LAST = chr(0x10FFFF)
OPEN = "open"
"""Told of a title that two or more of the document's names would fit."""


@dataclass(frozen=True, slots=True)
class Named:
    """The full names of officers of one title, in their order, with where each stands."""

    places: tuple[int, ...]
    names: tuple[str, ...]

    def only(self, start: int, end: int) -> str | None:
        """The one name within these places, OPEN where they are several, None where there is none."""
        first, last = bisect_left(self.places, start), bisect_left(self.places, end)
        found = {_key(full): full for full in dict.fromkeys(self.names[first:last])}
        if not found:
            return None
        return next(iter(found.values())) if len(found) == 1 and _NOBODY not in found else OPEN


@dataclass(frozen=True, slots=True)
class Holders:
    """The full names of officers in a document by their title, and where its sections begin.

    `whole` tells whom a title means by all of the document.
    """

    titles: tuple[tuple[str, Named], ...] = ()
    parts: tuple[tuple[int, str], ...] = ()
    whole: tuple[tuple[str, str | None], ...] = ()

    def meant(self, name: str, at: int) -> str | None:
        """The full name that a bare title means at a place, OPEN where several fit; None for other names."""
        bare = _BARE.fullmatch(" ".join(name.split()))
        title = bare["title"].lower() if bare else ""
        named = dict(self.titles).get(title)
        if named is None:
            return None
        near = named.only(self._paragraph(at), at) or named.only(self._section(at), at)
        return near or dict(self.whole)[title]

    def _paragraph(self, at: int) -> int:
        index = bisect_right(self.parts, (at, _LAST)) - 1
        return self.parts[index][0] if index >= 0 else 0

    def _section(self, at: int) -> int:
        first = bisect_right(self.parts, (at, _LAST)) - 1
        root = self.parts[first][1].split("(")[0] if first >= 0 else ""
        while first > 0 and self.parts[first - 1][1].split("(")[0] == root:
            first -= 1
        return self.parts[first][0] if first >= 0 else 0


def _key(full: str) -> str:
    return _SMALL.sub("", full).lower()


UNNAMED = Holders()


def holders(text: str, sections: Iterable[tuple[int, str | None]]) -> Holders:
    """The officers that a text names in full; `sections` are places of its sentences with their sections."""
    found = sorted(_named(text))
    if not found:
        return UNNAMED
    parts: list[tuple[int, str]] = []
    for start, section in sections:
        if section is not None and (not parts or parts[-1][1] != section):
            parts.append((start, section))
    titles = tuple(
        (title, Named(tuple(place for place, _ in group), tuple(full for _, full in group)))
        for title in dict.fromkeys(title for _, title, _ in found)
        for group in [[(place, full) for place, own, full in found if own == title]]
    )
    whole = tuple((title, named.only(0, len(text))) for title, named in titles)
    return Holders(titles, tuple(parts), whole)


def _named(text: str) -> Iterator[tuple[int, str, str]]:
    for match in _FULL.finditer(text):
        if not text.endswith(_DEPUTIES, 0, match.start()):
            yield match.start(), match["title"].lower(), f"the {' '.join(match.group().split())}"
    for match in _SEVERAL.finditer(text):
        title = "secretary" if match["title"] == "Secretar" else match["title"].lower()
        yield match.start(), title, _NOBODY
