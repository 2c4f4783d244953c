"""The report that oversight bodies ask for: which cases it is about, and its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coordination.analyzer_record import WHOLE, Record
from coordination.cases import DOUBTS, Case
from coordination.performance import (
    TWENTY,
    Figures,
    Outcome,
    Share,
    Spread,
    by,
    figures,
    month_of,
    oversight,
    promises,
)

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases are wanted: received from one day to another, of a unit, of a type; empty: of all."""

    since: date
    until: date
    unit: str = ""
    kind: str = ""

    def takes(self, case: Case) -> bool:
        """Whether a case belongs to it. Without a day of receipt the next day that is known counts."""
        day = case.received or case.letter or case.tasked
        fits = day is None or self.since <= day <= self.until
        return fits and self.unit in ("", case.unit) and self.kind in ("", case.kind)


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a report."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What is shown and filed: the cases asked for, their figures, tables, and the figures of each month."""

    asked: Asked
    today: date
    whole: Figures
    months: dict[str, Figures]
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """What it is about, in one line."""
        who = [word for word in (self.asked.unit, self.asked.kind) if word]
        period = f"received {self.asked.since.isoformat()} to {self.asked.until.isoformat()}"
        return ", ".join(["Executive correspondence and actions", *who, period])


def report(cases: Iterable[Case], asked: Asked, today: date, record: Iterable[Record] = ()) -> Report:
    """The report over the cases that are asked for, as of a day, with the analyzer's own record."""
    wanted = tuple(case for case in cases if asked.takes(case))
    whole = figures(wanted, today)
    months = {name: figures(rows, today) for name, rows in by(wanted, month_of).items()}
    parts = (
        _letters(wanted, today),
        _quarterly(wanted, today),
        _measures(whole),
        _spreads("Business days", (*whole.steps, whole.concurrence), _STEPS_NOTE),
        _spreads("Days in each status", whole.stages, "Calendar days, out of the audit log."),
        _grouped("By month of receipt", "Month", months),
        _groups("By lead unit", "Unit", wanted, lambda case: case.unit or "No unit", today),
        _groups("By type", "Type", wanted, lambda case: case.kind, today),
        Part(
            "Dates that are missing or cannot be right",
            ("What is wrong", "Actions"),
            tuple((DOUBTS[name].capitalize(), count) for name, count in whole.doubts.items()),
            "They are left out of the times that they would spoil; nothing stands in for them.",
        ),
        *_analyzer(tuple(record)),
    )
    return Report(asked, today, whole, months, parts)


_STEPS_NOTE = "From the day after receipt. Nine in ten took no longer than the days in the column 90 %."


def _letters(cases: Sequence[Case], today: date) -> Part:
    groups = {"All letters": tuple(case for case in cases if case.answerable)}
    groups |= by(groups["All letters"], lambda case: case.kind)
    rows = []
    for name, letters in groups.items():
        found = oversight(letters, today)
        counts = [found.outcomes[one] for one in Outcome]
        rows.append((name, found.letters, found.tracked.part, *counts, found.in_time.percent))
    headings = ("Letters", "Received", "Tracked", *(one.value for one in Outcome), "% in time")
    return Part(
        "Letters: tracked, in time, interim, late",
        headings,
        tuple(rows),
        "A reply counts by the proof of what was sent. % in time: answered by the suspense, or an interim "
        "reply by then, of all that were due or of which it cannot be told.",
    )


def _quarterly(cases: Sequence[Case], today: date) -> Part:
    rows = tuple(
        (row.unit, row.received, row.target, row.in_target.percent, row.in_twenty.percent)
        for row in promises(cases, today)
    )
    return Part(
        "Letters: target, received, % in target",
        ("Unit", "Received", "Target, working days", "% in target", f"% in {TWENTY} working days"),
        rows,
        "The target is the middle of the letters' own suspenses. Letters not yet due are not counted.",
    )


