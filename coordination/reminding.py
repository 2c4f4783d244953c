"""Whom a suspense that draws near or has passed is brought before, by the rungs of the policy's ladder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from coordination.extensions import Clock, Rung
from coordination.suspense import add_business_days, business_days_between

Told = tuple[str, date, int, str]
"""What was told once: the duty's key, its suspense, the rung, the user."""

_ORDER = ("Assignee", "Accountable Lead", "Executive Sponsor", "Lead Unit")


@dataclass(frozen=True, slots=True)
class Duty:
    """Open work with a suspense: an item, or an action by one of its dates. People are users' names.

    `key` tells it from every other one. `members` are the users of its unit.
    """

    key: str
    number: str
    due: date
    clock: Clock
    assignee: str | None = None
    lead: str | None = None
    sponsor: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A suspense that is to be brought before a user, by which rung, in which capacity."""

    duty: Duty
    rung: Rung
    user: str

    @property
    def told(self) -> Told:
        """What is remembered, so that it is told once."""
        return self.duty.key, self.duty.due, self.rung.after, self.user

    @property
    def reminds(self) -> bool:
        """Whether the suspense has yet to pass: a reminder, no escalation."""
        return self.rung.after <= 0


@dataclass(frozen=True, slots=True)
class Round:
    """What one look over all duties brings: notices, and duties that nobody at all answers for."""

    notices: tuple[Notice, ...]
    unheard: tuple[Duty, ...]


def horizon(ladder: Iterable[Rung], today: date) -> date:
    """The last suspense that a rung of the ladder reaches today; free days behind it count with it."""
    ahead = max((-rung.after for rung in ladder), default=0)
    return add_business_days(today, max(ahead, 0) + 1) - timedelta(days=1)


def look(
    duties: Iterable[Duty],
    ladder: tuple[Rung, ...],
    today: date,
    told: frozenset[Told] | set[Told] = frozenset(),
    stands_in: Callable[[str], str | None] = lambda user: None,
) -> Round:
    """What is to be told today and was not yet.

    Every rung that was reached is climbed, also one whose day nobody looked; of several rungs before the
    same people the highest one speaks. Where a rung's official is nobody, the next one above hears it;
    whoever acts for an official hears it besides. Another suspense begins the ladder anew.
    """
    notices: dict[tuple[str, str], Notice] = {}
    unheard = []
    late = cache(lambda due: business_days_between(due, today))
    for duty in duties:
        reached = [rung for rung in sorted(ladder, key=lambda one: one.after) if rung.after <= late(duty.due)]
        for rung in reached:
            users = hearers(duty, rung.tell)
            if not users:
                unheard.append(duty)
                break
            for user in _with_acting(users, stands_in):
                notices[duty.key, user] = Notice(duty, rung, user)
    return Round(tuple(one for one in notices.values() if one.told not in told), tuple(unheard))


def hearers(duty: Duty, tell: str) -> tuple[str, ...]:
    """Who hears a rung that names this capacity, or the next one above it that is filled."""
    filled: Mapping[str, tuple[str, ...]] = {
        "Assignee": (duty.assignee,) if duty.assignee else (),
        "Accountable Lead": (duty.lead,) if duty.lead else (),
        "Executive Sponsor": (duty.sponsor,) if duty.sponsor else (),
        "Lead Unit": duty.members,
    }
    if tell == "Lead Unit":
        return filled[tell] or filled["Accountable Lead"] or filled["Executive Sponsor"]
    above = _ORDER[_ORDER.index(tell) :]
    return next((filled[one] for one in above if filled[one]), ())


def _with_acting(users: tuple[str, ...], stands_in: Callable[[str], str | None]) -> tuple[str, ...]:
    acting = (stands_in(user) for user in users)
    return tuple(dict.fromkeys((*users, *(one for one in acting if one))))
