"""New action items as rows: who has them, and what has to be asked of somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select

from coordination.actions import ActionStatus, ItemType
from store import parties, persons, reviewing
from store.database import Transaction
from store.holding import Held
from store.tables import tasking

_ITEM = tasking.ActionItem


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be added. `person` is a user; `unit` and `team` are names."""

    subject: str
    item_type: ItemType = ItemType.TASK
    details: str = ""
    due_date: date | None = None
    person: str | None = None
    unit: str | None = None
    team: str | None = None
    recurrence: str | None = None
    mandatory: bool = True
    parent: str | None = None


def insert_item(move: Transaction, held: Held, new: NewItem, more: Mapping[str, Any]) -> str:
    """A new row; what has to be asked of somebody is put down as asked. Its id."""
    row = {
        "subject": new.subject.strip(),
        "details": new.details.strip() or None,
        "action_type": new.item_type.value,
        "action_status": ActionStatus.NEW.value,
        "due_date": new.due_date,
        "originator": held.actor,
        "executive_action_id": held.id,
        "recurrence": new.recurrence,
        "mandatory": new.mandatory,
        "item_order": _next_order(move, held),
        "created_by": held.actor,
        "updated_by": held.actor,
    }
    row |= assigned(move, held, new.person, new.unit, new.team) | dict(more)
    made = move.connection.execute(insert(_ITEM).values(row).returning(_ITEM.id, _ITEM.public_id)).one()
    if new.item_type is ItemType.COORDINATION:
        reviewing.ask(move, held, made.id, new.item_type, unit=new.unit, due=new.due_date)
    return str(made.public_id)


def _next_order(move: Transaction, held: Held) -> int:
    query = select(func.max(_ITEM.item_order)).where(_ITEM.executive_action_id == held.id)
    return (move.connection.execute(query).scalar() or 0) + 1


def assigned(
    move: Transaction, held: Held, person: str | None, unit: str | None, team: str | None
) -> dict[str, Any]:
    """The columns that say who has an item."""
    return {
        "assignee_person_id": persons.person_of(move, person, held.actor) if person else None,
        "lead_organization_unit": unit,
        "assignee_organization_unit_id": parties.units(move.connection).id_of(unit),
        "assignee_team": team,
    }
