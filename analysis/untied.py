"""Days and terms that a paper names and no row has as its own: what is said of deadlines must say so too.

"Our package closes on May 3, and we need your edits a week ahead of that" tells no request its day, and yet
nobody may be told that the request has none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis.cutting import cut
from analysis.deadlines import Form, deadlines, resolve
from analysis.deadlines.words import MONTH, WEEKDAY
from analysis.metadata import Facts
from pipeline.documents import Evidence, Span
from pipeline.findings import ActionFinding, Kind, LedgerClass, LedgerEntry, Reply

_OPEN = (LedgerClass.UNCOVERED, LedgerClass.SPECIFICATION)
_PROSE = (Kind.CONGRESSIONAL_LETTER, Kind.PUBLIC_LETTER, Kind.EMAIL, Kind.AGENCY_MEMO, Kind.OTHER)
"""Papers that name their days in passing; in orders and laws such a day says from when something holds."""
_PAST = re.compile(
    r"\b(?:was|were|had|did|wrote|sent|met|held|made|(?:I|[Ww]e|[Yy]ou|[Tt]hey|[Hh]e|[Ss]he|[Oo]ffice|[Ss]taff|[Ww]hich|[Ll]etter|[Nn]otice)\s+\w+ed)"
    r"\s+(?:[\w,'’()-]+\s+){0,9}$"
)
"""What was due, or was written, by some day: no day to come, where no year tells."""
_NOW = re.compile(
    r"\b(?:will|shall|must|should|can(?:not)?|is|are|needs?|closes?|ends?|begins?|opens?|expires?|meets?|starts?|takes?|please"
    r"|would|could|hope|hopes|want|leaves?|goes|runs?|lapses?)\b|n['’]t\b",
    re.I,
)
_HISTORY = re.compile(r"\b(?:was|were|had|became|began|did|went|took|made|[a-z]{3,}ed)\b")
_DUTY = re.compile(r"\b(?:shall|must|should|will|would|please|needs?)\b", re.I)
_MAY = re.compile(r"\bmay\s|\b(?:where|when|if|which|that|who)\s+[^,;]*$", re.I)
"""What somebody may do by a day, and the day of what only says which ones are meant: no day of a duty."""
_DAY = re.compile(
    rf"\b(?:(?:{WEEKDAY},?\s+)?{MONTH}\s+(?P<day>\d{{1,2}})\b(?!\s+\d{{4}})(?:,\s+(?P<year>\d{{4}}))?"
    rf"|{WEEKDAY},?\s+the\s+\d{{1,2}}(?:st|nd|rd|th))",
)
_NOW_ITSELF = ("today", "tonight")
_LONGEST_WORDS, _MOST = 60, 3


@dataclass(frozen=True, slots=True)
class Untied:
    """A sentence that names a day or a term of its own, and the words by which it does."""

    evidence: Evidence
    words: str


def untied(
    facts: Facts, actions: Sequence[ActionFinding], reply: Reply | None, entries: Sequence[LedgerEntry]
) -> tuple[Untied, ...]:
    """The sentences of the ledger with a day or term to come that is no row's deadline nor in its words.

    A day that a row or the reply is due on is theirs in whatever words it is told again.
    """
    known = {action.due_date for action in actions if action.due_date}
    known |= {item.due_date for action in actions for item in action.items if item.due_date}
    known |= {reply.by} if reply and reply.by else set()
    prose = facts.kind in _PROSE
    places = _Places.of(actions)
    terms = _small(row.deadline_text for row in actions)
    found = []
    for entry in entries:
        rows = places.rows(entry.evidence[0])
        if entry.ledger_class in _OPEN or (entry.ledger_class is LedgerClass.DRAFTED and rows):
            bare = prose and not any(row.deadline_text for row in rows)
            told = _named(entry, facts, bare and entry.ledger_class is not LedgerClass.SPECIFICATION)
            new = (one for one, day in told if day not in known and one.lower() not in terms)
            words = next((one for one in new if one.lower() not in _said(rows)), None)
            found += [Untied(entry.evidence[0], cut(words, _LONGEST_WORDS))] if words else []
    return tuple(found)


def _named(entry: LedgerEntry, facts: Facts, in_passing: bool) -> Iterator[tuple[str, str | None]]:
    """The terms of a sentence with their days, else the days that it names in passing; none gone by."""
    text = " ".join(entry.evidence[0].quote.split())
    open_ended = entry.ledger_class is not LedgerClass.SPECIFICATION
    found = 0
    if in_passing and _HISTORY.search(text) and not (_NOW.search(text) or _DUTY.search(text)):
        return
    for one in deadlines(text):
        before = text[: one.span.start]
        counts = one.form not in (Form.OFTEN, Form.VAGUE) and not _PAST.search(before)
        aside = (one.recurs and not _DUTY.search(before)) or one.text.lower() in _NOW_ITSELF
        if not counts or aside or (not open_ended and _MAY.search(before)):
            continue
        found += 1
        day, _ = resolve(one, facts.date)
        if not _gone(day, facts):
            yield one.text.strip(" ,."), day
    for match in _DAY.finditer(text) if in_passing and not found and _NOW.search(text) else ():
        gone = match["year"] and facts.date and match["year"] < facts.date[:4]
        if not gone and not _PAST.search(text, 0, match.start()):
            yield match[0], None


def _gone(day: str | None, facts: Facts) -> bool:
    return day is not None and facts.date is not None and day < facts.date


@dataclass(frozen=True, slots=True)
class _Places:
    """Where rows rest, in the order of the text, and how long the longest place is."""

    found: tuple[tuple[Span, ActionFinding], ...]
    longest: int

    @classmethod
    def of(cls, actions: Sequence[ActionFinding]) -> _Places:
        own = [(one.span, row) for row in actions for one in row.evidence]
        own += [(item.evidence[0].span, row) for row in actions for item in row.items]
        own.sort(key=lambda one: one[0])
        return cls(tuple(own), max((len(span) for span, _ in own), default=0))

    def rows(self, place: Evidence) -> list[ActionFinding]:
        """The rows that rest on a sentence, by their clause or by an item."""
        first = bisect_left(self.found, place.start - self.longest, key=_start)
        last = bisect_left(self.found, place.end, key=_start)
        near = [row for span, row in self.found[first:last] if span.overlaps(place.span)]
        return list({id(row): row for row in near}.values())


def _start(one: tuple[Span, ActionFinding]) -> int:
    return one[0].start


def _said(rows: Sequence[ActionFinding]) -> str:
    """What these rows say, in small letters."""
    said = [part for row in rows for part in (row.title, row.recurrence, row.condition)]
    return _small([*said, *(item.text for row in rows for item in row.items)])


def _small(parts: Iterable[str | None]) -> str:
    return " | ".join(" ".join(part.split()) for part in parts if part).lower()


def how_many(found: Sequence[Untied], noun: str) -> str:
    """How many sentences name a day that no row holds; `noun` is what the rows are called."""
    count = "1 sentence names" if len(found) == 1 else f"{len(found)} sentences name"
    return f"{count} a day or term that no drafted {noun} holds"


def named(found: Sequence[Untied]) -> str:
    """The words of the first of them, quoted."""
    words = [f"“{one}”" for one in dict.fromkeys(one.words for one in found)]
    more = f" and {len(words) - _MOST} more" if len(words) > _MOST else ""
    return f"{', '.join(words[:_MOST])}{more}"
