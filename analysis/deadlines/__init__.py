"""Deadline expressions and the dates they mean, with the sum."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from analysis.deadlines import dates as deadline_dates
from analysis.deadlines import deliverables
from analysis.deadlines import grammar as deadline_grammar
from analysis.deadlines.grammar import LEFT_OPEN, Form, Reading
from coordination import suspense
from pipeline.documents import Evidence, Span
from pipeline.findings import Anchor, DueBasis

__all__ = [
    "LEFT_OPEN",
    "Deadline",
    "Form",
    "deadlines",
    "may_have_begun",
    "occasions",
    "repeated",
    "resolve",
    "sets_a_day",
    "urges",
    "waits_for_request",
]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as printed: its place in the text it was read from, its words, and what they say."""

    span: Span
    text: str
    reading: Reading

    @property
    def form(self) -> Form:
        """Which kind of expression it is."""
        return self.reading.form

    @property
    def anchor(self) -> Anchor:
        """What it counts from."""
        return self.reading.anchor

    @property
    def recurs(self) -> bool:
        """Whether it says how often rather than by when."""
        return self.reading.form in (Form.RECURRENCE, Form.OFTEN)

    @property
    def counted(self) -> bool:
        """Whether it names a rhythm that can be counted: "annually", never "regularly"."""
        return self.reading.form is Form.RECURRENCE

    @property
    def datable(self) -> bool:
        """Whether a document date is enough to tell the day."""
        open_anchor = self.anchor in (Anchor.EVENT, Anchor.RECEIPT)
        return not open_anchor and self.form not in (Form.RECURRENCE, Form.OFTEN, Form.VAGUE)

    @property
    def urges(self) -> bool:
        """Whether it only says how soon ("promptly"): no day can ever be told from it."""
        vague = self.form is Form.VAGUE and self.reading.event is None
        return vague and deadline_grammar.URGENT.search(self.text) is not None


# several parts read the same sentences one after another: as many as a law of two million letters has
@lru_cache(maxsize=16_384)
def deadlines(text: str) -> tuple[Deadline, ...]:
    """The deadline expressions of a sentence in order, none overlapping.

    Amounts ("extend the period by 60 days"), durations ("for 2 years"), start dates ("beginning ...")
    and the years in citations are none. Where a rhythm and a term overlap, the rhythm holds.
    """
    if not deadline_grammar.may_stand(text):
        return ()
    return tuple(Deadline(Span(start, end), text[start:end], reading) for start, end, reading in _kept(text))


def repeated(text: str) -> tuple[Deadline, ...]:
    """How often a deliverable is made, by its adjective: "quarterly" in "shall submit quarterly reports"."""
    reading = Reading(Form.RECURRENCE, Anchor.EVENT)
    return tuple(
        Deadline(Span(start, end), text[start:end], reading) for start, end in deliverables.repeated(text)
    )


def urges(words: str | None) -> bool:
    """Whether a deadline's words only say how soon: "promptly", "as soon as practicable"."""
    found = deadlines(words) if words else ()
    return bool(found) and all(one.urges for one in found)


_ON_REQUEST = re.compile(r"(?:only\s+)?upon\s+(?:(?:the|a|any|such)\s+)?(?:[\w-]+\s+)?requests?\b", re.I)


def waits_for_request(words: str | None) -> bool:
    """Whether time is told by who must ask first: "upon request", "upon the request of the Chair"."""
    return words is not None and _ON_REQUEST.match(words) is not None


_SENT = re.compile(
    r"(?:receipt\s+of\s+|the\s+date\s+of\s+)?(?:(?:the|an?|any|such|this|our|my)\s+)?(?:(?:written|formal|official|initial)\s+){0,2}"
    r"(?:requests?|notifications?|notices?|petitions?|inquir(?:y|ies)|invitations?|letters?)(?:\s+(?:for|to)\s.*)?",
    re.I,
)


def may_have_begun(basis: DueBasis | None) -> bool:
    """Whether a term runs from a request or a notice, as a letter itself may be: the clock may be running."""
    if basis is None or basis.anchor is not Anchor.EVENT or basis.base is None or (basis.offset or 0) <= 0:
        return False
    return _SENT.fullmatch(basis.base) is not None


def sets_a_day(words: str | None) -> bool:
    """Whether words set a deadline, dated or not; urgency sets none, nor a request that somebody may make."""
    return words is not None and not urges(words) and not waits_for_request(words)


def occasions(text: str, start: int) -> Iterator[Deadline]:
    """The days on which something happens from an offset on: "on Monday, May 4", "at the June 9 meeting".

    None is a deadline by its words; whoever is told to do something on that day must have done it by then.
    """
    for first, last, reading in deadline_grammar.occasions(text, start):
        yield Deadline(Span(first, last), text[first:last], reading)


def _kept(text: str) -> list[tuple[int, int, Reading]]:
    found = sorted(deadline_grammar.read(text), key=lambda one: (one[2].form.rank, one[0], -one[1]))
    starts: list[int] = []
    taken: list[tuple[int, int, Reading]] = []
    for one in found:
        at = bisect_left(starts, one[0])
        clear = (at == 0 or taken[at - 1][1] <= one[0]) and (at == len(taken) or one[1] <= starts[at])
        if clear:
            starts.insert(at, one[0])
            taken.insert(at, one)
    return taken


def resolve(
    deadline: Deadline, document_date: str | None, base_evidence: Evidence | None = None
) -> tuple[str | None, DueBasis | None]:
    """The ISO date that a deadline means and the sum behind it.

    Without a whole document date there is no date for what counts from it. Events, receipt, rhythms and
    words as "promptly" give a basis or none, never a date. `base_evidence` is where the document date is
    printed.
    """
    reading = deadline.reading
    base = _day(document_date)
    if reading.form is Form.OFFSET:
        return _sum(reading, base, base_evidence)
    if not deadline.datable:
        event = reading.event if reading.anchor is Anchor.EVENT else None
        return None, DueBasis(reading.anchor, base=event) if event else None
    found = deadline_dates.day_of(reading, base)
    if found is None:
        return None, None
    needs_base = reading.anchor is Anchor.DOCUMENT_DATE
    return found.isoformat(), DueBasis(
        reading.anchor,
        base=base.isoformat() if needs_base and base else None,
        base_evidence=base_evidence if needs_base else None,
    )


def _sum(
    reading: Reading, base: date | None, evidence: Evidence | None
) -> tuple[str | None, DueBasis | None]:
    if reading.anchor is not Anchor.DOCUMENT_DATE:
        return None, DueBasis(reading.anchor, base=reading.event, offset=reading.offset, unit=reading.unit)
    if base is None or reading.offset is None or reading.unit not in suspense.UNITS:
        return None, None
    try:
        day = suspense.due(base, reading.offset, reading.unit)
    except ValueError:
        return None, None
    return day.isoformat(), DueBasis(
        Anchor.DOCUMENT_DATE, base.isoformat(), reading.offset, reading.unit, base_evidence=evidence
    )


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso and len(iso) == 10 else None
    except ValueError:
        return None
