"""One-time links and sessions. A token is shown once; only its hash is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from pipeline.problems import NotFound
from pipeline.settings import Settings
from store import parties
from store.database import Transaction
from store.keeping import token_hash
from store.tables.access import SecondFactor, Session, SignInLink, UserAccount
from store.views import SessionRow, SignedIn, User

LINK_LASTS = timedelta(minutes=15)
TOUCH_AFTER = timedelta(minutes=1)
"""A session is marked as seen no more often than this: a page view need not write."""
LONGEST_NAME = 200
"""Characters that are kept of what a browser calls itself."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a sign-in comes from: its address and what its browser calls itself."""

    address: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A live session; `stale` when it should be marked as seen."""

    user: User
    stale: bool
    awaits_factor: bool


def issue_link(move: Transaction, user: str, now: datetime, actor: str) -> str:
    """A fresh token for this user. Raises NotFound."""
    query = select(UserAccount.id).where(UserAccount.name == user, UserAccount.active)
    number = move.connection.execute(query).scalar()
    if number is None:
        raise NotFound(f"There is no user {user!r}.", remedy="Add the user first.")
    token = secrets.token_urlsafe(32)
    row = {"token_hash": token_hash(token), "user_id": number, "expires_at": now + LINK_LASTS}
    move.connection.execute(insert(SignInLink).values(row))
    move.log(actor, "sign_in.link_issued", user)
    return token


def is_good(connection: Connection, token: str, now: datetime) -> bool:
    """Whether a link would work now. Guessing at links takes no write lock."""
    query = select(SignInLink.id).where(
        SignInLink.token_hash == token_hash(token),
        SignInLink.used_at.is_(None),
        SignInLink.expires_at > now,
    )
    return connection.execute(query).first() is not None


def redeem(move: Transaction, token: str, now: datetime, caller: Caller) -> SignedIn:
    """A session for a link that is fresh. Raises NotFound, the same for every kind of bad link."""
    spend = (
        update(SignInLink)
        .where(
            SignInLink.token_hash == token_hash(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(SignInLink.user_id)
    )
    number = move.connection.execute(spend).scalar()
    query = select(UserAccount.name).where(UserAccount.id == number, UserAccount.active)
    name = move.connection.execute(query).scalar() if number is not None else None
    if number is None or name is None:
        raise spent()
    return start(move, number, name, now, caller, awaits_factor=has_factor(move.connection, number))


def has_factor(connection: Connection, number: int) -> bool:
    """Whether a user has to give a second factor."""
    query = select(SecondFactor.id).where(
        SecondFactor.user_id == number, SecondFactor.confirmed_at.is_not(None)
    )
    return connection.execute(query).first() is not None


def start(
    move: Transaction,
    number: int,
    name: str,
    now: datetime,
    caller: Caller,
    *,
    awaits_factor: bool,
    voucher: str | None = None,
) -> SignedIn:
    """A session under a token of its own; `voucher` is who vouched for its user."""
    session = secrets.token_urlsafe(32)
    row = {
        "token_hash": token_hash(session),
        "user_id": number,
        "started_at": now,
        "seen_at": now,
        "awaits_factor": awaits_factor,
        "address": caller.address[:LONGEST_NAME] or None,
        "browser": caller.browser[:LONGEST_NAME] or None,
        "voucher": voucher,
    }
    move.connection.execute(insert(Session).values(row))
    if not awaits_factor:
        move.log(f"user:{name}", "sign_in", name, None, {"voucher": voucher} if voucher else None)
    return SignedIn(session, awaits_factor)


def spent() -> NotFound:
    """What is said of every bad link, whatever is wrong with it."""
    return NotFound(
        "This sign-in link is no longer good.",
        "A link works once, within 15 minutes.",
        "Ask for a new one.",
    )


def alive(settings: Settings, now: datetime) -> tuple[Any, ...]:
    """What is true of a session that has neither ended nor grown too old."""
    return (
        Session.ended_at.is_(None),
        Session.seen_at > now - timedelta(minutes=settings.session_minutes),
        Session.started_at > now - timedelta(hours=settings.session_hours),
    )


def row_of(connection: Connection, settings: Settings, token: str, now: datetime) -> Row[Any] | None:
    """The session of this token, while it lives, with its user."""
    query = (
        select(Session.id, Session.user_id, UserAccount.name, Session.seen_at, Session.awaits_factor)
        .join(UserAccount, UserAccount.id == Session.user_id)
        .where(Session.token_hash == token_hash(token), UserAccount.active, *alive(settings, now))
    )
    rows: list[Row[Any]] = list(connection.execute(query))
    return rows[0] if rows else None


def session(connection: Connection, settings: Settings, token: str, now: datetime) -> Found | None:
    """Whose session this is, while it lives."""
    row = row_of(connection, settings, token, now)
    if row is None:
        return None
    user = parties.users(connection, UserAccount.id == row.user_id)[0]
    return Found(user, now - row.seen_at >= TOUCH_AFTER, row.awaits_factor)


def touch(move: Transaction, token: str, now: datetime) -> None:
    """Mark a session as seen."""
    seen = update(Session).where(Session.token_hash == token_hash(token), Session.seen_at < now)
    move.connection.execute(seen.values(seen_at=now))


def end_session(move: Transaction, token: str) -> str | None:
    """Sign out; who vouched for the user of this session, if anybody did."""
    end = update(Session).where(Session.token_hash == token_hash(token), Session.ended_at.is_(None))
    ended = end.values(ended_at=move.now).returning(Session.user_id, Session.voucher)
    row = move.connection.execute(ended).one_or_none()
    if row is None:
        return None
    query = select(UserAccount.name).where(UserAccount.id == row.user_id)
    name = move.connection.execute(query).scalar_one()
    move.log(f"user:{name}", "sign_out", name)
    voucher: str | None = row.voucher
    return voucher


def sessions(
    connection: Connection, settings: Settings, name: str, own: str, now: datetime
) -> tuple[SessionRow, ...]:
    """The live sessions of a user, the one seen last first."""
    query = (
        select(Session.__table__)
        .join(UserAccount, UserAccount.id == Session.user_id)
        .where(UserAccount.name == name, *alive(settings, now), ~Session.awaits_factor)
        .order_by(Session.seen_at.desc())
    )
    return tuple(
        SessionRow(
            str(row.public_id),
            row.started_at,
            row.seen_at,
            row.address,
            row.browser,
            row.token_hash == token_hash(own),
        )
        for row in connection.execute(query)
    )
