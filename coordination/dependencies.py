"""Dependencies between executive actions: no circles, when each can begin and end, what is critical.

The critical path method of project planning, in whole calendar days: an action without a forward day begins
on its start or today, lasts until its own due date, and is pushed later by those that it waits for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pipeline.problems import IllegalMove


class Link(StrEnum):
    """What of the successor waits for what of the predecessor."""

    FINISH_START = "Finish to Start"
    FINISH_FINISH = "Finish to Finish"
    START_START = "Start to Start"
    START_FINISH = "Start to Finish"
    INFORMATIONAL = "Informational"
    RESOURCE = "Resource"

    @property
    def schedules(self) -> bool:
        """Whether it sets dates. The others only say that two actions have to do with each other."""
        return self not in (Link.INFORMATIONAL, Link.RESOURCE)


@dataclass(frozen=True, slots=True)
class Dependency:
    """One action that waits for another; `lag` days pass between them. Actions go by their numbers."""

    predecessor: str
    successor: str
    link: Link = Link.FINISH_START
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when an action is planned, in office days. `ended`: nothing more is expected of it."""

    start: date
    end: date
    ended: bool = False

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("an action that ends before it begins")

    @property
    def days(self) -> int:
        """How long it lasts."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Place:
    """An action in the plan: earliest and latest end, days that it may slip, whether it is critical.

    `pushed` days its end lies after its own plan because of what it waits for.
    """

    start: date
    end: date
    latest: date
    pushed: int

    @property
    def slack(self) -> int:
        """Days that it may end later before the last end of all it leads to moves."""
        return (self.latest - self.end).days

    @property
    def critical(self) -> bool:
        """Whether each day that it slips moves that last end."""
        return self.slack == 0


def circle(dependencies: Iterable[Dependency]) -> tuple[str, ...]:
    """Actions that wait for each other in a circle, in order; none where there is no such circle."""
    after: dict[str, list[str]] = {}
    for one in dependencies:
        if one.link.schedules:
            after.setdefault(one.predecessor, []).append(one.successor)
    done: set[str] = set()
    for first in after:
        found = _circle_from(first, after, done)
        if found:
            return found
    return ()


def _circle_from(first: str, after: Mapping[str, Sequence[str]], done: set[str]) -> tuple[str, ...]:
    """A walk with its way kept by hand: a chain may be longer than Python's own stack."""
    way: list[tuple[str, int]] = [(first, 0)]
    on_way = {first}
    while way:
        name, turn = way.pop()
        following = after.get(name, ())
        if name in done or turn >= len(following):
            done.add(name)
            on_way.discard(name)
            continue
        way.append((name, turn + 1))
        step = following[turn]
        if step in on_way:
            names = [one for one, _ in way]
            return (*names[names.index(step) :], step)
        if step not in done:
            way.append((step, 0))
            on_way.add(step)
    return ()


def check(known: Collection[Dependency], new: Dependency) -> None:
    """Raise IllegalMove where a dependency would be on itself, stand twice, or close a circle."""
    if new.predecessor == new.successor:
        raise IllegalMove("An action does not wait for itself.", remedy="Choose another action.")
    same = (new.predecessor, new.successor, new.link)
    if any((one.predecessor, one.successor, one.link) == same for one in known):
        raise IllegalMove(f"{new.successor} already waits for {new.predecessor} so.")
    found = circle([*known, new])
    if found:
        raise IllegalMove(
            "These actions would wait for each other.",
            " waits for ".join(reversed(found)),
            "Take out one of the dependencies, or make this one informational.",
        )


def order(names: Iterable[str], dependencies: Iterable[Dependency]) -> tuple[str, ...]:
    """The actions so that each comes after those that it waits for. Raises IllegalMove for a circle."""
    wanted = dict.fromkeys(names)
    waits = dict.fromkeys(wanted, 0)
    after: dict[str, list[str]] = {name: [] for name in wanted}
    for one in dependencies:
        if one.link.schedules and one.predecessor in waits and one.successor in waits:
            waits[one.successor] += 1
            after[one.predecessor].append(one.successor)
    free = [name for name in wanted if not waits[name]]
    for name in free:
        for following in after[name]:
            waits[following] -= 1
            if not waits[following]:
                free.append(following)
    if len(free) != len(waits):
        raise IllegalMove("Some actions wait for each other.", " waits for ".join(circle(dependencies)))
    return tuple(free)


