"""A person's word on a draft, or on a whole document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select, update

from pipeline.decisions import Decision, Draft, decided, legible
from pipeline.encoding import Json
from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.problems import Conflict, IllegalMove
from store import audit, checking, documents, filing, findable, queries, sorting
from store.database import Transaction
from store.tables import drafting

_OPEN = (Stage.NEEDS_REVIEW, Stage.REVIEWED)


def decide(move: Transaction, decision: Decision) -> Draft:
    """The draft after the decision. Raises Conflict, IllegalMove or NotFound."""
    audit.person(decision.reviewer, "decide")
    named = queries.draft_named(move.connection, decision.draft)
    row = documents.lock(move.connection, named.control_number)
    only = drafting.Draft.id == named.id
    before = queries.drafts_of(move.connection, row.id, row.control_number, only)[0]
    after = decided(before, decision)
    if row.stage not in _OPEN:
        raise IllegalMove(f"{row.control_number} is {row.stage}.", remedy="Reopen it, then decide.")
    if after.status.stands:
        checking.check(after)
    _store(move, named.id, before, after)
    _tell(move, decision, before, after)
    findable.drafts(move.connection, row.id)
    if row.stage == Stage.REVIEWED:
        documents.change(move, row, decision.reviewer, "document.reopened", Stage.NEEDS_REVIEW)
    filing.current_due(move, row.id)
    return after


def decide_all(move: Transaction, decisions: Iterable[Decision]) -> tuple[Draft, ...]:
    """The drafts after their decisions, all of them or none."""
    return tuple(decide(move, decision) for decision in decisions)


def _store(move: Transaction, number: int, before: Draft, after: Draft) -> None:
    changed = move.connection.execute(
        update(drafting.Draft)
        .where(drafting.Draft.id == number, drafting.Draft.version == before.version)
        .values(
            status=after.status.value,
            current_values=after.values,
            reason=after.reason,
            version=after.version,
            decided_by=after.decided_by,
            decided_at=after.decided_at,
            updated_at=move.now,
            updated_by=after.decided_by or before.decided_by,
        )
    )
    if changed.rowcount != 1:
        raise Conflict(
            f"Draft {before.number} was changed meanwhile.", remedy="Look at it again, then decide."
        )


def _tell(move: Transaction, decision: Decision, before: Draft, after: Draft) -> None:
    names = [name for name in after.values if after.values[name] != before.values.get(name)]
    was: dict[str, Json] = {"status": before.status.value}
    then: dict[str, Json] = {"status": after.status.value}
    if names:
        was["values"] = {name: before.values.get(name) for name in names}
        then["values"] = {name: after.values[name] for name in names}
    if decision.reason:
        then["reason"] = decision.reason
    subject = f"{before.document}#{before.number}"
    move.log(audit.who(decision.reviewer), f"draft.{decision.verdict.value}", subject, was, then)


def no_action(move: Transaction, control_number: str, reason: str, actor: str) -> Document:
    """Nothing is to be done about it. Raises IllegalMove or NotFound."""
    row = with_reason(move, control_number, reason, actor, "say that nothing is to be done")
    _expect_another(row, Stage.NO_ACTION)
    expect_unfiled(move, row)
    return documents.change(move, row, actor, "document.no_action", Stage.NO_ACTION, reason=reason)


def split(
    move: Transaction, control_number: str, reason: str, parts: dict[str, Json], actor: str
) -> Document:
    """It is a bundle whose parts go on instead of it. Raises IllegalMove or NotFound."""
    row = with_reason(move, control_number, reason, actor, "split a document")
    _expect_another(row, Stage.NO_ACTION)
    expect_unfiled(move, row)
    move.log(audit.who(actor), "document.split", control_number, None, parts)
    return documents.change(move, row, actor, "document.no_action", Stage.NO_ACTION, reason=reason)


def expect_unfiled(move: Transaction, row: Row[Any]) -> None:
    """Raises IllegalMove where records were made from a document."""
    filed = select(drafting.Draft.id).where(
        drafting.Draft.document_id == row.id, drafting.Draft.record.is_not(None)
    )
    if move.connection.execute(filed.limit(1)).first():
        raise IllegalMove(
            f"{row.control_number} is already on the record.",
            "Records were made from its drafts.",
            "Finish what is left; cancel the action if it is not wanted.",
        )


def reopen(move: Transaction, control_number: str, reason: str, actor: str) -> Document:
    """Before a reviewer again. Raises IllegalMove or NotFound."""
    row = with_reason(move, control_number, reason, actor, "reopen a document")
    _expect_another(row, Stage.NEEDS_REVIEW)
    if row.text_id is None:
        raise IllegalMove(f"{control_number} was never read.", remedy="Offer it for another try.")
    sorting.single(move, row)
    return documents.change(move, row, actor, "document.reopened", Stage.NEEDS_REVIEW, reason=reason)


def with_reason(move: Transaction, control_number: str, reason: str, actor: str, deed: str) -> Row[Any]:
    """The document, kept from others, where a person gives a reason. Raises IllegalMove, NotFound."""
    audit.person(actor, deed)
    if not reason.strip():
        raise IllegalMove("A reason is needed.", remedy="Say in a few words why.")
    legible("reason", reason)
    return documents.lock(move.connection, control_number)


def _expect_another(row: Row[Any], stage: Stage) -> None:
    """The same word twice is a form sent twice: it must not look like two decisions."""
    if row.stage == stage:
        raise IllegalMove(f"{row.control_number} already is at {stage.replace('_', ' ')}.")
