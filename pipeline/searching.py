"""What somebody typed to find something, taken apart: words, phrases, words not wanted, filters.

No character is an operator of a database. Filters are `name:value`; any other name is a word like others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from pipeline.problems import Problem

KINDS = ("documents", "drafts", "actions", "authorities")
"""What can be searched, as `in:` names it."""

FILTERS = ("in", "kind", "stage", "type", "status", "jurisdiction", "issuer", "after", "before")
"""`kind`: of a document (agency_memo) or draft (risk); days are ISO.

`type`, `jurisdiction` and `issuer` are of an authority.
"""

_MOST_WORDS = 32
_TOKEN = re.compile(r'(?P<minus>-)?(?:(?P<name>[a-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))')
_WORD = re.compile(r"\w+")


class NotSearchable(Problem):
    """What was typed cannot be searched for."""


@dataclass(frozen=True, slots=True)
class Search:
    """Every word and phrase must be there, none of `without`; a phrase is its words in a row.

    Where nothing holds all, any will do, but for `all_of`; `any_of` asks for that at once.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    kinds: tuple[str, ...] = KINDS
    filters: dict[str, str] = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    all_of: bool = False
    any_of: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is looked for by its words."""
        return not self.words and not self.phrases

    @property
    def text(self) -> str:
        """All that is looked for, as words."""
        return " ".join((*self.words, *(word for phrase in self.phrases for word in phrase)))


def search_for(typed: str) -> Search:
    """What was typed, taken apart. Raises NotSearchable for a filter with a value that it cannot have."""
    words: list[str] = []
    phrases: list[tuple[str, ...]] = []
    without: list[str] = []
    filters: dict[str, str] = {}
    for token in _TOKEN.finditer(typed):
        said = token["phrase"] if token["phrase"] is not None else token["word"]
        if token["name"] in FILTERS and not token["minus"]:
            filters[token["name"]] = said
            continue
        found = _WORD.findall(f"{token['name'] or ''} {said}")
        if token["minus"]:
            without += found
        elif token["phrase"] is not None and len(found) > 1:
            phrases.append(tuple(found))
        else:
            words += found
    return Search(
        tuple(words[:_MOST_WORDS]),
        tuple(phrases[:_MOST_WORDS]),
        tuple(without[:_MOST_WORDS]),
        _kinds(filters.pop("in", None)),
        filters,
        _day(filters.pop("after", None)),
        _day(filters.pop("before", None)),
    )


def _kinds(said: str | None) -> tuple[str, ...]:
    if said is None:
        return KINDS
    found = tuple(kind for kind in KINDS if kind.startswith(said.lower().rstrip("s")[:5]))
    if not said or not found:
        raise NotSearchable(
            f"Nothing is called {said!r} here.", "`in:` names what to search.", f"Use {', '.join(KINDS)}."
        )
    return found


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said is not None else None
    except ValueError:
        raise NotSearchable(
            f"{said!r} is no day.", "`after:` and `before:` take a day.", "Write it as 2026-03-31."
        ) from None
