"""Milestones: what was planned at first, what is foreseen now, what came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pipeline.problems import IllegalMove


class MilestoneState(StrEnum):
    """How a milestone stands against its first plan."""

    MET = "Met"
    MET_LATE = "Met late"
    ON_TRACK = "On track"
    SLIPPING = "Slipping"
    MISSED = "Missed"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day by which something stands. The baseline never moves; the forecast does, with a reason."""

    name: str
    baseline: date
    forecast: date
    actual: date | None = None
    description: str = ""
    forecast_reason: str | None = None
    id: str | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise IllegalMove("A milestone needs a name.")

    @property
    def slip(self) -> int:
        """Calendar days after the baseline, by what came or else is foreseen; negative when earlier."""
        return ((self.actual or self.forecast) - self.baseline).days

    def state(self, today: date) -> MilestoneState:
        """How it stands today."""
        if self.actual:
            return MilestoneState.MET if self.slip <= 0 else MilestoneState.MET_LATE
        if self.forecast < today:
            return MilestoneState.MISSED
        return MilestoneState.ON_TRACK if self.slip <= 0 else MilestoneState.SLIPPING

    def foresee(self, day: date, reason: str) -> Milestone:
        """The milestone with another forecast. Raises IllegalMove when it was met, or without a reason."""
        if self.actual:
            raise IllegalMove(f"“{self.name}” was met on {self.actual.isoformat()}.")
        if not reason.strip():
            raise IllegalMove("A forecast does not change without a reason.", remedy="Write the reason.")
        return replace(self, forecast=day, forecast_reason=reason.strip())

    def meet(self, day: date, today: date) -> Milestone:
        """The milestone met on a day. Raises IllegalMove for a day to come, or when it was met before."""
        if self.actual:
            raise IllegalMove(f"“{self.name}” was already met on {self.actual.isoformat()}.")
        if day > today:
            raise IllegalMove(f"{day.isoformat()} is still to come.", remedy="Change the forecast instead.")
        return replace(self, actual=day)
