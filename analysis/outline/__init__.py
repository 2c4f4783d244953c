"""Sentences, sections, lists and their leads; which words are the document's own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from analysis.outline.behind import behind_lists
from analysis.outline.disclaimers import disclaimers
from analysis.outline.openings import coming
from analysis.outline.paragraphs import MARKER, Paragraph
from analysis.outline.quotations import Quotations, quotations
from analysis.outline.roles import Role, is_body, run_in_heading
from analysis.outline.sections import Level, Numbering
from analysis.outline.sentences import sentences, trimmed
from analysis.outline.swallowed import title_end
from analysis.outline.zones import zones
from pipeline.documents import ExtractedDocument, Span

__all__ = ["Outline", "Role", "Sentence", "outline"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or list member. `marker` is its own label as printed ("(a)", "1.", "•").

    The span leaves the marker out. `section` is the path to it ("Sec. 2(a)"); `lead` the index of the
    sentence that introduces its list. `notes` and `margins` are what a page end put between its words.
    """

    span: Span
    role: Role
    section: str | None = None
    lead: int | None = None
    marker: str | None = None
    notes: tuple[Span, ...] = ()
    margins: tuple[Span, ...] = ()

    def words(self, text: str) -> str:
        """Its own words out of the document's text; what is not its own is blanked, all keep their places."""
        said = text[self.span.start : self.span.end]
        if not (self.notes or self.margins):
            return said
        for gap in (*self.notes, *self.margins):
            start, end = gap.start - self.span.start, gap.end - self.span.start
            said = f"{said[:start]}{_blank(said[start:end])}{said[end:]}"
        return said

    def places(self, text: str) -> tuple[Span, ...]:
        """Where its words stand, the longest run first: one place, unless notes below the text part it."""
        if not self.notes:
            return (self.span,)
        said, base = self.words(text), self.span.start
        starts = (0, *(note.end - base for note in self.notes))
        ends = (*(note.start - base for note in self.notes), len(said))
        runs = (trimmed(said, *run) for run in zip(starts, ends, strict=True))
        found = (Span(base + run[0], base + run[1]) for run in runs if run)
        return tuple(sorted(found, key=len, reverse=True)) or (self.span,)


def _blank(words: str) -> str:
    return _INK.sub(" ", words)


_INK = re.compile(r"\S")


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

    def at(self, offset: int) -> int | None:
        """The index of the last sentence that starts at an offset or before it; None where none does."""
        behind = bisect_right(self.sentences, offset, key=lambda one: one.span.start)
        return behind - 1 if behind else None


_LEAD = re.compile(
    r"(?:[:—–,]|\b(?:following|shall|must|will|should|to|of|by|are|is|that|with|including)[,.]?)$"
)
_LONGEST_LEAD = 12
"""Letters from the end of a sentence among which the last word of a lead stands."""
_LIST_LEAD = re.compile(
    r"\b(?:following|questions?|below|as follows|things|items|steps|actions)\b[^.]*:$", re.I
)


_FIRST = {"(2)": " (1) ", "(b)": " (a) ", "(ii)": " (i) ", "(B)": " (A) "}
"""Labels of second members by those of the first, which may stand inside the sentence that leads them."""


def outline(document: ExtractedDocument) -> Outline:
    """The sentences of a document with their roles, sections, labels and leads.

    Every printed word lies in one sentence, save labels, blank space and margins inside a sentence.
    """
    hidden = [part for span in document.hidden for part in _plain(document.text, span, Role.HIDDEN)]
    quoted = quotations(document.text, document.hidden)
    parts = list(zones(document, quoted))
    builder = _Builder(document.text, quoted, _between(parts, Role.FOOTNOTE), _between(parts, Role.FURNITURE))
    builder.behind = frozenset(behind_lists(parts))
    if not parts:
        return Outline(_in_order(document.text, hidden, builder.found))
    following = [*parts[1:], parts[-1]]
    for index, ((paragraph, role), (below, below_role)) in enumerate(zip(parts, following, strict=True)):
        if paragraph.sort == "section" and role in (Role.BODY, Role.HEADING):
            builder.coming = coming(document.text, parts, index)
        prose = below_role is Role.BODY and below.marker is None and below is not paragraph
        builder.take(paragraph, role, prose and is_body(document.text[below.span.start : below.span.end]))
    return Outline(_without_disclaimers(document.text, _in_order(document.text, hidden, builder.found)))


_SPEAKING = (Role.BODY, Role.HEADING, Role.SIGNATURE)


