"""The registers of risks and impacts: all that are on the record, with where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, or_, select

from store.database import bare
from store.tables import coordination
from store.tables.assessment import Impact, RiskItem
from store.tables.drafting import Draft
from store.tables.intake import IntakeDocument
from store.tables.mandates import LegalAuthority

_RISK, _IMPACT = bare(RiskItem), bare(Impact)
_ACTION, _AUTHORITY = bare(coordination.ExecutiveAction), bare(LegalAuthority)
_DOCUMENT, _DRAFT = bare(IntakeDocument), bare(Draft)
_ENDED = ("Completed", "Cancelled")


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk. `document` and `draft` lead to the words that it rests on; without them a person found it."""

    number: str
    name: str
    category: str | None
    likelihood: str | None
    severity: str | None
    level: str | None
    mitigation: str | None
    unit: str | None
    found_by: str | None
    found_on: date | None
    review: date | None
    target: date | None
    action: str | None
    action_name: str | None
    authority: str | None
    document: str | None
    draft: int | None


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """An impact, and where it comes from as with a risk."""

    name: str
    category: str | None
    polarity: str | None
    direction: str | None
    standing: str
    mitigation: str | None
    unit: str | None
    found_on: date | None
    review: date | None
    action: str | None
    action_name: str | None
    authority: str | None
    document: str | None
    draft: int | None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which of a register is shown: of one action, of one cell of the matrix, or of one polarity."""

    action: str = ""
    likelihood: str = ""
    severity: str = ""
    polarity: str = ""
    limit: int = 1000
    offset: int = 0


def risks(connection: Connection, sought: Sought) -> tuple[RiskRow, ...]:
    """Risks that stand, by number. What was cancelled, as by a finish taken back, is left out."""
    risk = _RISK.c
    query = select(
        *(risk.risk_number, risk.name, risk.general_category, risk.likelihood, risk.severity),
        *(risk.overall_risk_level, risk.mitigation_plan, risk.organization_unit, risk.identified_by),
        *(risk.identification_date, risk.review_date, risk.target_mitigation_date),
        *(_ACTION.c.action_number, _ACTION.c.name, _AUTHORITY.c.citation),
        *(_DOCUMENT.c.control_number, _DRAFT.c.number),
    )
    if sought.likelihood:
        query = query.where(risk.likelihood == sought.likelihood)
    if sought.severity:
        query = query.where(risk.severity == sought.severity)
    rows = connection.execute(_joined(query, risk, sought).order_by(risk.id.desc()))
    return tuple(RiskRow(*row) for row in rows)


def grades(connection: Connection, action: str) -> dict[tuple[str | None, str | None], int]:
    """How many risks that stand have which likelihood and severity, of all or of one action."""
    risk = _RISK.c
    query = select(risk.likelihood, risk.severity, func.count()).where(_stands(risk))
    if action:
        query = query.join(_ACTION, _ACTION.c.id == risk.executive_action_id)
        query = query.where(_ACTION.c.action_number == action)
    rows = connection.execute(query.group_by(risk.likelihood, risk.severity))
    return {(likelihood, severity): count for likelihood, severity, count in rows}


def impacts(connection: Connection, sought: Sought) -> tuple[ImpactRow, ...]:
    """Impacts that stand, the latest first."""
    impact = _IMPACT.c
    query = select(
        *(impact.name, impact.general_category, impact.polarity, impact.direction),
        *(impact.anticipated_or_realised, impact.mitigation_plan, impact.affected_organization_unit),
        *(impact.identification_date, impact.review_date),
        *(_ACTION.c.action_number, _ACTION.c.name, _AUTHORITY.c.citation),
        *(_DOCUMENT.c.control_number, _DRAFT.c.number),
    )
    if sought.polarity:
        query = query.where(impact.polarity == sought.polarity)
    rows = connection.execute(_joined(query, impact, sought).order_by(impact.id.desc()))
    return tuple(ImpactRow(*row) for row in rows)


def _stands(table: Any) -> Any:
    return or_(table.action_status.is_(None), table.action_status.not_in(_ENDED))


def _joined(query: Any, table: Any, sought: Sought) -> Any:
    query = (
        query.outerjoin(_ACTION, _ACTION.c.id == table.executive_action_id)
        .outerjoin(_AUTHORITY, _AUTHORITY.c.id == table.legal_authority_id)
        .outerjoin(_DOCUMENT, _DOCUMENT.c.id == table.document_id)
        .outerjoin(_DRAFT, _DRAFT.c.id == table.draft_id)
        .where(_stands(table))
        .limit(sought.limit)
        .offset(sought.offset)
    )
    return query.where(_ACTION.c.action_number == sought.action) if sought.action else query
