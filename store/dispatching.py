"""What went out on a case, and the proof of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from coordination.correspondence import LetterState, Proof, Sent
from coordination.extensions import Clock, EventKind
from pipeline.problems import IllegalMove, NotFound
from store import admission, corresponding, documents, holding, outgoing, queries, suspending
from store.database import Transaction, bare
from store.holding import Held
from store.tables.correspondence import CorrespondenceDispatch, OutgoingLetter
from store.tables.intake import Original

_OUT, _SENT = bare(OutgoingLetter), bare(CorrespondenceDispatch)


@dataclass(frozen=True, slots=True)
class Sending:
    """One addressee: the letter that is answered, to whom, and the document that goes out."""

    document: str
    recipient: str
    sha256: str
    size: int
    media_type: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Posted:
    """How something went out: on which day, by which way, whose hand, under which number of the carrier."""

    day: date
    way: str
    sent_by: str
    reference: str = ""


def dispatch(
    move: Transaction, letter: str, version: int, sendings: Sequence[Sending], posted: Posted, actor: str
) -> tuple[str, ...]:
    """Put down that a signed letter went out to these addressees; the ids of the proofs.

    All or none. Raises Conflict, IllegalMove or NotFound.
    """
    held, before = outgoing.hold(move, letter, actor, "dispatch a letter")
    outgoing.expect_version(before, version)
    after = before.dispatch()
    if not sendings:
        raise IllegalMove("To whom does it go?", remedy="Choose at least one letter that it answers.")
    key = move.connection.execute(
        select(_OUT.c.id).where(_OUT.c.public_id == queries.uuid_of(letter))
    ).scalar_one()
    found = tuple(_prove(move, held, before.kind, one, posted, key, letter) for one in sendings)
    told = {"addressees": len(sendings), "day": posted.day.isoformat(), "way": posted.way}
    outgoing.keep(move, held, after, "reply.dispatched", told)
    return found


def record(move: Transaction, number: str, kind: Sent, one: Sending, posted: Posted, actor: str) -> str:
    """Put down what an office sent by itself, by the document that shows it; the proof's id.

    Raises IllegalMove or NotFound.
    """
    held = holding.hold(move, number, actor, "record what was sent")
    return _prove(move, held, kind, one, posted, None, None)


def _prove(
    move: Transaction, held: Held, kind: Sent, one: Sending, posted: Posted, key: int | None,
    letter: str | None,
) -> str:  # fmt: skip
    before = corresponding.letter_of(move, held, one.document)
    if letter and any(proof.letter == letter for proof in before.proofs):
        raise IllegalMove(f"This letter went to the writer of {one.document} already.")
    proof = Proof(
        kind, one.document, one.recipient.strip(), posted.sent_by.strip(), posted.day, posted.way, one.sha256,
        one.file_name, posted.reference.strip(), letter,
    )  # fmt: skip
    after = before.send(proof, held.today)
    row = documents.find(move.connection, one.document)
    values = {
        "case_id": corresponding.case_of(move, held.id, held.actor),
        "document_id": row.id,
        "outgoing_letter_id": key,
        "kind": kind.value,
        "recipient": proof.recipient,
        "sent_by": proof.sent_by,
        "sent_date": proof.sent_on,
        "way": proof.way,
        "original_id": admission.keep_original(move, one.sha256, one.size, one.media_type, held.actor),
        "file_name": one.file_name,
        "reference": proof.reference or None,
        "created_by": held.actor,
        "updated_by": held.actor,
    }
    new = insert(_SENT).values(values).returning(_SENT.c.id, _SENT.c.public_id)
    sent = move.connection.execute(new).one()
    state: dict[str, Any] = {"state": after.state.value}
    if after.state is LetterState.ANSWERED:
        state |= {"reply_dispatch_id": sent.id, "ended_at": move.now}
    corresponding.write(move, held, before, state)
    if kind is Sent.INTERIM:
        due, why = held.view.action.due_date, f"Interim reply to {one.document}, {one.file_name}"
        event = suspending.recorded(held, move.now, EventKind.INTERIM_REPLY, Clock.EXTERNAL, why, due)
        suspending.put(move, held, event)
    told = {"document": one.document, "kind": kind.value, "to": proof.recipient, "sent_by": proof.sent_by}
    told |= {"day": proof.sent_on.isoformat(), "way": proof.way, "sha256": proof.sha256}
    holding.tell(move, held, "letter.sent", letter or "", None, told)
    return str(sent.public_id)


def kept(connection: Connection, proof: str) -> tuple[str, str, str]:
    """Fingerprint, media type and name of what went out by a proof. Raises NotFound."""
    original = bare(Original)
    query = select(original.c.sha256, original.c.media_type, _SENT.c.file_name).join(
        _SENT, _SENT.c.original_id == original.c.id
    )
    row = connection.execute(query.where(_SENT.c.public_id == queries.uuid_of(proof))).one_or_none()
    if row is None:
        raise NotFound("There is no such proof of dispatch.", f"Its id would be {proof[:80]!r}.")
    return str(row.sha256), str(row.media_type), str(row.file_name)
