"""A document given to somebody, put off to a later day, or known to be a duplicate of another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, update

from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.problems import IllegalMove, NotFound
from pipeline.rights import Handling
from store import audit, documents, parties, queries
from store.database import Transaction, bare
from store.tables.intake import IntakeDocument

LONGEST_SLEEP = timedelta(days=366)
_TABLE = bare(IntakeDocument)


def assign(move: Transaction, control_number: str, to: str | None, actor: str) -> Document:
    """Let somebody review it; None takes it from whoever has it. Raises NotFound or IllegalMove."""
    audit.person(actor, "assign a document")
    row = _waiting(move, control_number)
    if to is not None and to not in {user.name for user in parties.users(move.connection)}:
        raise NotFound(f"There is no user {to!r}.", remedy="Choose one of the list.")
    return documents.change(move, row, actor, "document.assigned", Stage(row.stage), assigned_to=to)


def snooze(move: Transaction, control_number: str, until: date | None, today: date, actor: str) -> Document:
    """Leave it out of the queue until this day; None brings it back. Raises IllegalMove or NotFound."""
    audit.person(actor, "put a document off")
    row = _waiting(move, control_number)
    if until is not None and not today < until <= today + LONGEST_SLEEP:
        raise IllegalMove(
            f"It cannot be put off to {until.isoformat()}.",
            "The day must come after today, and within a year.",
            "Choose another day.",
        )
    if until is not None and row.due is not None and until > row.due:
        raise IllegalMove(
            f"{control_number} is due on {row.due.isoformat()}.",
            f"Put off to {until.isoformat()}, it would come back too late.",
            "Choose a day before it is due.",
        )
    return documents.change(move, row, actor, "document.snoozed", Stage(row.stage), snoozed_until=until)


def guard(move: Transaction, control_number: str, level: Handling, unit: str | None, actor: str) -> Document:
    """Say how guarded it is and whose it is; a unit is named by abbreviation. Raises NotFound."""
    audit.person(actor, "say who may see a document")
    row = documents.lock(move.connection, control_number)
    known = parties.units(move.connection).id_of(unit)
    if unit and known is None:
        raise NotFound(f"There is no unit {unit[:80]!r}.", remedy="Choose one of the list.")
    values = {"handling": level.value, "handling_confirmed": True, "unit_id": known}
    return documents.change(move, row, actor, "document.guarded", Stage(row.stage), **values)


def mark_level(move: Transaction, control_number: str, level: Handling, actor: str) -> Document:
    """Say how guarded it is, whoever it is for. Raises NotFound."""
    audit.person(actor, "say who may see a document")
    row = documents.lock(move.connection, control_number)
    values = {"handling": level.value, "handling_confirmed": True}
    return documents.change(move, row, actor, "document.guarded", Stage(row.stage), **values)


def duplicate(move: Transaction, control_number: str, of: str, actor: str) -> Document:
    """Say that it is the same letter as another. Raises IllegalMove or NotFound."""
    audit.person(actor, "call a document a duplicate")
    row = _waiting(move, control_number)
    first = documents.find(move.connection, of.strip())
    if first.id == row.id or first.duplicate_of_id == row.id:
        raise IllegalMove(f"{control_number} cannot be a duplicate of {of}.", "One of them must stay.")
    if any(draft.record for draft in queries.drafts_of(move.connection, row.id, control_number)):
        raise IllegalMove(f"{control_number} is already on the record.", "Records were made from its drafts.")
    told = documents.change(move, row, actor, "document.duplicate", Stage.DUPLICATE, reason=None)
    _point(move, row.id, first.id)
    move.log(audit.who(actor), "document.duplicate_of", control_number, None, {"duplicate_of": of.strip()})
    return queries.document(move.connection, told.control_number)


def single(move: Transaction, row: Row[Any]) -> None:
    """It is no duplicate after all."""
    if row.stage == Stage.DUPLICATE:
        _point(move, row.id, None)


def _point(move: Transaction, document: int, first: int | None) -> None:
    move.connection.execute(update(_TABLE).where(_TABLE.c.id == document).values(duplicate_of_id=first))


def _waiting(move: Transaction, control_number: str) -> Row[Any]:
    row = documents.lock(move.connection, control_number)
    if row.stage != Stage.NEEDS_REVIEW:
        raise IllegalMove(
            f"{control_number} is {row.stage.replace('_', ' ')}.", "It does not wait for review."
        )
    return row
