"""Disposal: proposed, approved by another person, and what it leaves: a certificate."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from coordination.retention import DisposalState, Fate
from pipeline.encoding import Json
from pipeline.problems import IllegalMove, NotFound
from store import audit, documents, retaining
from store.database import Transaction, bare
from store.retaining import Kept
from store.tables.audit import AuditEvent
from store.tables.intake import IntakeDocument, Original
from store.tables.retention import Disposal

DISPOSAL = bare(Disposal)
_DOCUMENT, _EVENT = bare(IntakeDocument), bare(AuditEvent)
LIVE = (DisposalState.PROPOSED.value, DisposalState.APPROVED.value, DisposalState.UNDER_WAY.value)


@dataclass(frozen=True, slots=True)
class Disposed:
    """A disposal as a page shows it; `certificate` says what there was, and on whose words it went."""

    control_number: str
    category: str
    authority: str
    disposition: str
    cut_off: date
    due: date
    state: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    receiver: str | None
    done_at: datetime | None
    certificate: Any


def propose(move: Transaction, numbers: Sequence[str], actor: str) -> int:
    """Lay documents that are due before a second person; how many are newly proposed.

    Raises IllegalMove for one that is not due or is held, NotFound.
    """
    audit.person(actor, "propose a disposal")
    move.lock("retention")
    new, known = 0, _kept(move)
    for number in dict.fromkeys(numbers):
        row = documents.find(move.connection, number)
        one = _expect_due(move, number, known)
        if _live(move.connection, row.id) is not None:
            continue
        values = {
            "document_id": row.id,
            "category": one.category,
            "authority": one.authority,
            "disposition": one.disposition,
            "cut_off": one.cut_off,
            "due": one.due,
            "state": DisposalState.PROPOSED.value,
            "created_by": actor,
            "updated_by": actor,
        }
        move.connection.execute(insert(DISPOSAL), values)
        told = {"category": one.category, "authority": one.authority, "disposition": one.disposition}
        move.log(audit.who(actor), "disposal.proposed", number, None, told)
        new += 1
    return new


def _kept(move: Transaction) -> dict[str, Kept]:
    """How each document is kept, read once for all that are asked about."""
    return {one.control_number: one for one in retaining.kept(move.connection, move.settings)}


def _expect_due(move: Transaction, number: str, known: dict[str, Kept]) -> Kept:
    """How a document is kept, if it may be disposed of today. Raises IllegalMove."""
    one = known.get(number) or retaining.one(move.connection, move.settings, number)
    today = move.today
    if one.control_number != number:
        raise IllegalMove(f"{number} lies in {one.control_number}.", remedy="Dispose of that one.")
    if one.holds:
        raise IllegalMove(f"{number} is held for {', '.join(one.holds)}.", "A hold wins over every period.")
    if not one.ready(today):
        why = one.open_because or ("it is unscheduled" if one.due is None else f"it is due on {one.due}")
        raise IllegalMove(f"{number} is not due for disposition.", f"The reason: {why}.")
    return one


def approve(move: Transaction, numbers: Sequence[str], receiver: str, actor: str) -> int:
    """A second person's word that these may go; how many. What is transferred names its receiver.

    Raises IllegalMove where the first person approves alone, where one is held or no longer due, and for a
    transfer without a package of its originals in the audit log; NotFound.
    """
    audit.person(actor, "approve a disposal")
    move.lock("retention")
    known = _kept(move)
    for number in numbers:
        row = _expect(move.connection, number, DisposalState.PROPOSED)
        if row.created_by == actor and move.settings.disposal == "two":
            raise IllegalMove(
                f"You proposed to dispose of {number}.", "A second person approves it.", "Ask a colleague."
            )
        _expect_due(move, number, known)
        if row.disposition == Fate.TRANSFER.value:
            _expect_package(move.connection, number, receiver)
        values = {"state": DisposalState.APPROVED.value, "approved_by": actor, "approved_at": move.now}
        _change(move, row, actor, values | {"receiver": receiver.strip() or None})
        move.log(audit.who(actor), "disposal.approved", number, None, {"receiver": receiver.strip() or None})
    return len(numbers)


def _expect_package(connection: Connection, number: str, receiver: str) -> None:
    if not receiver.strip():
        raise IllegalMove(f"To whom is {number} transferred?", remedy="Name the archives that took it over.")
    query = select(_EVENT.c.after).where(_EVENT.c.subject == number, _EVENT.c.what == "document.exported")
    taken = connection.execute(query).scalars().all()
    if not any('"originals":null' not in after and '"unmasked":null' not in after for after in taken):
        raise IllegalMove(
            f"No package of {number} with its original was made.",
            "What is transferred must have been taken out first.",
            "`chancery records export --originals REASON --unmasked REASON`.",
        )


def withdraw(move: Transaction, numbers: Sequence[str], reason: str, actor: str) -> int:
    """Take proposals or approvals back, before anything is gone; how many. Raises IllegalMove, NotFound."""
    audit.person(actor, "withdraw a disposal")
    if not reason.strip():
        raise IllegalMove("Why is it withdrawn?", remedy="Write the reason.")
    move.lock("retention")
    for number in numbers:
        row = _expect(move.connection, number, DisposalState.PROPOSED, DisposalState.APPROVED)
        values = {"state": DisposalState.WITHDRAWN.value, "withdrawn_because": reason.strip()}
        _change(move, row, actor, values)
        move.log(audit.who(actor), "disposal.withdrawn", number, None, {"reason": reason.strip()})
    return len(numbers)


def _live(connection: Connection, document: int) -> Row[Any] | None:
    query = select(DISPOSAL).where(DISPOSAL.c.document_id == document, DISPOSAL.c.state.in_(LIVE))
    return connection.execute(query).one_or_none()


def _expect(connection: Connection, number: str, *states: DisposalState) -> Row[Any]:
    row = _live(connection, documents.find(connection, number).id)
    if row is None or row.state not in states:
        words = " or ".join(state.value for state in states)
        raise NotFound(f"No disposal of {number} is {words}.", remedy="List what is due, and propose it.")
    return row


def _change(move: Transaction, row: Row[Any], actor: str, values: dict[str, Any]) -> None:
    stamp = {"updated_at": move.now, "updated_by": actor, "version": row.version + 1}
    move.connection.execute(update(DISPOSAL).where(DISPOSAL.c.id == row.id).values(values | stamp))


def disposals(connection: Connection, states: Sequence[str] = ()) -> tuple[Disposed, ...]:
    """Disposals, the latest first; in some states alone where they are named."""
    query = select(DISPOSAL, _DOCUMENT.c.control_number).join(
        _DOCUMENT, _DOCUMENT.c.id == DISPOSAL.c.document_id
    )
    if states:
        query = query.where(DISPOSAL.c.state.in_(list(states)))
    return tuple(map(_told, connection.execute(query.order_by(DISPOSAL.c.id.desc()))))


def certificate(connection: Connection, control_number: str) -> Disposed | None:
    """How a document, or what it lay in, was disposed of; None for one that was not. Raises NotFound."""
    row = documents.find(connection, control_number)
    while row.parent_id is not None:
        row = documents.by_id(connection, row.parent_id)
    gone = (DisposalState.UNDER_WAY.value, DisposalState.DONE.value)
    query = select(DISPOSAL, _DOCUMENT.c.control_number).join(
        _DOCUMENT, _DOCUMENT.c.id == DISPOSAL.c.document_id
    )
    query = query.where(DISPOSAL.c.document_id == row.id, DISPOSAL.c.state.in_(gone))
    found = connection.execute(query).one_or_none()
    return _told(found) if found is not None else None


def is_gone(connection: Connection, sha256: str) -> bool:
    """Whether a file of this fingerprint was removed by a disposal."""
    original = bare(Original)
    query = select(original.c.id).where(original.c.sha256 == sha256, original.c.disposed_at.is_not(None))
    return connection.execute(query).first() is not None


def _told(row: Row[Any]) -> Disposed:
    return Disposed(
        row.control_number,
        row.category,
        row.authority,
        row.disposition,
        row.cut_off,
        row.due,
        row.state,
        row.created_by,
        row.created_at,
        row.approved_by,
        row.approved_at,
        row.receiver,
        row.done_at,
        row.certificate,
    )


def written(row: Row[Any], family: Sequence[Row[Any]], hashes: Collection[str]) -> dict[str, Json]:
    """The certificate: what there was, under which authority, on whose word."""
    return {
        "form": "chancery.disposal/1",
        "category": row.category,
        "authority": row.authority,
        "disposition": row.disposition,
        "receiver": row.receiver,
        "cut_off": row.cut_off.isoformat(),
        "due": row.due.isoformat(),
        "proposed_by": row.created_by,
        "approved_by": row.approved_by,
        "approved_at": row.approved_at.isoformat(),
        "documents": [
            {
                "control_number": one.control_number,
                "kind": one.kind,
                "document_date": one.document_date,
                "received_at": one.received_at.isoformat(),
                "media_type": one.media_type,
                "size": one.size,
                "sha256": one.sha256,
            }
            for one in family
        ],
        "files": sorted(hashes),
    }
