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
    _S.NEW: frozenset({_S.IN_PROGRESS, _S.COMPLETED, _S.CANCELLED, _S.DEFERRED}),
    _S.IN_PROGRESS: frozenset({_S.SUBMITTED, _S.COMPLETED, _S.CANCELLED, _S.DEFERRED}),
    _S.SUBMITTED: frozenset({_S.IN_REVIEW, _S.RETURNED, _S.COMPLETED, _S.CANCELLED}),
    _S.IN_REVIEW: frozenset({_S.RETURNED, _S.COMPLETED, _S.CANCELLED}),
    _S.RETURNED: frozenset({_S.IN_PROGRESS, _S.SUBMITTED, _S.CANCELLED}),
    _S.DEFERRED: frozenset({_S.NEW, _S.IN_PROGRESS, _S.CANCELLED}),
    _S.COMPLETED: frozenset({_S.IN_PROGRESS}),
    _S.CANCELLED: frozenset({_S.NEW}),
}

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

    `children` are the members of its list. `due_date` lies in the office's time zone.
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

    def __post_init__(self) -> None:
        if not self.subject.strip():
            raise ValueError("an action item without a subject")

    def moved(self, after: ActionStatus) -> ActionItem:
        """The item after a legal move of its status. Raises IllegalMove."""
        return replace(self, status=status_after(self.status, after))


@dataclass(frozen=True, slots=True)
class ExecutiveAction:
    """Work that the executive secretariat tracks to closure.

    `number` is given when it is filed; `document` is the control number it came from.
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

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("an executive action without a name")
        if (self.closure is not None) != (self.status is ActionStatus.COMPLETED):
            raise ValueError("an action is completed by its closure, and by nothing else")

    @property
    def lifecycle(self) -> LifecycleStage:
        """The phase that its status means."""
        return LIFECYCLE_OF[self.status]

    def moved(self, after: ActionStatus) -> ExecutiveAction:
        """The action after a legal move short of closing. Raises IllegalMove."""
        if after is ActionStatus.COMPLETED and self.closure is None:
            raise IllegalMove("An action is completed by closing it.", remedy="Close it with its outcome.")
        closure = self.closure if after is ActionStatus.COMPLETED else None
        return replace(self, status=status_after(self.status, after), closure=closure)
