"""Sentences, sections, lists and their leads; which words are the document's own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from analysis.outline.paragraphs import MARKER, Paragraph
from analysis.outline.quotations import Quotations, quotations
from analysis.outline.roles import Role, is_body, run_in_heading
from analysis.outline.sections import Numbering
from analysis.outline.sentences import sentences
from analysis.outline.zones import zones
from pipeline.documents import ExtractedDocument, Span

__all__ = ["Outline", "Role", "Sentence", "outline"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or list member. `marker` is its own label as printed ("(a)", "1.", "•").

    The span leaves the marker out. `section` is the path to it ("Sec. 2(a)"); `lead` the index of the
    sentence that introduces its list.
    """

    span: Span
    role: Role
    section: str | None = None
    lead: int | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's sentences in order; their spans do not overlap and carry no outer white space."""

    sentences: tuple[Sentence, ...]

    def __post_init__(self) -> None:
        reached = 0
        for index, sentence in enumerate(self.sentences):
            if not sentence.span or sentence.span.start < reached:
                raise ValueError(f"sentence {index} is empty or out of order")
            if sentence.lead is not None and not 0 <= sentence.lead < index:
                raise ValueError(f"sentence {index} has no lead {sentence.lead}")
            reached = sentence.span.end


_LEAD = re.compile(
    r"(?:[:—–,]|\b(?:following|shall|must|will|should|to|of|by|are|is|that|with|including)[,.]?)$"
)
_LIST_LEAD = re.compile(
    r"\b(?:following|questions?|below|as follows|things|items|steps|actions)\b[^.]*:$", re.I
)


def outline(document: ExtractedDocument) -> Outline:
    """The sentences of a document with their roles, sections, labels and leads.

    Every printed word lies in one sentence, save labels, blank space and margins inside a sentence.
    """
    hidden = [part for span in document.hidden for part in _plain(document.text, span, Role.HIDDEN)]
    quoted = quotations(document.text, document.hidden)
    builder = _Builder(document.text, quoted)
    parts = list(zones(document, quoted))
    if not parts:
        return Outline(_in_order(hidden, builder.found))
    for (paragraph, role), (below, below_role) in zip(parts, [*parts[1:], parts[-1]], strict=True):
        prose = below_role is Role.BODY and below.marker is None and below is not paragraph
        builder.take(paragraph, role, prose and is_body(document.text[below.span.start : below.span.end]))
    return Outline(_in_order(hidden, builder.found))


def _plain(text: str, span: Span, role: Role) -> Iterator[Sentence]:
    for start, end in sentences(text, span.start, span.end):
        yield Sentence(Span(start, end), role)


