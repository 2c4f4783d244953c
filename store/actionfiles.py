"""One executive action with all that is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select

from coordination.extensions import SuspenseEvent
from coordination.milestones import Milestone
from coordination.planning import misfits
from coordination.progress import Progress, flat, progress
from coordination.requirements import Requirements
from pipeline.settings import Settings
from store import audit, authorities, conducting, coordinating, extending, running, steering
from store.tables import coordination, tasking
from store.tables.assessment import Impact, RiskItem
from store.tables.clearance import DiscussionItem, DocumentLink, ReviewApprovalDecision
from store.tables.coordination import ExecutiveActionType
from store.tables.intake import IntakeDocument
from store.tables.mandates import LegalAuthority
from store.tables.parties import Person
from store.tables.steering import ExecutiveDecisionLog, ExecutiveStatusUpdate
from store.tables.steering import Milestone as MilestoneRow
from store.tables.steering import SuspenseEvent as EventRow
from store.views import ActionView, AuditRow

_ACTION = coordination.ExecutiveAction
_ITEM = tasking.ActionItem


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of a process that is not begun: when it is due as things stand, and what does not fit."""

    name: str
    due: date | None
    misfit: str


@dataclass(frozen=True, slots=True)
class RunView:
    """A template at work. `planned` are the steps still to come."""

    id: str
    template: str
    version: int
    start: date
    originator: str
    running: bool
    planned: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Something that somebody put down about an action or an item (`item`, its id)."""

    what: str
    words: str
    by: str
    at: datetime
    item: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document among the papers of an action or an item."""

    document: str
    title: str
    purpose: str
    note: str
    item: str | None


@dataclass(frozen=True, slots=True)
class ActionFile:
    """An action with its people, dates, items, processes, papers, and what was said and decided.

    `facts` are further columns of the record by their names; `updates` and `decisions` are newest first.
    """

    view: ActionView
    facts: dict[str, Any]
    lead: str | None
    sponsor: str | None
    authority: str | None
    authorities: int
    parent: str | None
    children: tuple[tuple[str, str, str], ...]
    progress: Progress
    required: Requirements
    type_template: str | None
    runs: tuple[RunView, ...]
    milestones: tuple[Milestone, ...]
    events: tuple[SuspenseEvent, ...]
    papers: tuple[Paper, ...]
    discussion: tuple[Said, ...]
    reviews: tuple[Said, ...]
    updates: tuple[dict[str, Any], ...]
    decisions: tuple[dict[str, Any], ...]
    risks: tuple[tuple[str, str, str], ...]
    impacts: tuple[tuple[str, str, str], ...]
    history: tuple[AuditRow, ...]

    @property
    def waiting(self) -> tuple[SuspenseEvent, ...]:
        """Requests for an extension that nobody has decided."""
        return tuple(one for one in self.events if one.status == "Requested")


def read(connection: Connection, number: str, settings: Settings) -> ActionFile:
    """The whole of one action. Raises NotFound."""
    view = coordinating.action(connection, number)
    row = _row(connection, number)
    runs = running.runs(connection, row.id, settings.zone)
    planned = sum(len(run.planned) for run in runs if run.running)
    stones = _milestones(connection, row.id)
    history = audit.about(connection, _subjects(view, runs, stones))
    if row.disposed_at:
        history = tuple(event for event in history if event.what == "action.disposed")
    return ActionFile(
        view,
        _facts(row),
        row.lead,
        row.sponsor,
        authorities.with_part(row.citation, row.source_authority_pinpoint) if row.citation else None,
        conducting.authorities_of(connection, row.id),
        _number(connection, row.parent_action_id),
        _children(connection, row.id),
        progress(view.items, planned),
        Requirements(
            row.requires_legal_authority,
            row.requires_impact_assessment,
            row.requires_risk_assessment,
            row.requires_formal_decision,
        ),
        row.default_process_template,
        tuple(map(_run, runs)),
        stones,
        _events(connection, row.id),
        papers(connection, row.id),
        _discussion(connection, row.id),
        _reviews(connection, row.id),
        _newest(connection, ExecutiveStatusUpdate, row.id),
        _newest(connection, ExecutiveDecisionLog, row.id),
        _assessed(connection, RiskItem, RiskItem.risk_number, RiskItem.overall_risk_level, row.id),
        _assessed(connection, Impact, Impact.public_id, Impact.polarity, row.id),
        history,
    )


def _subjects(view: ActionView, runs: tuple[running.Run, ...], stones: tuple[Milestone, ...]) -> list[str]:
    number = str(view.action.number)
    parts = [item.id for item in flat(view.items)] + [run.public_id for run in runs]
    parts += [stone.id for stone in stones]
    # SQLite takes no more names at once; an action of so many items is read by its own events and its first
    return [number, *(f"{number}/{part}" for part in parts[:30_000])]


