"""How the pages find things: given from above, so that pages and commands search by the same function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pipeline.searching import search_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.folk import Writer
    from store.records import SqlRecords
    from store.views import Found, Related, User


class Findings(Protocol):
    """What a search gave: the citation that was typed, where it is on record, what holds the words."""

    @property
    def citation(self) -> str | None:
        """In normal form; None where no citation was typed."""

    @property
    def jump(self) -> str | None:
        """The same, where it is on the record."""

    @property
    def found(self) -> tuple[Found, ...]:
        """Kind by kind, the best first."""


class Search(Protocol):
    """Finds by words or citation."""

    def __call__(self, records: SqlRecords, typed: str, limit: int) -> Findings:
        """What was found. Raises NotSearchable."""


class Likeness(Protocol):
    """Finds what has to do with a text."""

    def __call__(
        self, records: SqlRecords, text: str, limit: int, but: str | None = None
    ) -> Sequence[Related]:
        """The most related first, each with the reason."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Both ways to find."""

    search: Search
    related: Likeness


@dataclass(frozen=True, slots=True)
class People:
    """Those whose name holds the words: who work here, and who write to the office."""

    colleagues: tuple[User, ...] = ()
    writers: tuple[Writer, ...] = ()


def people_named(records: SqlRecords, typed: str, limit: int) -> People:
    """Who has all the words in their name, at most so many of each. Raises NotSearchable."""
    words = search_for(typed).text.casefold().split()
    if not words:
        return People()
    here = [one for one in records.users() if all(word in _called(one) for word in words)]
    return People(tuple(here[:limit]), records.writers(words, limit))


def near_citations(records: SqlRecords, typed: str, got: Findings) -> tuple[str, ...]:
    """Citations on the record one slip away from a citation that is not, or from what found nothing."""
    if got.jump or (got.found and not got.citation):
        return ()
    return records.near_citations(got.citation or typed)


def _called(user: User) -> str:
    return " ".join((user.name, user.display_name, *user.units)).casefold()
