"""The registers of risks and impacts: all that are on the record, with where each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, case, func, or_, select

from coordination.actions import ENDED
from coordination.assessment import Level
from pipeline.problems import NotFound
from store.database import bare
from store.lists import Order, named, paged
from store.tables import coordination
from store.tables.assessment import Assessment, Impact, RiskItem
from store.tables.drafting import Draft
from store.tables.intake import IntakeDocument
from store.tables.mandates import LegalAuthority

_RISK, _IMPACT = bare(RiskItem), bare(Impact)
_ACTION, _AUTHORITY = bare(coordination.ExecutiveAction), bare(LegalAuthority)
_DOCUMENT, _DRAFT = bare(IntakeDocument), bare(Draft)
_STUDY = bare(Assessment)
TABLES: dict[str, Any] = {"risk": RiskItem, "impact": Impact}


def _gravity(grade: ColumnElement[Any]) -> ColumnElement[int]:
    """A grade as a number, the graver the higher; what is not rated is below them all."""
    rank = {level.value: place for place, level in enumerate(reversed(Level), start=1)}
    return case(rank, value=grade, else_=0)


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
    status: str | None
    owner: str | None
    analysis: str | None


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
    id: str
    status: str | None
    owner: str | None
    analysis: str | None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which of a register is shown: of one action, analysis, authority, cell of the matrix or polarity.

    `late` is the day on which a review is overdue; what has ended is left out unless `ended`. It goes on
    behind the row that goes by `after`, a number or an id; where that is not seen, it begins anew. `sort` is
    one of RISKS, IMPACTS or STUDIES; without one, the latest come first.
    """

    action: str = ""
    likelihood: str = ""
    severity: str = ""
    polarity: str = ""
    limit: int = 1000
    analysis: str = ""
    late: date | None = None
    ended: bool = False
    authority: str = ""
    after: str = ""
    sort: str = ""
    down: bool = False


_NO_ACTION = func.coalesce(_ACTION.c.action_number, "")
RISKS: dict[str, Any] = {
    "number": _RISK.c.risk_number,
    "likelihood": _gravity(_RISK.c.likelihood),
    "severity": _gravity(_RISK.c.severity),
    "level": _gravity(_RISK.c.overall_risk_level),
    "action": _NO_ACTION,
}
"""What risks can be put in order by; of grades, the slightest are the first."""
IMPACTS: dict[str, Any] = {
    "name": func.lower(_IMPACT.c.name),
    "polarity": func.coalesce(_IMPACT.c.polarity, ""),
    "standing": _IMPACT.c.anticipated_or_realised,
    "action": _NO_ACTION,
}
"""What impacts can be put in order by."""


def risks(connection: Connection, sought: Sought) -> tuple[RiskRow, ...]:
    """Risks that stand, in the order that is wanted: not what was cancelled, as by a finish taken back."""
    risk = _RISK.c
    query = select(
        *(risk.risk_number, risk.name, risk.general_category, risk.likelihood, risk.severity),
        *(risk.overall_risk_level, risk.mitigation_plan, risk.organization_unit, risk.identified_by),
        *(risk.identification_date, risk.review_date, risk.target_mitigation_date),
        *(_ACTION.c.action_number, _ACTION.c.name, _AUTHORITY.c.citation),
        *(_DOCUMENT.c.control_number, _DRAFT.c.number),
        *(risk.action_status, risk.mitigation_owner, _STUDY.c.analysis_number),
    )
    only = [column == value for column, value in
            ((risk.likelihood, sought.likelihood), (risk.severity, sought.severity)) if value]  # fmt: skip
    at = risk.risk_number == sought.after if sought.after else None
    query = page(connection, _joined(query, risk), (risk.id, at), sought, RISKS).where(*only)
    return tuple(RiskRow(*row) for row in connection.execute(_narrowed(query, risk, sought)))


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
    """Impacts that stand, in the order that is wanted."""
    impact = _IMPACT.c
    query = select(
        *(impact.name, impact.general_category, impact.polarity, impact.direction),
        *(impact.anticipated_or_realised, impact.mitigation_plan, impact.affected_organization_unit),
        *(impact.identification_date, impact.review_date),
        *(_ACTION.c.action_number, _ACTION.c.name, _AUTHORITY.c.citation),
        *(_DOCUMENT.c.control_number, _DRAFT.c.number, impact.public_id),
        *(impact.action_status, impact.mitigation_owner, _STUDY.c.analysis_number),
    )
    at = named(impact.public_id, sought.after)
    query = page(connection, _joined(query, impact), (impact.id, at), sought, IMPACTS)
    if sought.polarity:
        query = query.where(impact.polarity == sought.polarity)
    return tuple(ImpactRow(*_named(row)) for row in connection.execute(_narrowed(query, impact, sought)))


def _named(row: Row[Any]) -> tuple[Any, ...]:
    """The columns of a row, its id as others name it."""
    return tuple(str(one) if isinstance(one, UUID) else one for one in row)


def _stands(table: Any) -> Any:
    return or_(table.action_status.is_(None), table.action_status.not_in(ENDED))


def _joined(query: Any, table: Any) -> Any:
    return (
        query.outerjoin(_ACTION, _ACTION.c.id == table.executive_action_id)
        .outerjoin(_AUTHORITY, _AUTHORITY.c.id == table.legal_authority_id)
        .outerjoin(_DOCUMENT, _DOCUMENT.c.id == table.document_id)
        .outerjoin(_DRAFT, _DRAFT.c.id == table.draft_id)
        .outerjoin(_STUDY, _STUDY.c.id == table.analysis_id)
    )


def page(
    connection: Connection,
    whole: Any,
    key: tuple[Any, ColumnElement[bool] | None],
    sought: Sought,
    sorts: Mapping[str, Any],
) -> Any:
    """The part of a register that is sought, of one action or authority where one is named.

    `key` is what tells its rows apart, and the row to go on behind; without an order the latest come first.
    """
    number, at = key
    by = (sorts[sought.sort], number) if sought.sort else (number,)
    order = [Order(one, sought.down or not sought.sort) for one in by]
    query = paged(connection, whole, order, at, sought.limit)
    if sought.authority:
        query = query.where(_AUTHORITY.c.citation == sought.authority)
    return query.where(_ACTION.c.action_number == sought.action) if sought.action else query


def _narrowed(query: Any, table: Any, sought: Sought) -> Any:
    if not sought.ended:
        query = query.where(_stands(table))
    if sought.analysis:
        query = query.where(_STUDY.c.analysis_number == sought.analysis)
    return query.where(table.review_date < sought.late) if sought.late else query


def study(connection: Connection, number: str) -> Row[Any]:
    """One analysis by its number. Raises NotFound."""
    query = select(Assessment.__table__).where(Assessment.analysis_number == number.strip().upper())
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no analysis {number}.", remedy="Choose one of the list.")
    return row


def subject(connection: Connection, kind: str, row: Row[Any]) -> str:
    """How the audit log names it: below its action, else below its document, so that it is seen with it."""
    ref = row.risk_number if kind == "risk" else row.analysis_number if kind == "analysis" else row.public_id
    document = row.supporting_document_id if kind == "analysis" else row.document_id
    action = select(_ACTION.c.action_number).where(_ACTION.c.id == row.executive_action_id)
    paper = select(_DOCUMENT.c.control_number).where(_DOCUMENT.c.id == document)
    above = connection.execute(action).scalar() or connection.execute(paper).scalar()
    return f"{above}/{ref}" if above else str(ref)
