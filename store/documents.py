"""Intake documents as rows: finding them, locking them, moving them from stage to stage."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage, moved
from pipeline.problems import NotFound, ReadingState
from store import audit, sight
from store.database import Transaction, bare
from store.tables.intake import IntakeDocument, Original

_TABLE, _ORIGINAL = bare(IntakeDocument), bare(Original)
_PARENT, _FIRST = _TABLE.alias("parent_document"), _TABLE.alias("first_document")
_TOLD = (
    *("stage", "reading_state", "coverage", "reason", "attempts"),
    *("kind", "title", "document_date", "sender", "addressee", "number", "facts_confirmed"),
    *("assigned_to", "snoozed_until", "handling", "unit_id"),
)
"""What the log tells of a change."""


def _query() -> Select[Any]:
    joined = (
        _TABLE.join(_ORIGINAL, _ORIGINAL.c.id == _TABLE.c.original_id)
        .outerjoin(_PARENT, _PARENT.c.id == _TABLE.c.parent_id)
        .outerjoin(_FIRST, _FIRST.c.id == _TABLE.c.duplicate_of_id)
    )
    parent, first = _PARENT.c.control_number.label("parent"), _FIRST.c.control_number.label("duplicate_of")
    return select(_TABLE, _ORIGINAL.c.sha256, parent, first).select_from(joined)


# put together once: for a statement as short as these, putting it together costs as much as running it
_BY_ID = _query().where(_TABLE.c.id == bindparam("wanted"))
_BY_CONTROL_NUMBER = (
    _query().where(_TABLE.c.control_number == bindparam("wanted")).execution_options(**sight.NAMED)
)
_LOCK = select(_TABLE.c.id).where(_TABLE.c.control_number == bindparam("wanted")).with_for_update()
_CHANGE = update(_TABLE).where(_TABLE.c.id == bindparam("wanted"))


def find(connection: Connection, control_number: str) -> Row[Any]:
    """A document's row. Raises NotFound."""
    row = connection.execute(_BY_CONTROL_NUMBER, {"wanted": control_number}).one_or_none()
    if row is None:
        raise NotFound(f"There is no document {control_number}.", remedy="Look it up in the queue.")
    return row


def key_of(connection: Connection, written: str) -> int | None:
    """The key of the document of this control number, whatever its case; None where none was written.

    Raises NotFound.
    """
    number = written.strip().upper()
    if not number:
        return None
    query = select(IntakeDocument.id).where(IntakeDocument.control_number == number)
    found = connection.execute(query).scalar()
    if found is None:
        raise NotFound(
            f"There is no document {number}.", remedy="Take it in first; it then has a control number."
        )
    return int(found)


def lock(connection: Connection, control_number: str) -> Row[Any]:
    """A document's row, kept from other writers until the transaction ends. Raises NotFound."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(_LOCK, {"wanted": control_number})
    return find(connection, control_number)


def by_id(connection: Connection, number: int) -> Row[Any]:
    """A document's row by its internal number."""
    return connection.execute(_BY_ID, {"wanted": number}).one()


def told(row: Row[Any]) -> Document:
    """A row as the pipeline knows it."""
    return Document(
        str(row.public_id),
        row.control_number,
        row.sha256,
        row.channel,
        row.file_name,
        row.media_type,
        row.size,
        row.received_at,
        Stage(row.stage),
        row.source,
        ReadingState(row.reading_state) if row.reading_state else None,
        row.coverage,
        row.reason,
        row.parent,
        row.duplicate_of,
        row.attempts,
        row.version,
    )


def change(move: Transaction, row: Row[Any], actor: str, what: str, stage: Stage, **values: Any) -> Document:
    """Move a document to a stage, with other columns, and log it. Raises IllegalMove."""
    stage = moved(Stage(row.stage), stage)
    values |= {"stage": stage.value, "version": row.version + 1, "updated_by": actor}
    move.connection.execute(_CHANGE, {"wanted": row.id, "updated_at": move.now, **values})
    move.log(audit.who(actor), what, row.control_number, *_difference(row, values))
    return told(by_id(move.connection, row.id))


def _difference(row: Row[Any], values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    before = row._mapping
    names = [name for name in _TOLD if name in values and values[name] != before[name]]
    return {name: before[name] for name in names}, {name: values[name] for name in names}
