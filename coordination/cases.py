"""What is known of one executive action when its course is measured, and which of its dates can be believed.

A day of reply comes from proof of what was sent, and from nothing else. GAO-14-424 found a third of a
department's congressional letters untracked: the day of tasking had been entered as that of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from coordination.suspense import business_days_between

LONG_AGO = 365
"""Days between a letter's date and its receipt from which on one of them is doubted; GAO-23-105231 found
letters hundreds of days apart, and no guidance on data quality."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an audit or inspection found about an action: when it was raised, and when it was settled."""

    raised: date
    settled: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One executive action. `letter` is the date that the paper bears, `due` the suspense as it stands.

    `answerable`: it is correspondence that wants a reply. `waived`: it ended by an approved word that none is
    needed. `whole`: nothing that was asked for was dropped. `named`: its lead is a unit of the agency, and
    none of its open items is without somebody. `units` counts lead and coordinating units. `turnarounds` are
    the business days that each concurrence took. `answers` are the two answers given at closure, 1 to 5.
    """

    number: str
    kind: str
    unit: str = ""
    answerable: bool = False
    waived: bool = False
    cancelled: bool = False
    letter: date | None = None
    received: date | None = None
    tasked: date | None = None
    acknowledged: date | None = None
    interim: date | None = None
    replied: date | None = None
    due: date | None = None
    closed: date | None = None
    whole: bool = True
    named: bool = True
    authority: bool = False
    risk: bool = False
    evaluated: bool = False
    units: int = 1
    turnarounds: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    answers: tuple[int, int] | None = None
    stages: Mapping[str, float] = field(default_factory=dict)

    @property
    def wants_reply(self) -> bool:
        """Whether only a reply ends it, as far as being done in time goes."""
        return self.answerable and not self.waived

    @property
    def open(self) -> bool:
        """Whether work is expected."""
        return self.closed is None and not self.cancelled


STEPS = {
    "tasked": "Receipt to tasker",
    "acknowledged": "Receipt to acknowledgement",
    "replied": "Receipt to reply",
    "closed": "Receipt to closure",
}
"""Days that are measured from receipt, and what the time is called."""

_AFTER_RECEIPT = ("tasked", "acknowledged", "interim", "replied", "closed", "due")

DOUBTS = {
    "no_receipt": "no day of receipt",
    "no_letter_date": "a letter without its date",
    "no_suspense": "no suspense",
    "letter_after_receipt": "dated after it was received",
    "letter_long_ago": f"dated more than {LONG_AGO} days before it was received",
    "before_receipt": "something happened before it was received",
    "to_come": "a day that is still to come",
    "interim_after_reply": "an interim reply after the final one",
    "closed_unanswered": "closed without proof of reply",
    "closed_before_reply": "closed before the reply went out",
}
"""What can be wrong with the dates of an action, in words."""


def doubts(case: Case, today: date) -> tuple[str, ...]:
    """What is wrong with an action's dates, by the names in DOUBTS."""
    return tuple(dict.fromkeys([*_missing(case), *_implausible(case, today)]))


def _missing(case: Case) -> Iterator[str]:
    if case.received is None:
        yield "no_receipt"
    if case.answerable and case.letter is None:
        yield "no_letter_date"
    if case.due is None and not case.cancelled:
        yield "no_suspense"


def _implausible(case: Case, today: date) -> Iterator[str]:
    received, letter = case.received, case.letter
    if received and letter and letter > received:
        yield "letter_after_receipt"
    if received and letter and (received - letter).days > LONG_AGO:
        yield "letter_long_ago"
    if received and any(day and day < received for day in _days(case, *_AFTER_RECEIPT)):
        yield "before_receipt"
    if any(day and day > today for day in _days(case, "letter", "received", *_AFTER_RECEIPT[:-1])):
        yield "to_come"
    if case.interim and case.replied and case.interim > case.replied:
        yield "interim_after_reply"
    if case.answerable and case.closed and not case.replied and not case.waived and not case.cancelled:
        yield "closed_unanswered"
    if case.replied and case.closed and case.closed < case.replied:
        yield "closed_before_reply"


def _days(case: Case, *names: str) -> Iterator[date | None]:
    return (getattr(case, name) for name in names)


def believed(case: Case, name: str, today: date) -> date | None:
    """A day of an action that can be counted from or to: not to come, and not before receipt."""
    day: date | None = getattr(case, name)
    if day is None or day > today or (case.received and day < case.received):
        return None
    return day


def step(case: Case, name: str, today: date) -> int | None:
    """Business days from receipt to a step, the day after receipt being the first; None where not known."""
    start, end = believed(case, "received", today), believed(case, name, today)
    return business_days_between(start, end) if start and end else None
