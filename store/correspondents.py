"""The log of correspondence, and what is known of somebody who writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, func, or_, select

from coordination.correspondence import LetterState, Sent
from pipeline.likeness import sender_key
from store import documents, likening
from store.database import bare
from store.lists import Order, paged
from store.tables.coordination import ExecutiveAction
from store.tables.correspondence import CorrespondenceCase, CorrespondenceDispatch, CorrespondenceLetter
from store.tables.intake import IntakeDocument

_CASE, _LETTER, _SENT = bare(CorrespondenceCase), bare(CorrespondenceLetter), bare(CorrespondenceDispatch)
_DOCUMENT, _ACTION = bare(IntakeDocument), bare(ExecutiveAction)


@dataclass(frozen=True, slots=True)
class Logged:
    """Which letters a list shows: `state` empty for all; `words` of writer, title or number; paged.

    It goes on behind the letter `after`, a document and the number of its action; where that is not seen, it
    begins anew. `sort` is one of SORTS; without one, open letters come first, the nearest date first.
    """

    state: str = LetterState.OPEN.value
    words: str = ""
    overdue: date | None = None
    limit: int = 50
    after: tuple[str, str] | None = None
    sort: str = ""
    down: bool = False


_ENDED = case((_LETTER.c.state == LetterState.OPEN.value, 0), else_=1)
_DUE = func.coalesce(_ACTION.c.due_date, date.max)
SORTS: dict[str, Any] = {
    "document": _DOCUMENT.c.control_number,
    "correspondent": func.lower(_LETTER.c.correspondent),
    "received": _LETTER.c.received_date,
    "due": _DUE,
}
"""What the log can be put in order by."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """A letter in the log. `replied` is the day on its proof; `tasked` is none of reply."""

    document: str
    action: str
    correspondent: str
    title: str
    received: date
    written: date | None
    due: date | None
    office: str
    state: str
    tasked: date | None
    acknowledged: date | None
    interim: date | None
    replied: date | None


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a writer: letters on the log, letters that nobody logged, the campaign of this one.

    `others` are documents that came from the same writer and are on no case: number, title, day of receipt.
    """

    correspondent: str
    letters: tuple[LogRow, ...]
    others: tuple[tuple[str, str, date], ...]
    campaign: int

    @property
    def open(self) -> tuple[LogRow, ...]:
        """Letters that still wait for an answer."""
        return tuple(row for row in self.letters if row.state == LetterState.OPEN.value)


def _rows() -> Select[Any]:
    def first(kind: Sent) -> Any:
        return func.min(case((_SENT.c.kind == kind.value, _SENT.c.sent_date)))

    sent = (
        select(
            _SENT.c.case_id,
            _SENT.c.document_id,
            first(Sent.ACKNOWLEDGEMENT).label("acknowledged"),
            first(Sent.INTERIM).label("interim"),
            first(Sent.FINAL).label("replied"),
        )
        .group_by(_SENT.c.case_id, _SENT.c.document_id)
        .subquery()
    )
    here = (sent.c.case_id == _LETTER.c.case_id) & (sent.c.document_id == _LETTER.c.document_id)
    return (
        select(
            _LETTER, _DOCUMENT.c.control_number, _DOCUMENT.c.title, _DOCUMENT.c.file_name,
            _ACTION.c.action_number, _ACTION.c.due_date, _ACTION.c.lead_organization_unit,
            _CASE.c.route_unit, sent.c.acknowledged, sent.c.interim, sent.c.replied,
        )
        .join(_CASE, _CASE.c.id == _LETTER.c.case_id)
        .join(_ACTION, _ACTION.c.id == _CASE.c.executive_action_id)
        .join(_DOCUMENT, _DOCUMENT.c.id == _LETTER.c.document_id)
        .outerjoin(sent, here)
    )  # fmt: skip


def log(connection: Connection, wanted: Logged) -> tuple[LogRow, ...]:
    """Letters on the log, in the order that is wanted."""
    by = (SORTS[wanted.sort],) if wanted.sort else (_ENDED, _DUE)
    order = [Order(one, wanted.down) for one in (*by, _LETTER.c.id)]
    document, action = wanted.after or ("", "")
    at = and_(_DOCUMENT.c.control_number == document, _ACTION.c.action_number == action)
    query = paged(connection, _rows(), order, at if wanted.after else None, wanted.limit)
    return tuple(_row(row) for row in connection.execute(_narrowed(query, wanted)))


def _narrowed(query: Select[Any], wanted: Logged) -> Select[Any]:
    if wanted.state:
        query = query.where(_LETTER.c.state == wanted.state)
    if wanted.overdue:
        query = query.where(_ACTION.c.due_date < wanted.overdue)
    for word in wanted.words.split()[:8]:
        like = f"%{word.replace('%', '').replace('_', '')}%"
        columns = (_LETTER.c.correspondent, _DOCUMENT.c.title, _DOCUMENT.c.control_number,
                   _ACTION.c.action_number)  # fmt: skip
        query = query.where(or_(*(column.ilike(like) for column in columns)))
    return query


def counts(connection: Connection) -> dict[str, int]:
    """How many letters are in which state."""
    query = select(_LETTER.c.state, func.count()).group_by(_LETTER.c.state)
    return {str(state): int(number) for state, number in connection.execute(query)}


def _row(row: Row[Any]) -> LogRow:
    return LogRow(
        row.control_number,
        row.action_number,
        row.correspondent,
        row.title or row.file_name,
        row.received_date,
        row.letter_date,
        row.due_date,
        row.route_unit or row.lead_organization_unit or "",
        row.state,
        row.tasked_date,
        row.acknowledged,
        row.interim,
        row.replied,
    )


def card(connection: Connection, document: str, most: int = 20) -> Card:
    """What is known of who wrote a document, itself left out. Raises NotFound."""
    row = documents.find(connection, document)
    who = str(row.sender or "")
    key = sender_key(row.sender)
    logged: tuple[LogRow, ...] = ()
    if key:
        query = _rows().where(_LETTER.c.correspondent_key == key, _LETTER.c.document_id != row.id)
        logged = tuple(
            _row(one) for one in connection.execute(query.order_by(_LETTER.c.id.desc()).limit(most))
        )
    others = _unlogged(connection, row, most) if who else ()
    return Card(who, logged, others, sum(one.size for one in likening.groups(connection, document)))


def _unlogged(connection: Connection, row: Row[Any], most: int) -> tuple[tuple[str, str, date], ...]:
    """Documents of the same writer that are on no case."""
    on_log = select(_LETTER.c.document_id)
    table = _DOCUMENT.c
    query = (
        select(table.control_number, table.title, table.file_name, table.received_at)
        .where(table.sender == row.sender, table.id != row.id, table.id.not_in(on_log))
        .order_by(table.id.desc())
    )
    rest = connection.execute(query.limit(most))
    return tuple((one.control_number, one.title or one.file_name, one.received_at.date()) for one in rest)
