"""Action items: who does what by when, within an executive action."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordination.actions import ItemType
from store.tables.coordination import PRIORITIES
from store.tables.row import ACTION_STATUS, Row, choice, reference, structured


class ActionItem(Row):
    """A piece of an executive action. The members of a list hang below their lead.

    `assignee` is the responsible party as the source names it; `draft_id` leads to the evidence;
    `process_step` is the step's key in the template of `process_run_id`.
    """

    __tablename__ = "action_item"

    subject: Mapped[str]
    details: Mapped[str | None]
    description: Mapped[str | None]
    action_type: Mapped[str] = mapped_column(choice("action_type", *(kind.value for kind in ItemType)))
    action_category: Mapped[str | None]
    action_subcategory: Mapped[str | None]
    action_status: Mapped[str] = mapped_column(choice("action_status", *ACTION_STATUS))
    priority: Mapped[str] = mapped_column(choice("priority", *PRIORITIES), default="Medium")
    start_date: Mapped[date | None]
    due_date: Mapped[date | None] = mapped_column(index=True)
    due_basis: Mapped[str | None]
    actual_start: Mapped[datetime | None]
    actual_end: Mapped[datetime | None]
    assignee: Mapped[str | None]
    assignee_person_id: Mapped[int | None] = reference("person", index=True)
    lead_organization_unit: Mapped[str | None]
    assignee_organization_unit_id: Mapped[int | None] = reference("organization_unit", index=True)
    originator: Mapped[str | None]
    originator_comments: Mapped[str | None]
    next_steps: Mapped[str | None]
    parent_action_item_id: Mapped[int | None] = reference("action_item", index=True)
    primary_action_item_id: Mapped[int | None] = reference("action_item")
    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    process_step: Mapped[str | None]
    signature_approval: Mapped[str | None]
    document_id: Mapped[int | None] = reference("intake_document", index=True)
    draft_id: Mapped[int | None] = reference("draft")
    tags: Mapped[Any] = structured(nullable=True)
    is_paused: Mapped[bool] = mapped_column(default=False)
    recurrence: Mapped[str | None]
    recurrence_of_id: Mapped[int | None] = reference("action_item")
    assignee_team: Mapped[str | None]
    delegated_from: Mapped[str | None]
    mandatory: Mapped[bool] = mapped_column(default=True)
    item_order: Mapped[int] = mapped_column(default=0)
    process_run_id: Mapped[int | None] = reference("process_run", index=True)
    status_reason: Mapped[str | None]
    closing_note: Mapped[str | None]
    ended_by: Mapped[str | None]
    condition: Mapped[str | None]


class ActionItemAuthority(Row):
    """An authority on which an action item rests; `pinpoint` is the part of it, empty for all of it."""

    __tablename__ = "action_item_authority"
    __table_args__ = (UniqueConstraint("action_item_id", "legal_authority_id"),)

    action_item_id: Mapped[int] = reference("action_item")
    legal_authority_id: Mapped[int] = reference("legal_authority", index=True)
    pinpoint: Mapped[str | None]
