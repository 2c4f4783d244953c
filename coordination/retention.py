"""How long records are kept: categories with their authority, cut-off and period; which one a document has.

What no category of the schedule fits is unscheduled, and kept: the National Archives treat such records as
permanent until they are scheduled (36 CFR 1225.14(c)(2), as told in its questions about GRS 4.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class CutOff(StrEnum):
    """The event at which the period begins."""

    CLOSURE = "closure"
    RECEIPT = "receipt"
    FISCAL_YEAR = "fiscal_year"


class Fate(StrEnum):
    """What becomes of records when their period is over."""

    DESTROY = "destroy"
    TRANSFER = "transfer"


class DisposalState(StrEnum):
    """How far a disposal has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    UNDER_WAY = "under_way"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class HoldKind(StrEnum):
    """Why records are held back from disposal."""

    LEGAL = "legal"
    FOIA = "foia"
    AUDIT = "audit"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Facts:
    """What retention asks of a document and all that lies in it.

    `closed` is the day on which the last of it was settled, None while anything is open; `types` are those of
    its executive actions, `assigned` the category that a person gave it.
    """

    kind: str | None
    received: date
    closed: date | None
    no_action: bool = False
    types: tuple[str, ...] = ()
    assigned: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A line of the schedule. Lists that are filled in must have the document's kind, a type of its actions.

    `authority` names the source of the rule, such as an item of the agency's records schedule or of a GRS.
    `with_actions`: an executive action goes with the last of the documents that it was made from.
    """

    name: str
    authority: str
    disposition: Fate
    cutoff: CutOff = CutOff.CLOSURE
    years: int = 0
    months: int = 0
    days: int = 0
    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    no_action: bool = False
    by_hand: bool = False
    with_actions: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.authority.strip():
            raise ValueError("a category has a name and the authority that it rests on")
        if min(self.years, self.months, self.days) < 0 or not (self.years or self.months or self.days):
            raise ValueError(f"{self.name} has no period: years, months or days")

    def fits(self, facts: Facts) -> bool:
        """Whether a document is of this category by what it is."""
        if self.by_hand or (self.kinds and facts.kind not in self.kinds):
            return False
        if self.types and not set(self.types) & set(facts.types):
            return False
        return facts.no_action or not self.no_action

    @property
    def period(self) -> str:
        """The period in words."""
        parts = (("year", self.years), ("month", self.months), ("day", self.days))
        return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in parts if count)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The office's categories, asked in their order; the month in which its fiscal year begins."""

    categories: tuple[Category, ...] = ()
    fiscal_year_begins: int = 10

    def __post_init__(self) -> None:
        names = [category.name for category in self.categories]
        if len(set(names)) < len(names):
            raise ValueError("two categories have one name")
        if not 1 <= self.fiscal_year_begins <= 12:
            raise ValueError("fiscal_year_begins is a month from 1 to 12")

    def named(self, name: str | None) -> Category | None:
        """The category of this name."""
        return next((one for one in self.categories if one.name == name), None)

    def category(self, facts: Facts) -> Category | None:
        """A document's category: the one that a person gave it, else the first that fits; None: unscheduled.

        A category given by hand that the schedule no longer has leaves the document unscheduled.
        """
        if facts.assigned is not None:
            return self.named(facts.assigned)
        return next((one for one in self.categories if one.fits(facts)), None)

    def cut_off(self, category: Category, facts: Facts) -> date | None:
        """The day on which the period begins; None while the document is open."""
        if facts.closed is None:
            return None
        if category.cutoff is CutOff.RECEIPT:
            return facts.received
        if category.cutoff is CutOff.FISCAL_YEAR:
            return self._fiscal_year_ends(facts.closed)
        return facts.closed

    def due(self, category: Category, facts: Facts) -> date | None:
        """The first day on which the document may be disposed of; None while it is open.

        Never before it was closed, whatever its period begins with.
        """
        begins = self.cut_off(category, facts)
        if begins is None or facts.closed is None:
            return None
        ends = _later(begins, 12 * category.years + category.months) + timedelta(days=category.days)
        return max(ends, facts.closed) + timedelta(days=1)

    def _fiscal_year_ends(self, day: date) -> date:
        begins = date(day.year, self.fiscal_year_begins, 1)
        following = begins if day < begins else date(day.year + 1, self.fiscal_year_begins, 1)
        return following - timedelta(days=1)


def _later(day: date, months: int) -> date:
    """So many months later; where the month has no such day, its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
