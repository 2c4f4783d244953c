"""The suspense policy: which letter is due when, to the writer and to the front office, and by which rule.

Clocks follow the guidance that offices publish: the day after receipt is day one, a transferred letter starts
anew with the office that accepts it, the front office has its days before the writer's date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coordination.extensions import Rung
from coordination.suspense import add_business_days, due, is_business_day
from coordination.templates import DayUnit


class Count(StrEnum):
    """Which day is day one."""

    DAY_AFTER = "day after receipt"
    RECEIPT = "day of receipt"


class Roll(StrEnum):
    """Where a date goes that falls on a day when offices are closed."""

    BEFORE = "open day before"
    AFTER = "open day after"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Matter:
    """What the policy looks at. `received` lies in the office's zone; `stated` is what the letter demands."""

    received: date
    sender: str = ""
    kind: str = ""
    action_type: str = ""
    signature_level: str = ""
    transferred: date | None = None
    stated: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. It fits where each list that is not empty has a word of the matter.

    `days` to the writer's date; `front_office_days` are the business days before it that the front office
    keeps; `acknowledge_days` and `interim_days` count like `days`.
    """

    name: str
    days: int
    unit: DayUnit = DayUnit.BUSINESS
    front_office_days: int = 3
    acknowledge_days: int | None = None
    interim_days: int | None = None
    count: Count = Count.DAY_AFTER
    roll: Roll = Roll.BEFORE
    transfer_restarts: bool = True
    senders: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    signature_levels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip() or not 0 <= self.days <= 3660 or not 0 <= self.front_office_days <= 260:
            raise ValueError(f"the rule {self.name!r} has no name, or days out of range")
        for days in (self.acknowledge_days, self.interim_days):
            if days is not None and not 0 <= days <= self.days:
                raise ValueError(
                    f"the rule {self.name!r} acknowledges or writes in the interim after its end"
                )

    def fits(self, matter: Matter) -> bool:
        """Whether the rule is meant for this matter."""
        return (
            _has(self.kinds, matter.kind, whole=True)
            and _has(self.types, matter.action_type, whole=True)
            and _has(self.signature_levels, matter.signature_level, whole=True)
            and _has(self.senders, matter.sender, whole=False)
        )


@dataclass(frozen=True, slots=True)
class Suspense:
    """Both suspenses, what else is due before them, and the rule and sum they come from."""

    external: date
    internal: date
    basis: str
    acknowledge: date | None = None
    interim: date | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules, the first that fits holds; who decides extensions, in order; the ladder of escalation."""

    rules: tuple[Rule, ...] = ()
    extension_approvers: tuple[str, ...] = ("Accountable Lead", "Executive Sponsor")
    escalation: tuple[Rung, ...] = ()
    inauguration_day: bool = False

    def rule(self, matter: Matter) -> Rule | None:
        """The rule that holds for a matter."""
        return next((rule for rule in self.rules if rule.fits(matter)), None)

    def suspense(self, matter: Matter, otherwise: Rule | None = None) -> Suspense | None:
        """The suspense of a matter by the first rule that fits, else by `otherwise`; None by neither.

        A date that the letter itself demands wins where it is earlier, and it is the date where no rule
        fits at all.
        """
        rule = self.rule(matter) or otherwise
        if rule is None:
            if matter.stated is None:
                return None
            rule = Rule("the date that the document states", 0)
            return self._set(rule, matter.stated, matter, f"stated: {matter.stated.isoformat()}")
        base = matter.transferred if matter.transferred and rule.transfer_restarts else matter.received
        day = self._after(rule, base, rule.days)
        since = "transfer" if base is matter.transferred else "receipt"
        basis = f"{rule.name}: {rule.days} {rule.unit.value} days from {since} on {base.isoformat()}"
        if matter.stated and matter.stated < day:
            return self._set(rule, matter.stated, matter, f"stated: {matter.stated.isoformat()}; {basis}")
        return self._set(rule, day, matter, basis)

    def _set(self, rule: Rule, external: date, matter: Matter, basis: str) -> Suspense:
        base = matter.transferred if matter.transferred and rule.transfer_restarts else matter.received
        return Suspense(
            external,
            internal_before(external, rule.front_office_days, base, self.inauguration_day),
            basis,
            self._early(rule, base, rule.acknowledge_days, external),
            self._early(rule, base, rule.interim_days, external),
        )

    def _early(self, rule: Rule, base: date, days: int | None, external: date) -> date | None:
        return None if days is None else min(self._after(rule, base, days), external)

    def _after(self, rule: Rule, base: date, days: int) -> date:
        inaugural = self.inauguration_day
        if rule.unit is DayUnit.BUSINESS:
            if rule.count is Count.DAY_AFTER or days == 0:
                return add_business_days(base, days, inaugural)
            return add_business_days(add_business_days(base, 0, inaugural), days - 1, inaugural)
        less = 0 if rule.count is Count.DAY_AFTER or days == 0 else 1
        return rolled(due(base, days - less, "days"), rule.roll, inaugural)


def internal_before(external: date, days: int, base: date, inauguration: bool = False) -> date:
    """The front office's date: `days` business days before the writer's, though not before work can begin.

    It never lies after the writer's date, nor before the first business day after `base`, so a short
    suspense leaves the front office fewer days.
    """
    wanted = add_business_days(external, -days, inauguration) if days else external
    return min(external, max(wanted, add_business_days(base, 1, inauguration)))


def rolled(day: date, roll: Roll, inauguration: bool = False) -> date:
    """The day, or the open day beside it where offices are closed."""
    if roll is Roll.STAYS or is_business_day(day, inauguration):
        return day
    return add_business_days(day, 1 if roll is Roll.AFTER else -1, inauguration)


def _has(wanted: tuple[str, ...], given: str, *, whole: bool) -> bool:
    if not wanted:
        return True
    text = " ".join(given.casefold().split())
    words = [" ".join(word.casefold().split()) for word in wanted]
    return text in words if whole else any(word in text for word in words)
