"""Holds: what may not be disposed of, for which matter, by whose word, until whose word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from coordination.retention import HoldKind
from pipeline.intake import Stage
from pipeline.problems import IllegalMove, NotFound
from store import audit, documents, going, sight
from store.database import Transaction, bare
from store.tables.coordination import ExecutiveAction, ExecutiveActionDocument
from store.tables.intake import IntakeDocument
from store.tables.retention import RecordHold

_HOLD, _DOCUMENT, _ACTION = bare(RecordHold), bare(IntakeDocument), bare(ExecutiveAction)
_LINK = bare(ExecutiveActionDocument)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing under a hold. `number` names the document or the action; released ones say by whom."""

    matter: str
    kind: HoldKind
    reason: str
    number: str
    placed_by: str
    since: datetime
    released_by: str | None = None
    released_at: datetime | None = None
    release_reason: str | None = None


def place(
    move: Transaction, matter: str, kind: HoldKind, reason: str, numbers: Sequence[str], actor: str
) -> int:
    """Hold documents, and actions with their documents; how many were not held for this matter before.

    Raises IllegalMove without matter, reason or numbers, NotFound.
    """
    name, why = " ".join(matter.split()), reason.strip()
    audit.person(actor, "place a hold")
    if not name or not why or not numbers or len(name) > _LONGEST:
        raise IllegalMove(
            "A hold names its matter, its reason and what it holds.", remedy="Fill in all three of them."
        )
    move.lock("retention")
    standing = {row.number for row in _rows(move.connection, matter=name, standing=True)}
    new = [number for number in dict.fromkeys(numbers) if number not in standing]
    for number in new:
        values = _thing(move.connection, number) | {"matter": name, "kind": kind.value, "reason": why}
        if values.get("executive_action_id"):
            going.expect_there(move.connection, number)
        elif _gone(move.connection, number):
            raise IllegalMove(f"{number} was disposed of.", "There is nothing left to hold.")
        move.connection.execute(insert(_HOLD).values(values | {"created_by": actor, "updated_by": actor}))
        told = {"matter": name, "kind": kind.value, "reason": why}
        move.log(audit.who(actor), "hold.placed", number, None, told)
    return len(new)


def _gone(connection: Connection, number: str) -> bool:
    return bool(documents.find(connection, number).stage == Stage.DISPOSED)


def _thing(connection: Connection, number: str) -> dict[str, Any]:
    """What a number names, as columns of a hold. Raises NotFound."""
    action = select(_ACTION.c.id).where(_ACTION.c.action_number == number)
    found = connection.execute(action.execution_options(**sight.NAMED)).scalar()
    if found is not None:
        return {"executive_action_id": found}
    return {"document_id": documents.find(connection, number).id}


def release(move: Transaction, matter: str, reason: str, actor: str, numbers: Sequence[str] = ()) -> int:
    """End a hold, or let only some of what it holds go; how many. Raises IllegalMove, NotFound."""
    name, why = " ".join(matter.split()), reason.strip()
    audit.person(actor, "release a hold")
    if not why:
        raise IllegalMove("Why is the hold released?", remedy="Write the reason.")
    move.lock("retention")
    found = _rows(move.connection, matter=name, standing=True)
    going = [row for row in found if not numbers or row.number in numbers]
    missing = sorted(set(numbers) - {row.number for row in going})
    if not going or missing:
        what = ", ".join(missing) or name
        raise NotFound(f"There is no such hold: {what}.", "It may be released already.", "List the holds.")
    for row in going:
        change = update(_HOLD).where(_HOLD.c.id == row.id, _HOLD.c.released_at.is_(None))
        values = {"released_at": move.now, "released_by": actor, "release_reason": why}
        move.connection.execute(
            change.values(values | {"updated_at": move.now, "updated_by": actor, "version": row.version + 1})
        )
        told = {"matter": name, "reason": why}
        move.log(audit.who(actor), "hold.released", row.number, {"since": row.created_at}, told)
    return len(going)


def holds(connection: Connection, standing: bool = True) -> tuple[Hold, ...]:
    """What is held, by matter; those that were released too where not only what is `standing` is wanted."""
    return tuple(map(_told, _rows(connection, standing=standing)))


def _rows(connection: Connection, matter: str = "", *, standing: bool) -> Sequence[Row[Any]]:
    number = _DOCUMENT.c.control_number, _ACTION.c.action_number
    joined = _HOLD.outerjoin(_DOCUMENT, _DOCUMENT.c.id == _HOLD.c.document_id)
    joined = joined.outerjoin(_ACTION, _ACTION.c.id == _HOLD.c.executive_action_id)
    query = select(_HOLD, func.coalesce(*number).label("number")).select_from(joined)
    if matter:
        query = query.where(_HOLD.c.matter == matter)
    if standing:
        query = query.where(_HOLD.c.released_at.is_(None))
    return connection.execute(query.order_by(_HOLD.c.matter, _HOLD.c.id)).all()


def _told(row: Row[Any]) -> Hold:
    return Hold(
        row.matter,
        HoldKind(row.kind),
        row.reason,
        row.number,
        row.created_by,
        row.created_at,
        row.released_by,
        row.released_at,
        row.release_reason,
    )


def held(connection: Connection) -> dict[int, tuple[str, ...]]:
    """By the key of each document that is held itself or by one of its actions: the matters."""
    found: dict[int, dict[str, None]] = {}
    standing = _HOLD.c.released_at.is_(None)
    direct = select(_HOLD.c.document_id, _HOLD.c.matter).where(standing, _HOLD.c.document_id.is_not(None))
    tied = select(_LINK.c.document_id, _HOLD.c.matter).join(
        _LINK, _LINK.c.executive_action_id == _HOLD.c.executive_action_id
    )
    source = select(_ACTION.c.source_document_id, _HOLD.c.matter).join(
        _ACTION, _ACTION.c.id == _HOLD.c.executive_action_id
    )
    came = _ACTION.c.source_document_id.is_not(None)
    for query in (direct, tied.where(standing), source.where(standing, came)):
        for document, matter in connection.execute(query):
            found.setdefault(document, {})[matter] = None
    return {document: tuple(sorted(matters)) for document, matters in found.items()}


def of_documents(connection: Connection, keys: Collection[int]) -> tuple[str, ...]:
    """The matters for which any of these documents is held."""
    known = held(connection)
    return tuple(sorted({matter for key in keys for matter in known.get(key, ())}))
