"""One risk, one impact, one analysis with all that is known of it; and the reviews that are overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from coordination.actions import ENDED
from coordination.mitigation import Watched
from pipeline.problems import NotFound
from store import assessments, audit, register
from store.database import bare
from store.register import ImpactRow, RiskRow, Sought
from store.tables import coordination
from store.tables.access import UserAccount
from store.tables.assessment import Assessment, Impact, RiskItem
from store.tables.drafting import Draft
from store.tables.intake import IntakeDocument
from store.tables.mandates import LegalAuthority
from store.tables.parties import OrganizationUnit, Person
from store.views import AuditRow

_ACTION, _AUTHORITY, _UNIT = bare(coordination.ExecutiveAction), bare(LegalAuthority), bare(OrganizationUnit)
_DOCUMENT, _DRAFT, _STUDY, _IMPACT = bare(IntakeDocument), bare(Draft), bare(Assessment), bare(Impact)


@dataclass(frozen=True, slots=True)
class Assessed:
    """A risk or an impact (`kind`): what is watched of it, and what it hangs together with.

    `facts` are its further columns by name; `realised` is what an anticipated impact came to, `foreseen`
    what a realised one was expected to be.
    """

    kind: str
    ref: str
    version: int
    watched: Watched
    facts: dict[str, Any]
    action: str | None
    action_name: str | None
    authority: str | None
    document: str | None
    draft: int | None
    analysis: str | None
    realised: tuple[dict[str, Any], ...]
    foreseen: dict[str, Any] | None
    history: tuple[AuditRow, ...]


@dataclass(frozen=True, slots=True)
class StudyRow:
    """An analysis in a list; `risks` and `impacts` count what it found."""

    number: str
    name: str
    by: str | None
    unit: str | None
    day: date | None
    status: str
    action: str | None
    authority: str | None
    risks: int
    impacts: int


@dataclass(frozen=True, slots=True)
class StudyFile:
    """One analysis with what it found."""

    row: StudyRow
    version: int
    facts: dict[str, Any]
    document: str | None
    risks: tuple[RiskRow, ...]
    impacts: tuple[ImpactRow, ...]
    history: tuple[AuditRow, ...]


@dataclass(frozen=True, slots=True)
class LateReview:
    """A risk or an impact that should have been looked at again, and what guards its words.

    `owner` answers for its plan, `lead` is the accountable lead of its action; both are users.
    """

    kind: str
    ref: str
    name: str
    review: date
    owner: str | None
    action: str | None
    classification: str
    visibility: str
    lead: str | None


def _plain(row: Row[Any]) -> dict[str, Any]:
    return {
        name: str(one) if name == "public_id" else one
        for name, one in row._mapping.items()
        if name == "public_id" or (name != "id" and not name.endswith("_id"))
    }


def one(connection: Connection, kind: str, ref: str) -> Assessed:
    """One risk by its number, one impact by its id. Raises NotFound."""
    table = register.TABLES.get(kind, RiskItem).__table__
    query = (
        select(table, _ACTION.c.action_number, _ACTION.c.name.label("action_name"), _AUTHORITY.c.citation,
               _DOCUMENT.c.control_number, _DRAFT.c.number.label("draft"), _STUDY.c.analysis_number)
        .outerjoin(_ACTION, _ACTION.c.id == table.c.executive_action_id)
        .outerjoin(_AUTHORITY, _AUTHORITY.c.id == table.c.legal_authority_id)
        .outerjoin(_DOCUMENT, _DOCUMENT.c.id == table.c.document_id)
        .outerjoin(_DRAFT, _DRAFT.c.id == table.c.draft_id)
        .outerjoin(_STUDY, _STUDY.c.id == table.c.analysis_id)
        .where(assessments.find(kind, ref))
    )  # fmt: skip
    row: Any = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no {kind} {ref}.", remedy="Choose one of the register.")
    history = audit.about(connection, [register.subject(connection, kind, row)])
    named = (row.action_number, row.action_name, row.citation, row.control_number, row.draft)
    return Assessed(
        *(kind, ref, row.version, assessments.watched(row), _plain(row), *named, row.analysis_number),
        *(*_pair(connection, kind, row), history),
    )


def _pair(
    connection: Connection, kind: str, row: Row[Any]
) -> tuple[tuple[dict[str, Any], ...], dict[str, Any] | None]:
    """What was foreseen beside what came of it."""
    if kind != "impact":
        return (), None
    came = select(_IMPACT).where(_IMPACT.c.parent_impact_id == row.id).order_by(_IMPACT.c.impact_date)
    above = connection.execute(select(_IMPACT).where(_IMPACT.c.id == row.parent_impact_id)).one_or_none()
    return tuple(map(_plain, connection.execute(came))), _plain(above) if above else None


def _studies() -> Any:
    def found(table: Any) -> Any:
        return select(func.count()).where(table.c.analysis_id == _STUDY.c.id).scalar_subquery()

    return (
        select(
            *(_STUDY.c.analysis_number, _STUDY.c.name, _STUDY.c.conducted_by, _UNIT.c.name.label("unit")),
            *(_STUDY.c.analysis_date, func.coalesce(_STUDY.c.action_status, "Completed").label("status")),
            *(_ACTION.c.action_number, _AUTHORITY.c.citation),
            *(found(bare(RiskItem)).label("risks"), found(_IMPACT).label("impacts")),
        )
        .outerjoin(_UNIT, _UNIT.c.id == _STUDY.c.organization_unit_id)
        .outerjoin(_ACTION, _ACTION.c.id == _STUDY.c.executive_action_id)
        .outerjoin(_AUTHORITY, _AUTHORITY.c.id == _STUDY.c.legal_authority_id)
    )


STUDIES: dict[str, Any] = {
    "number": _STUDY.c.analysis_number,
    "unit": func.lower(func.coalesce(_UNIT.c.name, "")),
    "day": func.coalesce(_STUDY.c.analysis_date, date.max),
    "status": func.coalesce(_STUDY.c.action_status, "Completed"),
    "action": func.coalesce(_ACTION.c.action_number, ""),
}
"""What analyses can be put in order by."""


def studies(connection: Connection, sought: Sought) -> tuple[StudyRow, ...]:
    """Analyses, in the order that is wanted; those of one action or authority where one is named.

    A summary that was approved in review has no status of its own: it is complete.
    """
    at = _STUDY.c.analysis_number == sought.after if sought.after else None
    query = register.page(connection, _studies(), (_STUDY.c.id, at), sought, STUDIES)
    return tuple(StudyRow(*row) for row in connection.execute(query))


def study_count(connection: Connection, action: str) -> int:
    """How many analyses there are, of all or of one action."""
    query = select(func.count()).select_from(_STUDY)
    if action:
        query = query.join(_ACTION, _ACTION.c.id == _STUDY.c.executive_action_id)
        query = query.where(_ACTION.c.action_number == action)
    return connection.execute(query).scalar_one()


def study(connection: Connection, number: str) -> StudyFile:
    """One analysis by its number. Raises NotFound."""
    row = register.study(connection, number)
    told = connection.execute(_studies().where(_STUDY.c.id == row.id)).one()
    paper = select(_DOCUMENT.c.control_number).where(_DOCUMENT.c.id == row.supporting_document_id)
    wanted = Sought(analysis=row.analysis_number, ended=True)
    return StudyFile(
        StudyRow(*told),
        row.version,
        _plain(row),
        connection.execute(paper).scalar(),
        register.risks(connection, wanted),
        register.impacts(connection, wanted),
        audit.about(connection, [register.subject(connection, "analysis", row)]),
    )


def late_reviews(connection: Connection, today: date, limit: int) -> tuple[LateReview, ...]:
    """Risks and impacts whose review is overdue, the longest first."""
    found = []
    for kind, key in (("risk", RiskItem.risk_number), ("impact", Impact.public_id)):
        table = register.TABLES[kind]
        query = (
            select(key, table.name, table.review_date, table.mitigation_owner, _ACTION.c.action_number,
                   _ACTION.c.security_classification, _ACTION.c.visibility, UserAccount.name)
            .outerjoin(_ACTION, _ACTION.c.id == table.executive_action_id)
            .outerjoin(Person, Person.id == _ACTION.c.accountable_lead_id)
            .outerjoin(UserAccount, UserAccount.id == Person.user_account_id)
            .where(table.review_date < today)
            .where(or_(table.action_status.is_(None), table.action_status.not_in(ENDED)))
            .order_by(table.review_date)
            .limit(limit)
        )  # fmt: skip
        found += [
            LateReview(
                *(kind, str(ref), name, day, owner, action),
                *(classed or "Unclassified", visible or "Internal", lead),
            )
            for ref, name, day, owner, action, classed, visible, lead in connection.execute(query)
        ]
    return tuple(sorted(found, key=lambda one: one.review)[:limit])
