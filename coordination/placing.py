"""Where an action item stands in the tree of its action: one step up, down, in or out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from coordination.actions import ActionItem
from pipeline.problems import IllegalMove, NotFound

Items = tuple[ActionItem, ...]


class Way(StrEnum):
    """A step of one item; what lies below it goes along."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


def placed(items: Items, item_id: str, way: Way) -> Items:
    """The tree after the step.

    In: below the item before it, as the last there. Out: behind the item that it lay below. Raises
    IllegalMove where there is no such place, NotFound for an unknown item.
    """
    found = _in_row(items, item_id, way)
    if found is None:
        raise NotFound("There is no such action item.", f"Its id would be {item_id!r}.")
    return found


def ways(items: Items, item_id: str) -> frozenset[Way]:
    """The steps that an item can take."""
    return frozenset(way for way in Way if _can(items, item_id, way))


def order(items: Items, above: str | None = None) -> Iterator[tuple[str, str | None]]:
    """Every item with the one above it, in the order in which the tree is read."""
    for item in items:
        assert item.id is not None
        yield item.id, above
        yield from order(item.children, item.id)


def _can(items: Items, item_id: str, way: Way) -> bool:
    try:
        placed(items, item_id, way)
    except IllegalMove:
        return False
    return True


def _in_row(row: Items, item_id: str, way: Way) -> Items | None:
    """The row after the step, where the item lies in it or below; else None."""
    for at, item in enumerate(row):
        if item.id == item_id:
            return _stepped(row, at, way)
        if way is Way.OUT and any(child.id == item_id for child in item.children):
            return _taken_out(row, at, item_id)
        below = _in_row(item.children, item_id, way)
        if below is not None:
            return (*row[:at], replace(item, children=below), *row[at + 1 :])
    return None


def _stepped(row: Items, at: int, way: Way) -> Items:
    item = row[at]
    if way is Way.OUT:
        raise IllegalMove(f"“{item.subject}” lies below nothing.")
    if way is Way.DOWN:
        if at == len(row) - 1:
            raise IllegalMove(f"“{item.subject}” is the last of its row.")
        return (*row[:at], row[at + 1], item, *row[at + 2 :])
    if at == 0:
        raise IllegalMove(f"“{item.subject}” is the first of its row.")
    before = row[at - 1]
    if way is Way.UP:
        return (*row[: at - 1], item, before, *row[at + 1 :])
    _free(item)
    if before.status.ended:
        raise IllegalMove(f"“{before.subject}” has ended; nothing joins it.", remedy="Reopen it first.")
    return (*row[: at - 1], replace(before, children=(*before.children, item)), *row[at + 1 :])


def _taken_out(row: Items, at: int, item_id: str) -> Items:
    head = row[at]
    item = next(child for child in head.children if child.id == item_id)
    _free(item)
    rest = tuple(child for child in head.children if child.id != item_id)
    return (*row[:at], replace(head, children=rest), item, *row[at + 1 :])


def _free(item: ActionItem) -> None:
    if item.run is not None:
        raise IllegalMove(
            f"“{item.subject}” is a step of a process.", "Its place below others is the template's."
        )
