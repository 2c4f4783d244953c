"""Reviews and clearances on the record: who was asked for what by when, and what was said."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, select, update

from coordination.actions import ActionItem, ItemType
from coordination.clearance import DECISIONS, ApprovalStatus, ReviewerType, Verb
from pipeline.problems import IllegalMove
from store.database import Transaction
from store.holding import Held
from store.tables.clearance import ReviewApprovalDecision

_TURN = ReviewApprovalDecision


def ask(
    move: Transaction,
    held: Held,
    item: int,
    kind: ItemType,
    *,
    unit: str | None = None,
    due: date | None = None,
    words: str = "",
) -> None:
    """Put down that a review or a clearance was asked for."""
    asked = ReviewerType.CONCURRING_OFFICE if kind is ItemType.COORDINATION else ReviewerType.APPROVER
    new = insert(_TURN).values(
        executive_action_id=held.id,
        action_item_id=item,
        organization_unit=unit,
        reviewer_type=asked.value,
        approval_status=ApprovalStatus.REQUESTED.value,
        requested_date=move.now,
        due_date=due,
        requested_by=held.actor,
        requestor_comments=words.strip() or None,
        created_by=held.actor,
        updated_by=held.actor,
    )
    move.connection.execute(new)


def said(
    move: Transaction, held: Held, key: int, item: ActionItem, verb: Verb, words: str, for_whom: str | None
) -> None:
    """Put down what a verb means for the item's review. Raises IllegalMove for one's own submission."""
    if verb is Verb.SUBMIT:
        ask(move, held, key, item.item_type, due=item.due_date, words=words)
        return
    if verb not in DECISIONS:
        return
    turn = _open_turn(move, key)
    if turn and verb is Verb.APPROVE and turn[1] == held.actor and item.item_type is ItemType.APPROVAL:
        raise IllegalMove(
            f"“{item.subject}” was submitted by {held.actor}.",
            "Nobody approves what they submitted themselves.",
            "Let somebody else approve it.",
        )
    if turn is None:
        ask(move, held, key, item.item_type, unit=item.lead_unit, due=item.due_date)
        turn = _open_turn(move, key)
    assert turn is not None
    decision, status = DECISIONS[verb]
    change = update(_TURN).where(_TURN.id == turn[0])
    move.connection.execute(
        change.values(
            decision=decision.value,
            approval_status=status.value,
            decision_date=move.now,
            reviewer=held.actor,
            reviewer_comments=words.strip() or None,
            on_behalf_of=for_whom,
            updated_by=held.actor,
        )
    )


def _open_turn(move: Transaction, item: int) -> tuple[int, str] | None:
    query = select(_TURN.id, _TURN.requested_by).where(
        _TURN.action_item_id == item, _TURN.approval_status == ApprovalStatus.REQUESTED.value
    )
    row = move.connection.execute(query.order_by(_TURN.id.desc())).first()
    return (row[0], row[1]) if row else None
