"""New executive actions and action items as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select

from coordination.actions import ActionItem, ActionStatus, ExecutiveAction
from pipeline.decisions import Draft
from pipeline.problems import IllegalMove
from store import authorities, checking, coordinating, going, numbers, suspending
from store.database import Transaction
from store.parties import Units
from store.tables import coordination, tasking
from store.tables.coordination import CoordinatingUnit, ExecutiveActionDocument, ExecutiveActionType

_ACTION = coordination.ExecutiveAction
_ITEM = tasking.ActionItem
_RECEIPT = {"folder": "Watched Folder", "mailbox": "Mailbox", "upload": "Upload", "api": "API"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where new records come from: the document, its own authority, who files, its drafts' ids, the units."""

    document: Row[Any]
    authority: int | None
    actor: str
    year: int
    drafts: dict[str, int]
    units: Units


@dataclass(frozen=True, slots=True)
class Kept:
    """A row as filing needs it: its key, its number, its public id."""

    id: int
    number: str
    public_id: str


def file_action(move: Transaction, source: Source, action: ExecutiveAction, summary: str | None) -> Kept:
    """A new executive action under the next number."""
    document = source.document
    number = numbers.action_number(move, source.year)
    category = checking.category(action.category)
    external, internal, basis = suspending.for_new(move, action, document)
    row = {
        "action_number": number,
        "name": action.name,
        "description": summary,
        "executive_action_type_id": _type(move, action.action_type, category, source.actor),
        "category": category,
        "action_status": action.status.value,
        "lifecycle_stage": action.lifecycle.value,
        "priority": action.priority.value,
        "received_date_time": document.received_at,
        "method_of_receipt": _RECEIPT.get(document.channel, document.channel),
        "issued_by": document.sender,
        "issue_date": document.document_date,
        "lead_organization_unit": action.lead_unit,
        "lead_organization_unit_id": source.units.id_of(action.lead_unit),
        "due_date": external,
        "internal_due_date": internal,
        "suspense_basis": basis,
        "source_legal_authority_id": source.authority,
        "source_document_id": document.id,
        "draft_id": source.drafts.get(action.draft or ""),
        "compliance_driven": category == "Compliance",
        "created_by": source.actor,
        "updated_by": source.actor,
    }
    new = insert(_ACTION).values(row).returning(_ACTION.id, _ACTION.public_id)
    key, public_id = move.connection.execute(new).one()
    _file_units(move, source, key, action.coordinating_units)
    return Kept(key, number, str(public_id))


def _type(move: Transaction, name: str, category: str, actor: str) -> int:
    """The type's row. A type that a person approved and nobody listed before joins the list."""
    query = select(ExecutiveActionType.id).where(ExecutiveActionType.name == name)
    known = move.connection.execute(query).scalar()
    if known is not None:
        return known
    new = insert(ExecutiveActionType).values(
        name=name, executive_action_category=category, created_by=actor, updated_by=actor
    )
    return move.connection.execute(new.returning(ExecutiveActionType.id)).scalar_one()


def _file_units(move: Transaction, source: Source, action: int, units: tuple[str, ...]) -> None:
    rows = [
        {
            "executive_action_id": action,
            "unit": unit,
            "organization_unit_id": source.units.id_of(unit),
            "created_by": source.actor,
        }
        for unit in dict.fromkeys(units)
    ]
    if rows:
        move.connection.execute(insert(CoordinatingUnit), rows)


def existing(move: Transaction, number: str, *, takes_items: bool) -> Kept:
    """An action that is there. Raises NotFound, or IllegalMove when it has ended and items should join it."""
    key = coordinating.key_of(move.connection, number)
    query = select(_ACTION.id, _ACTION.public_id, _ACTION.action_status).where(_ACTION.id == key)
    row = move.connection.execute(query.with_for_update()).one()
    going.expect_there(move.connection, number)
    if takes_items and ActionStatus(row.action_status).ended:
        raise IllegalMove(
            f"{number} is already {row.action_status}; no item can join it.",
            remedy="Choose an open action, or make one by hand.",
        )
    return Kept(row.id, number, str(row.public_id))


