"""How an executive action is steered: milestones, updates, decisions, dependencies, suspense events."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordination.extensions import Clock, EventKind, EventStatus
from coordination.vocabulary import DECISION_CATEGORIES, DEPENDENCY_STATUS, DEPENDENCY_TYPES
from store.tables.row import ACTION_STATUS, Row, choice, reference


class Milestone(Row):
    """A day by which something stands: as first planned, as foreseen now, as it came."""

    __tablename__ = "milestone"

    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    name: Mapped[str]
    description: Mapped[str | None]
    baseline_date: Mapped[date]
    forecast_date: Mapped[date]
    actual_date: Mapped[date | None]
    forecast_reason: Mapped[str | None]
    milestone_order: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class ExecutiveActionDependency(Row):
    """An executive action that another waits for, or has to do with."""

    __tablename__ = "executive_action_dependency"

    name: Mapped[str | None]
    predecessor_action_id: Mapped[int] = reference("executive_action", index=True)
    successor_action_id: Mapped[int] = reference("executive_action", index=True)
    dependency_type: Mapped[str] = mapped_column(choice("dependency_type", *DEPENDENCY_TYPES))
    dependency_status: Mapped[str] = mapped_column(choice("dependency_status", *DEPENDENCY_STATUS))
    critical_path: Mapped[bool] = mapped_column(default=False)
    lag_days: Mapped[int] = mapped_column(default=0)
    description: Mapped[str | None]
    impact_if_not_met: Mapped[str | None]
    notes: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class ExecutiveStatusUpdate(Row):
    """What was reported of an executive action for a period."""

    __tablename__ = "executive_status_update"
    __table_args__ = (Index("ix_executive_status_update_status_date_id", "status_date", "id"),)

    name: Mapped[str | None]
    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    status_date: Mapped[date]
    reporting_period_start_date: Mapped[date | None]
    reporting_period_end_date: Mapped[date | None]
    reported_by: Mapped[str | None]
    reported_by_id: Mapped[int | None] = reference("person")
    action_status: Mapped[str | None] = mapped_column(choice("action_status", *ACTION_STATUS))
    overall_health: Mapped[str | None]
    percent_complete: Mapped[int | None]
    key_accomplishments: Mapped[str | None]
    next_steps: Mapped[str | None]
    challenges_and_risks: Mapped[str | None]
    decisions_needed: Mapped[str | None]
    resource_concerns: Mapped[str | None]
    timeline_impact: Mapped[str | None]
    budget_impact: Mapped[str | None]
    scope_change_requested: Mapped[bool] = mapped_column(default=False)
    escalation_required: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class ExecutiveDecisionLog(Row):
    """A decision that changed what an executive action is, or how it is done."""

    __tablename__ = "executive_decision_log"
    __table_args__ = (Index("ix_executive_decision_log_decision_date_id", "decision_date", "id"),)

    name: Mapped[str | None]
    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    decision_date: Mapped[date]
    decided_by: Mapped[str | None]
    decided_by_id: Mapped[int | None] = reference("person")
    decision_authority: Mapped[str | None]
    decision_category: Mapped[str] = mapped_column(choice("decision_category", *DECISION_CATEGORIES))
    decision_description: Mapped[str]
    decision_rationale: Mapped[str | None]
    impact_on_scope: Mapped[str | None]
    impact_on_timeline: Mapped[str | None]
    impact_on_budget: Mapped[str | None]
    impact_on_accountability: Mapped[str | None]
    communicated_date: Mapped[date | None]
    implementation_date: Mapped[date | None]
    formal_decision_id: Mapped[int | None] = reference("review_approval_decision")
    notes: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class SuspenseEvent(Row):
    """Something that moved a suspense, asks to, or explains it: asked by whom and why, decided by whom.

    Without `action_item_id` it is about the executive action; `clock` says which of its dates.
    """

    __tablename__ = "suspense_event"

    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    action_item_id: Mapped[int | None] = reference("action_item", index=True)
    kind: Mapped[str] = mapped_column(choice("kind", *(kind.value for kind in EventKind)))
    status: Mapped[str] = mapped_column(choice("status", *(status.value for status in EventStatus)))
    clock: Mapped[str] = mapped_column(choice("clock", *(clock.value for clock in Clock)))
    old_date: Mapped[date | None]
    new_date: Mapped[date | None]
    reason: Mapped[str | None]
    requested_by: Mapped[str]
    requested_at: Mapped[datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision_comments: Mapped[str | None]
    document_id: Mapped[int | None] = reference("intake_document")


class ExecutiveActionPartner(Row):
    """An organisation outside that takes part in an executive action."""

    __tablename__ = "executive_action_partner"
    __table_args__ = (UniqueConstraint("executive_action_id", "account_id"),)

    executive_action_id: Mapped[int] = reference("executive_action")
    account_id: Mapped[int] = reference("account")
    role: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
