"""Templates put to work: when each step is due, which may begin now, who gets it, what does not fit."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coordination.suspense import add_business_days, due
from coordination.templates import AssignTo, Calculation, DayUnit, Step, Template, waits, walk

_BACK = frozenset({Calculation.FROM_DUE_DATE, Calculation.FROM_INTERNAL})
_UNITS = {DayUnit.CALENDAR: "days", DayUnit.BUSINESS: "business_days"}


@dataclass(frozen=True, slots=True)
class Anchors:
    """From where due dates are counted. The internal date is the external where there is none."""

    start: date
    external: date | None = None
    internal: date | None = None

    @property
    def front_office(self) -> date | None:
        """When it is due to the front office."""
        return self.internal or self.external


@dataclass(frozen=True, slots=True)
class Misfit:
    """A step that cannot be kept as planned, and why."""

    key: str
    why: str


@dataclass(frozen=True, slots=True)
class People:
    """Who stands where on an executive action: names of people and of units."""

    originator: str
    accountable_lead: str | None = None
    executive_sponsor: str | None = None
    lead_unit: str | None = None
    coordinating_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignee:
    """Who gets an item: a person, a unit or a team (a role is worked by a team)."""

    person: str | None = None
    unit: str | None = None
    team: str | None = None


def plan(
    template: Template, anchors: Anchors, ended: Mapping[str, date | None] = {}
) -> dict[str, date | None]:
    """When each step without members is due; a step above them when the last of them is.

    A step after its predecessors counts from the latest of the days on which they ended (`ended`) or are
    due; without predecessors from the start. What has no base to count from has no due date.
    """
    needed = waits(template)
    dates: dict[str, date | None] = {}

    def of(key: str) -> date | None:
        if key not in dates:
            dates[key] = _due(
                template.step(key), anchors, [ended.get(one) or of(one) for one in sorted(needed[key])]
            )
        return dates[key]

    for key in needed:
        of(key)
    for _, step in reversed(list(walk(template.steps))):
        if step.steps:
            below = [day for one in step.steps if (day := dates[one.key])]
            dates[step.key] = max(below, default=None)
    return dates


def _due(step: Step, anchors: Anchors, before: list[date | None]) -> date | None:
    bases = {
        Calculation.FROM_START: anchors.start,
        Calculation.FROM_DUE_DATE: anchors.external or anchors.internal,
        Calculation.FROM_INTERNAL: anchors.front_office,
        Calculation.AFTER_PREDECESSOR: max((day for day in before if day), default=anchors.start),
    }
    base = bases[step.method] if step.method else None
    if base and step.method in _BACK and step.offset == 0 and step.unit is DayUnit.BUSINESS:
        # what is due with a suspense that falls on a closed day is due on the open day before it
        return add_business_days(base + timedelta(days=1), -1)
    return due(base, step.offset, _UNITS[step.unit]) if base else None


def misfits(template: Template, anchors: Anchors, dates: Mapping[str, date | None]) -> tuple[Misfit, ...]:
    """Steps due before the work starts, before one they wait for, or after the last suspense."""
    found = []
    last = max((day for day in (anchors.external, anchors.internal) if day), default=None)
    for key, before in waits(template).items():
        day = dates.get(key)
        if day is None:
            continue
        later = [one for one in before if (other := dates.get(one)) and other > day]
        if day < anchors.start:
            found.append(Misfit(key, f"due {day.isoformat()}, before the work starts"))
        elif later:
            names = ", ".join(sorted(template.step(one).name for one in later))
            found.append(Misfit(key, f"due {day.isoformat()}, before what it waits for ({names})"))
        elif last and day > last and template.step(key).method is not Calculation.AFTER_PREDECESSOR:
            found.append(Misfit(key, f"due {day.isoformat()}, after the suspense"))
    return tuple(found)


def ready(template: Template, begun: Collection[str], ended: Collection[str]) -> tuple[str, ...]:
    """The steps that are to begin now: all they wait for has ended, and they are not begun yet."""
    return tuple(
        key
        for key, before in waits(template).items()
        if key not in begun and all(one in ended for one in before)
    )


def lines(template: Template) -> dict[str, tuple[Step, ...]]:
    """For each step, the steps above it, from the top."""
    found: dict[str, tuple[Step, ...]] = {}

    def visit(steps: tuple[Step, ...], above: tuple[Step, ...]) -> None:
        for step in steps:
            found[step.key] = above
            visit(step.steps, (*above, step))

    visit(template.steps, ())
    return found


def to_come(template: Template, begun: Container[str], people: People) -> tuple[str, ...]:
    """Steps that are not begun and will be, in order. Without coordinating units, none of theirs."""
    steps = {step.key: step for _, step in walk(template.steps)}
    return tuple(key for key in waits(template) if key not in begun and assignees(steps[key], people))


def assignees(step: Step, people: People) -> tuple[Assignee, ...]:
    """Who gets the items of a step; none where it is for coordinating units and there are none."""
    lead = Assignee(people.accountable_lead, people.lead_unit)
    if step.assign_to is AssignTo.COORDINATING_UNITS:
        return tuple(Assignee(unit=unit) for unit in people.coordinating_units)
    if step.assign_to is AssignTo.ORIGINATOR:
        return (Assignee(person=people.originator),)
    if step.assign_to is AssignTo.EXECUTIVE_SPONSOR and people.executive_sponsor:
        return (Assignee(person=people.executive_sponsor),)
    if step.assign_to is AssignTo.LEAD_UNIT:
        return (Assignee(unit=people.lead_unit),)
    named = {
        AssignTo.NAMED_PERSON: Assignee(person=step.assign_to_name),
        AssignTo.NAMED_UNIT: Assignee(unit=step.assign_to_name),
        AssignTo.ROLE: Assignee(team=step.assign_to_name),
    }
    return (named.get(step.assign_to, lead),)
