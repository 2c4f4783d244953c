"""Logging a receipt: its number, its original, whether these bytes are known, and what lies inside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from pipeline.containment import Family
from pipeline.intake import Admission, Incoming, Stage
from store import audit, documents, mailing, numbers
from store.database import Transaction, bare
from store.tables.intake import IntakeDocument, Original
from store.work import AT_ONCE

_DOCUMENT, _ORIGINAL = bare(IntakeDocument), bare(Original)
_KNOWN = select(_DOCUMENT.c.id).where(_DOCUMENT.c.receipt_key == bindparam("key"))
_KEPT = select(_ORIGINAL.c.id).where(_ORIGINAL.c.sha256 == bindparam("sha256"))
_FIRST = (
    select(_DOCUMENT.c.id)
    .where(_DOCUMENT.c.original_id == bindparam("original"), _DOCUMENT.c.duplicate_of_id.is_(None))
    .where(_DOCUMENT.c.stage != Stage.DISPOSED.value)
    .order_by(_DOCUMENT.c.id)
    .limit(1)
)
_BELOW = select(_DOCUMENT.c.id, _DOCUMENT.c.size).where(_DOCUMENT.c.parent_id == bindparam("received"))
_TREE = _BELOW.cte("below", recursive=True)
_TREE = _TREE.union_all(
    select(_DOCUMENT.c.id, _DOCUMENT.c.size).join(_TREE, _DOCUMENT.c.parent_id == _TREE.c.id)
)
_FAMILY = select(func.count(), func.coalesce(func.sum(_TREE.c.size), 0)).select_from(_TREE)
_NEW_DOCUMENT = insert(_DOCUMENT).returning(_DOCUMENT.c.id)
_NEW_ORIGINAL = insert(_ORIGINAL).returning(_ORIGINAL.c.id)

ASIDE_REMEDY = "It is kept and set aside; where it is a letter after all, offer it for another try."


def again(move: Transaction, incoming: Incoming) -> Admission:
    """The document that a known receipt is; a message at another place of its mailbox is noted there."""
    seen = known(move.connection, incoming)
    assert seen is not None
    if incoming.mail:
        mailing.note(move, incoming.mail, "known", seen.document.control_number, seen.document.sha256)
    return seen


def known(connection: Connection, incoming: Incoming) -> Admission | None:
    """The document that this receipt already is; None for a new one."""
    number = connection.execute(_KNOWN, {"key": incoming.receipt_key}).scalar()
    if number is None:
        return None
    return Admission(documents.told(documents.by_id(connection, number)), new=False)


def admit(
    move: Transaction, incoming: Incoming, sha256: str, media_type: str, actor: str, parent: str | None
) -> Admission:
    """Log a receipt whose bytes are kept already. Raises NotFound for an unknown parent."""
    move.lock("admission")
    if known(move.connection, incoming) is not None:
        return again(move, incoming)
    above = documents.lock(move.connection, parent) if parent else None
    original = keep_original(move, sha256, len(incoming.data), media_type, actor)
    first = _first(move.connection, original)
    stage = _first_stage(incoming, first)
    values = _number(move, incoming, above) | {
        "original_id": original,
        "receipt_key": incoming.receipt_key,
        "received_at": incoming.received_at,
        "channel": incoming.channel,
        "source": incoming.source,
        "external_id": incoming.external_id,
        "brought_by": actor,
        "file_name": incoming.name,
        "media_type": media_type,
        "size": len(incoming.data),
        "sender": incoming.sender or None,
        "source_mark": incoming.mark or None,
        "given": dict(incoming.given) or None,
        "stage": stage.value,
        "reason": _why_aside(incoming) if stage is Stage.SET_ASIDE else None,
        "duplicate_of_id": first,
        "parent_id": above.id if above else None,
        "ready_at": AT_ONCE if stage is Stage.RECEIVED else None,
        "created_by": actor,
        "updated_by": actor,
    }
    number = move.connection.execute(_NEW_DOCUMENT, values).scalar_one()
    document = documents.told(documents.by_id(move.connection, number))
    move.log(
        audit.who(actor),
        "document.admitted",
        document.control_number,
        None,
        {"stage": document.stage.value, "sha256": sha256, "channel": incoming.channel, "name": incoming.name},
    )
    if incoming.mail:
        outcome = "aside" if stage is Stage.SET_ASIDE else "taken"
        mailing.note(move, incoming.mail, outcome, document.control_number, sha256)
    if stage is Stage.SET_ASIDE:
        move.log("system", "document.set_aside", document.control_number, None, {"reason": document.reason})
    return Admission(document, new=True)


def _first_stage(incoming: Incoming, first: int | None) -> Stage:
    if first is not None:
        return Stage.DUPLICATE
    return Stage.SET_ASIDE if incoming.mail and incoming.mail.aside else Stage.RECEIVED


def _why_aside(incoming: Incoming) -> str:
    return f"{incoming.mail.aside if incoming.mail else ''} {ASIDE_REMEDY}".strip()


def family(connection: Connection, document: str) -> Family:
    """What was taken in so far from inside the document that was received with this one. Raises NotFound."""
    row, depth = documents.find(connection, document), 0
    while row.parent_id is not None:
        row, depth = documents.by_id(connection, row.parent_id), depth + 1
    children, size = connection.execute(_FAMILY, {"received": row.id}).one()
    return Family(depth, children, int(size))


def room(connection: Connection, document: str, parts: Sequence[tuple[Incoming, str]]) -> tuple[int, Family]:
    """How many of these parts, from the first on, are in already or may come in; and the family before."""
    before = grown = family(connection, document)
    for count, (incoming, _) in enumerate(parts):
        if known(connection, incoming) is None:
            if not grown.room([len(incoming.data)]):
                return count, before
            grown = grown.grown(len(incoming.data))
    return len(parts), before


def take_in(
    move: Transaction, document: str, parts: Sequence[tuple[Incoming, str]], kept: Sequence[str], actor: str
) -> tuple[tuple[Admission, ...], Family]:
    """Log parts whose bytes are kept already (`kept`, one sha256 each), as far as there still is room."""
    move.lock("admission")
    count, before = room(move.connection, document, parts)
    taken = tuple(
        admit(move, incoming, sha256, media_type, actor, document)
        for (incoming, media_type), sha256 in zip(parts[:count], kept, strict=False)
    )
    return taken, before


def keep_original(move: Transaction, sha256: str, size: int, media_type: str, actor: str) -> int:
    """The row of these bytes; made where there is none."""
    known: int | None = move.connection.execute(_KEPT, {"sha256": sha256}).scalar()
    if known is not None:
        back = update(_ORIGINAL).where(_ORIGINAL.c.id == known, _ORIGINAL.c.disposed_at.is_not(None))
        move.connection.execute(back.values(disposed_at=None))
        return known
    kept_at = f"{sha256[:2]}/{sha256}"
    values = {"sha256": sha256, "size": size, "media_type": media_type, "kept_at": kept_at}
    new: int = move.connection.execute(_NEW_ORIGINAL, values | {"created_by": actor}).scalar_one()
    return new


def _first(connection: Connection, original: int) -> int | None:
    first: int | None = connection.execute(_FIRST, {"original": original}).scalar()
    return first


def _number(move: Transaction, incoming: Incoming, above: Row[Any] | None) -> dict[str, Any]:
    if above is None:
        year = incoming.received_at.astimezone(move.settings.zone).year
        return {"control_number": numbers.control_number(move, year), "place": None}
    last = select(func.max(IntakeDocument.place)).where(IntakeDocument.parent_id == above.id)
    place = (move.connection.execute(last).scalar() or 0) + 1
    return {"control_number": f"{above.control_number}-{place:02d}", "place": place}