def plan(spans: Mapping[str, Span], dependencies: Collection[Dependency]) -> dict[str, Place]:
    """Where each action lies: the forward pass, then the backward one. Raises IllegalMove for a circle.

    What leads to nothing may end as late as the last end of all that hangs together with it. An action that
    has ended stays where it was.
    """
    links = [
        one
        for one in dependencies
        if one.link.schedules and one.predecessor in spans and one.successor in spans
    ]
    line = order(spans, links)
    starts = _forward(spans, links, line)
    ends = {name: starts[name] + timedelta(spans[name].days) for name in line}
    latest = _backward(spans, links, line, ends)
    return {
        name: Place(starts[name], ends[name], latest[name], (ends[name] - spans[name].end).days)
        for name in line
    }


def _forward(spans: Mapping[str, Span], links: list[Dependency], line: Sequence[str]) -> dict[str, date]:
    before: dict[str, list[Dependency]] = {name: [] for name in line}
    for one in links:
        before[one.successor].append(one)
    starts: dict[str, date] = {}
    for name in line:
        own = spans[name]
        bounds = [_bound(one, starts[one.predecessor], spans) for one in before[name]]
        starts[name] = own.start if own.ended else max([own.start, *bounds])
    return starts


def _bound(one: Dependency, start: date, spans: Mapping[str, Span]) -> date:
    """The earliest start that this dependency leaves its successor."""
    shift = one.lag
    if one.link in (Link.FINISH_START, Link.FINISH_FINISH):
        shift += spans[one.predecessor].days
    if one.link in (Link.FINISH_FINISH, Link.START_FINISH):
        shift -= spans[one.successor].days
    return start + timedelta(shift)


def _backward(
    spans: Mapping[str, Span], links: list[Dependency], line: Sequence[str], ends: Mapping[str, date]
) -> dict[str, date]:
    last = _last_together(links, line, ends)
    after: dict[str, list[Dependency]] = {name: [] for name in line}
    for one in links:
        after[one.predecessor].append(one)
    latest: dict[str, date] = {}
    for name in reversed(line):
        bounds = [
            _bound_back(one, latest[one.successor], spans)
            for one in after[name]
            if not spans[one.successor].ended
        ]
        latest[name] = ends[name] if spans[name].ended else min([last[name], *bounds])
    return latest


def _bound_back(one: Dependency, latest: date, spans: Mapping[str, Span]) -> date:
    """The latest end that this dependency leaves its predecessor, whose successor ends by `latest`."""
    shift = -one.lag
    if one.link in (Link.FINISH_START, Link.START_START):
        shift -= spans[one.successor].days
    if one.link in (Link.START_START, Link.START_FINISH):
        shift += spans[one.predecessor].days
    return latest + timedelta(shift)


def _last_together(links: list[Dependency], line: Sequence[str], ends: Mapping[str, date]) -> dict[str, date]:
    """For each action the last end of all that hang together with it."""
    lead = {name: name for name in line}

    def first(name: str) -> str:
        while lead[name] != name:
            lead[name] = lead[lead[name]]
            name = lead[name]
        return name

    for one in links:
        lead[first(one.predecessor)] = first(one.successor)
    last: dict[str, date] = {}
    for name in line:
        last[first(name)] = max(last.get(first(name), ends[name]), ends[name])
    return {name: last[first(name)] for name in line}


def status(link: Link, before: Span, after: Place | None, own: Span, today: date) -> str:
    """How a dependency stands: satisfied when what it waits for is there, else whether it will be in time."""
    if before.ended:
        return "Satisfied"
    if not link.schedules:
        return "Active"
    if before.end < today or (after is not None and after.pushed > 0 and own.end <= today):
        return "Blocked"
    return "At Risk" if after is not None and after.pushed > 0 else "Active"
