"""Executive actions and action items: what they are and which moves are legal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from pipeline.problems import IllegalMove


class ActionStatus(StrEnum):
    """How far an executive action or an action item is."""

    NEW = "New (Not Started)"
    IN_PROGRESS = "In Progress"
    SUBMITTED = "Submitted for Review"
    IN_REVIEW = "Review In Progress"
    RETURNED = "Returned"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"
    DEFERRED = "Deferred (On Hold)"

    @property
    def ended(self) -> bool:
        """Whether no more work is expected."""
        return self in (ActionStatus.COMPLETED, ActionStatus.CANCELLED)


ENDED = tuple(status.value for status in ActionStatus if status.ended)
"""Statuses in which no more work is expected, as the record spells them."""


class LifecycleStage(StrEnum):
    """The phase of an executive action."""

    PLANNING = "Planning"
    INITIATION = "Initiation"
    ACTIVE = "Active"
    ON_HOLD = "On Hold"
    COMPLETE = "Complete"
    CANCELLED = "Cancelled"
    ARCHIVED = "Archived"


_S = ActionStatus
STATUS_MOVES: dict[ActionStatus, frozenset[ActionStatus]] = {
    _S.NEW: frozenset({_S.IN_PROGRESS, _S.SUBMITTED, _S.RETURNED, _S.COMPLETED, _S.CANCELLED, _S.DEFERRED}),
    _S.IN_PROGRESS: frozenset({_S.SUBMITTED, _S.RETURNED, _S.COMPLETED, _S.CANCELLED, _S.DEFERRED}),
    _S.SUBMITTED: frozenset({_S.IN_REVIEW, _S.RETURNED, _S.COMPLETED, _S.CANCELLED}),
    _S.IN_REVIEW: frozenset({_S.RETURNED, _S.COMPLETED, _S.CANCELLED}),
    _S.RETURNED: frozenset({_S.IN_PROGRESS, _S.SUBMITTED, _S.COMPLETED, _S.CANCELLED, _S.DEFERRED}),
    _S.DEFERRED: frozenset({_S.NEW, _S.IN_PROGRESS, _S.CANCELLED}),
    _S.COMPLETED: frozenset({_S.IN_PROGRESS, _S.RETURNED}),
    _S.CANCELLED: frozenset({_S.NEW}),
}

REASONED = frozenset({_S.RETURNED, _S.DEFERRED, _S.CANCELLED})
"""What work may only become with a reason. Leaving an end needs one too."""

LIFECYCLE_OF: dict[ActionStatus, LifecycleStage] = {
    _S.NEW: LifecycleStage.PLANNING,
    _S.IN_PROGRESS: LifecycleStage.ACTIVE,
    _S.SUBMITTED: LifecycleStage.ACTIVE,
    _S.IN_REVIEW: LifecycleStage.ACTIVE,
    _S.RETURNED: LifecycleStage.ACTIVE,
    _S.DEFERRED: LifecycleStage.ON_HOLD,
    _S.COMPLETED: LifecycleStage.COMPLETE,
    _S.CANCELLED: LifecycleStage.CANCELLED,
}


class Priority(StrEnum):
    """How urgent an action is."""

    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"
    CRITICAL = "Critical"


class ItemType(StrEnum):
    """What kind of work an action item is."""

    TASK = "Task"
    APPROVAL = "Approval"
    COORDINATION = "Coordination"
    ACKNOWLEDGEMENT = "Acknowledgement"
    REPLY = "Reply"
    REPORT = "Report"


def status_after(before: ActionStatus, after: ActionStatus) -> ActionStatus:
    """The status after a move. Raises IllegalMove where the rules have no such step."""
    if after is before or after in STATUS_MOVES[before]:
        return after
    raise IllegalMove(
        f"Work that is {before} cannot become {after}.",
        f"From {before} it may become: {', '.join(sorted(STATUS_MOVES[before]))}.",
    )


def reasoned(before: ActionStatus, after: ActionStatus, reason: str) -> str | None:
    """The reason of a move, None where none was given and none is needed. Raises IllegalMove."""
    text = reason.strip()
    if not text and after is not before and (after in REASONED or before.ended):
        deed = "reopened" if before.ended else after.value.lower()
        raise IllegalMove(
            f"Work cannot be {deed} without a reason.", "Others must be able to see why.", "Write the reason."
        )
    return text or None


@dataclass(frozen=True, slots=True)
class Closure:
    """How an action ended: what came of it and what was learned."""

    at: datetime
    by: str
    outcome_summary: str
    lessons_learned: str

    def __post_init__(self) -> None:
        for name, text in (
            ("outcome summary", self.outcome_summary),
            ("lessons learned", self.lessons_learned),
        ):
            if not text.strip():
                raise IllegalMove(
                    f"An action cannot close without its {name}.", remedy=f"Write the {name}, then close."
                )


@dataclass(frozen=True, slots=True)
class ActionItem:
    """A piece of an executive action. `draft` is the draft it came from, None when made by hand.

    `children` are the members of its list. `due_date` lies in the office's time zone. `assignee` is the
    party as the source names it; `person` is who it was given to, `user` that person's account. `step` is
    its step in the template of the process run `run`.
    """

    subject: str
    item_type: ItemType = ItemType.TASK
    status: ActionStatus = ActionStatus.NEW
    details: str = ""
    assignee: str | None = None
    lead_unit: str | None = None
    due_date: date | None = None
    due_basis: str | None = None
    recurrence: str | None = None
    draft: str | None = None
    id: str | None = None
    version: int = 1
    children: tuple[ActionItem, ...] = ()
    mandatory: bool = True
    paused: bool = False
    priority: Priority = Priority.MEDIUM
    person: str | None = None
    user: str | None = None
    team: str | None = None
    delegated_from: str | None = None
    start_date: date | None = None
    next_steps: str | None = None
    status_reason: str | None = None
    closing_note: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    step: str | None = None
    run: str | None = None
    document: str | None = None
    condition: str | None = None

    def __post_init__(self) -> None:
        if not self.subject.strip():
            raise ValueError("an action item without a subject")

    @property
    def holds_others(self) -> bool:
        """Whether it is only the head of a list: a task that is done when its members are."""
        return bool(self.children) and self.item_type is ItemType.TASK

    @property
    def who(self) -> str | None:
        """Who has it: the person, else the team, else the unit, else the party that the source names."""
        return self.person or self.team or self.lead_unit or self.assignee

    def moved(self, after: ActionStatus) -> ActionItem:
        """The item after a legal move of its status. Raises IllegalMove."""
        return replace(self, status=status_after(self.status, after))


@dataclass(frozen=True, slots=True)
class ExecutiveAction:
    """Work that the executive secretariat tracks to closure.

    `number` is given when it is filed; `document` is the control number it came from. It is issued when the
    front office sets it to work under a lead.
    """

    name: str
    document: str
    action_type: str
    category: str
    priority: Priority = Priority.MEDIUM
    status: ActionStatus = ActionStatus.NEW
    due_date: date | None = None
    internal_due_date: date | None = None
    lead_unit: str | None = None
    coordinating_units: tuple[str, ...] = ()
    draft: str | None = None
    number: str | None = None
    version: int = 1
    closure: Closure | None = None
    issued: date | None = None
    archived: bool = False
    status_reason: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("an executive action without a name")
        if (self.closure is not None) != (self.status is ActionStatus.COMPLETED):
            raise ValueError("an action is completed by its closure, and by nothing else")

    @property
    def lifecycle(self) -> LifecycleStage:
        """The phase that its status means; new work is in planning until it is issued."""
        if self.archived:
            return LifecycleStage.ARCHIVED
        if self.status is ActionStatus.NEW and self.issued:
            return LifecycleStage.INITIATION
        return LIFECYCLE_OF[self.status]

    def moved(self, after: ActionStatus, reason: str = "") -> ExecutiveAction:
        """The action after a legal move short of closing. Raises IllegalMove."""
        if after is ActionStatus.COMPLETED and self.closure is None:
            raise IllegalMove("An action is completed by closing it.", remedy="Close it with its outcome.")
        if self.archived:
            raise IllegalMove(f"{self.number} is archived.", remedy="Take it out of the archive first.")
        status = status_after(self.status, after)
        kept = self.status_reason if status is self.status else None
        why = reasoned(self.status, status, reason) or kept
        closure = self.closure if after is ActionStatus.COMPLETED else None
        return replace(self, status=status, closure=closure, status_reason=why)

    def issue(self, day: date) -> ExecutiveAction:
        """The action set to work. Raises IllegalMove when it was issued before or has ended."""
        if self.issued or self.status.ended:
            raise IllegalMove(
                f"{self.number} was already issued." if self.issued else f"{self.number} has ended."
            )
        return replace(self, issued=day)

    def begun(self) -> ExecutiveAction:
        """The action once work on one of its items began: in progress, where it was issued and not begun."""
        return self.moved(ActionStatus.IN_PROGRESS) if self.lifecycle is LifecycleStage.INITIATION else self

    def archive(self, archived: bool) -> ExecutiveAction:
        """The action put into the archive, or taken out of it. Raises IllegalMove while it is open."""
        if archived and not self.status.ended:
            raise IllegalMove(
                f"{self.number} is open; only what has ended is archived.", remedy="Close it first."
            )
        return replace(self, archived=archived)
