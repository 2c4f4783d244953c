"""Executive actions in time as a drawing: bars, milestones, today; the table beside it says the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.depending import Network, Planned
    from store.portfolio import Stone

WIDTH, SIDE, TOP, ROW = 900, 210, 30, 26
MOST = 40
"""Rows in a drawing; the table tells of the rest."""

_LABEL = 30
_MARKS = 9


@dataclass(frozen=True, slots=True)
class Line:
    """An action on the timeline. `look` names its colour, `told` says it in words."""

    number: str
    name: str
    start: date
    end: date
    look: str
    told: str
    stones: tuple[tuple[date, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its row's middle, and its milestones as places with what they say."""

    line: Line
    label: str
    x: float
    width: float
    y: int
    stones: tuple[tuple[float, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing: bars, marks of the scale, where today stands (None: outside), arrows, how many more."""

    bars: tuple[Bar, ...]
    marks: tuple[tuple[float, str], ...]
    today: float | None
    arrows: tuple[tuple[str, bool], ...]
    more: int
    height: int
    width: int = WIDTH


def timeline(
    lines: Sequence[Line], today: date, waits: Iterable[tuple[str, str, bool]] = ()
) -> Timeline | None:
    """The drawing of actions; `waits` are (predecessor, successor, critical). None where there is nothing."""
    shown = lines[:MOST]
    if not shown:
        return None
    first = min(line.start for line in shown)
    last = max([line.end for line in shown] + [day for line in shown for day, _, _ in line.stones])
    last = max(last, first + timedelta(14))

    def x(day: date) -> float:
        part = (day - first).days / (last - first).days
        return round(SIDE + (WIDTH - SIDE - 12) * min(max(part, 0.0), 1.0), 1)

    bars = tuple(
        Bar(
            line,
            line.name if len(line.name) <= _LABEL else f"{line.name[: _LABEL - 1]}…",
            x(line.start),
            max(3.0, round(x(line.end) - x(line.start), 1)),
            TOP + ROW * place + ROW // 2,
            tuple((x(day), told, met) for day, told, met in line.stones),
        )
        for place, line in enumerate(shown)
    )
    return Timeline(
        bars,
        tuple((x(day), f"{day:%-d %b %Y}") for day in _marks(first, last)),
        x(today) if first <= today <= last else None,
        tuple(_arrows(bars, waits)),
        len(lines) - len(shown),
        TOP + ROW * len(shown) + 8,
    )


def _marks(first: date, last: date) -> list[date]:
    """Days of the scale: first days of months as far as they have room."""
    months = []
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            months.append(day)
        day = (day + timedelta(32)).replace(day=1)
    step = -(-len(months) // _MARKS) or 1
    return months[::step] or [first]


def _arrows(bars: Sequence[Bar], waits: Iterable[tuple[str, str, bool]]) -> Iterable[tuple[str, bool]]:
    """Paths from the end of what is waited for to the beginning of what waits."""
    places = {bar.line.number: bar for bar in bars}
    for before, after, critical in waits:
        if before in places and after in places:
            one, other = places[before], places[after]
            x, to = round(one.x + one.width, 1), other.x
            yield (
                f"M{x} {one.y} h6 V{round((one.y + other.y) / 2)} H{round(to - 6, 1)} V{other.y} H{to}",
                critical,
            )


def stones_of(number: str, stones: Iterable[Stone]) -> tuple[tuple[date, str, bool], ...]:
    """The milestones of an action as a line shows them."""
    return tuple(
        (one.day, f"{one.name}, {'met' if one.met else 'foreseen for'} {one.day:%-d %b %Y}", one.met)
        for one in stones
        if one.number == number
    )


def network_lines(network: Network, stones: Iterable[Stone], day: date) -> list[Line]:
    """The actions of a network as lines of a timeline, the earliest first."""
    stones = tuple(stones)
    found = sorted(network.actions.values(), key=lambda one: (one.place.start, one.place.end, one.number))
    return [_network_line(one, stones, day) for one in found]


def _network_line(one: Planned, stones: tuple[Stone, ...], day: date) -> Line:
    place = one.place
    late = place.end < day
    look = "ended" if one.span.ended else "critical" if place.critical else "late" if late else "open"
    told = f"{one.number} {one.name}: {place.start:%-d %b %Y} to {place.end:%-d %b %Y}, {one.status}"
    return Line(one.number, one.name, place.start, place.end, look, told, stones_of(one.number, stones))
