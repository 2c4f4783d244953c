"""A document's text cut into passages, each with the drafts that rest on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.decisions import Draft, DraftStatus
from pipeline.documents import ExtractedDocument, Span
from pipeline.findings import Confidence, LedgerEntry


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that means something to the reviewer: evidence of a draft, or a kind of text."""

    span: Span
    draft: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text under the same marks. `first_of` lists the drafts whose evidence begins here."""

    text: str
    drafts: tuple[int, ...] = ()
    first_of: tuple[int, ...] = ()
    states: tuple[str, ...] = ()

    @property
    def draft_list(self) -> str:
        """The draft numbers as one attribute value."""
        return " ".join(map(str, self.drafts))


@dataclass(frozen=True, slots=True)
class PageText:
    """One page of a document as passages that together are its text from character `start` on."""

    number: int
    source: str
    passages: tuple[Passage, ...]
    start: int = 0


@dataclass(frozen=True, slots=True)
class Tick:
    """A stroke beside the text: how far down of a thousand, for which draft or for what kind of text."""

    down: int
    draft: int | None
    state: str


def marks(read: ExtractedDocument, drafts: Iterable[Draft], gaps: Iterable[LedgerEntry]) -> tuple[Mark, ...]:
    """Evidence of every draft, hidden text, running heads, and sentences from which nothing was drafted."""
    found = [Mark(part.span, draft.number, _doubtful(draft)) for draft in drafts for part in draft.evidence]
    found += [Mark(span, state="hidden") for span in read.hidden]
    found += [Mark(span, state="furniture") for span in read.furniture]
    found += [Mark(part.span, state="uncovered") for entry in gaps for part in entry.evidence]
    return tuple(found)


def _doubtful(draft: Draft) -> str:
    waits = draft.status is DraftStatus.PROPOSED
    return "low" if waits and draft.confidence is Confidence.LOW else ""


def ticks(found: Iterable[Mark], window: Span) -> tuple[Tick, ...]:
    """Where in the window the marked places lie, each once for a draft and once for a kind of text."""
    length = max(1, window.end - window.start)
    return tuple(
        dict.fromkeys(
            Tick((mark.span.start - window.start) * 1000 // length, mark.draft, mark.state)
            for mark in found
            if window.contains(Span(mark.span.start, mark.span.start)) and mark.state != "furniture"
        )
    )


def pages(read: ExtractedDocument, found: Iterable[Mark], window: Span | None = None) -> tuple[PageText, ...]:
    """The document's pages, every character in exactly one passage; only the part in `window`, if given."""
    window = window or Span(0, len(read.text))
    ordered = sorted((mark for mark in found if mark.span.overlaps(window)), key=lambda mark: mark.span)
    seen: set[int] = set()
    return tuple(
        PageText(
            page.number,
            page.source,
            _passages(read.text, _within(page.span, window), ordered, seen),
            max(page.span.start, window.start),
        )
        for page in read.pages
        if page.span.overlaps(window) or (not page.span and window.contains(page.span))
    )


def _within(page: Span, window: Span) -> Span:
    return Span(max(page.start, window.start), min(page.end, window.end))


def _passages(text: str, page: Span, found: list[Mark], seen: set[int]) -> tuple[Passage, ...]:
    inside = [mark for mark in found if mark.span.overlaps(page)]
    cuts = {page.start, page.end}
    for mark in inside:
        cuts.add(max(mark.span.start, page.start))
        cuts.add(min(mark.span.end, page.end))
    edges = sorted(cuts)
    starting: dict[int, list[Mark]] = {}
    for mark in inside:
        starting.setdefault(max(mark.span.start, page.start), []).append(mark)
    active: list[Mark] = []
    made = []
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.span.end > start] + starting.get(start, [])
        made.append(_passage(text[start:end], active, seen))
    return tuple(made)


def _passage(text: str, active: list[Mark], seen: set[int]) -> Passage:
    drafts = tuple(dict.fromkeys(mark.draft for mark in active if mark.draft is not None))
    first_of = tuple(number for number in drafts if number not in seen)
    seen.update(first_of)
    return Passage(text, drafts, first_of, tuple(sorted({mark.state for mark in active if mark.state})))
