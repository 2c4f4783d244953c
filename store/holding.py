"""An executive action held still while somebody changes it or one of its items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update

from coordination.actions import ActionItem
from pipeline.problems import Conflict, IllegalMove, NotFound
from store import audit, coordinating, going, queries, sight
from store.database import Transaction
from store.tables import coordination, tasking
from store.views import ActionView

_ACTION = coordination.ExecutiveAction
_ITEM = tasking.ActionItem


@dataclass(frozen=True, slots=True)
class Held:
    """An action that nobody else changes now: its key, what it is, who changes it, and the office's day."""

    id: int
    view: ActionView
    actor: str
    today: date

    @property
    def number(self) -> str:
        """The action's number."""
        return str(self.view.action.number)


def hold(move: Transaction, number: str, actor: str, deed: str, *, ended: bool = False) -> Held:
    """Take hold of an action. Raises NotFound, and IllegalMove when it has ended unless `ended`."""
    audit.person(actor, deed)
    key = coordinating.key_of(move.connection, number)
    move.connection.execute(select(_ACTION.id).where(_ACTION.id == key).with_for_update())
    going.expect_there(move.connection, number)
    view = coordinating.action(move.connection, number)
    if view.action.status.ended and not ended:
        raise IllegalMove(f"{number} is already {view.action.status}.", remedy="Reopen the action first.")
    return Held(key, view, actor, move.today)


def hold_item(move: Transaction, item_id: str, actor: str, deed: str) -> tuple[Held, ActionItem]:
    """Take hold of the action of an item. Raises IllegalMove when it has ended, NotFound."""
    query = select(_ACTION.action_number).join(_ITEM, _ITEM.executive_action_id == _ACTION.id)
    query = query.execution_options(**sight.NAMED)
    number = move.connection.execute(query.where(_ITEM.public_id == queries.uuid_of(item_id))).scalar()
    if number is None:
        raise NotFound("There is no such action item.", f"Its id would be {item_id!r}.")
    held = hold(move, number, actor, deed)
    return held, coordinating.find_item(held.view.items, item_id)


def again(move: Transaction, held: Held) -> Held:
    """The same as it is now."""
    return Held(held.id, coordinating.action(move.connection, held.number), held.actor, held.today)


def change_action(move: Transaction, held: Held, values: dict[str, Any], version: int | None = None) -> None:
    """Write columns of the action. Raises Conflict when it is no longer at `version`."""
    seen = held.view.action.version if version is None else version
    change = update(_ACTION).where(_ACTION.id == held.id, _ACTION.version == seen)
    stamp = {"version": _ACTION.version + 1, "updated_at": move.now, "updated_by": held.actor}
    _expect_one(move.connection.execute(change.values(values | stamp)).rowcount)


def change_item(
    move: Transaction, held: Held, item: ActionItem, values: dict[str, Any], version: int | None = None
) -> None:
    """Write columns of an item. Raises Conflict when it is no longer at `version`."""
    seen = item.version if version is None else version
    change = update(_ITEM).where(_ITEM.public_id == queries.uuid_of(str(item.id)), _ITEM.version == seen)
    stamp = {"version": _ITEM.version + 1, "updated_at": move.now, "updated_by": held.actor}
    _expect_one(move.connection.execute(change.values(values | stamp)).rowcount)


def item_key(move: Transaction, item_id: str) -> int:
    """The row's id of an item. Raises NotFound."""
    key = move.connection.execute(select(_ITEM.id).where(_ITEM.public_id == queries.uuid_of(item_id)))
    found = key.scalar()
    if found is None:
        raise NotFound("There is no such action item.", f"Its id would be {item_id!r}.")
    return found


def item_keys(move: Transaction, held: Held) -> dict[str, int]:
    """By id: the rows' ids of all items of an action."""
    rows = move.connection.execute(
        select(_ITEM.public_id, _ITEM.id).where(_ITEM.executive_action_id == held.id)
    )
    return {str(item_id): key for item_id, key in rows}


def tell(
    move: Transaction, held: Held, what: str, item: str = "", before: Any = None, after: Any = None
) -> None:
    """Note an event of the action, or of one of its items."""
    subject = f"{held.number}/{item}" if item else held.number
    move.log(audit.who(held.actor), what, subject, before, after)


def _expect_one(rows: int) -> None:
    if rows != 1:
        raise Conflict("Somebody else changed this meanwhile.", remedy="Look at it again.")
