"""Who must do what by when: one row for each operative clause of an order, a memo, a statute or a letter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from analysis.actors import is_named
from analysis.clauses import Clause, Reading, read
from analysis.deadlines import Deadline, Form, deadlines, resolve
from analysis.definitions import resolved, short_names
from analysis.metadata import Facts
from analysis.outline import Outline, Role, Sentence
from analysis.requests import LETTERS, REQUEST_LEAD, Request, asks, expects_answers, read_request
from analysis.wording import LONGEST, asked_for, ensured, names_thing, title_of, without
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.findings import ActionFinding, AuthorityMention, Confidence, DueBasis, ItemFinding, Kind

__all__ = ["asks", "taskings"]

_NOT_OWN = frozenset(
    {Role.HIDDEN, Role.QUOTED, Role.REPLY, Role.FURNITURE, Role.HEADING, Role.LETTERHEAD, Role.SIGNATURE}
)
_ORDERS = frozenset({Kind.EXECUTIVE_ORDER, Kind.PRESIDENTIAL_MEMORANDUM, Kind.STATUTE, Kind.REGULATION})
_POLICY = re.compile(
    r"\b(?:policy|purpose|background|findings?|introduction|general\s+principles|scope|preamble)\b", re.I
)
_STRONG = re.compile(r"shall|must|direct|required|instructed|ordered|I\s|has to|have to", re.I)
_BILL = re.compile(r"\b(?:bill|H\.\s?R\.|H\.\s?Res|S\.\s?\d)", re.I)


@dataclass(frozen=True, slots=True)
class _Row:
    """A clause that asks somebody for something. `verb` and `actor` are offsets in the sentence."""

    index: int
    kind: str
    verb: int
    modal: str
    actor: tuple[int, int] | None = None
    patient: tuple[int, int] | None = None
    passive: bool = False
    sure: bool = True
    lead: int | None = None
    lead_verb: int | None = None


def taskings(
    document: ExtractedDocument, outline: Outline, facts: Facts, authorities: tuple[AuthorityMention, ...]
) -> tuple[ActionFinding, ...]:
    """The obligations and requests of the document's own visible words, in their order.

    One row for each operative clause; members of its list are its items, unless they have their own actor
    or deadline, or ask on their own. Specifications, constructions, quoted law and earlier mail give none.
    """
    desk = _Desk(document, outline, facts, authorities)
    rows = dict(desk.rows())
    return tuple(desk.finding(row, rows) for row in rows.values() if not desk.empty(row, rows))


@dataclass(slots=True)
class _Desk:
    document: ExtractedDocument
    outline: Outline
    facts: Facts
    authorities: tuple[AuthorityMention, ...]
    words: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    due: dict[int, tuple[Deadline, ...]] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    members: dict[int, list[int]] = field(default_factory=dict)
    answers: int | None = None

    def __post_init__(self) -> None:
        text = self.document.text
        self.words = [text[one.span.start : one.span.end] for one in self.outline.sentences]
        self.names = short_names(text)
        self.authorities = tuple(sorted(self.authorities, key=lambda one: one.evidence[0].start))
        self.starts = [one.evidence[0].start for one in self.authorities]
        for index, sentence in enumerate(self.outline.sentences):
            if sentence.lead is not None:
                self.members.setdefault(sentence.lead, []).append(index)

    def rows(self) -> Iterator[tuple[int, _Row]]:
        """The clauses that make a row, by the index of their sentence."""
        heading = ""
        known: dict[int, _Row] = {}
        for index, sentence in enumerate(self.outline.sentences):
            if sentence.role is Role.HEADING:
                heading = self.words[index]
            if sentence.role in _NOT_OWN:
                continue
            row = self._row(index, sentence, heading, known)
            if row:
                known[index] = row
                yield index, row

    def _row(self, index: int, sentence: Sentence, heading: str, known: dict[int, _Row]) -> _Row | None:
        text = self.words[index]
        lead = known.get(sentence.lead) if sentence.lead is not None else None
        row = self._clause(index, text, heading) if self._orders else None
        if row is None and lead is not None and lead.kind == "tasking":
            row = self._member(index, sentence, lead)
        if row is None:
            row = self._request(index, text, sentence)
        if row is None and not self._orders:
            row = self._demand(index, text)
        if row is None and lead is not None:
            row = self._member(index, sentence, lead)
        return replace(row, lead=lead.index) if row and lead else row

    def _member(self, index: int, sentence: Sentence, lead: _Row) -> _Row | None:
        """A list member with its own term, done by whom its lead names."""
        if not sentence.marker or not self._has_term(index):
            return None
        return replace(lead, index=index, verb=0, passive=False, patient=None, lead_verb=lead.verb)

    @property
    def _orders(self) -> bool:
        """Whether obligation words bind here: everywhere but in letters."""
        if self.facts.kind is Kind.OTHER:
            return not any(
                one.role is Role.LETTERHEAD and self.words[at].startswith("Dear")
                for at, one in enumerate(self.outline.sentences[:40])
            )
        return self.facts.kind not in LETTERS

    def _clause(self, index: int, text: str, heading: str) -> _Row | None:
        reading = read(text)
        if (
            reading is None
            or reading.clause is not Clause.TASKING
            or not self._binds(reading, index, heading)
        ):
            return None
        actor = (reading.actor.start, reading.actor.end) if reading.actor else None
        patient = (reading.patient.start, reading.patient.end) if reading.patient else None
        passive = reading.patient is not None
        return _Row(index, "tasking", reading.verb, reading.modal, actor, patient, passive, not reading.weak)

    def _binds(self, reading: Reading, index: int, heading: str) -> bool:
        """Whether a modal binds in this kind of document.

        Orders and statutes bind by "shall", "must" and "is directed to"; what they say should or will be
        is policy. Their first section states policy, which only "shall" turns into a duty. Memos and
        directives bind by "should" and "will" as well.
        """
        modal = reading.modal.lower()
        subject = self.words[index][reading.patient.start : reading.patient.end] if reading.patient else ""
        if subject.lower().startswith(("such ", "any such ")) and not self._has_term(index):
            return False
        if self.facts.kind in _ORDERS:
            if modal in ("should", "will") or modal.endswith(
                ("encouraged to", "is to", "are to", "need to", "needs to")
            ):
                return False
            return modal == "shall" or not _POLICY.search(heading)
        if modal == "will":
            name = reading.actor.text.lower() if reading.actor else ""
            return (
                reading.patient is None
                and not name.startswith(("you", "we", "i ", "this"))
                and is_named(name)
            )
        return modal != "should" or reading.patient is None

    def _request(self, index: int, text: str, sentence: Sentence) -> _Row | None:
        letter = self.facts.kind in LETTERS
        request = read_request(text, letter, self._asked_above(sentence), self._has_term(index))
        if request is None or request.courtesy:
            return None
        if self.facts.kind in _ORDERS and not (request.bare and self._has_term(index)):
            return None
        row = _asked(index, request)
        # the imperative of a memo or directive orders; that of a letter asks
        return row if letter or not request.bare else replace(row, kind="tasking")

    def _asked_above(self, sentence: Sentence) -> bool:
        if sentence.lead is None:
            return False
        return self.facts.kind in LETTERS and bool(REQUEST_LEAD.search(self.words[sentence.lead]))

    def _demand(self, index: int, text: str) -> _Row | None:
        """A duty that a letter states outright: with a term, by "shall" or "must"."""
        if not self._has_term(index):
            return None
        reading = read(text)
        if reading is None or reading.clause is not Clause.TASKING or not _STRONG.match(reading.modal):
            return None
        actor = (reading.actor.start, reading.actor.end) if reading.actor else None
        return _Row(index, "request", reading.verb, reading.modal, actor, sure=False)

    def _terms(self, index: int) -> tuple[Deadline, ...]:
        if index not in self.due:
            self.due[index] = deadlines(self.words[index])
        return self.due[index]

    def _has_term(self, index: int) -> bool:
        return any(one.form is not Form.VAGUE and not one.recurs for one in self._terms(index))

    def empty(self, row: _Row, rows: dict[int, _Row]) -> bool:
        """Whether a lead says nothing that its members, each a row, do not say."""
        members = self._labelled(row.index)
        return bool(members) and not self._has_term(row.index) and all(at in rows for at in members)

    def finding(self, row: _Row, rows: dict[int, _Row]) -> ActionFinding:
        """The row as it is drafted."""
        sentence = self.outline.sentences[row.index]
        clause = self.document.cite(sentence.span)
        term, basis, due, place = self._due(row, rows)
        responsible, actor_place = self._responsible(row)
        rhythm = next((one.text for one in self._terms(row.index) if one.recurs), None)
        confidence, reason = self._confidence(row, responsible, term)
        places = {"responsible": actor_place, "due_date": place if due else None}
        return ActionFinding(
            self._title(row),
            row.kind,
            (clause,),
            confidence,
            reason,
            responsible,
            " ".join(term.text.split()) if term else None,
            due,
            basis,
            " ".join(rhythm.split()) if rhythm else None,
            sentence.section,
            self._cited(sentence.span),
            items=tuple(self._items(row.index, rows, due)),
            field_evidence={name: where for name, where in places.items() if where},
        )

    def _due(
        self, row: _Row, rows: dict[int, _Row]
    ) -> tuple[Deadline | None, DueBasis | None, str | None, Evidence | None]:
        """The term that holds for a row: its own, its lead's, or the reply date set for all questions."""
        own = _chosen(self._terms(row.index))
        if own is not None:
            return self._resolved(own, row.index, None)
        source = self._inherited(row, rows)
        if source is None:
            return None, None, None, None
        term = _chosen(self._terms(source))
        assert term is not None
        return self._resolved(term, source, " ".join(self.words[source].split())[:200])

    def _inherited(self, row: _Row, rows: dict[int, _Row]) -> int | None:
        lead = row.lead
        while lead is not None:
            if _chosen(self._terms(lead)) is not None:
                return lead
            lead = rows[lead].lead if lead in rows else None
        if row.kind == "tasking" or not self._listed(row):
            return None
        return self._reply_date(rows)

    def _reply_date(self, rows: dict[int, _Row]) -> int | None:
        """The sentence that sets one date for all answers."""
        if self.answers is None:
            dated = (
                index
                for index in rows
                if expects_answers(self.words[index]) and any(one.datable for one in self._terms(index))
            )
            self.answers = next(dated, -1)
        return self.answers if self.answers >= 0 else None

    def _listed(self, row: _Row) -> bool:
        sentence = self.outline.sentences[row.index]
        return sentence.lead is not None or sentence.marker is not None or row.kind == "question"

    def _resolved(
        self, term: Deadline, index: int, inherited: str | None
    ) -> tuple[Deadline, DueBasis | None, str | None, Evidence]:
        start = self.outline.sentences[index].span.start
        base = None if self._bill and "enactment" in term.text else self.facts.date
        due, basis = resolve(term, base, self.facts.place("date"))
        if basis and inherited:
            basis = replace(basis, inherited_from=inherited)
        return term, basis, due, self.document.cite(Span(start + term.span.start, start + term.span.end))

    @property
    def _bill(self) -> bool:
        named = f"{self.facts.kind_detail or ''} {self.facts.number or ''}"
        return self.facts.kind is Kind.STATUTE and bool(_BILL.search(named))

    def _responsible(self, row: _Row) -> tuple[str | None, Evidence | None]:
        source = row.lead if row.lead is not None and row.lead_verb is not None else row.index
        if row.actor:
            start = self.outline.sentences[source].span.start
            words = self.words[source][slice(*row.actor)]
            if words.lower() not in ("you", "we"):
                place = self.document.cite(Span(start + row.actor[0], start + row.actor[1]))
                return " ".join(words.split()), place
        if row.kind == "tasking" and row.passive:
            return None, None
        return self.facts.addressee, self.facts.place("addressee")

    def _title(self, row: _Row) -> str:
        text = self.words[row.index]
        if row.kind == "question":
            return title_of(f"Answer: {text}")
        spans = [(one.span.start, one.span.end) for one in self._terms(row.index)]
        if row.passive and row.patient:
            return ensured(text[slice(*row.patient)], without(text, row.verb, spans))
        predicate = title_of(without(text, row.verb, spans))
        if row.lead is not None and row.lead_verb is not None and names_thing(text):
            return title_of(f"{title_of(self.words[row.lead][row.lead_verb :], LONGEST // 2)}: {predicate}")
        members = self._labelled(row.index)
        if members and (len(predicate.split()) < 2 or predicate.startswith("To the ")):
            more = f" (and {len(members) - 1} more)" if len(members) > 1 else ""
            return title_of(self.words[members[0]], LONGEST - len(more)) + more
        if row.kind == "invitation":
            return title_of(f"Answer the invitation: {text[row.verb :]}")
        return (asked_for(predicate) if row.kind == "request" else predicate) or title_of(text)

    def _items(self, lead: int, rows: dict[int, _Row], due: str | None) -> Iterator[ItemFinding]:
        for index in self._labelled(lead):
            if index in rows:
                continue
            sentence = self.outline.sentences[index]
            text = " ".join(self.words[index].split()).rstrip(";,")
            text = re.sub(r"[;,]\s+(?:and|or)$", "", text)
            yield ItemFinding(text, (self.document.cite(sentence.span),), due_date=due)
            yield from self._items(index, rows, due)

    def _labelled(self, lead: int) -> list[int]:
        """The members of a list; later sentences of a labelled member are no members of their own."""
        own = [at for at in self.members.get(lead, ()) if self.outline.sentences[at].role not in _NOT_OWN]
        return [at for at in own if self.outline.sentences[at].marker is not None] or own

    def _cited(self, span: Span) -> tuple[str, ...]:
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return tuple(dict.fromkeys(one.citation for one in self.authorities[first:last] if not one.is_self))

    def _confidence(
        self, row: _Row, responsible: str | None, term: Deadline | None
    ) -> tuple[Confidence, str]:
        if row.kind != "tasking":
            return _asking(row, term)
        strong = bool(_STRONG.match(row.modal)) or row.modal.endswith("directed to")
        parts = [f"“{row.modal}”" if row.modal else "an imperative"]
        parts.append("with a named actor" if responsible else "without a named actor")
        if term:
            parts.append("and a deadline")
        full = resolved(responsible, self.names) if responsible else None
        reason = " ".join(parts) + (f"; {full}" if full else "")
        if responsible is None or not (row.modal or term):
            return Confidence.LOW, reason
        certain = strong and row.sure and is_named(responsible)
        return (Confidence.HIGH if certain else Confidence.MEDIUM), reason


def _asked(index: int, request: Request) -> _Row:
    return _Row(index, request.kind, request.verb, "", request.whom, sure=request.sure)


def _asking(row: _Row, term: Deadline | None) -> tuple[Confidence, str]:
    ending = " with a date to answer by" if term and term.datable else ""
    if not row.sure:
        level = Confidence.LOW if row.kind == "question" else Confidence.MEDIUM
        return level, f"{'a question in running text' if row.kind == 'question' else 'a wish'}{ending}"
    said = {"question": "a question in a list of questions", "invitation": "an invitation"}
    return Confidence.HIGH, f"{said.get(row.kind, 'an explicit request')}{ending}"


def _chosen(terms: Sequence[Deadline]) -> Deadline | None:
    """The term that counts where a sentence has several: a day before an event, a rhythm, a loose word."""
    order = (
        lambda one: one.datable,
        lambda one: one.form is Form.OFFSET,
        lambda one: one.recurs,
        lambda one: True,
    )
    for wanted in order:
        for one in terms:
            if wanted(one):
                return one
    return None
