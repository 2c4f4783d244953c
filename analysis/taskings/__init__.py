"""Who must do what by when: one row for each operative clause of an order, a memo, a statute or a letter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from analysis.deadlines import Deadline, Form, may_have_begun, occasions, resolve, waits_for_request
from analysis.lists import and_more, bare_member, opens_list, parted, unlinked
from analysis.masthead.forwarded import Header, header_above, headers
from analysis.metadata import Facts
from analysis.outline import Outline, Role, Sentence
from analysis.outline.membership import entitles, further, heading, outermost, unheaded
from analysis.taskings.actors import is_named
from analysis.taskings.assignments import dates_only, day_alone, only_term, to_all
from analysis.taskings.beside import (
    beside,
    is_event,
    is_excepted,
    limited,
    limits,
    openings,
    triggers,
    whole_event,
)
from analysis.taskings.common_dates import is_done_once
from analysis.taskings.company import company, phrases, severally
from analysis.taskings.conditions import Duty, conditions, is_partial, numbered, said_of, topic
from analysis.taskings.dates_meant import counted, counts_from_it
from analysis.taskings.deliverables import each_by_its_day
from analysis.taskings.elsewhere import Elsewhere
from analysis.taskings.halves import deeds, halves
from analysis.taskings.members_named import label_of, names_members
from analysis.taskings.obligations import Obligations, Row, own_words
from analysis.taskings.pronouns import pronoun_at
from analysis.taskings.reply_dates import ReplyDate, ReplyDates
from analysis.taskings.requests import LETTERS, asks, is_suspense_line
from analysis.taskings.spoken_to import spoken_to
from analysis.taskings.things_due import is_due, things_due
from analysis.taskings.timetable import told_again
from analysis.taskings.untold import untold
from analysis.taskings.verbs import imperative_at, manner_before
from analysis.taskings.wording import (
    LONGEST,
    asked_for,
    done,
    ensured,
    holds_first,
    in_company,
    leads_on,
    left_out,
    names_thing,
    opened,
    requested,
    sent_later,
    title_of,
    without,
)
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.findings import ActionFinding, Anchor, AuthorityMention, Confidence, DueBasis, ItemFinding, Kind

__all__ = ["asks", "taskings"]

_STRONG = re.compile(r"shall|must|direct|required|instructed|ordered|I\s|has to|have to", re.I)
_CONDITION = re.compile(r"(?:where|if|when(?:ever)?|in\s+the\s+event|in\s+any\s+case)\b[^,]{3,160},\s", re.I)
_TASKERS = frozenset({Kind.AGENCY_MEMO, Kind.EMAIL, Kind.OTHER})
_AND_MORE = re.compile(r"\w,?\s+and(?:\s+to)?\s*[:—–]$")
"""A lead that asks for something itself before its list: "pause all closures and:"."""
_ONLY_A_LINK = re.compile(r"(?:also|further|additionally|then)?\W*", re.I)
"""What is left of a lead whose list stands elsewhere: "shall also:"."""
_ASKS_FIRST = re.compile(r"[a-z]+\s+(?:us|me|him|her|them)\b", re.I)
"""A subject that begins so is none: "provide us the reason why fees should be paid"."""
_POINTS_BACK = re.compile(r"(?:any\s+|all\s+)?such\b|(?:it|they|this|these|those)$", re.I)
"""What such a subject is stands in another sentence, so nothing of its own is left out."""
_LABELLED = re.compile(
    r"\W*(?:\d|[ivxlIVXL]{1,5}\b|[A-Za-z]\b|Sec|§|Item|Question|Request|Part|Task|Recommendation)"
    r"|.*\s\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})\)?$"
)
_DUE = re.compile(r"(?:(?:the|all|these)\s+)?(?P<deed>[a-z]{5,})\b", re.I)
_SUCH = re.compile(r"(?:any\s+|all\s+)?such\s+(?P<deed>[a-z]{5,})\b", re.I)
_ROOT, _NEAR = 5, 6
"""Letters that a deed and its noun share ("submit", "submission"), and how many sentences above it stands."""
_DOING = re.compile(r"(?!bring|ring|sing|spring|fling)\w{2,}ing\b", re.I)
_DUE_AGAIN = re.compile(r"\b(?:is|are)\s+due\b", re.I)
_IS_DUE = re.compile(r"^\s*(?:is|are)(?:\s+due)?\b", re.I)
_ASKED = re.compile(r"\W*(?:whether|why|how|what|when|where|which|who)\b", re.I)
"""What a member of a list asks without a verb of its own: "Whether you will act before the season opens"."""
_ASKS_OF = re.compile(r"\b(?:whether|why|how)\b[^,;:]*$", re.I)
"""Behind it a day is as well one of what is asked: "say whether it will be open on May 4"."""
_ANY_AGENCY = re.compile(r"(?:all\s+|each\s+)?(?:agenc(?:y|ies)|components?|bureaus?|offices?)", re.I)
_MANY = re.compile(r"\b(?:agencies|departments|bureaus|offices|components|heads|all)\b", re.I)
"""An addressee that is several bodies: "Heads of Bureaus", "All Components"."""
_WISHER = re.compile(r"\b(?:I|we)\s*$", re.I)
_HAPPENS_FIRST = re.compile(r"(?:only\s+)?(?:if|when(?:ever)?|once|upon|in\s+the\s+event)\b", re.I)
"""Conditions by which a clock starts: a count of days behind them has no other beginning."""
_EXCEPTS = re.compile(
    r"^(?:the|these|those)\s+(?:prohibitions?|requirements?|provisions?|limitations?|restrictions?)\b[^.;]*?\bappl(?:y|ies)\s+(?:except|only|to)\b",
    re.I,
)
"""What only tells how far its list goes is none of the deeds in it."""
_HOLDS_MEMBERS = re.compile(r"(?:with\s+respect\s+to|in\s+the\s+case\s+of|where|if|when(?:ever)?)\s", re.I)
_BILL = re.compile(r"\b(?:bill|H\.\s?R\.|H\.\s?Res|S\.\s?\d)", re.I)

_Due = tuple[Deadline | None, DueBasis | None, str | None, Evidence | None]
"""A term, its sum, its day, and where it stands."""


def taskings(
    document: ExtractedDocument, outline: Outline, facts: Facts, authorities: tuple[AuthorityMention, ...]
) -> tuple[ActionFinding, ...]:
    """The obligations and requests of the document's own visible words, in their order.

    One row for each operative clause; members of its list are its items, unless they have their own actor
    or deadline, or ask on their own. Specifications, constructions, quoted law and earlier mail give none.
    """
    found = Obligations(document, outline, facts)
    desk = _Desk(found, authorities)
    rows = dict(found.rows())
    desk.note_timetable(rows)
    rows = desk.with_dated_members(desk.without_late(rows))
    kept = (row for row in rows.values() if row.index not in desk.again and not desk.empty(row, rows))
    return tuple(desk.finding(half, rows) for row in kept for half in desk.halves(row))


@dataclass(slots=True)
class _Desk:
    """Makes findings out of rows."""

    found: Obligations
    authorities: tuple[AuthorityMention, ...]
    starts: list[int] = field(default_factory=list)
    elsewhere: Elsewhere = field(init=False)
    replies: ReplyDates = field(init=False)
    suspense: int | None = None
    again: dict[int, int] = field(default_factory=dict)
    named: dict[int, int] = field(default_factory=dict)
    dues: dict[int, ReplyDate] = field(default_factory=dict)
    headers: tuple[Header, ...] | None = None
    _known: dict[tuple[object, ...], list[Deadline]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.elsewhere = Elsewhere(self.found)
        self.replies = ReplyDates(self.found)
        self.authorities = tuple(sorted(self.authorities, key=lambda one: one.evidence[0].start))
        self.starts = [one.evidence[0].start for one in self.authorities]

    @property
    def document(self) -> ExtractedDocument:
        """The document that is read."""
        return self.found.document

    @property
    def outline(self) -> Outline:
        """Its sentences."""
        return self.found.outline

    @property
    def facts(self) -> Facts:
        """What it prints of itself."""
        return self.found.facts

    @property
    def words(self) -> list[str]:
        """Its sentences' words."""
        return self.found.words

    def empty(self, row: Row, rows: dict[int, Row]) -> bool:
        """Whether a lead says nothing that its members, each a row, do not say."""
        labelled = self.found.labelled(row.index)
        members = [at for at in labelled if not entitles(self.outline.sentences, at, self.words[at])]
        if _AND_MORE.search(self.words[row.index]) or holds_first(self.words[row.index]):
            return False
        if not members and self._says_nothing(row):
            return True
        return bool(members) and not self.found.has_term(row.index) and all(at in rows for at in members)

    def _says_nothing(self, row: Row) -> bool:
        """Whether nothing stands behind the modal of a lead, whose list was lost or is told elsewhere."""
        text = self.words[row.index]
        return row.verb > 0 and opens_list(text) and not text[row.verb :].strip(" :—–")

    def note_timetable(self, rows: dict[int, Row]) -> None:
        """Note which lines of a timetable tell a duty again, with the same day or the only one for it."""
        lines = {row.index: row for row in rows.values() if row.line}
        if not lines:
            return
        duties = {
            at: self._text(row) for at, row in rows.items() if at not in lines and row.kind == "tasking"
        }
        said = {at: self._deed(row, self._text(row), ()) for at, row in lines.items()}
        self.named = told_again(said, duties)
        for line, duty in self.named.items():
            both = (rows[line], rows[duty])
            own, other = (self._due(one, rows, (), None, self._set_by(one, rows)) for one in both)
            if other[0] is None or _same_day(own, other):
                self.again[line] = duty

    def without_late(self, rows: dict[int, Row]) -> dict[int, Row]:
        """The rows without those that only date another: a thing which that one asks for may come later."""
        self.dues = things_due(self.found, rows)
        if not self.dues and not any(row.late for row in rows.values()):
            return rows
        told = {one.index for one in self.dues.values()}
        asked = {at: row for at, row in rows.items() if not row.late and not (at in told and is_due(row))}
        dating = {at for row in asked.values() for at in _dating(self._set_by(row, asked), asked)}
        return {at: row for at, row in rows.items() if at not in dating}

    def with_dated_members(self, rows: dict[int, Row]) -> dict[int, Row]:
        """The rows, with one for each member of a list of requests that a sentence dates one by one."""
        added: dict[int, Row] = {}
        for lead, row in rows.items():
            if row.kind != "request" or self._own_term(row) is not None:
                continue
            members = outermost(self.outline.sentences, self.found.labelled(lead))
            if not self.replies.dates_members(members, rows):
                continue
            own = replace(row, verb=0, passive=False, patient=None, lead=lead, lead_verb=row.verb)
            added |= {at: replace(own, index=at, named_in=row.naming) for at in members if at not in rows}
        return dict(sorted((rows | added).items()))

    def halves(self, row: Row) -> Iterator[Row]:
        """The row, or one for each of the duties that its sentence has."""
        terms, text = self.found.terms(row.index), own_words(self.words[row.index])
        firm = [one.span for one in terms if one.form in (Form.DATE, Form.OFFSET, Form.PERIOD)]
        for half in halves(row, text, [one.span for one in terms]):
            yield from each_by_its_day(half, text, firm)

    def finding(self, row: Row, rows: dict[int, Row]) -> ActionFinding:
        """The row as it is drafted."""
        sentence = self.outline.sentences[row.index]
        clause = (self._clause(sentence, row.again.deed) if row.again else ()) + self._clause(
            sentence, row.own
        )
        set_by = self._set_by(row, rows)
        dating = _dating(set_by, rows)
        clause += tuple(
            place
            for line in (*self._goes_on(row), *self._lines(row), *dating)
            for place in self._clause(self.outline.sentences[line])
        )
        holds = list(self._conditions(row, rows))
        responsible, actor_place = self._responsible(self._pointed_at(row, rows) or row)
        term, basis, due, place = self._due(row, rows, holds, responsible, set_by)
        rhythm = self._rhythm(row)
        at = (actor_place or clause[0]).start
        confidence, reason = self._confidence(row, responsible, at, term)
        if row.kind != "tasking" and may_have_begun(basis):
            reason = f"{reason}; this paper itself may have started the clock"
        title = self._title(row, rows)
        known = [*self.elsewhere.said(row, rows, self._text(row), title, responsible or "")]
        known += [self.elsewhere.set_date(line, row.index) for line in dating]
        known += self.elsewhere.that_date(set_by.index) if set_by is not None else ()
        places = {"responsible": actor_place, "due_date": place if due else None} | numbered(holds)
        places |= {f"meaning_{count}": where for count, (_, where) in enumerate(known, 1)}
        return ActionFinding(
            in_company(
                title, self._beside(row, rows, title, said_of(holds) or "", [one for one, _ in known])
            ),
            row.kind,
            clause,
            confidence,
            reason,
            responsible,
            " ".join(term.text.split()) if term else None,
            due,
            basis,
            " ".join(rhythm.text.split()) if rhythm else None,
            None if self._is_line_of_a_letter(sentence.section) else sentence.section,
            self._cited(clause),
            items=tuple(self._items(row.index, rows, due, self._says_nothing(row)) if self._ends(row) else ())
            or tuple(self._deeds(row, title))
            or tuple(self._named_members(row, rows, due)),
            condition=said_of(holds),
            field_evidence={name: where for name, where in places.items() if where},
        )

    def _is_line_of_a_letter(self, section: str | None) -> bool:
        """Whether a section of a letter has no label: a line of its head or foot looks like a heading."""
        return self.facts.kind in LETTERS and section is not None and not _LABELLED.match(section)

    def _due(
        self,
        row: Row,
        rows: dict[int, Row],
        holds: Sequence[Evidence],
        responsible: str | None,
        set_by: ReplyDate | None,
    ) -> _Due:
        """The term that holds for a row: its own, its lead's, or the reply date set for all questions."""
        own = self._own_term(row)
        if own is not None:
            found = self._resolved(own, row.index, None)
            return self._from_that_date(found, row) or self._after_event(found, self._awaited(row, holds))
        if set_by is not None:
            return self._resolved(set_by.term, set_by.index, self._quoted(set_by.index))
        source = self._inherited(row, rows)
        source = self._suspense_line() if source is None else source
        waits = any(_HAPPENS_FIRST.match(one.quote) for one in holds)
        if source is None and not waits and is_done_once(self._text(row)):
            common = self.elsewhere.date_of(row, responsible)
            source = common.index if common and common.whole else None
        if source is None:
            return None, None, None, None
        term = _chosen(self.found.terms(source))
        assert term is not None
        return self._resolved(term, source, self._quoted(source))

    def _own_term(self, row: Row) -> Deadline | None:
        """The term or the day that a row's own words state; one in a question is part of what is asked.

        "How many are open today?" is answered by no day.
        """
        if row.assigned:
            return only_term(self.words[row.index], self._terms(row))
        asked = self._only_asks(row)
        own = _chosen(self._terms(row)) if not asked else None
        if own is None and not asked and row.kind != "invitation":
            own = self._occasion(row)
        return own

    def _set_by(self, row: Row, rows: dict[int, Row]) -> ReplyDate | None:
        """The sentence that dates what a letter asks for or a duty makes, if a row has no other term."""
        if row.assigned:
            return self._said_behind(row) if self._own_term(row) is None else None
        by_thing = self.dues.get(row.index)
        if (row.kind == "tasking" and by_thing is None) or self._own_term(row) is not None:
            return None
        if by_thing is not None:
            return by_thing if self._inherited(row, rows) is None else None
        return self.replies.date_of(row, rows) if self._inherited(row, rows) is None else None

    def _quoted(self, index: int) -> str:
        return " ".join(self.words[index].split())[:200]

    def _terms(self, row: Row) -> Sequence[Deadline]:
        """The terms of a row without those of its condition ("Where a lease ends before May 1, …").

        Those of its own half go before those that hold for both.
        """
        condition = _CONDITION.match(self.words[row.index])
        end = condition.end() if condition else 0
        terms = [one for one in self._of(row) if one.span.start >= end]
        own = [one for one in terms if row.own and one.span.start >= row.own[0]]
        return own or terms

    def _of(self, row: Row) -> Sequence[Deadline]:
        """The terms of a row's own words, and of what opens its sentence."""
        words = (row.index, row.own, row.shared, row.actor)
        if words not in self._known:
            self._known[words] = self._read(row)
        return self._known[words]

    def _read(self, row: Row) -> list[Deadline]:
        start, end = row.own or (0, len(self.words[row.index]))
        terms = [whole_event(one, self.words[row.index], row.actor) for one in self.found.terms(row.index)]
        own = (one for one in terms if start <= one.span.start < end or one.span.start < row.shared)
        own = (one for one in own if not _tells_who(row, one))
        return [one for one in own if not is_excepted(self.words[row.index], one)]

    def _rhythm(self, row: Row) -> Deadline | None:
        """How often the work comes back; "quarterly" says more than "regularly"."""
        rhythms = [one for one in self._of(row) if one.recurs]
        start, end = row.own or (0, len(self.words[row.index]))
        made = (one for one in self.found.made_again(row.index) if start <= one.span.start < end)
        return next(iter((*(one for one in rhythms if one.counted), *made, *rhythms)), None)

    def _told_by_field(self, row: Row) -> list[Deadline]:
        """The terms that have a field of their own: the deadline, and how often the work comes back."""
        return [one for one in (_chosen(self._terms(row)), self._rhythm(row)) if one is not None]

    def _ends(self, row: Row) -> bool:
        """Whether the row ends its sentence, so that the list below is its own."""
        return row.own is None or row.own[1] >= len(own_words(self.words[row.index]))

    def _text(self, row: Row) -> str:
        """A row's sentence as far as its own words go."""
        return self.words[row.index] if self._ends(row) else self.words[row.index][: (row.own or (0, 0))[1]]

    def _only_asks(self, row: Row) -> bool:
        """Whether its words are a question, and no deed: what they say of time is a part of what is asked."""
        return row.kind == "question" or _ASKED.match(self.words[row.index], row.verb) is not None

    def _occasion(self, row: Row) -> Deadline | None:
        """The day on which the thing is to be done, where the words name one to come."""
        base = self.facts.date or ""
        for one in occasions(own_words(self._text(row)), row.verb):
            day, _ = resolve(one, self.facts.date)
            asked = _ASKS_OF.search(self.words[row.index], row.verb, one.span.start)
            if day is not None and len(base) == 10 and base <= day and not asked:
                return one
        return None

    def _goes_on(self, row: Row) -> list[int]:
        """The line of a schedule that goes on with the row's."""
        wrapped = self.found.wrapped(row)
        return [] if wrapped is None else [wrapped]

    def _lines(self, row: Row) -> list[int]:
        """The lines of a timetable that tell a duty again."""
        return [line for line, duty in self.again.items() if duty == row.index]

    def _inherited(self, row: Row, rows: dict[int, Row]) -> int | None:
        if self.again and self._lines(row):
            return self._lines(row)[0]
        lead = row.lead
        while lead is not None:
            if _chosen(self.found.terms(lead)) is not None:
                return lead
            lead = rows[lead].lead if lead in rows else None
        below = row.index + 1
        if (
            below < len(self.words)
            and is_suspense_line(self.words[below])
            and _chosen(self.found.terms(below))
        ):
            return below
        return None

    def _suspense_line(self) -> int | None:
        """The line of a memo or tasker that sets one suspense for all that is tasked."""
        if self.facts.kind not in _TASKERS:
            return None
        if self.suspense is None:
            lines = (
                index
                for index, one in enumerate(self.outline.sentences)
                if one.role in (Role.BODY, Role.LETTERHEAD, Role.HEADING)
                and is_suspense_line(self.words[index])
                and any(term.datable for term in self.found.terms(index))
            )
            self.suspense = next(lines, -1)
        return self.suspense if self.suspense >= 0 else None

    def _resolved(
        self, term: Deadline, index: int, inherited: str | None
    ) -> tuple[Deadline, DueBasis | None, str | None, Evidence]:
        start = self.outline.sentences[index].span.start
        base = None if self._bill and "enactment" in term.text else self.facts.date
        due, basis = resolve(term, base, self.facts.place("date"))
        begun = self.elsewhere.event_day(term, index)
        if begun is not None:
            due, basis = resolve(counted(term), *begun)
            basis = basis and replace(basis, anchor=Anchor.ABSOLUTE)
        if basis and inherited:
            basis = replace(basis, inherited_from=inherited)
        return term, basis, due, self.document.cite(Span(start + term.span.start, start + term.span.end))

    def _awaited(self, row: Row, holds: Sequence[Evidence]) -> str | None:
        """What must happen before the clock of a row starts, by the words before its action."""
        told = [one.text for one in self._of(row) if is_event(one) and one.span.start < row.verb]
        action = self.outline.sentences[row.index].span.start + row.verb
        told += [one.quote for one in holds if one.start < action and _HAPPENS_FIRST.match(one.quote)]
        return " ".join(told[0].split()) if told else None

    def _after_event(self, found: _Due, event: str | None) -> _Due:
        """The term from its event on: "Once the list is approved, the Clerk shall post it within 10 days"."""
        term, basis, _, place = found
        if event is None or term is None or basis is None or term.form is not Form.OFFSET:
            return found
        if basis.anchor is not Anchor.DOCUMENT_DATE or term.reading.event is not None:
            return found
        return term, DueBasis(Anchor.EVENT, base=event, offset=basis.offset, unit=basis.unit), None, place

    def _from_that_date(self, found: _Due, row: Row) -> _Due | None:
        """The term from the date that a sentence above prints: "within two weeks of that date"."""
        term, place = found[0], found[3]
        meant = self.elsewhere.date_meant(row.index) if term is not None and counts_from_it(term) else None
        if term is None or meant is None:
            return None
        due, basis = resolve(counted(term), meant[0].day, meant[1])
        return (term, replace(basis, anchor=Anchor.ABSOLUTE), due, place) if basis and due else None

    @property
    def _bill(self) -> bool:
        named = f"{self.facts.kind_detail or ''} {self.facts.number or ''}"
        return self.facts.kind is Kind.STATUTE and bool(_BILL.search(named))

    def _conditions(self, row: Row, rows: dict[int, Row]) -> Iterator[Evidence]:
        """On what the duty depends, by the sentences that lead to it and by its own.

        The title of a question holds all of it, and that of a duty what only its second half depends on.
        """
        if row.lead is not None and row.lead in rows and self._leads(row):
            yield from self._conditions(rows[row.lead], rows)
        yield from self._headed(row, rows)
        if row.kind == "question":
            return
        start = self.outline.sentences[row.index].span.start
        begins = row.own[0] if row.own else 0
        words = own_words(self._text(row))
        for place in self._holds(row):
            if row.shared <= place.start < begins:
                continue
            if is_partial(words, place, row.verb):
                continue
            opens = row.own is not None and place.start < row.shared
            end = len(words[: row.shared].rstrip(" ,")) if opens and place.end > row.shared else place.end
            yield self.document.cite(Span(start + place.start, start + end))

    def _headed(self, row: Row, rows: dict[int, Row]) -> Iterator[Evidence]:
        """To what the head of a list within a list holds its members: "with respect to a bank:"."""
        head = self.outline.sentences[row.index].lead
        if head is None or head in rows or not opens_list(self.words[head]):
            return
        if _HOLDS_MEMBERS.match(self.words[head]):
            start = self.outline.sentences[head].span.start
            yield self.document.cite(Span(start, start + len(self.words[head].rstrip(" :—–"))))

    def _holds(self, row: Row) -> tuple[Span, ...]:
        """Where the conditions of a row stand in its sentence."""
        named = row.patient or (row.actor if row.naming == row.index else None)
        terms = tuple(term.span for term in self._terms(row))
        words = own_words(self._text(row))
        # "If you have the list, we would be glad to see it": the wish begins with who wishes
        wisher = _WISHER.search(words, 0, row.verb) if row.kind == "request" else None
        verb = wisher.start() if wisher else row.verb
        return conditions(words, Duty(0, len(words), Span(*named) if named else None, verb, terms))

    def _pointed_at(self, row: Row, rows: dict[int, Row]) -> Row | None:
        """The duty above that names who acts, of a line of a timetable or of "such submissions".

        Whoever is told to submit makes these, and whoever is to certify "certifications" that "are due"; they
        stand in one section. "She" and an order without a subject mean whom a memo's paragraph named.
        """
        if row.index in self.named and row.actor is None:
            return rows[self.named[row.index]]
        if self._is_of_its_paragraph(row):
            return self._named_in_paragraph(row, rows)
        form = _DUE if row.modal.endswith(" due") else _SUCH
        such = form.match(self.words[row.index], row.patient[0]) if row.patient else None
        if such is None or row.actor is not None or not (row.passive or form is _DUE):
            return None
        deed = re.compile(rf"\b{such['deed'][:_ROOT]}", re.I)
        section = self.outline.sentences[row.index].section
        above = (rows[at] for at in range(row.index - 1, max(-1, row.index - _NEAR), -1) if at in rows)
        near = (one for one in above if one.actor and self.outline.sentences[one.index].section == section)
        return next((one for one in near if deed.search(self.words[one.index], one.verb)), None)

    def _is_of_its_paragraph(self, row: Row) -> bool:
        """Whether a duty of a memo names nobody but "she", or is an order to whom its paragraph speaks."""
        if self.facts.kind is not Kind.AGENCY_MEMO or row.kind != "tasking":
            return False
        if row.actor is None:
            return not (row.modal or row.passive or row.line) and row.patient is None
        return self.words[row.naming][slice(*row.actor)].lower() in ("he", "she")

    def _named_in_paragraph(self, row: Row, rows: dict[int, Row]) -> Row | None:
        """The nearest duty above in a paragraph that names somebody who acts."""
        for at in range(row.index - 1, max(-1, row.index - _NEAR), -1):
            if not self.found.in_one_paragraph(at, row.index):
                return None
            above = rows.get(at)
            if above is not None and above.actor is not None and not self._is_of_its_paragraph(above):
                return above
        return None

    def _said_behind(self, row: Row) -> ReplyDate | None:
        """The sentence of somebody's own line that says by when, behind the one that says what."""
        for at in self.found.assigned[row.index].more:
            term = only_term(self.words[at], self.found.terms(at)) or day_alone(self.words[at])
            if term is not None and dates_only(self.words[at]):
                return ReplyDate(at, term)
        return None

    def _responsible(self, row: Row) -> tuple[str | None, Evidence | None]:
        source = row.naming
        if row.actor:
            start = self.outline.sentences[source].span.start
            words = self.words[source][slice(*row.actor)]
            if words.lower() not in ("you", "we") and not self._is_written_to(row, words):
                place = self.document.cite(Span(start + row.actor[0], start + row.actor[1]))
                return " ".join(words.split()), place
        if row.kind == "tasking" and row.passive:
            return None, None
        line = self.found.assigned_to(row.index)
        if line is not None:
            start = self.outline.sentences[line[0]].span.start
            place = self.document.cite(Span(start + line[1][0], start + line[1][1]))
            return " ".join(place.quote.split()), place
        return self._asked(self.outline.sentences[row.index].span.start, to_all(self.words[row.index]))

    def _is_written_to(self, row: Row, words: str) -> bool:
        """Whether a letter to one body asks "agencies": of whom it is written to, it asks the same."""
        if row.kind == "tasking" or self.facts.kind not in LETTERS or self.facts.addressee is None:
            return False
        return _ANY_AGENCY.fullmatch(words) is not None and not _MANY.search(self.facts.addressee)

    def _asked(self, at: int, everyone: bool) -> tuple[str | None, Evidence | None]:
        """Who is asked where nobody is named: the addressee, in a message passed on that message's own.

        Of several it is the one whose name opens the paragraph, unless the words speak to everyone.
        """
        if self.facts.kind is Kind.EMAIL:
            if self.headers is None:
                self.headers = headers(self.document.text)
            above = header_above(self.headers, at)
            listed = above.addressee.value if above and above.addressee else self.facts.addressee or ""
            one = None if everyone else spoken_to(self.document.text, at, listed)
            if one is not None:
                return one[0], self.document.cite(one[1])
            if above is not None and above.addressee is not None:
                return above.addressee.value, self.document.cite(above.addressee.span)
        return self.facts.addressee, self.facts.place("addressee")

    def _beside(
        self, row: Row, rows: dict[int, Row], title: str, condition: str, known: Sequence[str]
    ) -> str:
        """What stands with the duty and is not in its title: partners, the event it waits for, its bounds."""
        if row.kind != "tasking":
            return beside(title, condition, [*topic(self.words[row.index], row.verb), *known])
        above = rows.get(row.lead) if row.lead is not None and self._leads(row) else None
        text = self._text(row)
        told = [
            condition,
            *limits(text, (row.verb, len(text))),
            *(one.text for one in self._told_by_field(row)),
        ]
        own = text[row.again.thing[0] if row.again else row.verb :]
        parts = [*self._said_with(row), *left_out(own, told)]
        parts += [*(self._said_with(above) if above else ()), *known]
        return beside(title, condition, parts)

    def _leads(self, row: Row) -> bool:
        """Whether what bounds the sentence above bounds this row, which is no whole duty beside that one."""
        whole = bool(row.modal) and row.actor is not None and row.naming == row.index
        return row.lead is None or not whole or opens_list(self.words[row.lead])

    def _said_with(self, row: Row) -> Iterator[str]:
        yield from self._openings(row)
        yield from self._untold(row)
        yield self._company(row)
        if row.actor and row.naming == row.index:
            yield severally(self._text(row), row.actor[1], row.verb)
        yield from triggers(self._of(row), row.verb, self._told_by_field(row))
        yield from limits(self.words[row.index], row.own or (0, len(self._text(row))))

    def _untold(self, row: Row) -> Iterator[str]:
        """What stands between the actor, or what is done to, and the action, and is in no field."""
        named = row.patient or (row.actor if row.naming == row.index else None)
        text, begins = self._text(row), row.begins
        bound = text.rfind(row.modal, 0, row.verb) if row.modal else -1
        if named is None and bound < 0:
            return
        start, end = max(named[1] if named else bound, begins), manner_before(text, row.verb)
        told = [(one.span.start, one.span.end) for one in self._of(row)]
        told += [(one.start, one.end) for one in self._holds(row)]
        told += [*phrases(text, start, end), *limited(text, start, end)]
        yield from untold(text, start, end, told)

    def _openings(self, row: Row) -> Iterator[str]:
        """What opens the sentence, or this half of it, before whoever acts or what is done."""
        named = [one[0] for one in (row.patient, row.actor if row.naming == row.index else None) if one]
        text = self._text(row)
        end = min(named) if named else pronoun_at(text)
        if end is None:
            return
        begins = row.begins
        for first, last in ((0, row.shared or end), (begins, end)) if begins else ((0, end),):
            if first < last:
                told = [(one.span.start, one.span.end) for one in self._of(row)]
                told += [(one.start, one.end) for one in self._holds(row)]
                yield from openings(text, first, last, [*told, *phrases(text, first, last)])

    def _company(self, row: Row) -> str:
        """With whom and through whom the actor acts, where that stands before the action."""
        if row.actor is None or row.passive or row.naming != row.index:
            return ""
        start, end = row.actor
        return company(self.words[row.index], ((row.begins, start), (end, row.verb)))

    def _title(self, row: Row, rows: dict[int, Row]) -> str:
        """What is to be done, with the first member of the list that the words lead to."""
        text = self._text(row)
        told = self._told(row.index, rows) if self._ends(row) else ()
        members = outermost(self.outline.sentences, [*told])
        title = self._deed(row, text, members)
        listed = members and row.kind in ("tasking", "request") and leads_on(text)
        if not listed or parted(title)[1]:
            return title
        return opened(title, text, [self._member(at) for at in members])

    def _told(self, lead: int, rows: dict[int, Row]) -> Iterator[int]:
        """The members that a lead tells: those without a row, and the run-in headings of those with one."""
        for at in unheaded(self.outline.sentences, self.found.labelled(lead)):
            top = heading(self.outline.sentences, at) if at in rows else at
            if top is not None:
                yield top

    def _member(self, index: int) -> str:
        """A member of a list, with the first of the list that it leads to itself."""
        words, below = self.words[index], self.found.labelled(index)
        return f"{words} {bare_member(self.words[below[0]])} …" if below and opens_list(words) else words

    def _deed(self, row: Row, text: str, members: Sequence[int]) -> str:
        """What the words of a row's own sentence ask for."""
        if row.kind == "question":
            return title_of(f"Answer: {text}")
        chosen, rhythm = _chosen(self._terms(row)), self._rhythm(row)
        dated = (one for one in self._of(row) if one.form is not Form.OFTEN and not self._only_asks(row))
        dated = (one for one in dated if one is rhythm or _is_field(one, chosen))
        spans = [(one.span.start, one.span.end) for one in dated]
        if row.cell:
            wrapped = self.found.wrapped(row)
            more = f" {self.words[wrapped]}" if wrapped is not None else ""
            return title_of(f"{without(text[: row.cell[1]], row.cell[0], spans).rstrip()}{more}")
        undergone = _undergone(row, text, spans)
        if undergone is not None:
            return undergone
        if row.again:
            said = (
                *(text[slice(*one)].strip() for one in (row.again.deed, row.again.thing, row.again.about)),
            )
            return title_of(" ".join(said) + without(text, row.again.thing[1], spans).rstrip(" ,"))
        predicate = title_of(without(text, manner_before(text, row.verb), spans))
        if row.modal.endswith(("enjoined", "restrained")):
            return title_of(f"Refrain from {predicate[:1].lower()}{predicate[1:]}")
        if row.lead is not None and row.lead_verb is not None and _hangs(predicate):
            led = title_of(self.words[row.lead][row.lead_verb :], LONGEST // 2)
            return title_of(f"{led}: {predicate[:1].lower()}{predicate[1:]}")
        if members and (not predicate or predicate.startswith("To the ")):
            more = and_more(len(members) - 1)
            return title_of(self._member(members[0]), LONGEST - len(more)) + more
        if _ONLY_A_LINK.fullmatch(predicate):
            return title_of(text)
        if row.kind == "invitation":
            return title_of(f"Answer the invitation: {text[row.verb :]}")
        if row.thing:
            return requested(predicate)
        return (asked_for(predicate) if row.kind == "request" else predicate) or title_of(text)

    def _items(
        self, lead: int, rows: dict[int, Row], due: str | None, are_deeds: bool, above: _Above = ("", ())
    ) -> Iterator[ItemFinding]:
        """The members of a list; its date is that of members that are deeds, not of mere goals.

        A member that leads a list of its own is told with each of that list: "as funds allow, use ropes to:".
        """
        told = ((at, *further(self.outline.sentences, at)) for at in self._told(lead, rows))
        for index in (at for member in told for at in member if at not in rows):
            text = self._unlinked(index)
            own = due if are_deeds or (imperative_at(text, 0) and not self.found.are_goals(lead)) else None
            places = (*self._clause(self.outline.sentences[index]), *above[1])
            led = (f"{above[0]}{text} ", places) if opens_list(text) else ("", ())
            below = list(self._items(index, rows, due, False, led))
            rowed = led[1] and not below and any(at in rows for at in self.found.labelled(index))
            if not (below and led[1]) and not rowed and not _EXCEPTS.search(text):
                yield ItemFinding(f"{above[0]}{text}", places, due_date=own)
            yield from below

    def _unlinked(self, index: int) -> str:
        """The words of a member of a list without what links it to the next one."""
        return unlinked(" ".join(self.words[index].split()).rstrip(";,"))

    def _named_members(self, row: Row, rows: dict[int, Row], due: str | None) -> Iterator[ItemFinding]:
        """The members of a list above that a row names by their letters: "Items a and c are due by May 4"."""
        named = names_members(self.words[row.index][slice(*row.patient)]) if row.patient else frozenset()
        if not named:
            return
        above = [at for at in range(row.index) if at not in rows and self.outline.sentences[at].marker]
        found = {label_of(self.outline.sentences[at].section): at for at in above}
        if named <= found.keys():
            for at in sorted(found[one] for one in named):
                yield ItemFinding(self._unlinked(at), self._clause(self.outline.sentences[at]), due_date=due)

    def _deeds(self, row: Row, title: str) -> Iterator[ItemFinding]:
        """The deeds of one duty, each whole, where a shortened title leaves one of them out."""
        text = unlinked(own_words(self._text(row)).rstrip(" .;,"))
        if "…" not in title or row.passive or row.kind == "question":
            return
        found = list(deeds(text, row.verb))
        start = self.outline.sentences[row.index].span.start
        for first, last in found if len(found) > 1 else ():
            evidence = self.document.cite(Span(start + first, start + last))
            yield ItemFinding(" ".join(text[first:last].split()), (evidence,))

    def _clause(self, sentence: Sentence, own: tuple[int, int] | None = None) -> tuple[Evidence, ...]:
        """Where a sentence, or one half of it, stands; in two places or more where notes part it."""
        start, end = own or (0, len(sentence.span))
        first, last = sentence.span.start + start, sentence.span.start + end
        places = sentence.places(self.document.text)
        cut = ((max(one.start, first), min(one.end, last)) for one in places)
        return tuple(self.document.cite(Span(*one)) for one in cut if one[0] < one[1])

    def _cited(self, clause: tuple[Evidence, ...]) -> tuple[str, ...]:
        found: list[AuthorityMention] = []
        for place in sorted(one.span for one in clause):
            first, last = bisect_left(self.starts, place.start), bisect_left(self.starts, place.end)
            found += self.authorities[first:last]
        return tuple(dict.fromkeys(one.citation for one in found if not one.is_self))

    def _confidence(
        self, row: Row, responsible: str | None, at: int, term: Deadline | None
    ) -> tuple[Confidence, str]:
        if row.kind != "tasking":
            return _asking(row, term)
        strong = bool(_STRONG.match(row.modal)) or row.modal.endswith("directed to")
        parts = [f"“{row.modal}”" if row.modal else "an imperative"]
        parts.append("with a named actor" if responsible else "without a named actor")
        if term:
            parts.append(_kind_of(term))
        full = self.facts.told(responsible, at) if responsible else None
        reason = " ".join(parts) + (f"; {full}" if full else "")
        if responsible is None or not (row.modal or term):
            return Confidence.LOW, reason
        certain = strong and row.sure and is_named(responsible)
        return (Confidence.HIGH if certain else Confidence.MEDIUM), reason


_Above = tuple[str, tuple[Evidence, ...]]
"""What leads to a list within a list, and where it stands."""


def _dating(set_by: ReplyDate | None, rows: dict[int, Row]) -> list[int]:
    """The sentence that dates a row and asks for nothing else, which no row of its own shows."""
    return [set_by.index] if set_by is not None and set_by.index not in rows else []


def _undergone(row: Row, text: str, spans: Sequence[tuple[int, int]]) -> str | None:
    """The title of what is to be done to a thing, or with it; None where somebody is told what to do."""
    if row.patient is None:
        return None
    thing = text[slice(*row.patient)]
    if _ASKS_FIRST.match(thing):
        return title_of(text[row.patient[0] :])
    if row.passive and _POINTS_BACK.match(thing):
        return title_of(without(text, 0, spans))
    if row.late or row.modal.endswith(" due"):
        return _handed_over(row, text, spans)
    if not (row.passive and row.verb):
        return None
    predicate = without(text, row.verb, spans)
    return done(thing, predicate, text[slice(*row.actor)] if row.actor else "") or ensured(thing, predicate)


def _handed_over(row: Row, text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The title of a thing that is due, or that may come later but by a day."""
    first, last = row.patient or (0, 0)
    if row.late:
        return sent_later(text[first:last], without(text, row.late, spans))
    if len(_DUE_AGAIN.findall(text, last)) > 1:
        return title_of(text)
    rest = _IS_DUE.sub("", without(text, last, spans))
    return title_of(f"Provide {text[first : first + 1].lower()}{text[first + 1 : last]}{rest}")


def _tells_who(row: Row, term: Deadline) -> bool:
    """Whether a term tells of who acts: "bureaus that did not answer the call due May 4 must do so"."""
    if row.actor is None or row.naming != row.index:
        return False
    return row.actor[0] < term.span.start and term.span.end <= row.actor[1]


def _kind_of(term: Deadline) -> str:
    """What a term is to a duty, as the reason of its confidence tells it."""
    if waits_for_request(term.text):
        return "and due on request"
    return "and urgency, without a day" if term.urges else "and a deadline"


def _same_day(one: _Due, other: _Due) -> bool:
    """Whether two terms mean the same day, or the same count from what is still to come."""
    if one[2] or other[2]:
        return one[2] == other[2]
    first, second = one[0], other[0]
    if first is None or second is None:
        return first is second
    counts = ((each.reading.offset, each.reading.unit, each.form) for each in (first, second))
    return len(set(counts)) == 1 and first.reading.offset is not None


def _asking(row: Row, term: Deadline | None) -> tuple[Confidence, str]:
    ending = " with a date to answer by" if term and term.datable else ""
    if not row.sure:
        level = Confidence.LOW if row.kind == "question" else Confidence.MEDIUM
        return level, f"{'a question in running text' if row.kind == 'question' else 'a wish'}{ending}"
    said = {"question": "a question in a list of questions", "invitation": "an invitation"}
    return Confidence.HIGH, f"{said.get(row.kind, 'an explicit request')}{ending}"


def _hangs(predicate: str) -> bool:
    """Whether a member of a list says nothing without its lead: "a report", "by: (a) issuing guidance"."""
    return names_thing(predicate) or _DOING.match(predicate) is not None


def _is_field(term: Deadline, chosen: Deadline | None) -> bool:
    """Whether a term is the row's deadline, and so need not stand in its title.

    A second one does: "issue the notice by May 4 and the rule by June 9".
    """
    return not is_event(term) and (chosen is None or term.span == chosen.span)


def _chosen(terms: Sequence[Deadline]) -> Deadline | None:
    """The term that counts where a sentence has several: a day before an event, a rhythm, a loose word.

    "Regularly" sets none: a meeting that comes back so is never late by any day.
    """
    order = (
        lambda one: one.datable,
        lambda one: one.form is Form.OFFSET,
        lambda one: one.recurs,
        lambda one: True,
    )
    set_by = [one for one in terms if one.form is not Form.OFTEN]
    return next((one for wanted in order for one in set_by if wanted(one)), None)
