"""Who has a document open. The mark lapses after two minutes and keeps nobody out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from store import documents
from store.database import Transaction
from store.tables.access import Presence, UserAccount
from store.tables.intake import IntakeDocument

LASTS = timedelta(minutes=2)
RENEWED_AFTER = timedelta(seconds=30)
"""A mark is renewed no more often than this: looking at a page again need not write."""


def others(connection: Connection, control_number: str, user: str, now: datetime) -> tuple[str, ...]:
    """How those are called who have the document open beside this user, the latest first."""
    return opened(connection, (control_number,), now, but=user).get(control_number, ())


def opened(
    connection: Connection, control_numbers: Collection[str], now: datetime, but: str = ""
) -> dict[str, tuple[str, ...]]:
    """By document, how those are called who have it open."""
    query = (
        select(IntakeDocument.control_number, UserAccount.display_name)
        .join(Presence, Presence.document_id == IntakeDocument.id)
        .join(UserAccount, UserAccount.id == Presence.user_id)
        .where(
            IntakeDocument.control_number.in_(control_numbers),
            Presence.seen_at > now - LASTS,
            UserAccount.name != but,
        )
        .order_by(Presence.seen_at.desc())
    )
    found: dict[str, tuple[str, ...]] = {}
    for control_number, name in connection.execute(query):
        found[control_number] = (*found.get(control_number, ()), name)
    return found


def is_fresh(connection: Connection, control_number: str, user: str, now: datetime) -> bool:
    """Whether the user's own mark need not be renewed yet."""
    query = (
        select(Presence.id)
        .join(IntakeDocument, IntakeDocument.id == Presence.document_id)
        .join(UserAccount, UserAccount.id == Presence.user_id)
        .where(
            IntakeDocument.control_number == control_number,
            UserAccount.name == user,
            Presence.seen_at > now - RENEWED_AFTER,
        )
    )
    return connection.execute(query).first() is not None


def mark(move: Transaction, control_number: str, user: str, now: datetime) -> None:
    """Note that the user has the document open now. Raises NotFound for an unknown document."""
    document = documents.lock(move.connection, control_number).id
    number = move.connection.execute(select(UserAccount.id).where(UserAccount.name == user)).scalar()
    if number is None:
        return
    here = (Presence.document_id == document, Presence.user_id == number)
    if not move.connection.execute(update(Presence).where(*here).values(seen_at=now)).rowcount:
        row = {"document_id": document, "user_id": number, "seen_at": now}
        move.connection.execute(insert(Presence).values(row))
