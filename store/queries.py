"""What pages and commands read: lists without bodies, and one document whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, case, func, or_, select

from pipeline.decisions import Draft, DraftKind, DraftStatus
from pipeline.documents import Evidence
from pipeline.findings import Confidence
from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.problems import NotFound
from store import audit, documents, filing, pressing, readings, runs, sight
from store.database import bare
from store.tables import drafting
from store.tables.coordination import ExecutiveAction
from store.tables.intake import IntakeDocument
from store.tables.parties import OrganizationUnit
from store.views import Counts, Desk, Dossier, QueueRow

__all__ = [
    "Connection",
    "children",
    "counts",
    "document",
    "dossier",
    "draft",
    "drafts",
    "drafts_of",
    "queue",
]

# over bare tables: a query over the models would first set up every one of them, which a short command feels
_TABLE, _DRAFT, _EVIDENCE = bare(IntakeDocument), bare(drafting.Draft), bare(drafting.Evidence)
_UNIT = bare(OrganizationUnit)
_DISMISSED = bare(drafting.DismissedSentence)
_PARENT, _FIRST = _TABLE.alias("parent_document"), _TABLE.alias("first_document")
_ASIDE = Stage.SET_ASIDE.value
_UNREAD = select(
    _TABLE.c.parent_id,
    func.count(),
    func.sum(case((or_(_TABLE.c.stage == _ASIDE, _FIRST.c.stage == _ASIDE), 1), else_=0)),
).select_from(_TABLE.outerjoin(_FIRST, _FIRST.c.id == _TABLE.c.duplicate_of_id))


def document(connection: Connection, control_number: str) -> Document:
    """One document. Raises NotFound."""
    return documents.told(documents.find(connection, control_number))


def queue(
    connection: Connection,
    stages: Collection[Stage] | None,
    limit: int | None,
    after: str | None,
    today: date,
) -> tuple[QueueRow, ...]:
    """Documents, the most pressing on `today` first; of single stages without those that are put off."""
    order = pressing.order(today)
    query = _rows_query().order_by(*(one.clause for one in order)).limit(limit)
    if stages is not None:
        query = query.where(_TABLE.c.stage.in_([stage.value for stage in stages]), pressing.awake(today))
    if after is not None:
        query = query.where(pressing.after(connection, order, after))
    return _queue_rows(connection, connection.execute(query).all())


def rows_of(connection: Connection, ids: Sequence[int]) -> tuple[QueueRow, ...]:
    """These documents, given by their internal numbers, in this order."""
    if not ids:
        return ()
    found = {row.id: row for row in connection.execute(_rows_query().where(_TABLE.c.id.in_(ids)))}
    return _queue_rows(connection, [found[number] for number in ids])


def _rows_query() -> Select[Any]:
    names = (
        *("id", "control_number", "file_name", "kind", "title", "sender", "received_at", "stage"),
        *("reading_state", "coverage", "reason", "due", "uncovered", "hidden"),
        *("assigned_to", "snoozed_until"),
    )
    joined = _TABLE.outerjoin(_PARENT, _PARENT.c.id == _TABLE.c.parent_id).outerjoin(
        _FIRST, _FIRST.c.id == _TABLE.c.duplicate_of_id
    )
    parent, first = _PARENT.c.control_number.label("parent"), _FIRST.c.control_number.label("duplicate_of")
    return select(*(_TABLE.c[name] for name in names), parent, first).select_from(joined)


def _queue_rows(connection: Connection, rows: Collection[Row[Any]]) -> tuple[QueueRow, ...]:
    ids = [row.id for row in rows]
    tallies, children = _tallies(connection, ids), _children(connection, ids)
    return tuple(
        _queue_row(row, *tallies.get(row.id, (0, 0, None)), children.get(row.id, (0, 0))) for row in rows
    )


def _children(connection: Connection, ids: list[int]) -> dict[int, tuple[int, int]]:
    """By document: its attachments, and those of them that could not be read, nor the same bytes before."""
    if not ids:
        return {}
    unread = _UNREAD.where(_TABLE.c.parent_id.in_(ids)).group_by(_TABLE.c.parent_id)
    return {parent: (count, int(aside or 0)) for parent, count, aside in connection.execute(unread)}


def _queue_row(
    row: Row[Any], total: int, waiting: int, lowest: str | None, children: tuple[int, int]
) -> QueueRow:
    return QueueRow(
        row.control_number,
        row.file_name,
        row.kind,
        row.title,
        row.sender,
        row.received_at,
        row.stage,
        row.reading_state,
        row.coverage,
        row.reason,
        row.due,
        total,
        waiting,
        lowest,
        row.uncovered,
        row.parent,
        row.duplicate_of,
        row.hidden,
        *children,
        row.assigned_to,
        row.snoozed_until,
    )


def _tallies(connection: Connection, ids: list[int]) -> dict[int, tuple[int, int, str | None]]:
    """By document: drafts that were not replaced, those that wait, the lowest confidence of these."""
    if not ids:
        return {}
    table = _DRAFT.c
    query = (
        select(table.document_id, table.status, table.confidence, func.count())
        .where(table.document_id.in_(ids), table.status != DraftStatus.SUPERSEDED.value)
        .group_by(table.document_id, table.status, table.confidence)
    )
    totals: dict[int, int] = dict.fromkeys(ids, 0)
    waiting: dict[int, int] = dict.fromkeys(ids, 0)
    words: dict[int, set[str]] = {number: set() for number in ids}
    for number, status, confidence, count in connection.execute(query):
        totals[number] += count
        if status == DraftStatus.PROPOSED.value:
            waiting[number] += count
            words[number].add(confidence)
    return {number: (totals[number], waiting[number], filing.lowest(words[number])) for number in ids}


def dossier(connection: Connection, control_number: str) -> Dossier:
    """A document with its text, findings, drafts and attachments. Raises NotFound."""
    row = documents.find(connection, control_number)
    text = readings.text_of(connection, row)
    return Dossier(
        documents.told(row),
        readings.without_attachments(text) if text else None,
        runs.latest_analysis(connection, row.id, text) if text else None,
        drafts_of(connection, row.id, row.control_number),
        children(connection, row.id),
        dismissed(connection, row.id, row.text_id),
        _desk(connection, row),
    )


def _desk(connection: Connection, row: Row[Any]) -> Desk:
    unit = select(_UNIT.c.abbreviation).where(_UNIT.c.id == row.unit_id)
    whose = connection.execute(unit).scalar() if row.unit_id else None
    lies = (row.assigned_to, row.snoozed_until, row.due, row.uncovered)
    return Desk(*lies, row.handling, row.handling_mark, whose)


def dismissed(connection: Connection, document: int, text: int | None) -> tuple[Evidence, ...]:
    """The sentences of a text of which a person said that they ask for nothing, in their order."""
    table = _DISMISSED.c
    query = select(table.start_offset, table.end_offset, table.quote, table.page)
    query = query.where(table.document_id == document, table.text_id == text, table.stands)
    return tuple(Evidence(*row) for row in connection.execute(query.order_by(table.start_offset)))


def children(connection: Connection, document: int) -> tuple[QueueRow, ...]:
    """The attachments of a document, given by its internal number, in their order."""
    query = _rows_query().where(_TABLE.c.parent_id == document).order_by(_TABLE.c.place, _TABLE.c.id)
    return _queue_rows(connection, connection.execute(query).all())


def drafts(connection: Connection, control_number: str) -> tuple[Draft, ...]:
    """The drafts of a document. Raises NotFound."""
    return drafts_of(connection, documents.find(connection, control_number).id, control_number)


def draft(connection: Connection, control_number: str, number: int) -> Draft:
    """One draft. Raises NotFound."""
    row = documents.find(connection, control_number)
    # a number from an address may be larger than any column takes
    here = 0 < number < 2**31
    found = drafts_of(connection, row.id, control_number, _DRAFT.c.number == number) if here else ()
    if not found:
        raise NotFound(f"{control_number} has no draft {number}.", remedy="List its drafts.")
    return found[0]


def drafts_of(connection: Connection, document: int, control_number: str, *only: Any) -> tuple[Draft, ...]:
    """The drafts of a document by its internal number, or only some of them."""
    query = select(_DRAFT).where(_DRAFT.c.document_id == document, *only)
    rows = connection.execute(query.order_by(_DRAFT.c.number)).all()
    evidence = _evidence(connection, [row.id for row in rows])
    return tuple(_draft(row, control_number, evidence.get(row.id, ())) for row in rows)


def draft_named(connection: Connection, public_id: str) -> Row[Any]:
    """A draft's row with its document's control number. Raises NotFound."""
    query = select(_DRAFT, _TABLE.c.control_number)
    query = query.join(IntakeDocument, _TABLE.c.id == _DRAFT.c.document_id).execution_options(**sight.NAMED)
    row = connection.execute(query.where(_DRAFT.c.public_id == uuid_of(public_id))).one_or_none()
    if row is None:
        raise NotFound("There is no such draft.", f"Its id would be {public_id[:80]!r}.", "List the drafts.")
    return row


def uuid_of(public_id: str) -> UUID:
    """The id that these characters spell. Raises NotFound where they spell none."""
    try:
        return UUID(public_id)
    except ValueError:
        raise NotFound("There is no such record.", f"{public_id[:80]!r} is no id.") from None


def _evidence(connection: Connection, drafts: list[int]) -> dict[int, tuple[Evidence, ...]]:
    table = _EVIDENCE.c
    query = select(table.draft_id, table.start_offset, table.end_offset, table.quote, table.page)
    query = query.where(table.draft_id.in_(drafts)).order_by(table.draft_id, table.place)
    found: dict[int, list[Evidence]] = {}
    for number, start, end, quote, page in connection.execute(query):
        found.setdefault(number, []).append(Evidence(start, end, quote, page))
    return {number: tuple(parts) for number, parts in found.items()}


def _draft(row: Row[Any], control_number: str, evidence: tuple[Evidence, ...]) -> Draft:
    return Draft(
        str(row.public_id),
        control_number,
        row.number,
        DraftKind(row.kind),
        row.title,
        row.proposed,
        row.current_values,
        evidence,
        Confidence(row.confidence),
        row.confidence_reason,
        DraftStatus(row.status),
        row.version,
        row.reason,
        row.decided_by,
        row.decided_at,
        row.record,
        row.created_by if audit.is_person(row.created_by) else None,
        row.run_id,
    )


def counts(connection: Connection) -> Counts:
    """Documents, drafts and actions by where they stand."""
    top = _TABLE.c.parent_id.is_(None)
    totals = {
        bool(is_top): count for is_top, count in connection.execute(select(top, func.count()).group_by(top))
    }
    return Counts(
        totals.get(True, 0),
        totals.get(False, 0),
        _tally(connection, _TABLE.c.stage),
        _tally(connection, _TABLE.c.reading_state),
        _tally(connection, _DRAFT.c.status),
        _tally(connection, bare(ExecutiveAction).c.action_status),
        _children_unread(connection),
    )


def _children_unread(connection: Connection) -> int:
    found = connection.execute(_UNREAD.where(_TABLE.c.parent_id.is_not(None)).group_by(_TABLE.c.parent_id))
    return sum(int(aside or 0) for _, _, aside in found)


def _tally(connection: Connection, column: Any) -> dict[str, int]:
    query = select(column, func.count()).where(column.is_not(None)).group_by(column).order_by(column)
    return {value: count for value, count in connection.execute(query)}
