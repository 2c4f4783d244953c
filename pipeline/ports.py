"""The shapes of the rooms around the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pipeline.calibration import Band
from pipeline.containment import Family
from pipeline.decisions import Decision, Draft, Proposal
from pipeline.documents import Attachment, ExtractedDocument
from pipeline.encoding import Json
from pipeline.findings import Analysis
from pipeline.intake import Admission, Incoming, IntakeDocument
from pipeline.places import PageView
from pipeline.problems import Problem
from pipeline.spending import Exchange, Spent


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who makes findings. Equal stamps on equal text give equal findings."""

    analyzer: str
    version: str
    model: str | None = None
    prompts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a document as a file of its own, with its first and last page in the whole."""

    first: int
    last: int
    file: Attachment


class Reader(Protocol):
    """Gets the text out of bytes, and shows pages that have a look of their own."""

    @property
    def version(self) -> str:
        """Changes whenever the same bytes could give another text."""

    def read(self, data: bytes, name: str, password: str = "") -> ExtractedDocument:
        """The document. What cannot be read comes back with its reading state and flags, without text.

        Raises ResourceShort when the machine, not the document, is at fault.
        """

    def views(self, data: bytes, document: ExtractedDocument, password: str = "") -> Iterator[PageView]:
        """The first pages to look at, with the places of their words; none where the format has no pages.

        Raises a Problem where they cannot be drawn.
        """


class Embedder(Protocol):
    """Gives texts a place in a space of meaning. Vectors of different names are never compared."""

    @property
    def name(self) -> str:
        """The model."""

    def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector for each text. Raises AnalyzerAway where there is none to be had now."""


class Cutter(Protocol):
    """Takes the pages of a document apart."""

    def __call__(self, data: bytes, media_type: str, before: tuple[int, ...], name: str) -> tuple[Cut, ...]:
        """The parts, the first from page 1, the others from these pages. Raises an Unread, or NotFound."""


class Analyzer(Protocol):
    """Makes findings about one document's text."""

    @property
    def stamp(self) -> Stamp:
        """Who this is."""

    def analyse(self, document: ExtractedDocument) -> Analysis:
        """The findings; every evidence lies in the document's visible text (ledger: hidden too).

        Raises AnalyzerAway when it may answer later.
        """


class Account(Protocol):
    """Remembers what was asked of models and what it cost, for every process of the office."""

    def spent_since(self, moment: datetime) -> Spent:
        """What all questions since then cost."""

    def keep_exchange(self, exchange: Exchange) -> None:
        """Keep a question's record. Raises ResourceShort."""


class Records(Protocol):
    """The relational record. Every method that changes something is one transaction with its audit event.

    Documents are named by control number.
    """

    def admit(self, incoming: Incoming, media_type: str, actor: str, parent: str | None = None) -> Admission:
        """Log a receipt under a control number, its bytes kept and flushed before the row is committed.

        Known bytes under a new receipt become a duplicate; the same receipt again gives nothing new.
        """

    def take_in(
        self, document: IntakeDocument, parts: Sequence[tuple[Incoming, str]], actor: str
    ) -> tuple[tuple[Admission, ...], Family]:
        """Log what lies inside a document, each part with its media type, as far as there is room.

        What was taken in, from the first part on, and the family as it was before. Again gives nothing new.
        """

    def claim(self, worker: str, now: datetime) -> IntakeDocument | None:
        """Take the next document that waits for a machine, under a lease; None when none waits."""

    def contents(self, document: IntakeDocument) -> bytes:
        """The original bytes. Raises ResourceShort when they cannot be read now."""

    def reading(self, document: IntakeDocument, reader: str) -> ExtractedDocument | None:
        """What this reader version already got out of these bytes."""

    def last_reading(self, document: IntakeDocument) -> tuple[ExtractedDocument, str] | None:
        """The latest text that any reader version got out of these bytes, with that version."""

    def unlock(
        self, document: IntakeDocument, read: ExtractedDocument, reader: str, actor: str
    ) -> IntakeDocument:
        """Store what a person's password opened; the document goes on from the start with this text."""

    def split(self, control_number: str, reason: str, parts: dict[str, Json], actor: str) -> IntakeDocument:
        """A person's word that a document is a bundle: its parts, admitted before, go on instead of it."""

    def document(self, control_number: str) -> IntakeDocument:
        """One intake document. Raises NotFound."""

    def keep_reading(self, document: IntakeDocument, read: ExtractedDocument, reader: str) -> IntakeDocument:
        """Store what was read and move the document on to analysing."""

    def has_views(self, document: IntakeDocument) -> bool:
        """Whether pages to look at are kept for the text that the document stands on."""

    def keep_views(self, document: IntakeDocument, views: Iterable[PageView]) -> int:
        """Keep pages to look at; how many. Known pages stay as they are."""

    def analysis(self, document: IntakeDocument, stamp: Stamp) -> Analysis | None:
        """What this analyzer already found in these bytes."""

    def file(
        self, document: IntakeDocument, analysis: Analysis, stamp: Stamp, drafts: tuple[Proposal, ...]
    ) -> IntakeDocument:
        """Store the analysis and its drafts; the document then needs review."""

    def track_record(self, analyzer: str, model: str | None) -> tuple[Band, ...]:
        """How often the drafts of an analyzer were right, by what reviewers decided."""

    def set_aside(self, document: IntakeDocument, problem: Problem) -> IntakeDocument:
        """Keep the document for a person to look at, with the reason."""

    def hold(self, document: IntakeDocument, problem: Problem, until: datetime) -> IntakeDocument:
        """Keep the document for another try after `until`."""

    def decide(self, decision: Decision) -> Draft:
        """Store a decision. Raises Conflict, IllegalMove or NotFound."""
