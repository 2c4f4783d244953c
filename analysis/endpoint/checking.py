"""From what a model claims to findings that the document bears out; the rest is dropped and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from analysis.deadlines import Deadline, deadlines, resolve
from analysis.endpoint.answers import Answer, Effect, Line, Tasking
from analysis.endpoint.support import shares_substance, unsupported
from analysis.metadata import Facts
from analysis.outline import Outline, Role
from analysis.taskings.clauses import Clause, read
from analysis.taskings.conditions import numbered, said_of
from analysis.taskings.wording import title_of
from pipeline.documents import Evidence, ExtractedDocument, Span
from pipeline.findings import (
    ActionFinding,
    Confidence,
    DueBasis,
    ImpactFinding,
    ItemFinding,
    RiskFinding,
    Statement,
)

_NO_TASK = {
    Role.QUOTED: "quoted words task nobody",
    Role.REPLY: "earlier mail is not this document's",
    Role.HIDDEN: "rests on hidden text",
    Role.FURNITURE: "rests on a running head",
    Role.DISCLAIMER: "rests on a disclaimer",
}
ALONE = "found by the model alone"


class _NotBorneOut(Exception):
    """A claim that the document does not bear out; the message is the reason that is counted."""


@dataclass(slots=True)
class Checked:
    """Holds one document; every method gives what stands, and `dropped` counts what does not, by reason."""

    document: ExtractedDocument
    outline: Outline
    facts: Facts
    shown: frozenset[int]
    dropped: Counter[str] = field(default_factory=Counter)

    def taskings(self, answer: Answer) -> list[tuple[int, ActionFinding]]:
        """The taskings that stand, each with the number of its sentence, the first of each sentence."""
        found: dict[int, ActionFinding] = {}
        for claim in answer.taskings:
            if claim.sentence in found:
                self.dropped["said twice"] += 1
                continue
            try:
                found[claim.sentence] = self._tasking(claim)
            except _NotBorneOut as refusal:
                self.dropped[str(refusal)] += 1
        return sorted(found.items())

    def _tasking(self, claim: Tasking) -> ActionFinding:
        if claim.sentence not in self.shown:
            raise _NotBorneOut("names no sentence")
        sentence = self.outline.sentences[claim.sentence]
        if sentence.role in _NO_TASK:
            raise _NotBorneOut(_NO_TASK[sentence.role])
        reading = read(self.words(claim.sentence))
        if reading is not None and reading.clause is Clause.CONSTRUCTION:
            raise _NotBorneOut("says only how the document is to be read")
        actor = self._place(claim.sentence, claim.responsible)
        if claim.responsible and actor is None:
            raise _NotBorneOut("the actor is not in the sentence")
        term, due, basis, place = self._due(claim)
        if claim.deadline and term is None:
            raise _NotBorneOut("the deadline is not in the sentence")
        holds = self._conditions(claim)
        places = {"responsible": actor, "due_date": place if due else None} | numbered(holds)
        return ActionFinding(
            self._title(claim),
            claim.kind,
            (self.document.cite(sentence.span),),
            Confidence.MEDIUM if actor else Confidence.LOW,
            ALONE,
            " ".join(actor.quote.split()) if actor else None,
            " ".join(term.split()) if term else None,
            due,
            basis,
            section=sentence.section,
            items=tuple(self._items(claim, due)),
            condition=said_of(holds),
            field_evidence={name: where for name, where in places.items() if where},
        )

    def words(self, number: int) -> str:
        """A sentence's words."""
        span = self.outline.sentences[number].span
        return self.document.text[span.start : span.end]

    def source(self, number: int) -> str:
        """A sentence's words with those of the sentences that lead to it."""
        said = [self.words(number)]
        lead = self.outline.sentences[number].lead
        while lead is not None and len(said) < 6:
            said.insert(0, self.words(lead))
            lead = self.outline.sentences[lead].lead
        return " ".join(said)

    def _place(self, number: int, words: str | None) -> Evidence | None:
        """Where these words stand in the sentence or in one that leads to it."""
        at: int | None = number
        while words and at is not None:
            sentence = self.outline.sentences[at]
            found = self.document.find_within(words, sentence.span)
            if found is not None and not self.document.hides(found.span):
                return found
            at = sentence.lead
        return None

    def _conditions(self, claim: Tasking) -> list[Evidence]:
        """The places of what a model calls a condition; what stands in no sentence is dropped alone.

        A wrong one must not take the tasking with it: a duty that holds always is the safer reading.
        """
        whole = self._place(claim.sentence, claim.condition)
        if whole is not None or not claim.condition:
            return [whole] if whole else []
        found = [self._place(claim.sentence, part) for part in claim.condition.split("; ")]
        if not all(found):
            self.dropped["a condition that is not in the sentence"] += 1
            return []
        return [part for part in found if part]

    def _due(self, claim: Tasking) -> tuple[str | None, str | None, DueBasis | None, Evidence | None]:
        """The deadline as printed, and the date that our own grammar makes of it: no model computes one."""
        place = self._place(claim.sentence, claim.deadline)
        if place is None:
            return None, None, None, None
        term = self._term(place)
        if term is None:
            return place.quote, None, None, place
        due, basis = resolve(term, self.facts.date, self.facts.place("date"))
        return place.quote, due, basis, place

    def _term(self, place: Evidence) -> Deadline | None:
        for sentence in self.outline.sentences:
            if sentence.span.contains(place.span):
                for term in deadlines(self.document.text[sentence.span.start : sentence.span.end]):
                    start = sentence.span.start + term.span.start
                    if Span(start, start + len(term.span)).overlaps(place.span):
                        return term
        return None

    def _title(self, claim: Tasking) -> str:
        """The model's title where the source bears it out, else one made of the source's own words."""
        sources = " ".join((self.source(claim.sentence), *(self.words(n) for n in self._members(claim))))
        why = unsupported(claim.title, sources)
        if why is None and shares_substance(claim.title, sources, 1):
            return title_of(claim.title)
        self.dropped["a title that says more than its sentence"] += 1
        reading = read(self.words(claim.sentence))
        words = self.words(claim.sentence)
        return title_of(words[reading.verb :] if reading is not None else words) or title_of(words)

    def _members(self, claim: Tasking) -> list[int]:
        """Members that the outline puts under this lead, not whatever the model lists."""
        return [
            number
            for number in claim.members
            if number in self.shown and self.outline.sentences[number].lead == claim.sentence
        ]

    def _items(self, claim: Tasking, due: str | None) -> Iterable[ItemFinding]:
        for number in self._members(claim):
            span = self.outline.sentences[number].span
            words = " ".join(self.words(number).split()).rstrip(";,")
            yield ItemFinding(words, (self.document.cite(span),), due_date=due)

    # what may go wrong, what changes, what it is about

    def risks(self, answer: Answer, tied: Iterable[Span]) -> list[RiskFinding]:
        """Risks that name the thing at stake from a sentence which binds somebody."""
        return [
            RiskFinding(
                claim.title, claim.category, "Medium", "Medium", f"{claim.reason} ({ALONE})", (place,)
            )
            for claim, place in self._effects(answer.risks, list(tied))
        ]

    def impacts(self, answer: Answer, tied: Iterable[Span]) -> list[ImpactFinding]:
        """Impacts, by the same rule."""
        return [
            ImpactFinding(
                claim.title,
                claim.category,
                claim.polarity or "Uncertain",
                f"{claim.reason} ({ALONE})",
                (place,),
            )
            for claim, place in self._effects(answer.impacts, list(tied))
        ]

    def _effects(self, claims: Iterable[Effect], tied: list[Span]) -> Iterator[tuple[Effect, Evidence]]:
        for claim in claims:
            try:
                yield claim, self._effect(claim, tied)
            except _NotBorneOut as refusal:
                self.dropped[str(refusal)] += 1

    def _effect(self, claim: Effect, tied: list[Span]) -> Evidence:
        if claim.sentence not in self.shown or self.outline.sentences[claim.sentence].role in _NO_TASK:
            raise _NotBorneOut("names no sentence")
        span = self.outline.sentences[claim.sentence].span
        source = self.source(claim.sentence)
        if not any(span.overlaps(other) for other in tied):
            raise _NotBorneOut("an effect that is tied to no obligation")
        if unsupported(claim.title, source) or unsupported(claim.reason, source):
            raise _NotBorneOut("an effect that says more than its sentence")
        if not shares_substance(claim.title, source):
            raise _NotBorneOut("an effect that would fit any document")
        return self.document.cite(span)

    def summary(self, answer: Answer) -> tuple[Statement, ...]:
        """The sentences of the summary that the sentences they rest on bear out."""
        found: list[Statement] = []
        for line in answer.summary:
            try:
                found.append(self._line(line))
            except _NotBorneOut as refusal:
                self.dropped[str(refusal)] += 1
        return tuple(found)

    def _line(self, line: Line) -> Statement:
        numbers = [number for number in line.sentences if number in self.shown]
        if not numbers:
            raise _NotBorneOut("a line of the summary without a sentence")
        sources = " ".join(self.source(number) for number in numbers)
        about = " ".join(filter(None, (self.facts.title, self.facts.sender, self.facts.addressee)))
        why = unsupported(line.text, f"{sources} {about}")
        if why is not None or not shares_substance(line.text, sources):
            raise _NotBorneOut("a line of the summary that says more than its sentences")
        places = tuple(self.document.cite(self.outline.sentences[number].span) for number in numbers)
        return Statement(line.text, places)
