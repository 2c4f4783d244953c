"""The success measures of executive coordination, out of bare cases. `docs/measures.md` defines each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil
from statistics import fmean, median

from coordination.cases import DOUBTS, STEPS, Case, believed, doubts, step
from coordination.suspense import business_days_between

TWENTY = 20
"""Working days in which the quarterly table of the UK Cabinet Office asks how many letters were answered."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; `left_out` were not counted, since something is not known of them."""

    part: int
    whole: int
    left_out: int = 0

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down, so that 100 means all; None of nothing."""
        return self.part * 100 // self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Spread:
    """Days that something took: of how many, in the middle, and for nine in ten at most."""

    name: str
    count: int
    median: float | None
    ninetieth: float | None
    left_out: int = 0


class Outcome(StrEnum):
    """Where a letter that wants a reply stands, each letter in exactly one. The shape of GAO-14-424."""

    IN_TIME = "Answered in time"
    INTERIM = "Interim reply in time"
    LATE = "Late"
    NOT_TRACKED = "Cannot be told"
    NOT_DUE = "Not yet due"
    WAIVED = "No reply needed"


@dataclass(frozen=True, slots=True)
class Oversight:
    """Letters by outcome. `tracked` are all of which can be told whether they were answered in time."""

    outcomes: Mapping[Outcome, int]

    @property
    def letters(self) -> int:
        """All letters that want, or wanted, a reply."""
        return sum(self.outcomes.values())

    @property
    def tracked(self) -> Share:
        """Those of which something can be told."""
        return Share(self.letters - self.outcomes[Outcome.NOT_TRACKED], self.letters)

    @property
    def in_time(self) -> Share:
        """Answered in time, or an interim reply by then, of those that were due or could not be told."""
        due = self.letters - self.outcomes[Outcome.NOT_DUE] - self.outcomes[Outcome.WAIVED]
        return Share(self.outcomes[Outcome.IN_TIME] + self.outcomes[Outcome.INTERIM], due)


@dataclass(frozen=True, slots=True)
class Promise:
    """How a unit kept what was promised to writers: received, target days in the middle, answered within."""

    unit: str
    received: int
    target: float | None
    in_target: Share
    in_twenty: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """All measures over some cases."""

    cases: int
    open: int
    closed: int
    on_time: Share
    missed: Share
    unclear: Share
    authority: Share
    risk: Share
    evaluated: Share
    clean: Share
    findings: int
    findings_open: int
    findings_age: float | None
    asked: Share
    satisfaction: tuple[float | None, float | None]
    shared: Share
    concurrence: Spread
    steps: tuple[Spread, ...]
    stages: tuple[Spread, ...]
    oversight: Oversight
    doubted: Share
    doubts: Mapping[str, int]


def outcome(case: Case, today: date) -> Outcome:
    """Where a letter stands. A day of tasking, or of closure, is no day of reply."""
    replied, interim = believed(case, "replied", today), believed(case, "interim", today)
    if case.waived or case.cancelled:
        return Outcome.WAIVED
    if (
        case.due is None
        or believed(case, "received", today) is None
        or case.due < (case.received or case.due)
    ):
        return Outcome.NOT_TRACKED
    if replied and replied <= case.due:
        return Outcome.IN_TIME
    if case.replied is not None and replied is None:
        return Outcome.NOT_TRACKED
    if case.closed and replied is None:
        return Outcome.NOT_TRACKED
    if interim and interim <= case.due:
        return Outcome.INTERIM
    return Outcome.LATE if replied or case.due < today else Outcome.NOT_DUE


def oversight(cases: Iterable[Case], today: date) -> Oversight:
    """The letters among some cases, by outcome."""
    counted = Counter(outcome(case, today) for case in cases if case.answerable)
    return Oversight({one: counted[one] for one in Outcome})


def promises(cases: Iterable[Case], today: date) -> tuple[Promise, ...]:
    """The quarterly table: by unit, how many letters were answered within their own target and in 20 days."""
    found = by(tuple(case for case in cases if case.answerable), lambda case: case.unit or "No unit")
    return tuple(_promise(unit, rows, today) for unit, rows in found.items())


def _promise(unit: str, rows: Sequence[Case], today: date) -> Promise:
    targets = [
        business_days_between(row.received, row.due)
        for row in rows
        if row.received and row.due and row.due >= row.received
    ]
    wanted = [row for row in rows if outcome(row, today) not in (Outcome.NOT_DUE, Outcome.WAIVED)]
    took = [step(row, "replied", today) for row in wanted]
    in_target = sum(outcome(row, today) is Outcome.IN_TIME for row in wanted)
    in_twenty = sum(days is not None and days <= TWENTY for days in took)
    return Promise(
        unit,
        len(rows),
        median(targets) if targets else None,
        Share(in_target, len(wanted)),
        Share(in_twenty, len(wanted)),
    )


def by(cases: Sequence[Case], key: Callable[[Case], str]) -> dict[str, tuple[Case, ...]]:
    """Cases under their keys, in the order of the keys."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(key(case), []).append(case)
    return {name: tuple(found[name]) for name in sorted(found)}


