"""Letters on the cases of executive actions, as the record tells them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, select

from coordination.correspondence import Ending, LetterIn, LetterState, OwnWords, Proof, Sent, Verdict
from pipeline.problems import NotFound
from store.database import bare
from store.tables.coordination import ExecutiveAction
from store.tables.correspondence import (
    CorrespondenceCase,
    CorrespondenceDispatch,
    CorrespondenceLetter,
    LetterPassage,
    OutgoingLetter,
)
from store.tables.intake import IntakeDocument, Original

_CASE, _LETTER, _OUT = bare(CorrespondenceCase), bare(CorrespondenceLetter), bare(OutgoingLetter)
_SENT, _PASSAGE = bare(CorrespondenceDispatch), bare(LetterPassage)
_DOCUMENT, _ORIGINAL, _ACTION = bare(IntakeDocument), bare(Original), bare(ExecutiveAction)


def key_of(connection: Connection, number: str) -> int:
    """The key of an action's row. Raises NotFound."""
    key = connection.execute(select(_ACTION.c.id).where(_ACTION.c.action_number == number)).scalar()
    if key is None:
        raise NotFound(f"There is no executive action {number}.", remedy="Look it up among the actions.")
    return int(key)


def of_action(connection: Connection, action: int) -> tuple[LetterIn, ...]:
    """Every letter on the case of an action, in the order in which they were logged."""
    query = (
        select(_LETTER, _DOCUMENT.c.control_number)
        .join(_CASE, _CASE.c.id == _LETTER.c.case_id)
        .join(_DOCUMENT, _DOCUMENT.c.id == _LETTER.c.document_id)
        .where(_CASE.c.executive_action_id == action)
        .order_by(_LETTER.c.id)
    )
    rows = connection.execute(query).all()
    sent = proofs(connection, action)
    own = _own_words(connection, [row.id for row in rows])
    return tuple(_letter(row, sent.get(row.control_number, ()), own.get(row.id, ())) for row in rows)


def _letter(row: Row[Any], sent: tuple[Proof, ...], own: tuple[OwnWords, ...]) -> LetterIn:
    state = LetterState(row.state)
    ending = None
    if state not in (LetterState.OPEN, LetterState.ANSWERED):
        ending = Ending(
            row.ending_reason, row.ending_asked_by, row.ending_approved_by, row.ended_at, row.ending_to or ""
        )
    return LetterIn(
        row.control_number,
        row.correspondent,
        row.received_date,
        row.letter_date,
        row.organization or "",
        row.address or "",
        state,
        row.tasked_date,
        sent,
        ending,
        own,
        row.version,
        str(row.public_id),
    )


def proofs(connection: Connection, action: int) -> dict[str, tuple[Proof, ...]]:
    """What was sent on an action, by the letter that it answers."""
    query = (
        select(_SENT, _DOCUMENT.c.control_number, _ORIGINAL.c.sha256, _OUT.c.public_id.label("letter"))
        .join(_CASE, _CASE.c.id == _SENT.c.case_id)
        .join(_DOCUMENT, _DOCUMENT.c.id == _SENT.c.document_id)
        .join(_ORIGINAL, _ORIGINAL.c.id == _SENT.c.original_id)
        .outerjoin(_OUT, _OUT.c.id == _SENT.c.outgoing_letter_id)
        .where(_CASE.c.executive_action_id == action)
        .order_by(_SENT.c.id)
    )
    found: dict[str, tuple[Proof, ...]] = {}
    for row in connection.execute(query):
        found[row.control_number] = (*found.get(row.control_number, ()), _proof(row))
    return found


def _proof(row: Row[Any]) -> Proof:
    return Proof(
        Sent(row.kind),
        row.control_number,
        row.recipient,
        row.sent_by,
        row.sent_date,
        row.way,
        row.sha256,
        row.file_name,
        row.reference or "",
        str(row.letter) if row.letter else None,
        str(row.public_id),
    )


def _own_words(connection: Connection, ids: Collection[int]) -> dict[int, tuple[OwnWords, ...]]:
    query = select(_PASSAGE).where(_PASSAGE.c.letter_id.in_(ids)).order_by(_PASSAGE.c.id)
    found: dict[int, tuple[OwnWords, ...]] = {}
    for row in connection.execute(query):
        one = OwnWords(
            row.start_offset,
            row.end_offset,
            row.quote,
            row.asks,
            Verdict(row.verdict),
            row.answer or "",
            row.decided_by,
            str(row.public_id),
        )
        found[row.letter_id] = (*found.get(row.letter_id, ()), one)
    return found
