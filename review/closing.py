"""What the forms of closing an action do, and those of what auditors found about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coordination.actions import Closure
from coordination.auditing import Answers
from pipeline.problems import IllegalMove, NotFound
from review.acts import Deed, Fields, day_of
from review.numbers import whole

if TYPE_CHECKING:
    from store.records import SqlRecords

_ANSWERED = ("in_time", "as_asked", "answered_by", "comment")


def _close(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    """Close it, and keep the two answers where they are given; what is no answer closes nothing."""
    closure = Closure(datetime.now(UTC), user, fields.get("outcome", ""), fields.get("lessons", ""))
    given = answers_of(fields) if any(fields.get(name, "").strip() for name in _ANSWERED) else None
    records.close(number, closure)
    if given is not None:
        records.answer_closure(number, given, user)


def answers_of(fields: Fields) -> Answers:
    """What was answered at closure. Raises IllegalMove."""
    in_time, as_asked = (whole(fields.get(name, "")) for name in _ANSWERED[:2])
    if in_time is None or as_asked is None:
        raise IllegalMove("Both questions want an answer.", "", "Choose one from 1 to 5 for each.")
    comment = fields.get("comment", "").strip()
    return Answers(in_time, as_asked, fields.get("answered_by", ""), comment or None)


def _raise(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    words, by = fields.get("words", ""), fields.get("raised_by", "")
    records.raise_finding(number, words, by, day_of(fields, "day"), user)


def _settle(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    finding = fields.get("finding", "")
    if finding not in {one.id for one in records.oversight(number).findings}:
        raise NotFound("There is no such finding.", remedy="Load the page again.")
    records.settle_finding(finding, fields.get("settlement", ""), day_of(fields, "day"), user)


CLOSING: dict[str, tuple[str, Deed]] = {
    "close": ("Closed", _close),
    "answers": (
        "The answers are kept",
        lambda r, n, f, u: r.answer_closure(n, answers_of(f), u),
    ),
    "finding": ("The finding is on the record", _raise),
    "settle": ("The finding is settled", _settle),
}
"""What takes the right to manage actions, at their end and afterwards."""