def own_action(move: Transaction, document: int) -> str | None:
    """The number of the last action that was made from a document and not cancelled."""
    query = select(_ACTION.action_number).where(
        _ACTION.source_document_id == document, _ACTION.action_status != ActionStatus.CANCELLED.value
    )
    return move.connection.execute(query.order_by(_ACTION.id.desc()).limit(1)).scalar()


def tie(move: Transaction, source: Source, action: int) -> bool:
    """Note that an action rests on a document; whether that was news."""
    table = ExecutiveActionDocument
    query = select(table.id).where(
        table.executive_action_id == action, table.document_id == source.document.id
    )
    if move.connection.execute(query).first() is not None:
        return False
    row = {"executive_action_id": action, "document_id": source.document.id, "created_by": source.actor}
    move.connection.execute(insert(table).values(row))
    return True


def file_items(move: Transaction, source: Source, action: int, items: tuple[ActionItem, ...]) -> list[Kept]:
    """New items with the members of their lists below them; the leads, in order."""
    leads = _insert(move, [_item_row(source, action, item) for item in items])
    members = [
        _item_row(source, action, member)
        | {
            "parent_action_item_id": lead.id,
            "primary_action_item_id": lead.id,
            "draft_id": source.drafts.get(item.draft or ""),
        }
        for item, lead in zip(items, leads, strict=True)
        for member in item.children
    ]
    _insert(move, members)
    return leads


def _insert(move: Transaction, rows: list[dict[str, Any]]) -> list[Kept]:
    if not rows:
        return []
    new = insert(_ITEM).returning(_ITEM.id, _ITEM.public_id, sort_by_parameter_order=True)
    return [Kept(key, "", str(name)) for key, name in move.connection.execute(new, rows)]


def _item_row(source: Source, action: int, item: ActionItem) -> dict[str, Any]:
    return {
        "subject": item.subject,
        "details": item.details,
        "action_type": item.item_type.value,
        "action_status": item.status.value,
        "due_date": item.due_date,
        "due_basis": item.due_basis,
        "assignee": item.assignee,
        "lead_organization_unit": item.lead_unit,
        "assignee_organization_unit_id": source.units.id_of(item.lead_unit),
        "originator": source.actor,
        "parent_action_item_id": None,
        "primary_action_item_id": None,
        "executive_action_id": action,
        "document_id": source.document.id,
        "draft_id": source.drafts.get(item.draft or ""),
        "recurrence": item.recurrence,
        "condition": item.condition,
        "created_by": source.actor,
        "updated_by": source.actor,
    }


def rest_on(move: Transaction, source: Source, leads: dict[str, Kept], drafts: tuple[Draft, ...]) -> None:
    """Tie items to the authorities that their drafts cite; unknown ones become stubs."""
    cited = {draft.id: checking.many(draft.values, "authorities") for draft in drafts if draft.id in leads}
    known = authorities.ensure(move, (name for names in cited.values() for name in names), source.actor)
    rows = [
        {
            "action_item_id": leads[draft].id,
            "legal_authority_id": authority,
            "pinpoint": _part(name for name in names if known[authorities.key_of(name)] == authority),
            "created_by": source.actor,
        }
        for draft, names in cited.items()
        for authority in dict.fromkeys(known[authorities.key_of(name)] for name in names)
    ]
    if rows:
        move.connection.execute(insert(tasking.ActionItemAuthority), rows)


def _part(names: Iterable[str]) -> str | None:
    """The parts that citations of one authority name; None where one of them names all of it."""
    found = [authorities.pinpoint_of(name) for name in names]
    return "; ".join(part for part in found if part) if all(found) else None
