"""Taking a finish back: what it made is cancelled, not deleted, and its drafts wait to be filed again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, update

from coordination.actions import ActionStatus, LifecycleStage
from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.problems import IllegalMove
from store import audit, dispositions, documents, propagating
from store.database import Transaction, bare
from store.tables.assessment import Assessment, Impact, RiskItem
from store.tables.audit import AuditEvent
from store.tables.coordination import ExecutiveAction
from store.tables.drafting import Draft
from store.tables.mandates import LegalAmendment, LegalCrossReference
from store.tables.tasking import ActionItem
from store.views import AuditRow, Finish

WITHIN = timedelta(minutes=10)
_ENDS = ("document.finish_undone", "document.reopened")
_MADE: tuple[Any, ...] = tuple(map(bare, (ActionItem, Assessment, RiskItem, Impact)))
_ACTION, _DRAFT = bare(ExecutiveAction), bare(Draft)


def last_finish(connection: Connection, control_number: str) -> Finish | None:
    """The finish that stands, whether it can still be taken back or not. Raises NotFound."""
    row = documents.find(connection, control_number)
    event = _event(connection, control_number)
    if event is None:
        return None
    told = _after(event)
    acted = _somebody_acted(connection, row.id, event)
    name = event.who.removeprefix("user:")
    return Finish(event.at, name, told["action"], told["items"], event.at + WITHIN, acted)


def _event(connection: Connection, control_number: str) -> AuditRow | None:
    """The last finish, unless it was taken back or the document was reopened since."""
    for event in reversed(audit.history(connection, control_number)):
        if event.what in _ENDS:
            return None
        if event.what == "document.finished":
            return event
    return None


def _after(event: AuditRow) -> dict[str, Any]:
    assert isinstance(event.after, dict)
    return event.after


def _somebody_acted(connection: Connection, document: int, event: AuditRow) -> bool:
    """Whether anything that the finish made was moved or changed since, by the log or by its version."""
    action = _after(event)["action"]
    if action:
        subject = AuditEvent.subject
        moved = select(AuditEvent.number).where(
            AuditEvent.number > event.number, or_(subject == action, subject.like(f"{action}/%"))
        )
        if connection.execute(moved.limit(1)).first():
            return True
    ids = _drafts(connection, document, event)
    return any(
        connection.execute(
            select(table.c.id).where(table.c.draft_id.in_(ids), table.c.version > 1).limit(1)
        ).first()
        for table in _MADE
    )


def _drafts(connection: Connection, document: int, event: AuditRow) -> list[int]:
    """The drafts that the finish filed."""
    numbers = [int(number) for number in _after(event)["records"]]
    query = select(_DRAFT.c.id).where(_DRAFT.c.document_id == document, _DRAFT.c.number.in_(numbers))
    return list(connection.execute(query).scalars())


def undo_finish(move: Transaction, control_number: str, actor: str, now: datetime) -> Document:
    """The document before its finish. Raises IllegalMove when it is too late or somebody acted, NotFound."""
    audit.person(actor, "take a finish back")
    row = documents.lock(move.connection, control_number)
    move.lock("records")
    event = _event(move.connection, control_number)
    if event is None:
        raise IllegalMove(f"{control_number} has no finish to take back.")
    _expect_in_time(move.connection, row, event, now)
    ids = _drafts(move.connection, row.id, event)
    cancelled = _cancel(move, event, ids, actor)
    _unsay(move, ids, actor)
    unfile = update(_DRAFT).where(_DRAFT.c.id.in_(ids))
    values = {"record": None, "version": _DRAFT.c.version + 1, "updated_at": move.now, "updated_by": actor}
    move.connection.execute(unfile.values(values))
    move.log(audit.who(actor), "document.finish_undone", control_number, _after(event), cancelled)
    if row.stage == Stage.REVIEWED or row.facts_confirmed:
        documents.change(move, row, actor, "document.laid_back", Stage.NEEDS_REVIEW, facts_confirmed=False)
    return documents.told(documents.by_id(move.connection, row.id))


def _expect_in_time(connection: Connection, row: Row[Any], event: AuditRow, now: datetime) -> None:
    if now > event.at + WITHIN:
        raise IllegalMove(
            f"{row.control_number} was finished more than {WITHIN.seconds // 60} minutes ago.",
            "Others may rely on it by now.",
            "Reopen it and say why.",
        )
    if _somebody_acted(connection, row.id, event):
        raise IllegalMove(
            "Somebody has already worked on what was made of it.",
            "Taking the finish back would undo that work too.",
            "Reopen it and say why.",
        )


def _cancel(move: Transaction, event: AuditRow, ids: list[int], actor: str) -> dict[str, Any]:
    """Cancel what was made; a number once given stays, and is never given again."""
    values = {"action_status": ActionStatus.CANCELLED.value, "updated_at": move.now, "updated_by": actor}
    told: dict[str, Any] = {"action": None}
    for table in _MADE:
        made = update(table).where(table.c.draft_id.in_(ids))
        told[table.name] = move.connection.execute(made.values(values | {"version": 2})).rowcount
    after = _after(event)
    if after["action"] and after["new_action"]:
        only = update(_ACTION).where(_ACTION.c.action_number == after["action"])
        ended = {"lifecycle_stage": LifecycleStage.CANCELLED.value, "version": _ACTION.c.version + 1}
        move.connection.execute(only.values(values | ended))
        told["action"] = after["action"]
    return told


def _unsay(move: Transaction, ids: list[int], actor: str) -> None:
    """References that the finish put between authorities, and what followed from them."""
    references, amendments = bare(LegalCrossReference), bare(LegalAmendment)
    gone = delete(references).where(references.c.draft_id.in_(ids))
    touched = set(move.connection.execute(gone.returning(references.c.related_authority_id)).scalars())
    move.connection.execute(delete(amendments).where(amendments.c.draft_id.in_(ids)))
    dispositions.settle(move, touched, actor, revive=True)
    propagating.withdraw(move, ids, actor)
