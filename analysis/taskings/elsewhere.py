"""What a document says elsewhere of the words of a draft: what "such plan" means, which words it defines, and
what the sentences beside a duty forbid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from analysis.deadlines import LEFT_OPEN, Deadline
from analysis.definitions import Definition, definitions, in_use
from analysis.lists import and_more, bare_member, opens_list
from analysis.outline import Role
from analysis.outline.membership import outermost
from analysis.taskings.bounded import Limit, limiting
from analysis.taskings.clauses import forbids
from analysis.taskings.common_dates import CommonDate, common_dates
from analysis.taskings.dates_meant import DateMeant
from analysis.taskings.event_days import Beginning, beginning_of, beginnings
from analysis.taskings.excepted_behind import excepts
from analysis.taskings.met_by import Way, ways
from analysis.taskings.obligations import NOT_OWN, ORDERS, Obligations, Row
from analysis.taskings.pointers import Meant, goes_on, meant, pointed, provided, shown
from analysis.taskings.questions import asked_before, leans
from analysis.taskings.requests import LETTERS
from analysis.taskings.said_before import (
    context,
    day_before,
    event_above,
    names_no_other,
    points_back,
    said_before,
)
from analysis.taskings.seats import body_above, is_seat
from analysis.taskings.wording import shortened
from pipeline.documents import Evidence, Span
from pipeline.findings import Anchor, Kind
from pipeline.folding import small

_MOST, _NEAR = 3, 8
"""Definitions that are named beside one draft, and how many sentences above "such" is looked up."""
_LONGEST = 240
_FAR = 12
"""Sentences above, headings too, among which the one that a date is taken from is looked for."""
_SPECIFIES = re.compile(
    r"\W*(?:This|The|Such|That|Each)\s+(?:\w+\s+){0,2}?(?P<noun>\w{5,})\s+(?:shall|must|should|will|is\s+to)\s+"
    r"(?:also\s+|at\s+a\s+minimum,?\s+)?(?:address|include|contain|cover|identify|describe|consider|set\s+forth|consist\s+of)\b",
    re.I,
)
_ROOT = 7
"""Letters that a deed and its noun share: "investigate", "investigation"."""
_NO = re.compile(r"\b(?:not?|none|neither|never)\b", re.I)


@dataclass(slots=True)
class Elsewhere:
    """Looks up the words of drafts in the rest of their document."""

    found: Obligations
    _defined: tuple[Definition, ...] | None = None
    _limited: tuple[Limit, ...] | None = None
    _dated: tuple[CommonDate, ...] | None = None
    _banned: dict[int, list[int]] | None = None
    _ways: tuple[Way, ...] | None = None
    _begun: tuple[Beginning, ...] | None = None

    def date_of(self, row: Row, actor: str | None) -> CommonDate | None:
        """The sentence that sets one day for all that the section of a duty asks of its actor."""
        if self._dated is None:
            found = common_dates(self._own(), self.found.terms)
            self._dated = tuple(sorted(found, key=lambda one: not one.limit.places))
        if row.kind != "tasking" or any(not one.urges for one in self.found.terms(row.index)):
            return None
        section = self.found.outline.sentences[row.index].section
        near = (one for one in self._dated if one.index != row.index and one.limit.holds(section))
        return next((one for one in near if one.is_for(actor)), None)

    def date_meant(self, index: int) -> tuple[DateMeant, Evidence] | None:
        """The date that "that date" means in a sentence, with its place in one above, in any section."""
        found = self.found.date_meant(index)
        if found is None:
            return None
        start = self.found.outline.sentences[found[1]].span.start
        return found[0], self.found.document.cite(Span(start + found[0].start, start + found[0].end))

    def that_date(self, index: int) -> Iterator[tuple[str, Evidence]]:
        """What "that date" means in a sentence, as it is told beside a title."""
        that = self.date_meant(index)
        if that is not None:
            yield shown(that[1].quote, that[0].words), that[1]

    def event_day(self, term: Deadline, index: int) -> tuple[str, Evidence] | None:
        """The day of the event that a term runs from, with the sentence that tells it."""
        if term.anchor is not Anchor.EVENT or term.reading.offset is None:
            return None
        if self._begun is None:
            own = ((at, words) for at, _, words in self._own())
            self._begun = tuple(beginnings(own, self.found.facts.date))
        one = beginning_of(term, self.found.words[index], self._begun)
        if one is None or one.day is None:
            return None
        return one.day, self.found.document.cite(self.found.outline.sentences[one.index].span)

    def said(
        self, row: Row, rows: Mapping[int, Row], text: str, title: str, actor: str
    ) -> Iterator[tuple[str, Evidence]]:
        """What stands beside a tasking's title, each with its place."""
        document = self.found.document
        glossed = [*self._meant(row, text)]
        for one, index in glossed:
            start = self.found.outline.sentences[index].span.start
            place = document.cite(Span(start + one.start, start + one.end))
            more = self._list_behind(index, one.end, row.index) or goes_on(self.found.words[index], one.end)
            yield shown(f"{place.quote}{more}", one.words), place
        before = [*self._before(row, text)] or [*self._context(row, text, glossed)]
        told = [place.span for _, place in before]
        for words, place in self.that_date(row.index):
            if not any(one.overlaps(place.span) for one in told):
                yield words, place
        yield from before
        yield from self._excepted(row, rows)
        if row.kind != "tasking":
            return
        yield from self._seat(row, title)
        sentence = self.found.outline.sentences[row.index]
        used = in_use(self._definitions(), f"{actor} {title}", sentence.section)
        for term in [one for one in used if not one.span.overlaps(sentence.span)][:_MOST]:
            yield f"“{term.term}” {_defined_in(term.section)}", document.cite(term.span)

        yield from self._set_date(row, actor)
        yield from self._specified(row, rows, text)
        yield from self._limits(row.index, sentence.section)
        yield from self._ways_of(row, rows)
        for index in self._bans(rows).get(row.index, ())[:_MOST]:
            span = self.found.outline.sentences[index].span
            yield f"forbidden: “{_quoted(self.found.words[index])}”", document.cite(span)

    def _excepted(self, row: Row, rows: Mapping[int, Row]) -> Iterator[tuple[str, Evidence]]:
        """Who is spared or has longer by the sentences right behind a row of a paper that is no order."""
        if self.found.facts.kind in ORDERS or row.kind == "question":
            return
        for at in range(row.index + 1, min(row.index + 1 + _MOST, len(self.found.words))):
            sentence = self.found.outline.sentences[at]
            apart = (
                at in rows or sentence.role is not Role.BODY or not self.found.in_one_paragraph(row.index, at)
            )
            if apart or not excepts(self.found.words[at]):
                return
            words = " ".join(self.found.words[at].split()).rstrip(" .;,")
            yield f"limited: “{shortened(words, _LONGEST)}”", self.found.document.cite(sentence.span)

    def _before(self, row: Row, text: str) -> Iterator[tuple[str, Evidence]]:
        """The words on which a request, a question, or a duty that says no more than "follow it", leans."""
        if row.kind == "question":
            yield from self._asked_before(row.index, text)
        open_term = any(one.reading.event == LEFT_OPEN for one in self.found.terms(row.index))
        leaning = not row.passive and points_back(text, row.verb)
        if row.kind not in ("tasking", "request") or not (leaning or open_term):
            return
        near = list(self._near(row.index, -1))
        above = [self.found.words[at] for at in near]
        found = said_before(text, row.verb, above, row.begins) if leaning else None
        if found is None and leaning and row.kind == "request":
            found = day_before(text, row.verb, above)
        if found is None and open_term:
            found = event_above(above)
        if found is None:
            return
        at = row.index if found.above is None else near[found.above]
        start = self.found.outline.sentences[at].span.start
        place = self.found.document.cite(Span(start + found.start, start + found.end))
        yield f"said before: “{_quoted(place.quote)}”", place

    def _context(
        self, row: Row, text: str, glossed: Sequence[tuple[Meant, int]]
    ) -> Iterator[tuple[str, Evidence]]:
        """The sentence before a letter or memo that only says "this report" or "reach her"."""
        if glossed or row.kind not in ("tasking", "request") or self.found.facts.kind in ORDERS:
            return
        near = list(self._near(row.index, -1))
        found = context([self.found.words[at] for at in near]) if names_no_other(text, row.verb) else None
        if found is not None and self.found.in_one_paragraph(near[found.above or 0], row.index):
            place = self.found.document.cite(self.found.outline.sentences[near[found.above or 0]].span)
            yield f"said before: “{_quoted(place.quote)}”", place

    def _asked_before(self, index: int, text: str) -> Iterator[tuple[str, Evidence]]:
        """What was asked or said before a question that only points back to it."""
        sentences = self.found.outline.sentences
        if not leans(text, bool(index) and self.found.in_one_paragraph(index - 1, index)):
            return
        near = list(self._near(index, -1))
        count = asked_before([self.found.words[at] for at in near])
        if count is not None:
            first, last = sentences[near[count - 1]].span, sentences[near[0]].span
            place = self.found.document.cite(Span(first.start, last.end))
            yield f"said before: “{_quoted(place.quote)}”", place

    def _seat(self, row: Row, title: str) -> Iterator[tuple[str, Evidence]]:
        """Of which body somebody is to serve as chair or secretary, where only a sentence above names it."""
        if not is_seat(title):
            return
        near = list(self._near(row.index, -1))
        found = body_above([self.found.words[at] for at in near])
        if found is not None:
            above, first, last = found
            start = self.found.outline.sentences[near[above]].span.start
            place = self.found.document.cite(Span(start + first, start + last))
            yield f"of the {' '.join(place.quote.split())}", place

    def _set_date(self, row: Row, actor: str) -> Iterator[tuple[str, Evidence]]:
        """What a sentence elsewhere says of the day by which the row's section is to be done."""
        one = self.date_of(row, actor or None)
        if one is not None:
            yield self.set_date(one.index, row.index)

    def set_date(self, index: int, row: int) -> tuple[str, Evidence]:
        """What a sentence that dates others says, with its place, and its section where that is another."""
        sentence, section = self.found.outline.sentences[index], self.found.outline.sentences[row].section
        elsewhere = sentence.section and sentence.section[0] != "(" and sentence.section != section
        where = f" by {sentence.section}" if elsewhere else ""
        return f"date set{where}: “{_quoted(self.found.words[index])}”", self.found.document.cite(
            sentence.span
        )

    def _specified(self, row: Row, rows: Mapping[int, Row], text: str) -> Iterator[tuple[str, Evidence]]:
        """What the sentence right behind a duty says must be in what it makes, where that is a list.

        "The Clerk shall investigate the fire. This investigation shall address: (i) …; (ii) …".
        """
        behind = row.index + 1
        if behind >= len(self.found.words) or behind in rows or not opens_list(self.found.words[behind]):
            return
        words = self.found.words[behind]
        found = _SPECIFIES.match(words)
        if found is None or found["noun"][:_ROOT].lower() not in small(text[row.verb :]):
            return
        place = self.found.document.cite(self.found.outline.sentences[behind].span)
        listed = self._list_behind(behind, len(words.rstrip(" :—–")), row.index)
        yield f"specified: “{_quoted(words.rstrip(' :—–'))}{listed}”", place

    def _limits(self, index: int, section: str | None) -> Iterator[tuple[str, Evidence]]:
        """What sentences elsewhere say that limits the section of a duty, with the section they stand in."""
        outline = self.found.outline
        if self._limited is None:
            self._limited = tuple(limiting(self._own()))
        for one in [each for each in self._limited if each.index != index and each.holds(section)][:_MOST]:
            by = f"limited by {one.section}" if one.section and not one.section.startswith("(") else "limited"
            place = self.found.document.cite(outline.sentences[one.index].span)
            yield f"{by}: “{_quoted(self.found.words[one.index])}”", place

    def _ways_of(self, row: Row, rows: Mapping[int, Row]) -> Iterator[tuple[str, Evidence]]:
        """What sentences elsewhere say that meets a duty as well, with the section they stand in."""
        if self._ways is None:
            self._ways = tuple(one for one in ways(self._own()) if one.index not in rows)
        sentences = self.found.outline.sentences
        section = sentences[row.index].section
        for one in self._ways:
            near = one.limit is None and self._beside(one.index, rows) == row.index
            if near or (one.limit is not None and one.limit.holds(section)):
                under = f" under {one.section}" if one.section and one.section[0] != "(" else ""
                said = f"may be met{under}: “{_quoted(self.found.words[one.index])}”"
                yield said, self.found.document.cite(sentences[one.index].span)

    def _own(self) -> Iterator[tuple[int, str | None, str]]:
        """The document's own sentences with their sections; a letter's bound nobody else's."""
        for at, one in enumerate(self.found.outline.sentences):
            if one.role is Role.BODY and self.found.facts.kind not in LETTERS:
                yield at, one.section, self.found.words[at]

    def _bans(self, rows: Mapping[int, Row]) -> dict[int, list[int]]:
        """The sentences that forbid something, by the duty of their section that they stand next to.

        A prohibition is no duty of its own and stays in the ledger; who does the duty must know it.
        """
        if self._banned is None:
            self._banned = {}
            for index, sentence in enumerate(self.found.outline.sentences):
                words = self.found.words[index]
                if index in rows or sentence.role in NOT_OWN or not _NO.search(words) or not forbids(words):
                    continue
                owner = self._beside(index, rows)
                if owner is not None and self._in_one_part(owner, index):
                    self._banned.setdefault(owner, []).append(index)
        return self._banned

    def _in_one_part(self, one: int, other: int) -> bool:
        """Whether of the labels of two sentences one holds the other: what (b) forbids is not said of (a)."""
        inner, outer = (self.found.outline.sentences[at].section or "" for at in (one, other))
        return inner.startswith(outer) or outer.startswith(inner)

    def _beside(self, index: int, rows: Mapping[int, Row]) -> int | None:
        """The tasking before a sentence in its section, else the one behind it.

        A paragraph without a label that follows the last one of a list is not of that one.
        """
        behind = takewhile(lambda at: not self.found.leaves_list(index, at), self._near(index, 1))
        for near in (self._near(index, -1), behind):
            for at in near:
                if at in rows and rows[at].kind == "tasking":
                    return at
        return None

    def _near(self, index: int, step: int) -> Iterator[int]:
        """The document's own sentences of the same section in one direction, a few of them."""
        left, at = _NEAR, index + step
        while left and 0 <= at < len(self.found.words):
            role = self.found.outline.sentences[at].role
            if role not in NOT_OWN:
                if self._section(at) != self._section(index):
                    return
                left -= 1
                yield at
            elif role is Role.HEADING and not self._section(index):
                return
            at += step

    def _meant(self, row: Row, text: str) -> Iterator[tuple[Meant, int]]:
        """What "such" means in a row, with the sentence of the same section that says it."""
        near = list(self._near(row.index, -1))
        above = [self.found.words[at] for at in near]
        if row.kind == "tasking":
            for one in meant(text, above):
                yield one, near[one.above]
            for one in provided(text, above):
                yield one, near[one.above]
        kind = self.found.facts.kind
        if kind in LETTERS or kind in ORDERS or kind is Kind.AGENCY_MEMO:
            for one in pointed(text, above, kind in LETTERS, kind is Kind.AGENCY_MEMO):
                yield one, near[one.above]

    def _list_behind(self, index: int, end: int, row: int) -> str:
        """How words go on that lead to a list: with its first member, and how many more there are."""
        members = outermost(self.found.outline.sentences, self.found.labelled(index))
        if not members or row in members or self.found.words[index][end:].strip() not in (":", "—", "–"):
            return ""
        return f": {bare_member(self.found.words[members[0]])}{and_more(len(members) - 1)}"

    def _section(self, index: int) -> str:
        return (self.found.outline.sentences[index].section or "").split("(")[0]

    def _definitions(self) -> tuple[Definition, ...]:
        if self._defined is None:
            told = zip(self.found.outline.sentences, self.found.words, strict=True)
            self._defined = definitions(
                (one.section, one.span, words) for one, words in told if one.role is Role.BODY
            )
        return self._defined


def _quoted(words: str) -> str:
    """Words of the document as they stand beside a draft: without their last mark, shortened where long."""
    return shortened(" ".join(words.split()).rstrip(" .;,"), _LONGEST)


def _defined_in(section: str) -> str:
    """Where a word is defined; "(b)" alone would be read as of the duty's own section."""
    return "as this document defines it" if section.startswith("(") else f"as defined in {section}"
