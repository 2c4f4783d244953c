"""What an office wants of its measures: which of them can have a target, and whether it is met."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from coordination.measures import Measures, share
from pipeline.problems import IllegalMove

_MOST = {"%": 100.0, "days": 3650.0, "$": 100_000.0}


@dataclass(frozen=True, slots=True)
class Gauge:
    """A measure that can have a target: less is better, unless it should be `at_least` so much."""

    name: str
    label: str
    unit: str
    figure: Callable[[Measures], float | None]
    at_least: bool = False

    def told(self, value: float | None) -> str:
        """A figure as people write it."""
        if value is None:
            return "–"
        return f"${value:,.2f}" if self.unit == "$" else f"{value:g} {self.unit}"

    def wanted(self, target: float) -> str:
        """A target in words."""
        return f"at {'least' if self.at_least else 'most'} {self.told(target)}"


def _unread(found: Measures) -> int:
    return sum(count for state, count in found.reading.items() if not state.startswith("extracted"))


GAUGES = (
    Gauge("days", "Receipt to decision, median", "days", lambda found: found.days),
    Gauge("served", "Reviewed within the service level", "%", lambda found: found.served, at_least=True),
    Gauge("unchanged", "Decided drafts approved unchanged", "%",
          lambda found: share(found.judged.unchanged, found.judged.decided), at_least=True),
    Gauge("edited", "Decided drafts approved after a change", "%",
          lambda found: share(found.judged.edited, found.judged.decided)),
    Gauge("rejected", "Decided drafts rejected", "%",
          lambda found: share(found.judged.rejected, found.judged.decided)),
    Gauge("verbatim", "Claims with their words in the document", "%",
          lambda found: found.verbatim, at_least=True),
    Gauge("overdue", "Open actions overdue", "%",
          lambda found: share(found.duties.overdue, found.duties.open)),
    Gauge("unread", "Documents that could not be read", "%",
          lambda found: share(_unread(found), sum(found.reading.values()))),
    Gauge("cost", "Cost of an analysis", "$",
          lambda found: found.cost.usd / found.cost.runs if found.cost.runs else None),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure as it stands: the figure, its target where there is one, and its weeks."""

    gauge: Gauge
    value: float | None
    target: float | None
    weeks: tuple[tuple[date, float | None], ...]

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target or a figure."""
        if self.target is None or self.value is None:
            return None
        return self.value >= self.target if self.gauge.at_least else self.value <= self.target


def standings(found: Measures, targets: Mapping[str, float]) -> tuple[Standing, ...]:
    """Every measure that can have a target, as it stands."""
    mondays = [week.monday for week in found.weeks]
    return tuple(
        Standing(
            gauge,
            gauge.figure(found),
            targets.get(gauge.name),
            tuple(zip(mondays, found.trends.get(gauge.name, ()), strict=False)),
        )
        for gauge in GAUGES
    )


def target_of(name: str, typed: str) -> float | None:
    """The target that somebody typed for a measure; None for none. Raises IllegalMove."""
    gauge = next((one for one in GAUGES if one.name == name), None)
    if gauge is None:
        raise IllegalMove(f"No measure {name[:40]!r} has a target.", "", "Load the page again.")
    text = typed.strip().strip("%$").strip()
    if not text:
        return None
    most = _MOST[gauge.unit]
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= most:
        raise IllegalMove(
            f"{typed[:40]!r} is no target for {gauge.label.lower()}.",
            f"It is a number from 0 to {most:,.0f}.",
            "Write a number, or leave it empty.",
        )
    return round(value, 2)