def month_of(case: Case) -> str:
    """The month of receipt; empty where it is not known."""
    return f"{case.received:%Y-%m}" if case.received else ""


def figures(cases: Sequence[Case], today: date) -> Figures:
    """Every measure over these cases, as of a day."""
    worked = [case for case in cases if not case.cancelled]
    closed = [case for case in worked if case.closed]
    wrong = [names for case in cases if (names := doubts(case, today))]
    found = [finding for case in cases for finding in case.findings]
    ages = [((one.settled or today) - one.raised).days for one in found if one.raised <= today]
    answered = [case.answers for case in closed if case.answers]
    shared = [case for case in worked if case.units > 1]
    counted = Counter(name for names in wrong for name in names)
    return Figures(
        cases=len(cases),
        open=len(worked) - len(closed),
        closed=len(closed),
        on_time=_on_time(closed, today),
        missed=_missed(worked, today),
        unclear=Share(sum(not case.named for case in worked), len(worked)),
        authority=Share(sum(case.authority for case in worked), len(worked)),
        risk=Share(sum(case.risk for case in worked), len(worked)),
        evaluated=Share(sum(case.evaluated for case in closed), len(closed)),
        clean=Share(sum(not case.findings for case in closed), len(closed)),
        findings=len(found),
        findings_open=sum(one.settled is None for one in found),
        findings_age=median(ages) if ages else None,
        asked=Share(len(answered), len(closed)),
        satisfaction=(
            round(fmean(one for one, _ in answered), 2) if answered else None,
            round(fmean(two for _, two in answered), 2) if answered else None,
        ),
        shared=Share(len(shared), len(worked)),
        concurrence=spread("Concurrence", [day for case in shared for day in case.turnarounds]),
        steps=tuple(_step(worked, name, today) for name in STEPS),
        stages=_stages(worked),
        oversight=oversight(cases, today),
        doubted=Share(len(wrong), len(cases)),
        doubts={name: counted[name] for name in DOUBTS if counted[name]},
    )


def _on_time(closed: Sequence[Case], today: date) -> Share:
    """Done by the suspense with nothing dropped, of what was closed and had one."""
    known = [case for case in closed if case.due and (case.wants_reply or believed(case, "closed", today))]
    kept = [case for case in known if case.whole and _done_by(case, case.due, today)]
    return Share(len(kept), len(known), len(closed) - len(known))


def _done_by(case: Case, day: date | None, today: date) -> bool:
    done = believed(case, "replied" if case.wants_reply else "closed", today)
    return done is not None and day is not None and done <= day


def _missed(worked: Sequence[Case], today: date) -> Share:
    """Suspenses that passed before the work was done, of those that have passed or were met."""
    known = [case for case in worked if case.due]
    met = [case for case in known if _done_by(case, case.due, today)]
    late = [case for case in known if case.due and case.due < today and not _done_by(case, case.due, today)]
    return Share(len(late), len(late) + len(met), len(worked) - len(known))


def _step(cases: Sequence[Case], name: str, today: date) -> Spread:
    came = [case for case in cases if getattr(case, name) is not None]
    took = [days for case in came if (days := step(case, name, today)) is not None]
    return spread(STEPS[name], took, len(came) - len(took))


def _stages(cases: Sequence[Case]) -> tuple[Spread, ...]:
    names = dict.fromkeys(name for case in cases for name in case.stages)
    return tuple(
        spread(name, [case.stages[name] for case in cases if name in case.stages]) for name in sorted(names)
    )


def spread(name: str, days: Sequence[float], left_out: int = 0) -> Spread:
    """Median and ninetieth percentile (the nearest rank) of some days."""
    if not days:
        return Spread(name, 0, None, None, left_out)
    ranked = sorted(days)
    return Spread(
        name, len(ranked), round(median(ranked), 1), round(ranked[ceil(len(ranked) * 0.9) - 1], 1), left_out
    )