def _row(connection: Connection, number: str) -> Row[Any]:
    lead, sponsor = Person.__table__.alias("lead"), Person.__table__.alias("sponsor")
    kind = ExecutiveActionType
    query = (
        select(
            _ACTION.__table__,
            lead.c.name.label("lead"),
            sponsor.c.name.label("sponsor"),
            LegalAuthority.citation,
            LegalAuthority.status.label("authority_status"),
            kind.requires_legal_authority,
            kind.requires_impact_assessment,
            kind.requires_risk_assessment,
            kind.default_process_template,
        )
        .join(kind, kind.id == _ACTION.executive_action_type_id)
        .outerjoin(lead, lead.c.id == _ACTION.accountable_lead_id)
        .outerjoin(sponsor, sponsor.c.id == _ACTION.executive_sponsor_id)
        .outerjoin(LegalAuthority, LegalAuthority.id == _ACTION.source_legal_authority_id)
        .where(_ACTION.action_number == number)
    )
    return connection.execute(query).one()


def _facts(row: Row[Any]) -> dict[str, Any]:
    """The columns of a row that say something to a person; no keys of other rows."""
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in row._mapping.items()
        if name != "id" and not name.endswith("_id")
    }


def _number(connection: Connection, action: int | None) -> str | None:
    return connection.execute(select(_ACTION.action_number).where(_ACTION.id == action)).scalar()


def _children(connection: Connection, action: int) -> tuple[tuple[str, str, str], ...]:
    query = select(_ACTION.action_number, _ACTION.name, _ACTION.action_status)
    rows = connection.execute(query.where(_ACTION.parent_action_id == action).order_by(_ACTION.id))
    return tuple((row[0], row[1], row[2]) for row in rows)


def _run(run: running.Run) -> RunView:
    dates = run.dates
    wrong = {one.key: one.why for one in misfits(run.template, run.anchors, dates)}
    planned = tuple(
        Planned(run.template.step(key).name, dates.get(key), wrong.get(key, ""))
        for key in (run.planned if run.running else ())
    )
    return RunView(
        run.public_id,
        run.template.name,
        run.template.version,
        run.start,
        run.originator,
        run.running,
        planned,
    )


def _milestones(connection: Connection, action: int) -> tuple[Milestone, ...]:
    table = MilestoneRow
    query = select(table.__table__).where(table.executive_action_id == action, table.active)
    rows = connection.execute(query.order_by(table.forecast_date, table.id))
    return tuple(steering.milestone(row) for row in rows)


def _events(connection: Connection, action: int) -> tuple[SuspenseEvent, ...]:
    query = (
        select(EventRow.__table__, _ITEM.public_id.label("item"))
        .outerjoin(_ITEM, _ITEM.id == EventRow.action_item_id)
        .where(EventRow.executive_action_id == action)
        .order_by(EventRow.id)
    )
    return tuple(extending.event(row) for row in connection.execute(query))


def papers(connection: Connection, action: int) -> tuple[Paper, ...]:
    """The papers of an action and its items, in the order in which they were attached."""
    query = (
        select(DocumentLink.__table__, IntakeDocument.control_number, IntakeDocument.title,
               IntakeDocument.file_name.label("file"), _ITEM.public_id.label("item"))
        .join(IntakeDocument, IntakeDocument.id == DocumentLink.document_id)
        .outerjoin(_ITEM, _ITEM.id == DocumentLink.action_item_id)
        .where(DocumentLink.executive_action_id == action, DocumentLink.active)
        .order_by(DocumentLink.id)
    )  # fmt: skip
    return tuple(
        Paper(
            row.control_number,
            row.title or row.file,
            row.purpose,
            row.note or "",
            str(row.item) if row.item else None,
        )
        for row in connection.execute(query)
    )


def _discussion(connection: Connection, action: int) -> tuple[Said, ...]:
    query = (
        select(DiscussionItem.__table__, _ITEM.public_id.label("item"))
        .outerjoin(_ITEM, _ITEM.id == DiscussionItem.action_item_id)
        .where(DiscussionItem.executive_action_id == action, DiscussionItem.active)
        .order_by(DiscussionItem.id)
    )
    return tuple(
        Said("said", row.comment, row.created_by, row.created_at, str(row.item) if row.item else None)
        for row in connection.execute(query)
    )


def _reviews(connection: Connection, action: int) -> tuple[Said, ...]:
    table = ReviewApprovalDecision
    query = (
        select(table.__table__, _ITEM.public_id.label("item"))
        .outerjoin(_ITEM, _ITEM.id == table.action_item_id)
        .where(table.executive_action_id == action, table.decision.is_not(None))
        .order_by(table.decision_date, table.id)
    )
    return tuple(
        Said(
            row.decision,
            row.reviewer_comments or "",
            row.reviewer,
            row.decision_date,
            str(row.item) if row.item else None,
            row.on_behalf_of,
        )
        for row in connection.execute(query)
    )


def _newest(connection: Connection, table: Any, action: int) -> tuple[dict[str, Any], ...]:
    query = select(table.__table__).where(table.executive_action_id == action, table.active)
    return tuple(_facts(row) for row in connection.execute(query.order_by(table.id.desc())))


def _assessed(
    connection: Connection, table: Any, key: Any, grade: Any, action: int
) -> tuple[tuple[str, str, str], ...]:
    """By what a page of it is asked for, its name, how it is graded."""
    query = select(key, table.name, grade).where(table.executive_action_id == action).order_by(table.id)
    return tuple((str(ref), name, graded or "not rated") for ref, name, graded in connection.execute(query))
