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
    fresh = (
        select(Presence.document_id, UserAccount.display_name)
        .join(UserAccount, UserAccount.id == Presence.user_id)
        .where(Presence.seen_at > now - LASTS, UserAccount.name != but)
        .order_by(Presence.seen_at.desc())
    )
    # these are few: asked for first, or all documents of a list would be looked at for them
    rows = connection.execute(fresh).all()
    if not rows:
        return {}
    which = IntakeDocument.id.in_({row.document_id for row in rows})
    named = select(IntakeDocument.id, IntakeDocument.control_number)
    named = named.where(which, IntakeDocument.control_number.in_(control_numbers))
    numbers: dict[int, str] = {key: number for key, number in connection.execute(named)}
    found: dict[str, tuple[str, ...]] = {}
    for document, name in rows:
        if number := numbers.get(document):
            found[number] = (*found.get(number, ()), name)
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