@dataclass(slots=True)
class _Builder:
    """Turns paragraphs into sentences while it keeps the numbering and the open leads."""

    text: str
    quoted: Quotations
    found: list[Sentence] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering)
    leads: list[tuple[int, int]] = field(default_factory=list)
    loose: int | None = None
    depth: int = 0

    def take(self, paragraph: Paragraph, role: Role, over_prose: bool = False) -> None:
        """Add the sentences of the next paragraph; `over_prose` tells that running text follows it."""
        span = paragraph.span
        if role is Role.HEADING:
            self._head(paragraph)
            return
        if role is not Role.BODY:
            self.found.extend(_plain(self.text, span, role))
            return
        marker, lead = paragraph.marker, None
        if marker is not None and paragraph.sort is not None:
            lead = self._enter(marker, paragraph.sort)
        else:
            lead = self._unmarked(self.text[span.start : span.end])
        self._sentences(paragraph, marker, lead, over_prose)

    def _head(self, paragraph: Paragraph) -> None:
        words = " ".join(self.text[paragraph.span.start : paragraph.span.end].split())
        if paragraph.marker and paragraph.sort:
            self._enter(paragraph.marker, paragraph.sort)
        else:
            self.numbering.head(words if len(words) <= 80 else None)
        self.leads.clear()
        self.loose = None
        self.found.append(
            Sentence(paragraph.span, Role.HEADING, self.numbering.path, None, paragraph.marker or None)
        )

    def _enter(self, marker: str, sort: str) -> int | None:
        self.depth = self.numbering.enter(marker, sort)
        self.loose = None
        if sort == "section":
            self.leads.clear()
        while self.leads and self.leads[-1][1] >= self.depth:
            self.leads.pop()
        return self.leads[-1][0] if self.leads else None

    def _unmarked(self, words: str) -> int | None:
        """The lead of a paragraph without a label: a question or a fragment after "the following:"."""
        open_lead = self.loose
        fragment = words.endswith(("?", ";", "; and", "; or")) or words.startswith(("Please", "What", "How"))
        if open_lead is not None and fragment:
            return open_lead
        if self.leads and self.numbering.depth > self.leads[0][1]:
            self.numbering.restore(self.numbering.levels[: self.leads[0][1]])
        self.loose = None
        self.leads.clear()
        return None

    def _sentences(
        self, paragraph: Paragraph, marker: str | None, lead: int | None, over_prose: bool
    ) -> None:
        first = True
        before = self.numbering.levels
        running, words = False, ""
        for start, end in sentences(self.text, paragraph.span.start, paragraph.span.end):
            quoted = self.quoted.hold(Span(start, end))
            inline = None if quoted else MARKER.match(self.text, start, end)
            if inline and inline.lastgroup == "paren" and inline.end() < end:
                running = running or words.endswith((":", ";", ",", "—", " and", " or"))
                marker, lead = inline.group(), self._enter(inline.group(), "paren")
                start, first = self._after(inline.end(), end), True
            words = self.text[start:end]
            alone = start == paragraph.span.start and end == paragraph.span.end
            titled = (
                first and self._titles(paragraph, marker, end) and run_in_heading(words, alone, over_prose)
            )
            role = Role.QUOTED if quoted else Role.HEADING if titled else Role.BODY
            label = (marker or None) if first else None
            self.found.append(Sentence(Span(start, end), role, self.numbering.path, lead, label))
            first = False
            self._open(words)
        if running and words.endswith("."):
            self.numbering.restore(before)

    def _titles(self, paragraph: Paragraph, marker: str | None, end: int) -> bool:
        labelled = paragraph.sort in ("section", "number", "letter")
        return marker is not None and (end < paragraph.span.end or labelled)

    def _after(self, start: int, end: int) -> int:
        while start < end and self.text[start].isspace():
            start += 1
        return start

    def _open(self, words: str) -> None:
        if not _LEAD.search(words):
            return
        index = len(self.found) - 1
        depth = self.depth if self.found[index].lead is not None or self.numbering.depth else 0
        self.leads.append((index, depth))
        self.loose = index if _LIST_LEAD.search(words) else None


def _in_order(hidden: Sequence[Sentence], shown: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Both kinds by place; what lies inside a sentence that runs on over it is left out; leads follow."""
    kept = list(_apart(shown))
    places = {index: at for at, index in enumerate(kept)}
    moved = [
        replace(shown[index], lead=places.get(lead) if (lead := shown[index].lead) is not None else None)
        for index in kept
    ]
    if not hidden:
        return tuple(moved)
    starts = [sentence.span.start for sentence in hidden]
    shifted = [
        replace(one, lead=one.lead + bisect_left(starts, moved[one.lead].span.start))
        if one.lead is not None
        else one
        for one in moved
    ]
    return tuple(sorted([*hidden, *shifted], key=lambda sentence: sentence.span))


def _apart(shown: Sequence[Sentence]) -> Iterator[int]:
    """Indexes of the sentences that begin after all before them have ended."""
    reached = 0
    for index, sentence in enumerate(shown):
        if sentence.span.start >= reached:
            yield index
        reached = max(reached, sentence.span.end)