def _measures(found: Figures) -> Part:
    shares = (
        ("Done in time and within scope", found.on_time),
        ("Suspenses missed", found.missed),
        ("Responsibility unassigned or unclear", found.unclear),
        ("Authority documented", found.authority),
        ("Risk assessed", found.risk),
        ("Outcome evaluated, of those closed", found.evaluated),
        ("Closed without a finding of an audit", found.clean),
        ("Two or more units", found.shared),
        ("Questions at closure answered", found.asked),
        ("Missing or implausible dates", found.doubted),
    )
    rows: list[tuple[Cell, ...]] = [_share(name, share) for name, share in shares]
    in_time, as_asked = found.satisfaction
    rows += [
        ("Findings of audits", found.findings, None, None, None),
        ("Findings still open", found.findings_open, found.findings, None, None),
        ("Age of findings in days, median", found.findings_age, None, None, None),
        ("Was it done in time for you? (1 to 5)", in_time, None, None, None),
        ("Was it what you asked for? (1 to 5)", as_asked, None, None, None),
    ]
    return Part("Measures", ("Measure", "Count or figure", "Of", "%", "Left out"), tuple(rows))


def _share(name: str, share: Share) -> tuple[Cell, ...]:
    return name, share.part, share.whole, share.percent, share.left_out or None


def _spreads(title: str, spreads: Iterable[Spread], note: str) -> Part:
    rows = tuple((one.name, one.count, one.median, one.ninetieth, one.left_out or None) for one in spreads)
    return Part(title, ("What", "Count", "Median", "90 %", "Left out"), rows, note)


def _groups(title: str, label: str, cases: Sequence[Case], key: Callable[[Case], str], today: date) -> Part:
    return _grouped(title, label, {name: figures(rows, today) for name, rows in by(cases, key).items()})


def _grouped(title: str, label: str, groups: dict[str, Figures]) -> Part:
    headings = (label, "Actions", "Open", "Closed", "% in time", "Missed", "% letters in time", "% unclear")
    return Part(title, headings, tuple(_row(name, found) for name, found in groups.items()))


def _row(name: str, found: Figures) -> tuple[Cell, ...]:
    return (
        name or "Not known",
        found.cases,
        found.open,
        found.closed,
        found.on_time.percent,
        found.missed.part,
        found.oversight.in_time.percent,
        found.unclear.percent,
    )


def _analyzer(record: tuple[Record, ...]) -> Iterator[Part]:
    """What people said of the drafts: as a whole, and of each field. Nothing where nothing was decided."""
    counts = ("Decided", "Approved unchanged", "Edited", "Rejected", "% unchanged")
    whole = tuple(one for one in record if one.field == WHOLE)
    single = tuple(one for one in record if one.field != WHOLE)
    if not record:
        return
    yield Part(
        "The analyzer: drafts by version and prompts",
        ("Analyzer", "Prompts", "Kind", *counts),
        tuple((one.analyzer, one.prompts, _plain(one.kind), *_counted(one)) for one in whole),
        "Drafts decided in the period, over all units and types. What people added by hand is left out.",
    )
    yield Part(
        "The analyzer field by field",
        ("Analyzer", "Prompts", "Kind", "Field", *counts),
        tuple(
            (one.analyzer, one.prompts, _plain(one.kind), _plain(one.field), *_counted(one)) for one in single
        ),
        "In an edited draft, fields that stand as they were drafted are unchanged; in a rejected one, "
        "every field is rejected.",
    )


def _counted(one: Record) -> tuple[Cell, ...]:
    return one.decided, one.unchanged, one.edited, one.rejected, one.percent


def _plain(name: str) -> str:
    return name.replace("_", " ")


def sheets(made: Report) -> Iterator[tuple[str, list[tuple[str, str]], list[dict[str, Cell]]]]:
    """Each table as a sheet: its name, its columns with their headings, its rows."""
    for number, part in enumerate(made.parts, start=1):
        columns = [(str(place), heading) for place, heading in enumerate(part.headings)]
        rows = [{str(place): cell for place, cell in enumerate(row)} for row in part.rows]
        yield f"{number} {part.title.partition(':')[0]}"[:31], columns, rows
