"""How far an executive action is: items counted, heads of lists that end with their members, what blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coordination.actions import ActionItem, ActionStatus, ItemType


@dataclass(frozen=True, slots=True)
class Progress:
    """Items that count: cancelled ones and heads of lists do not, planned steps of a process do."""

    total: int
    completed: int

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down, so that 100 means all; None where nothing counts."""
        return self.completed * 100 // self.total if self.total else None


def flat(items: Iterable[ActionItem]) -> Iterator[ActionItem]:
    """Every item, parents before what lies below them."""
    for item in items:
        yield item
        yield from flat(item.children)


def progress(items: Iterable[ActionItem], planned: int = 0) -> Progress:
    """How far these items are; `planned` counts steps of processes that are not begun yet."""
    counted = [
        item for item in flat(items) if not item.holds_others and item.status is not ActionStatus.CANCELLED
    ]
    done = sum(item.status is ActionStatus.COMPLETED for item in counted)
    return Progress(len(counted) + planned, done)


def open_items(items: Iterable[ActionItem]) -> tuple[ActionItem, ...]:
    """What keeps an action from closing, mandatory clearances first."""
    waiting = [item for item in flat(items) if not item.status.ended]
    return tuple(sorted(waiting, key=lambda item: not is_clearance(item)))


def is_clearance(item: ActionItem) -> bool:
    """Whether it is a clearance that must be given before anything goes out."""
    return item.mandatory and item.item_type in (ItemType.COORDINATION, ItemType.APPROVAL)


def settled(items: Iterable[ActionItem], *, awaited: frozenset[str] = frozenset()) -> tuple[ActionItem, ...]:
    """Heads of lists that end now because all their members have ended, the lowest first.

    `awaited` are ids of heads below which a process still has steps to begin.
    """
    found: list[ActionItem] = []

    def visit(item: ActionItem) -> bool:
        below = [visit(member) for member in item.children]
        if item.status.ended:
            return True
        if item.holds_others and all(below) and item.id not in awaited and not item.paused:
            found.append(item)
            return True
        return False

    for item in items:
        visit(item)
    return tuple(found)
