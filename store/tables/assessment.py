"""What a document means for the agency: analyses, risks and impacts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import ACTION_STATUS, LEVELS, Row, choice, reference

POLARITIES = ("Positive", "Neutral", "Negative", "Mixed", "Uncertain")


class Assessment(Row):
    """The DATA_MODEL's Analysis: what somebody made of an authority or an action."""

    __tablename__ = "analysis"

    name: Mapped[str]
    analysis_number: Mapped[str] = mapped_column(unique=True)
    legal_authority_id: Mapped[int | None] = reference("legal_authority")
    executive_action_id: Mapped[int | None] = reference("executive_action", index=True)
    organization_unit_id: Mapped[int | None] = reference("organization_unit")
    assessment_poc_id: Mapped[int | None] = reference("person")
    conducted_by: Mapped[str | None]
    analysis_date: Mapped[date | None]
    from_date: Mapped[date | None]
    to_date: Mapped[date | None]
    summary: Mapped[str | None]
    details: Mapped[str | None]
    findings: Mapped[str | None]
    recommendations: Mapped[str | None]
    action_status: Mapped[str | None] = mapped_column(choice("action_status", *ACTION_STATUS))
    general_category: Mapped[str | None]
    supporting_document_id: Mapped[int | None] = reference("intake_document", index=True)
    draft_id: Mapped[int | None] = reference("draft")


class RiskItem(Row):
    """Something that may go wrong. Its evidence is that of its draft."""

    __tablename__ = "risk_item"

    name: Mapped[str]
    risk_number: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str | None]
    impact_description: Mapped[str | None]
    general_category: Mapped[str | None]
    likelihood: Mapped[str | None] = mapped_column(choice("likelihood", *LEVELS))
    severity: Mapped[str | None] = mapped_column(choice("severity", *LEVELS))
    overall_risk_level: Mapped[str | None] = mapped_column(choice("overall_risk_level", *LEVELS))
    mitigation_plan: Mapped[str | None]
    evidence_of_mitigation: Mapped[str | None]
    identified_by: Mapped[str | None]
    identification_date: Mapped[date | None]
    review_date: Mapped[date | None] = mapped_column(index=True)
    target_mitigation_date: Mapped[date | None]
    mitigation_owner: Mapped[str | None]
    review_every: Mapped[str | None]
    status_reason: Mapped[str | None]
    action_status: Mapped[str | None] = mapped_column(choice("action_status", *ACTION_STATUS))
    organization_unit: Mapped[str | None]
    organization_unit_id: Mapped[int | None] = reference("organization_unit")
    legal_authority_id: Mapped[int | None] = reference("legal_authority", index=True)
    authority_pinpoint: Mapped[str | None]
    analysis_id: Mapped[int | None] = reference("analysis")
    executive_action_id: Mapped[int | None] = reference("executive_action", index=True)
    parent_risk_item_id: Mapped[int | None] = reference("risk_item")
    document_id: Mapped[int | None] = reference("intake_document", index=True)
    draft_id: Mapped[int | None] = reference("draft")


class Impact(Row):
    """Something that changes, for whom, and whether for better or worse."""

    __tablename__ = "impact"

    name: Mapped[str]
    description: Mapped[str | None]
    general_category: Mapped[str | None]
    severity: Mapped[str | None] = mapped_column(choice("severity", *LEVELS))
    likelihood: Mapped[str | None] = mapped_column(choice("likelihood", *LEVELS))
    relevance: Mapped[str | None]
    polarity: Mapped[str | None] = mapped_column(choice("polarity", *POLARITIES))
    direction: Mapped[str | None] = mapped_column(choice("direction", "Increase", "Decrease", "No Change"))
    financial_impact: Mapped[Decimal | None]
    anticipated_or_realised: Mapped[str] = mapped_column(
        choice("anticipated_or_realised", "Anticipated", "Realised"), default="Anticipated"
    )
    impact_date: Mapped[date | None]
    identification_date: Mapped[date | None]
    review_date: Mapped[date | None] = mapped_column(index=True)
    mitigation_plan: Mapped[str | None]
    evidence_of_mitigation: Mapped[str | None]
    target_mitigation_date: Mapped[date | None]
    mitigation_owner: Mapped[str | None]
    review_every: Mapped[str | None]
    status_reason: Mapped[str | None]
    action_status: Mapped[str | None] = mapped_column(choice("action_status", *ACTION_STATUS))
    affected_organization_unit: Mapped[str | None]
    affected_organization_unit_id: Mapped[int | None] = reference("organization_unit")
    legal_authority_id: Mapped[int | None] = reference("legal_authority", index=True)
    authority_pinpoint: Mapped[str | None]
    analysis_id: Mapped[int | None] = reference("analysis")
    executive_action_id: Mapped[int | None] = reference("executive_action", index=True)
    related_risk_id: Mapped[int | None] = reference("risk_item")
    parent_impact_id: Mapped[int | None] = reference("impact")
    document_id: Mapped[int | None] = reference("intake_document", index=True)
    draft_id: Mapped[int | None] = reference("draft")
