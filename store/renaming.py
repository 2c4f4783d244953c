"""A unit that gets another name: work that names it names it anew, and its history says the old one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from store import audit, findable, sight
from store.database import Transaction, bare
from store.tables.coordination import CoordinatingUnit, ExecutiveAction
from store.tables.tasking import ActionItem

_ACTION, _ITEM, _PART = bare(ExecutiveAction), bare(ActionItem), bare(CoordinatingUnit)
_AT_ONCE = 500


def renamed(move: Transaction, before: str, after: str, actor: str) -> int:
    """Put the new name where the old one stands, on actions and items, ended ones too; how many actions.

    Documents, drafts and decisions keep the words that were said.
    """
    with sight.everything():
        found = _actions(move, before)
        values = {"lead_organization_unit": after, "updated_by": actor, "updated_at": move.now}
        for table in (_ACTION, _ITEM):
            here = update(table).where(table.c.lead_organization_unit == before)
            move.connection.execute(here.values(values))
        _parts(move, before, after)
        for key, number in sorted(found.items()):
            move.log(audit.who(actor), "action.unit_renamed", number, {"unit": before}, {"unit": after})
            findable.action(move.connection, key)
    return len(found)


def _actions(move: Transaction, name: str) -> dict[int, str]:
    """By their rows: the numbers of the actions that name it, or of which an item does."""
    queries: tuple[Any, ...] = (
        select(_ACTION.c.id).where(_ACTION.c.lead_organization_unit == name),
        select(_ITEM.c.executive_action_id).where(_ITEM.c.lead_organization_unit == name),
        select(_PART.c.executive_action_id).where(_PART.c.unit == name),
    )
    keys = sorted({key for query in queries for key in move.connection.execute(query).scalars()})
    found: dict[int, str] = {}
    for at in range(0, len(keys), _AT_ONCE):
        some = select(_ACTION.c.id, _ACTION.c.action_number).where(_ACTION.c.id.in_(keys[at : at + _AT_ONCE]))
        found |= {key: number for key, number in move.connection.execute(some)}
    return found


def _parts(move: Transaction, before: str, after: str) -> None:
    """Units that take part; an action that names both already keeps both lines."""
    there = select(_PART.c.executive_action_id).where(_PART.c.unit == after)
    change = update(_PART).where(_PART.c.unit == before, _PART.c.executive_action_id.not_in(there))
    move.connection.execute(change.values(unit=after))
