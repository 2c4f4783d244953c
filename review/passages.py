"""A document's text cut into passages, each with the drafts that rest on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.decisions import Draft
from pipeline.documents import ExtractedDocument, Span
from pipeline.findings import Analysis


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
    """One page of a document as passages that together are its text."""

    number: int
    source: str
    passages: tuple[Passage, ...]


def marks(read: ExtractedDocument, drafts: Iterable[Draft], analysis: Analysis | None) -> tuple[Mark, ...]:
    """Evidence of every draft, hidden text, running heads, and sentences from which nothing was drafted."""
    found = [Mark(part.span, draft.number) for draft in drafts for part in draft.evidence]
    found += [Mark(span, state="hidden") for span in read.hidden]
    found += [Mark(span, state="furniture") for span in read.furniture]
    if analysis:
        found += [
            Mark(part.span, state="uncovered") for entry in analysis.uncovered for part in entry.evidence
        ]
    return tuple(found)


def pages(read: ExtractedDocument, found: Iterable[Mark], window: Span | None = None) -> tuple[PageText, ...]:
    """The document's pages, every character in exactly one passage; only the part in `window`, if given."""
    window = window or Span(0, len(read.text))
    ordered = sorted((mark for mark in found if mark.span.overlaps(window)), key=lambda mark: mark.span)
    seen: set[int] = set()
    return tuple(
        PageText(page.number, page.source, _passages(read.text, _within(page.span, window), ordered, seen))
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
