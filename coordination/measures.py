"""What the desk achieved: shares, medians and weeks, from bare counts. Nothing here is stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from statistics import median

from coordination.suspense import add_business_days


@dataclass(frozen=True, slots=True)
class Course:
    """How one document went: when it came, and when a person had decided it, where one has.

    One that is `waived` (a duplicate, or disposed of) waits for no review.
    """

    received: datetime
    decided: datetime | None = None
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """One week, named by its Monday; `days` is the median from receipt to decision of what it decided."""

    monday: date
    received: int
    decided: int
    days: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What people said of drafts: of one kind, or of one version of the analyzer."""

    name: str
    unchanged: int = 0
    edited: int = 0
    rejected: int = 0
    waiting: int = 0

    @property
    def decided(self) -> int:
        """All that were judged."""
        return self.unchanged + self.edited + self.rejected


@dataclass(frozen=True, slots=True)
class Duties:
    """Executive actions: open ones, those of them past their due date, and those that ended."""

    open: int = 0
    overdue: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What analysing took: runs, those by a model, tokens and money."""

    runs: int = 0
    by_model: int = 0
    tokens: int = 0
    usd: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything on the page of measures. `reading` counts documents by how they could be read.

    `served` is the share of documents that were reviewed within the service level; `dropped` counts claims
    of analyzers that had no words in their document. `trends` has a figure for each of the weeks, by the name
    of the measure.
    """

    since: date
    weeks: tuple[Week, ...]
    days: float | None
    by_kind: tuple[Judged, ...]
    by_version: tuple[Judged, ...]
    reasons: Mapping[str, int]
    reading: Mapping[str, int]
    duties: Duties
    cost: Cost
    trends: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    by_reviewer: tuple[Judged, ...] = ()
    served: int | None = None
    dropped: int = 0

    @property
    def judged(self) -> Judged:
        """All drafts together."""
        return together("all", self.by_kind)

    @property
    def verbatim(self) -> int | None:
        """Percent of what analyzers claimed that has its words in the document, and so became a draft."""
        made = self.judged.decided + self.judged.waiting
        return share(made, made + self.dropped)


def share(part: int, whole: int) -> int | None:
    """Whole percent, rounded down, so that 100 means all; None of nothing."""
    return part * 100 // whole if whole else None


def together(name: str, rows: Iterable[Judged]) -> Judged:
    """Several rows as one."""
    kept = tuple(rows)
    return Judged(
        name,
        sum(row.unchanged for row in kept),
        sum(row.edited for row in kept),
        sum(row.rejected for row in kept),
        sum(row.waiting for row in kept),
    )


def monday_of(moment: datetime) -> date:
    """The first day of its week."""
    return moment.date() - timedelta(days=moment.weekday())


def days_between(courses: Iterable[Course]) -> float | None:
    """The median of days from receipt to decision; None where nothing was decided."""
    spans = [(one.decided - one.received).total_seconds() / 86400 for one in courses if one.decided]
    return round(median(spans), 1) if spans else None


def served(courses: Iterable[Course], days: int, today: date) -> int | None:
    """Percent of documents that were reviewed within so many business days of their receipt.

    One that still waits counts when its days are over; None of none.
    """
    told = [done for one in courses if (done := _served(one, days, today)) is not None]
    return share(sum(told), len(told))


def _served(course: Course, days: int, today: date) -> bool | None:
    last = _last_day(course.received.date(), days)
    if course.decided:
        return course.decided.date() <= last
    return None if course.waived or today <= last else False


@lru_cache(maxsize=512)
def _last_day(received: date, days: int) -> date:
    return add_business_days(received, days)


def by_week(courses: Sequence[Course], first: date, last: date) -> tuple[Week, ...]:
    """The weeks from the one of `first` to that of `last`, empty ones too."""
    monday = first - timedelta(days=first.weekday())
    came = Counter(monday_of(one.received) for one in courses)
    decided = defaultdict[date, list[Course]](list)
    for one in courses:
        if one.decided:
            decided[monday_of(one.decided)].append(one)
    weeks = []
    while monday <= last:
        weeks.append(Week(monday, came[monday], len(decided[monday]), days_between(decided[monday])))
        monday += timedelta(days=7)
    return tuple(weeks)