def _without_disclaimers(text: str, found: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentences, those marked that only say what is to be done with a message that went astray."""
    marked = disclaimers(text, [(one.span.start, one.span.end) for one in found])
    if not marked:
        return found
    return tuple(
        replace(one, role=Role.DISCLAIMER, section=None, lead=None)
        if at in marked and one.role in _SPEAKING
        else one
        for at, one in enumerate(found)
    )


def _between(parts: Sequence[tuple[Paragraph, Role]], role: Role) -> tuple[Span, ...]:
    """The places of one role among the paragraphs, in order."""
    return tuple(paragraph.span for paragraph, its in parts if its is role)


def _inside(gaps: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    first = bisect_left(gaps, Span(span.start, span.start))
    last = bisect_left(gaps, Span(span.end, span.end))
    return gaps[first:last]


def _plain(text: str, span: Span, role: Role) -> Iterator[Sentence]:
    for start, end in sentences(text, span.start, span.end):
        yield Sentence(Span(start, end), role)


@dataclass(frozen=True, slots=True)
class _RunIn:
    """A list that runs on in one sentence: what was open where it began, and whether its last member is.

    Behind the full stop of "the Clerk shall: (1) sweep; and (2) report. The log is public." goes on the
    paragraph that holds the list. A list whose members have sentences of their own is not told apart so.
    """

    levels: tuple[Level, ...]
    depth: int
    leads: int
    lead: int | None
    ends: bool = False


@dataclass(slots=True)
class _Builder:
    """Turns paragraphs into sentences while it keeps the numbering and the open leads."""

    text: str
    quoted: Quotations
    notes: tuple[Span, ...] = ()
    margins: tuple[Span, ...] = ()
    bare: str = ""
    found: list[Sentence] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering)
    leads: list[tuple[int, int]] = field(default_factory=list)
    loose: int | None = None
    depth: int = 0
    coming: tuple[str | None, str | None] = (None, None)
    behind: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        pieces, reached = [], 0
        for gap in sorted((*self.notes, *self.margins)):
            pieces += [self.text[reached : gap.start], _blank(self.text[gap.start : gap.end])]
            reached = gap.end
        self.bare = "".join((*pieces, self.text[reached:]))

    def take(self, paragraph: Paragraph, role: Role, over_prose: bool = False) -> None:
        """Add the sentences of the next paragraph; `over_prose` tells that running text follows it."""
        span = paragraph.span
        if role not in (Role.HEADING, Role.BODY):
            self.found.extend(_plain(self.text, span, role))
            return
        marker, lead = paragraph.marker, None
        if marker and paragraph.sort == "section" and not self.numbering.opens(marker, *self.coming):
            self._stray(paragraph, role)
            return
        if role is Role.HEADING:
            self._head(paragraph)
            return
        if marker is not None and paragraph.sort is not None:
            lead = self._enter(marker, paragraph.sort)
        else:
            if span.start in self.behind:
                self.numbering.leave("number")
            lead = self._unmarked(self.text[span.start : span.end])
        self._sentences(paragraph, marker, lead, over_prose)

    def _head(self, paragraph: Paragraph) -> None:
        words = " ".join(self.text[paragraph.span.start : paragraph.span.end].split())
        if paragraph.marker and paragraph.sort:
            self._enter(paragraph.marker, paragraph.sort)
        elif not self._entitles():
            self.numbering.head(words if len(words) <= 80 else None)
        self.leads.clear()
        self.loose = None
        self.found.append(
            Sentence(paragraph.span, Role.HEADING, self.numbering.path, None, paragraph.marker or None)
        )

    def _entitles(self) -> bool:
        """Whether a heading is the title of the section whose label stands alone right above it."""
        above = self.found[-1] if self.found else None
        if above is None or above.role is not Role.HEADING or not above.marker:
            return False
        return self.text[above.span.start : above.span.end] == above.marker and self.numbering.depth == 1

    def _stray(self, paragraph: Paragraph, role: Role) -> None:
        """A section label out of sequence: its words stand where the open section goes on."""
        if role is Role.BODY:
            self._sentences(paragraph, paragraph.marker, None, False)
        else:
            path = self.numbering.path
            self.found.append(Sentence(paragraph.span, role, path, None, paragraph.marker))

    def _enter(self, marker: str, sort: str) -> int | None:
        self.depth = self.numbering.enter(marker, sort, self._led())
        self.loose = None
        if sort == "section":
            self.leads.clear()
        while self.leads and self.leads[-1][1] >= self.depth:
            self.leads.pop()
        return self.leads[-1][0] if self.leads else None

    def _led(self) -> bool:
        """Whether the sentence just taken opens a list: "The Clerk shall:"."""
        if not self.leads or self.leads[-1][0] != len(self.found) - 1:
            return False
        return self.text[self.found[-1].span.end - 1] in ":—–"

    def _unmarked(self, words: str) -> int | None:
        """The lead of a paragraph without a label: a question or a fragment after "the following:"."""
        if words in ("and", "or"):
            return None
        open_lead = self.loose
        fragment = words.endswith(("?", ";", "; and", "; or")) or words.startswith(("Please", "What", "How"))
        if open_lead is not None and fragment:
            return open_lead
        if self.leads and self.found[-1].lead is not None and words.endswith((";", "; and", "; or")):
            # a piece of the list that a line end cut off; its members go on below
            return self.leads[-1][0]
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
        listed: _RunIn | None = None
        for start, end in sentences(self.bare, paragraph.span.start, paragraph.span.end):
            quoted = self.quoted.hold(Span(start, end))
            if first and paragraph.sort == "section" and not quoted:
                start, first = self._entitled(start, end, lead, marker)
            inline = None if quoted else MARKER.match(self.text, start, end)
            if listed and words.endswith(".") and not (inline and inline.lastgroup == "paren"):
                lead = self._close(listed) if listed.ends else lead
                listed = None
            while inline and inline.lastgroup == "paren" and inline.end() < end:
                running = running or words.endswith((":", ";", ",", "—", " and", " or"))
                listed = self._listed(listed, words, inline.group(), lead)
                marker, lead = inline.group(), self._enter(inline.group(), "paren")
                lead = self._opened(words, marker) if lead is None else lead
                start, first = self._after(inline.end(), end), True
                inline = MARKER.match(self.text, start, end)
            words = self.text[start:end]
            alone = start == paragraph.span.start and end == paragraph.span.end
            member = alone and lead is not None and self._listing()
            titled = (
                first
                and not member
                and self._titles(paragraph, marker, end)
                and run_in_heading(words, alone, over_prose)
            )
            role = Role.QUOTED if quoted else Role.HEADING if titled else Role.BODY
            label = (marker or None) if first else None
            self.found.append(self._sentence(Span(start, end), role, lead, label))
            first = False
            self._open(words)
        if running and words.endswith("."):
            self.numbering.restore(before)

    def _entitled(self, start: int, end: int, lead: int | None, marker: str | None) -> tuple[int, bool]:
        """Where a section's first sentence begins, behind a title without a stop; True for none."""
        length = title_end(self.text[start:end]) if marker else None
        if length is None:
            return start, True
        self.found.append(self._sentence(Span(start, start + length), Role.HEADING, lead, marker))
        return self._after(start + length, end), False

    def _listed(self, listed: _RunIn | None, words: str, marker: str, lead: int | None) -> _RunIn | None:
        """The list of a sentence as it stands when its next member opens behind these words."""
        if words.endswith("."):
            return None
        if listed is None and (words.endswith((":", "—")) or _FIRST.get(marker, marker) in words):
            return _RunIn(self.numbering.levels, self.depth, len(self.leads), lead)
        return listed and replace(listed, ends=words.endswith((" and", " or")))

    def _close(self, listed: _RunIn) -> int | None:
        """Go back to where a list stood that ran on in one sentence; the answer is the lead over both."""
        self.numbering.restore(listed.levels)
        self.depth = listed.depth
        del self.leads[listed.leads :]
        return listed.lead

    def _listing(self) -> bool:
        """Whether the sentence before is a member that announces another: "the Clerk; and"."""
        last = self.found[-1].span if self.found else Span(0, 0)
        return self.text[last.start : last.end].endswith((";", "; and", "; or", ", and", ", or"))

    def _sentence(self, span: Span, role: Role, lead: int | None, label: str | None) -> Sentence:
        inside = (_inside(gaps, span) for gaps in (self.notes, self.margins))
        return Sentence(span, role, self.numbering.path, lead, label, *inside)

    def _opened(self, words: str, marker: str) -> int | None:
        """The sentence before, where it runs into its list: "agencies may use it if they (1) say so; (2)"."""
        first = _FIRST.get(marker)
        if not first or first not in words or not self.found:
            return None
        self.leads.append((len(self.found) - 1, self.depth - 1))
        return self.leads[-1][0]

    def _titles(self, paragraph: Paragraph, marker: str | None, end: int) -> bool:
        labelled = paragraph.sort in ("section", "number", "letter")
        return marker is not None and (end < paragraph.span.end or labelled)

    def _after(self, start: int, end: int) -> int:
        while start < end and self.text[start].isspace():
            start += 1
        return start

    def _open(self, words: str) -> None:
        if not _LEAD.search(words, max(0, len(words) - _LONGEST_LEAD)):
            return
        index = len(self.found) - 1
        depth = self.depth if self.found[index].lead is not None or self.numbering.depth else 0
        self.leads.append((index, depth))
        self.loose = index if words.endswith(":") and _LIST_LEAD.search(words) else None


def _in_order(text: str, hidden: Sequence[Sentence], shown: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Both kinds by place; what lies inside a sentence that runs on over it is left out; leads follow."""
    kept = dict(_apart(text, shown))
    places = {index: at for at, index in enumerate(kept)}
    moved = [
        replace(one, lead=places.get(lead) if (lead := one.lead) is not None else None)
        for one in kept.values()
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


def _apart(text: str, shown: Sequence[Sentence]) -> Iterator[tuple[int, Sentence]]:
    """The sentences that begin after all before them have ended, by index; notes may part a paragraph's.

    A sentence that begins with the number of a page holds it, as one that runs on over it does. What goes on
    behind the end of another keeps its rest: no word is lost where the parts of a page are in doubt.
    """
    reached = 0
    for index in sorted(range(len(shown)), key=lambda at: (shown[at].span.start, -shown[at].span.end)):
        span = shown[index].span
        rest = _INK.search(text, max(span.start, reached), span.end)
        if rest is not None:
            begun = rest.start() == span.start
            yield index, shown[index] if begun else replace(shown[index], span=Span(rest.start(), span.end))
        reached = max(reached, span.end)
