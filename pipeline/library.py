"""What a library of legal authorities is filled with: texts, their disposition notes, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.findings import AuthorityType, RelationKind


@dataclass(frozen=True, slots=True)
class LibraryText:
    """One authority as a source gives it. `citation` is as the source spells it until it is read.

    `notes` are the source's own words on what it changed and what changed it; `where` names the place in the
    source ("row 14"), for messages.
    """

    citation: str
    where: str
    title: str | None = None
    text: str = ""
    signed: date | None = None
    published: date | None = None
    effective: date | None = None
    number: str | None = None
    status: str | None = None
    url: str | None = None
    notes: str = ""

    def __post_init__(self) -> None:
        if not self.citation.strip():
            raise ValueError("an authority needs a citation")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of a source that could not be taken in, and why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one source holds: authorities, and parts that could not be taken in."""

    texts: tuple[LibraryText, ...]
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryReference:
    """What one authority says of another: `source` does `relation` to `target`, both by whole authority.

    `operations` say what an amendment does to the words of its target. `noted` tells that the Register's
    disposition note says so; otherwise the words of the text do, at `start` to `end` of it.
    """

    source: str
    relation: RelationKind
    target: str
    target_type: AuthorityType
    pinpoint: str | None = None
    in_part: bool = False
    noted: bool = False
    start: int = 0
    end: int = 0
    quote: str = ""
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """An authority as it is filed: its whole citation in normal form, its type, what it refers to."""

    citation: str
    type: AuthorityType
    text: LibraryText
    references: tuple[LibraryReference, ...] = ()
