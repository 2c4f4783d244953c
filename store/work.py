"""The work queue: which document a worker gets, for how long, and how it gives it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from pipeline.failing import may_retry
from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.problems import IllegalMove, NeedsOcr, Problem, ReadingState, Unread
from store import audit, documents
from store.database import Transaction, bare
from store.tables.intake import IntakeDocument

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Ready before any clock: a document that was just received waits for no time."""

_TABLE = bare(IntakeDocument)
_NEXT = (
    select(_TABLE.c.id)
    .where(_TABLE.c.ready_at <= bindparam("now"))
    .order_by(_TABLE.c.ready_at, _TABLE.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def claim(move: Transaction, worker: str, now: datetime) -> Document | None:
    """The document that has been ready longest, leased to this worker."""
    found = move.connection.execute(_NEXT, {"now": now}).scalar()
    if found is None:
        return None
    row = documents.by_id(move.connection, found)
    stage = Stage.ANALYSING if row.stage == Stage.ANALYSING else Stage.READING
    return documents.change(
        move,
        row,
        f"system:{worker}",
        "document.claimed",
        stage,
        attempts=row.attempts + 1,
        ready_at=_lease_end(move, now),
        claimed_by=worker,
    )


def ready(connection: Connection, now: datetime) -> bool:
    """Whether anything waits that could be claimed."""
    query = select(_TABLE.c.id).where(_TABLE.c.ready_at <= now).limit(1)
    return connection.execute(query).first() is not None


def renew(move: Transaction, document: Document, now: datetime) -> bool:
    """Extend the lease; a lease is no event of the document's, so it is not logged."""
    row = documents.lock(move.connection, document.control_number)
    if not holds(row, document) or row.claimed_by is None:
        return False
    lease = update(IntakeDocument).where(IntakeDocument.id == row.id).values(ready_at=_lease_end(move, now))
    move.connection.execute(lease)
    return True


def release(move: Transaction, document: Document) -> Document:
    """Give back untried: the attempt does not count."""
    row = documents.lock(move.connection, document.control_number)
    if not holds(row, document) or row.claimed_by is None:
        return documents.told(row)
    attempts = max(0, row.attempts - 1)
    return documents.change(
        move,
        row,
        f"system:{row.claimed_by}",
        "document.released",
        Stage(row.stage),
        attempts=attempts,
        ready_at=AT_ONCE,
        claimed_by=None,
    )


def hold(move: Transaction, document: Document, problem: Problem, until: datetime) -> Document:
    """Let it wait until `until`, with the reason."""
    row = documents.lock(move.connection, document.control_number)
    if not holds(row, document):
        return documents.told(row)
    return documents.change(
        move,
        row,
        _worker(row),
        "document.held",
        Stage.HELD,
        reason=said(problem),
        ready_at=until,
        claimed_by=None,
    )


def set_aside(move: Transaction, document: Document, problem: Problem) -> Document:
    """Take it out of the machine's hands, with the reason and what could be read of it."""
    row = documents.lock(move.connection, document.control_number)
    if not holds(row, document):
        return documents.told(row)
    values: dict[str, Any] = {"reason": said(problem), "ready_at": None, "claimed_by": None}
    if isinstance(problem, Unread):
        ocr = isinstance(problem, NeedsOcr) or problem.state is ReadingState.NEEDS_OCR
        values["reading_state"] = problem.state.value
        values["coverage"] = "none(ocr)" if ocr else "none(unreadable)"
    return documents.change(move, row, _worker(row), "document.set_aside", Stage.SET_ASIDE, **values)


def stop(move: Transaction, control_number: str, actor: str) -> Document:
    """Out of the machine's hands at a person's word. Raises IllegalMove where no machine has it.

    What a worker still makes of it is let go: it no longer holds the document.
    """
    who = audit.person(actor, "stop a document")
    row = documents.lock(move.connection, control_number)
    if not Stage(row.stage).waits_for_machine:
        raise IllegalMove(
            f"{control_number} is not being worked on.", f"It is at {row.stage.replace('_', ' ')}."
        )
    doing = "analysed" if row.stage == Stage.ANALYSING else "read"
    why = Problem(
        f"{actor} stopped it before it was {doing}.",
        "No draft was made of it.",
        "Let it be read again, enter it by hand, or dismiss it.",
    )
    values = {"reason": said(why), "ready_at": None, "claimed_by": None}
    return documents.change(move, row, who, "document.stopped", Stage.SET_ASIDE, **values)


def retry(move: Transaction, control_number: str, actor: str) -> Document:
    """From the start again, all attempts forgiven. Raises IllegalMove where another try cannot help."""
    row = documents.lock(move.connection, control_number)
    if Stage(row.stage) is Stage.NEEDS_REVIEW and not may_retry(Stage.NEEDS_REVIEW, row.coverage):
        raise IllegalMove(f"{control_number} was read whole.", remedy="Review it as it is.")
    return documents.change(
        move,
        row,
        actor,
        "document.retried",
        Stage.RECEIVED,
        attempts=0,
        reason=None,
        ready_at=AT_ONCE,
        claimed_by=None,
    )


def holds(row: Row[Any], document: Document) -> bool:
    """Whether the worker with this copy of a document still has it: nobody claimed or finished it since."""
    return row.attempts == document.attempts and Stage(row.stage).waits_for_machine


def said(problem: Problem) -> str:
    """A problem in one line."""
    return " ".join(problem.lines)


def _lease_end(move: Transaction, now: datetime) -> datetime:
    return now + timedelta(seconds=move.settings.lease_seconds)


def _worker(row: Row[Any]) -> str:
    return f"system:{row.claimed_by}" if row.claimed_by else "system"
