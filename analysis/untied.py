"""Days and terms that a paper names and no row has as its own: what is said of deadlines must say so too.

"Our package closes on May 3, and we need your edits a week ahead of that" tells no request its day, and yet
nobody may be told that the request has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.cutting import cut
from analysis.deadlines import Form, deadlines, resolve
from analysis.deadlines.words import MONTH, WEEKDAY
from analysis.metadata import Facts
from pipeline.documents import Evidence
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
    found = []
    for entry in entries:
        rows = _resting(entry.evidence[0], actions)
        if entry.ledger_class in _OPEN or (entry.ledger_class is LedgerClass.DRAFTED and rows):
            bare = prose and not any(row.deadline_text for row in rows)
            told = _named(entry, facts, bare and entry.ledger_class is not LedgerClass.SPECIFICATION)
            held = _held(rows, actions)
            words = next((one for one, day in told if day not in known and one.lower() not in held), None)
            found += [Untied(entry.evidence[0], cut(words, _LONGEST_WORDS))] if words else []
    return tuple(found)


def _named(entry: LedgerEntry, facts: Facts, in_passing: bool) -> Iterator[tuple[str, str | None]]:
    """The terms of a sentence with their days, else the days that it names in passing; none gone by."""
    text = " ".join(entry.evidence[0].quote.split())
    open_ended = entry.ledger_class is not LedgerClass.SPECIFICATION
    found = 0
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


def _resting(place: Evidence, actions: Sequence[ActionFinding]) -> list[ActionFinding]:
    """The rows that rest on a sentence, by their clause or by an item."""
    return [
        action
        for action in actions
        if any(one.span.overlaps(place.span) for one in action.evidence)
        or any(item.evidence[0].span.overlaps(place.span) for item in action.items)
    ]


def _held(rows: Sequence[ActionFinding], actions: Sequence[ActionFinding]) -> str:
    """What these rows say, and the deadlines of all others, in small letters."""
    said = [part for row in rows for part in (row.title, row.recurrence, row.condition)]
    said += [item.text for row in rows for item in row.items]
    said += [row.deadline_text for row in actions]
    return " | ".join(" ".join(part.split()) for part in said if part).lower()


def how_many(found: Sequence[Untied], noun: str) -> str:
    """How many sentences name a day that no row holds; `noun` is what the rows are called."""
    count = "1 sentence names" if len(found) == 1 else f"{len(found)} sentences name"
    return f"{count} a day or term that is tied to no {noun}"


def named(found: Sequence[Untied]) -> str:
    """The words of the first of them, quoted."""
    words = [f"“{one}”" for one in dict.fromkeys(one.words for one in found)]
    more = f" and {len(words) - _MOST} more" if len(words) > _MOST else ""
    return f"{', '.join(words[:_MOST])}{more}"
