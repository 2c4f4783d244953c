"""What no machine could finish: documents that are held, set aside, or read in part and not decided yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from pipeline.failing import coverage_words, steps
from pipeline.intake import Stage
from pipeline.problems import ReadingState
from store import audit, documents, queries, readings
from store.database import bare
from store.tables.audit import AuditEvent
from store.tables.intake import ExtractedText, IntakeDocument
from store.views import FailureReport, FailureRow

_TABLE, _TEXT, _EVENT = bare(IntakeDocument), bare(ExtractedText), bare(AuditEvent)
_PARENT = _TABLE.alias("parent_document")
_WITHOUT_TEXT = tuple(state.value for state in ReadingState if not state.has_text)
_CAME_SO = ("document.held", "document.set_aside", "document.stopped", "document.analysed")
_WAITS = or_(
    _TABLE.c.stage.in_([Stage.SET_ASIDE.value, Stage.HELD.value]),
    and_(_TABLE.c.stage == Stage.NEEDS_REVIEW.value, _TABLE.c.coverage != "full"),
)


def rows(connection: Connection) -> tuple[FailureRow, ...]:
    """Every such document, by receipt."""
    return _rows(connection, _WAITS)


def report(connection: Connection, control_number: str) -> FailureReport:
    """Why one document stands where it does, whichever way it went. Raises NotFound."""
    row = documents.find(connection, control_number)
    (failure,) = _rows(connection, _TABLE.c.id == row.id)
    text = readings.text_of(connection, row)
    read = readings.without_attachments(text) if text else None
    return FailureReport(
        failure,
        read.flags if read else (),
        len(read.pages) if read else 0,
        tuple(page.number for page in read.pages if not page.span) if read else (),
        queries.children(connection, row.id),
        audit.history(connection, control_number),
    )


def _rows(connection: Connection, which: ColumnElement[bool]) -> tuple[FailureRow, ...]:
    query = select(_TABLE, _PARENT.c.control_number.label("parent"))
    query = query.select_from(_TABLE.outerjoin(_PARENT, _PARENT.c.id == _TABLE.c.parent_id)).where(which)
    found = connection.execute(query.order_by(_TABLE.c.received_at, _TABLE.c.id)).all()
    flags, since = _flags(connection, which), _since(connection, which)
    return tuple(_row(row, flags.get(row.id, ()), since.get(row.control_number)) for row in found)


def _flags(connection: Connection, which: ColumnElement[bool]) -> dict[int, tuple[str, ...]]:
    """By document: the reader's own lines, where it got no text; such a layout is short."""
    joined = _TABLE.join(_TEXT, _TEXT.c.id == _TABLE.c.text_id)
    query = select(_TABLE.c.id, _TEXT.c.layout).select_from(joined)
    query = query.where(which, _TEXT.c.state.in_(_WITHOUT_TEXT))
    return {number: tuple(layout["flags"]) for number, layout in connection.execute(query)}


def _since(connection: Connection, which: ColumnElement[bool]) -> dict[str, datetime]:
    """By control number: when it last came to stand so."""
    numbers = select(_TABLE.c.control_number).where(which)
    query = select(_EVENT.c.subject, func.max(_EVENT.c.number))
    query = query.where(_EVENT.c.subject.in_(numbers), _EVENT.c.what.in_(_CAME_SO))
    last = query.group_by(_EVENT.c.subject).subquery()
    when = select(_EVENT.c.subject, _EVENT.c.at).join(last, last.c[1] == _EVENT.c.number)
    return {subject: at for subject, at in connection.execute(when)}


def _row(row: Row[Any], flags: Iterable[str], since: datetime | None) -> FailureRow:
    stage, state = Stage(row.stage), ReadingState(row.reading_state) if row.reading_state else None
    what, why, remedy = _lines(row, state, tuple(flags))
    return FailureRow(
        row.control_number,
        row.file_name,
        row.media_type,
        row.stage,
        row.reading_state,
        row.coverage,
        row.reason,
        what,
        why,
        remedy,
        row.attempts,
        since or row.updated_at,
        row.parent,
        steps(stage, state, row.coverage, row.media_type, row.pages or 0),
    )


def _lines(row: Row[Any], state: ReadingState | None, flags: tuple[str, ...]) -> tuple[str, str, str]:
    """What, why and remedy as the reader said them; else the reason as it was kept, in one line."""
    if flags and state is not None and not state.has_text and (row.reason or "").startswith(flags[0]):
        what, why, remedy = (*flags, "", "")[:3]
        return what, why, remedy
    if row.reason:
        return row.reason, "", ""
    return coverage_words(row.coverage), "", "Look at the original, then decide draft by draft."
