"""Logging a receipt: its number, its original, and whether these bytes are known."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from pipeline.intake import Admission, Incoming, Stage
from store import audit, documents, numbers
from store.database import Transaction
from store.tables.intake import IntakeDocument, Original
from store.work import AT_ONCE


def admit(
    move: Transaction, incoming: Incoming, sha256: str, media_type: str, actor: str, parent: str | None
) -> Admission:
    """Log a receipt whose bytes are kept already. Raises NotFound for an unknown parent."""
    move.lock("admission")
    key = incoming.receipt_key
    known = move.connection.execute(
        select(IntakeDocument.id).where(IntakeDocument.receipt_key == key)
    ).scalar()
    if known is not None:
        return Admission(documents.told(documents.by_id(move.connection, known)), new=False)
    above = documents.lock(move.connection, parent) if parent else None
    original = _original(move, sha256, len(incoming.data), media_type, actor)
    first = _first(move.connection, original)
    values = _number(move, incoming, above) | {
        "original_id": original,
        "receipt_key": key,
        "received_at": incoming.received_at,
        "channel": incoming.channel,
        "source": incoming.source,
        "external_id": incoming.external_id,
        "brought_by": actor,
        "file_name": incoming.name,
        "media_type": media_type,
        "size": len(incoming.data),
        "sender": incoming.sender or None,
        "stage": Stage.RECEIVED.value if first is None else Stage.DUPLICATE.value,
        "duplicate_of_id": first,
        "parent_id": above.id if above else None,
        "ready_at": AT_ONCE if first is None else None,
        "created_by": actor,
        "updated_by": actor,
    }
    new = insert(IntakeDocument).values(values).returning(IntakeDocument.id)
    document = documents.told(documents.by_id(move.connection, move.connection.execute(new).scalar_one()))
    move.log(
        audit.who(actor),
        "document.admitted",
        document.control_number,
        None,
        {"stage": document.stage.value, "sha256": sha256, "channel": incoming.channel, "name": incoming.name},
    )
    return Admission(document, new=True)


def _original(move: Transaction, sha256: str, size: int, media_type: str, actor: str) -> int:
    known = move.connection.execute(select(Original.id).where(Original.sha256 == sha256)).scalar()
    if known is not None:
        return known
    new = insert(Original).values(
        sha256=sha256, size=size, media_type=media_type, kept_at=f"{sha256[:2]}/{sha256}", created_by=actor
    )
    return move.connection.execute(new.returning(Original.id)).scalar_one()


def _first(connection: Connection, original: int) -> int | None:
    query = select(IntakeDocument.id).where(
        IntakeDocument.original_id == original, IntakeDocument.duplicate_of_id.is_(None)
    )
    return connection.execute(query.order_by(IntakeDocument.id).limit(1)).scalar()


def _number(move: Transaction, incoming: Incoming, above: Row[Any] | None) -> dict[str, Any]:
    if above is None:
        year = incoming.received_at.astimezone(move.settings.zone).year
        return {"control_number": numbers.control_number(move, year), "place": None}
    last = select(func.max(IntakeDocument.place)).where(IntakeDocument.parent_id == above.id)
    place = (move.connection.execute(last).scalar() or 0) + 1
    return {"control_number": f"{above.control_number}-{place:02d}", "place": place}
