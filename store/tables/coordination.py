"""Executive actions: their types, the units that take part, the documents they came from."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from coordination.actions import LifecycleStage, Priority
from coordination.vocabulary import CLASSIFICATIONS, VISIBILITIES
from store.tables.row import ACTION_STATUS, Row, choice, reference, structured

CATEGORIES = (
    "Directive or Order",
    "Correspondence",
    "Compliance",
    "Inquiry",
    "Initiative",
    "Emergency",
    "Agreement",
)
PRIORITIES = tuple(priority.value for priority in Priority)


class ExecutiveActionType(Row):
    """A kind of executive action and what it starts from."""

    __tablename__ = "executive_action_type"

    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str | None]
    executive_action_category: Mapped[str] = mapped_column(choice("executive_action_category", *CATEGORIES))
    default_priority: Mapped[str] = mapped_column(choice("default_priority", *PRIORITIES), default="Medium")
    requires_legal_authority: Mapped[bool] = mapped_column(default=False)
    requires_impact_assessment: Mapped[bool] = mapped_column(default=False)
    requires_risk_assessment: Mapped[bool] = mapped_column(default=False)
    default_suspense_days: Mapped[int | None]
    default_suspense_unit: Mapped[str | None] = mapped_column(
        choice("default_suspense_unit", "calendar", "business")
    )
    default_process_template: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


def _source(table: str) -> MappedColumn[Any]:
    """A reference back to a table that refers to executive actions itself."""
    name = f"fk_executive_action_source_{table}_id"
    return mapped_column(ForeignKey(f"{table}.id", name=name, use_alter=True))


class ExecutiveAction(Row):
    """Work that the executive secretariat tracks to closure. Totals and percentages are computed on reading.

    `lead_organization_unit` is the unit as decided; `…_id` names its row where the agency has that unit.
    `suspense_basis` says by which rule its dates were set, `external_number` what others call it. Of one that
    was disposed of (`disposed_at`) number, dates and category stay.
    """

    __tablename__ = "executive_action"

    action_number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str | None]
    details: Mapped[str | None]
    executive_action_type_id: Mapped[int] = reference("executive_action_type")
    category: Mapped[str] = mapped_column(choice("category", *CATEGORIES))
    action_status: Mapped[str] = mapped_column(choice("action_status", *ACTION_STATUS), index=True)
    lifecycle_stage: Mapped[str] = mapped_column(
        choice("lifecycle_stage", *(stage.value for stage in LifecycleStage))
    )
    priority: Mapped[str] = mapped_column(choice("priority", *PRIORITIES))
    security_classification: Mapped[str] = mapped_column(
        choice("security_classification", *CLASSIFICATIONS), default="Unclassified"
    )
    visibility: Mapped[str] = mapped_column(choice("visibility", *VISIBILITIES), default="Internal")
    received_date_time: Mapped[datetime | None]
    method_of_receipt: Mapped[str | None]
    received_from_organization_id: Mapped[int | None] = reference("account")
    received_from_organization_unit_id: Mapped[int | None] = reference("organization_unit")
    received_from_person_id: Mapped[int | None] = reference("person")
    issued_by: Mapped[str | None]
    issuing_authority_id: Mapped[int | None] = reference("person")
    issue_date: Mapped[str | None]
    executive_sponsor_id: Mapped[int | None] = reference("person", index=True)
    accountable_lead_id: Mapped[int | None] = reference("person", index=True)
    lead_organization_unit: Mapped[str | None]
    lead_organization_unit_id: Mapped[int | None] = reference("organization_unit", index=True)
    start_date: Mapped[date | None]
    due_date: Mapped[date | None] = mapped_column(index=True)
    internal_due_date: Mapped[date | None] = mapped_column(index=True)
    target_completion_date: Mapped[date | None]
    actual_completion_date: Mapped[datetime | None]
    estimated_effort: Mapped[Decimal | None]
    estimated_budget: Mapped[Decimal | None]
    overall_health: Mapped[str | None]
    strategic_alignment: Mapped[str | None]
    success_criteria: Mapped[str | None]
    organization_initiative: Mapped[str | None]
    organization_initiative_id: Mapped[int | None] = reference("organization_initiative")
    agreement: Mapped[str | None]
    mou_agreement_id: Mapped[int | None] = reference("mou_agreement")
    source_legal_authority_id: Mapped[int | None] = reference("legal_authority", index=True)
    source_authority_pinpoint: Mapped[str | None]
    source_analysis_id: Mapped[int | None] = _source("analysis")
    source_impact_id: Mapped[int | None] = _source("impact")
    source_risk_item_id: Mapped[int | None] = _source("risk_item")
    source_document_id: Mapped[int | None] = reference("intake_document", index=True)
    draft_id: Mapped[int | None] = reference("draft")
    parent_action_id: Mapped[int | None] = reference("executive_action", index=True)
    requires_formal_decision: Mapped[bool] = mapped_column(default=False)
    compliance_driven: Mapped[bool] = mapped_column(default=False)
    outcome_summary: Mapped[str | None]
    lessons_learned: Mapped[str | None]
    closed_by: Mapped[str | None]
    status_reason: Mapped[str | None]
    signature_level: Mapped[str | None]
    suspense_basis: Mapped[str | None]
    external_number: Mapped[str | None]
    tags: Mapped[Any] = structured(nullable=True)
    notes: Mapped[str | None]
    disposed_at: Mapped[datetime | None]


class CoordinatingUnit(Row):
    """A unit that takes part in an executive action besides its lead."""

    __tablename__ = "coordinating_unit"
    __table_args__ = (UniqueConstraint("executive_action_id", "unit"),)

    executive_action_id: Mapped[int] = reference("executive_action")
    unit: Mapped[str]
    organization_unit_id: Mapped[int | None] = reference("organization_unit")


class ExecutiveActionDocument(Row):
    """A document that an executive action came from, or that brought items to it later."""

    __tablename__ = "executive_action_document"
    __table_args__ = (UniqueConstraint("executive_action_id", "document_id"),)

    executive_action_id: Mapped[int] = reference("executive_action")
    document_id: Mapped[int] = reference("intake_document", index=True)
