"""How the pages find things: given from above, so that pages and commands search by the same function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.records import SqlRecords
    from store.views import Found, Related


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
