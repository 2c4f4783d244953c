"""One-time links and sessions. A token is shown once; only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from pipeline.problems import NotFound
from store import parties
from store.database import Transaction
from store.tables.access import Session, SignInLink, UserAccount
from store.views import User

LINK_LASTS = timedelta(minutes=15)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCH_AFTER = timedelta(minutes=1)
"""A session is marked as seen no more often than this: a page view need not write."""


@dataclass(frozen=True, slots=True)
class Found:
    """A live session; `stale` when it should be marked as seen."""

    user: User
    stale: bool


def issue_link(move: Transaction, user: str, now: datetime) -> str:
    """A fresh token for this user. Raises NotFound."""
    query = select(UserAccount.id).where(UserAccount.name == user, UserAccount.active)
    number = move.connection.execute(query).scalar()
    if number is None:
        raise NotFound(f"There is no user {user!r}.", remedy="Add the user first.")
    token = secrets.token_urlsafe(32)
    row = {"token_hash": _hash(token), "user_id": number, "expires_at": now + LINK_LASTS}
    move.connection.execute(insert(SignInLink).values(row))
    move.log("system", "sign_in.link_issued", user)
    return token


def is_good(connection: Connection, token: str, now: datetime) -> bool:
    """Whether a link would work now. Guessing at links takes no write lock."""
    query = select(SignInLink.id).where(
        SignInLink.token_hash == _hash(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now
    )
    return connection.execute(query).first() is not None


def redeem(move: Transaction, token: str, now: datetime) -> str:
    """A session for a link that is fresh. Raises NotFound, the same for every kind of bad link."""
    spend = (
        update(SignInLink)
        .where(
            SignInLink.token_hash == _hash(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now
        )
        .values(used_at=now)
        .returning(SignInLink.user_id)
    )
    number = move.connection.execute(spend).scalar()
    query = select(UserAccount.name).where(UserAccount.id == number, UserAccount.active)
    name = move.connection.execute(query).scalar() if number is not None else None
    if name is None:
        raise spent()
    session = secrets.token_urlsafe(32)
    row = {"token_hash": _hash(session), "user_id": number, "started_at": now, "seen_at": now}
    move.connection.execute(insert(Session).values(row))
    move.log(f"user:{name}", "sign_in", name)
    return session


def spent() -> NotFound:
    """What is said of every bad link, whatever is wrong with it."""
    return NotFound(
        "This sign-in link is no longer good.",
        "A link works once, within 15 minutes.",
        "Ask for a new one.",
    )


def session(connection: Connection, token: str, now: datetime) -> Found | None:
    """Whose session this is, while it lives."""
    query = (
        select(UserAccount.name, Session.seen_at)
        .join(UserAccount, UserAccount.id == Session.user_id)
        .where(
            Session.token_hash == _hash(token),
            Session.ended_at.is_(None),
            Session.seen_at > now - IDLE,
            Session.started_at > now - LONGEST,
            UserAccount.active,
        )
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    user = next(user for user in parties.users(connection) if user.name == row.name)
    return Found(user, now - row.seen_at >= TOUCH_AFTER)


def touch(move: Transaction, token: str, now: datetime) -> None:
    """Mark a session as seen."""
    seen = update(Session).where(Session.token_hash == _hash(token), Session.seen_at < now)
    move.connection.execute(seen.values(seen_at=now))


def end_session(move: Transaction, token: str) -> None:
    """Sign out."""
    end = update(Session).where(Session.token_hash == _hash(token), Session.ended_at.is_(None))
    number = move.connection.execute(end.values(ended_at=move.now).returning(Session.user_id)).scalar()
    if number is not None:
        query = select(UserAccount.name).where(UserAccount.id == number)
        name = move.connection.execute(query).scalar_one()
        move.log(f"user:{name}", "sign_out", name)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
