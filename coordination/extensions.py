"""Events of a suspense: extension, interim reply, statement of lateness; who asked, who decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from coordination.suspense import business_days_between
from pipeline.problems import IllegalMove


class Clock(StrEnum):
    """Which date an event is about: due to the front office, due to the writer, or that of an item."""

    INTERNAL = "Internal"
    EXTERNAL = "External"
    ITEM = "Item"


class EventKind(StrEnum):
    """What happened to a suspense."""

    SET = "Set"
    EXTENSION = "Extension"
    INTERIM_REPLY = "Interim Reply"
    LATENESS = "Statement of Lateness"
    TRANSFER = "Transfer"
    PAUSE = "Pause"
    RESUME = "Resume"
    REMINDER = "Reminder"
    ESCALATION = "Escalation"


class EventStatus(StrEnum):
    """Whether an event only tells, or asks and was answered."""

    RECORDED = "Recorded"
    REQUESTED = "Requested"
    APPROVED = "Approved"
    REFUSED = "Refused"
    WITHDRAWN = "Withdrawn"


@dataclass(frozen=True, slots=True)
class SuspenseEvent:
    """One event; `item` is the id of the item it is about, None for the executive action itself."""

    kind: EventKind
    status: EventStatus
    clock: Clock
    requested_by: str
    requested_at: datetime
    reason: str = ""
    old_date: date | None = None
    new_date: date | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    comments: str | None = None
    item: str | None = None
    document: str | None = None
    id: str | None = None
    version: int = 1


def ask_extension(
    old: date | None, new: date, reason: str, clock: Clock, by: str, at: datetime, item: str | None = None
) -> SuspenseEvent:
    """A request for a later date. Raises IllegalMove for a date that is not later, or without a reason."""
    if old is None:
        raise IllegalMove("There is no suspense to extend.", remedy="Set a due date first.")
    if new <= old:
        raise IllegalMove(
            f"{new.isoformat()} is not later than the suspense, {old.isoformat()}.",
            remedy="Ask for a later day.",
        )
    if not reason.strip():
        raise IllegalMove("An extension needs a reason.", "The lead decides by it.", "Write the reason.")
    return SuspenseEvent(
        EventKind.EXTENSION, EventStatus.REQUESTED, clock, by, at, reason.strip(), old, new, item=item
    )


def decide_extension(
    event: SuspenseEvent, granted: bool, by: str, at: datetime, comments: str = ""
) -> SuspenseEvent:
    """The request decided. Raises IllegalMove when it was decided before, by who asked, or refused mutely."""
    if event.kind is not EventKind.EXTENSION or event.status is not EventStatus.REQUESTED:
        raise IllegalMove(f"This {event.kind.lower()} is {event.status.lower()}; there is nothing to decide.")
    if by == event.requested_by:
        raise IllegalMove(
            "Nobody grants an extension to themselves.", remedy="Let the lead or the sponsor decide."
        )
    if not granted and not comments.strip():
        raise IllegalMove("A refusal needs a reason.", remedy="Write why the date stays.")
    status = EventStatus.APPROVED if granted else EventStatus.REFUSED
    return replace(event, status=status, decided_by=by, decided_at=at, comments=comments.strip() or None)


def tier(earlier: int, approvers: tuple[str, ...]) -> str:
    """Who decides the next extension: the approvers in order, the last of them for all that follow."""
    if not approvers:
        raise ValueError("a policy names at least one approver of extensions")
    return approvers[min(earlier, len(approvers) - 1)]


def decider(
    earlier: int, approvers: tuple[str, ...], named: Mapping[str, str], asked_by: str
) -> tuple[str, str] | None:
    """The part, and the user in it (`named`), that decides the next extension; None where anybody may.

    Nobody decides on what they asked for: their own request rises to the next part that somebody else has.
    """
    first = approvers.index(tier(earlier, approvers))
    for part in (*approvers[first:], *approvers[:first], *named):
        if named.get(part, asked_by) != asked_by:
            return part, named[part]
    return None


def lateness(reason: str, by: str, approver: str, at: datetime, due: date, today: date) -> SuspenseEvent:
    """A statement of lateness. Raises IllegalMove before the suspense, without reason, or self-approved."""
    if today <= due:
        raise IllegalMove(f"The suspense, {due.isoformat()}, has not passed.", remedy="Ask for an extension.")
    if not reason.strip() or not approver.strip():
        raise IllegalMove("A statement of lateness has a reason and somebody senior who signs it.")
    if approver == by:
        raise IllegalMove("A statement of lateness is signed by somebody else than its writer.")
    return SuspenseEvent(
        EventKind.LATENESS,
        EventStatus.RECORDED,
        Clock.EXTERNAL,
        by,
        at,
        reason.strip(),
        due,
        None,
        approver,
        at,
    )


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the escalation ladder: from `after` business days past the suspense (negative: before) on."""

    after: int
    tell: str


def rung(ladder: tuple[Rung, ...], due: date, today: date) -> Rung | None:
    """The highest rung that is reached today; None while it is too early for any."""
    late = business_days_between(due, today)
    return max((one for one in ladder if one.after <= late), key=lambda one: one.after, default=None)
