"""Risks and impacts at work: planned against, reviewed in a cycle, settled with evidence or given up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from coordination import recurrence
from coordination.actions import ActionStatus
from coordination.assessment import Level, overall
from pipeline.problems import IllegalMove


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched of a risk or an impact. `owner` answers for the plan, `review` is the next look.

    It is in progress once there is a plan, completed only with a plan and the evidence of what was done.
    """

    name: str
    status: ActionStatus = ActionStatus.NEW
    likelihood: Level | None = None
    severity: Level | None = None
    plan: str = ""
    owner: str | None = None
    target: date | None = None
    evidence: str = ""
    every: str = ""
    review: date | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a risk or an impact without a name")
        if self.status is ActionStatus.COMPLETED and not (self.plan and self.evidence):
            raise ValueError("it is settled by a plan and the evidence that it was carried out")
        if self.status.ended and self.review:
            raise ValueError("nobody reviews what has ended")

    @property
    def level(self) -> Level | None:
        """What likelihood and severity come to together."""
        return overall(self.likelihood, self.severity) if self.likelihood and self.severity else None

    def late(self, today: date) -> bool:
        """Whether it should have been looked at again."""
        return self.review is not None and self.review < today

    def planned(
        self, plan: str, owner: str | None, target: date | None, every: str, review: date | None
    ) -> Watched:
        """With another plan. Raises IllegalMove for an owner or a date of no plan, or words of no rhythm."""
        self._open("planned for")
        plan, every = plan.strip(), every.strip()
        if not plan and (owner or target):
            raise IllegalMove(
                "There is no plan to answer for.",
                remedy="Write the plan, or leave both out.",
            )
        if every:
            recurrence.parse(every)
        status = ActionStatus.IN_PROGRESS if plan else ActionStatus.NEW
        return replace(
            self, plan=plan, owner=owner or None, target=target, every=every, review=review, status=status
        )

    def reviewed(
        self,
        words: str,
        day: date,
        today: date,
        grades: tuple[Level | None, Level | None] = (None, None),
        following: date | None = None,
    ) -> Watched:
        """Looked at on a day, with the grades of that day; the next look by `following`, or by the rhythm.

        Raises IllegalMove without words, for a day to come, or a next look that is not later.
        """
        self._open("reviewed")
        if not words.strip():
            raise IllegalMove("A review says what was found.", remedy="Write a few words.")
        if day > today:
            raise IllegalMove(f"{day.isoformat()} is still to come.", remedy="Choose the day of the review.")
        coming = following or (recurrence.parse(self.every).after(day, day) if self.every else None)
        if coming and coming <= day:
            raise IllegalMove(f"The next review, {coming.isoformat()}, is not after this one.")
        return replace(
            self,
            likelihood=grades[0] or self.likelihood,
            severity=grades[1] or self.severity,
            review=coming,
        )

    def mitigated(self, evidence: str) -> Watched:
        """Settled. Raises IllegalMove without a plan, or without the evidence of what was done."""
        self._open("settled")
        if not self.plan:
            raise IllegalMove(f"“{self.name}” has no plan.", "Nobody could tell what was carried out.",
                              "Write the plan first, or end it with a reason.")  # fmt: skip
        if not evidence.strip():
            raise IllegalMove("What was done needs its evidence.", remedy="Say what shows it.")
        return replace(self, status=ActionStatus.COMPLETED, evidence=evidence.strip(), review=None)

    def dropped(self, reason: str) -> Watched:
        """Ended without being settled. Raises IllegalMove without a reason."""
        self._open("ended")
        return replace(self, status=ActionStatus.CANCELLED, reason=_reason(reason), review=None)

    def reopened(self, reason: str) -> Watched:
        """Open again. Raises IllegalMove where it is open, or without a reason."""
        if not self.status.ended:
            raise IllegalMove(f"“{self.name}” is open.")
        status = ActionStatus.IN_PROGRESS if self.plan else ActionStatus.NEW
        return replace(self, status=status, reason=_reason(reason))

    def _open(self, deed: str) -> None:
        if self.status.ended:
            raise IllegalMove(
                f"“{self.name}” has ended and is not {deed} any more.", remedy="Reopen it first."
            )


def _reason(text: str) -> str:
    if not text.strip():
        raise IllegalMove("Others must be able to see why.", remedy="Write the reason.")
    return text.strip()


def check_study(findings: str, conducted_by: str) -> None:
    """Raise IllegalMove where an analysis is not complete: it has findings, and somebody who made them."""
    if not findings.strip() or not conducted_by.strip():
        raise IllegalMove(
            "An analysis is complete with its findings and with who conducted it.",
            remedy="Write what is missing.",
        )
