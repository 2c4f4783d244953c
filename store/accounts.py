"""Accounts as their owners and administrators change them: passwords, clearance, preferences, removal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, delete, func, select, update

from pipeline.problems import IllegalMove, NotFound
from pipeline.shortcuts import Chosen
from store import audit, entering, parties
from store.database import Transaction, bare
from store.keeping import token_hash
from store.tables.access import (
    DENSITIES,
    ApiToken,
    OutsideIdentity,
    SecondFactor,
    Session,
    SignInLink,
    UserAccount,
    UserRole,
    UserUnit,
)
from store.views import AccountRow, User

_TABLE = bare(UserAccount)


def named(connection: Connection, name: str) -> Any:
    """A user's row, removed ones too. Raises NotFound."""
    row = connection.execute(select(_TABLE).where(_TABLE.c.name == name)).one_or_none()
    if row is None:
        raise NotFound(f"There is no user {name!r}.", remedy="Look it up among the people.")
    return row


def rows(connection: Connection) -> tuple[AccountRow, ...]:
    """Everybody who may or might sign in, by name."""
    known = {user.name: user for user in parties.users(connection)}
    seen = select(Session.user_id, func.max(Session.seen_at)).group_by(Session.user_id)
    last: dict[int, datetime] = {number: at for number, at in connection.execute(seen)}
    factor = select(SecondFactor.user_id).where(SecondFactor.confirmed_at.is_not(None))
    factors = set(connection.execute(factor).scalars())
    return tuple(
        AccountRow(
            known.get(row.name, User(row.name, row.display_name, frozenset())),
            row.active,
            row.password_hash is not None,
            row.id in factors,
            row.created_at,
            last.get(row.id),
        )
        for row in connection.execute(select(_TABLE).order_by(_TABLE.c.name))
    )


def set_password(move: Transaction, name: str, kept: str, seen: str | None, own: str) -> None:
    """Keep a new password; every other session ends. Raises IllegalMove where it changed meanwhile."""
    row = named(move.connection, name)
    if row.password_hash != seen or not row.active:
        raise IllegalMove("The password was changed meanwhile.", "", "Sign in again.")
    values = {"password_hash": kept, "password_at": move.now, "updated_by": name}
    move.connection.execute(update(_TABLE).where(_TABLE.c.id == row.id).values(values))
    move.connection.execute(delete(SignInLink).where(SignInLink.user_id == row.id))
    parties.end_sessions(move, row.id, token_hash(own))
    move.log(f"user:{name}", "user.password_changed", name)


def reset(move: Transaction, name: str, actor: str) -> None:
    """Take every way in and all sessions away: the user signs in by a one-time link next."""
    row = named(move.connection, name)
    move.connection.execute(update(_TABLE).where(_TABLE.c.id == row.id).values(password_hash=None))
    move.connection.execute(delete(OutsideIdentity).where(OutsideIdentity.user_id == row.id))
    if row.active:
        entering.drop_factor(move, name, audit.who(actor))
    parties.end_sessions(move, row.id)
    move.log(audit.who(actor), "user.reset", name)


def deactivate(move: Transaction, name: str, actor: str) -> None:
    """Let somebody sign in no more. Raises IllegalMove for oneself, or for the last administrator.

    The account stays, so that its name is never given to somebody else and nothing that was this person's
    alone falls open: their roles, units, tokens and sessions end with them. As whom others vouch for them
    stays too: it keeps them from being taken for somebody new.
    """
    row = named(move.connection, name)
    if name == actor:
        raise IllegalMove("Nobody removes themself.", "", "Ask another administrator.")
    own = next(iter(parties.users(move.connection, _TABLE.c.id == row.id)), None)
    if own:
        parties.keep_an_administrator(move.connection, own)
    move.connection.execute(
        update(_TABLE)
        .where(_TABLE.c.id == row.id)
        .values(active=False, password_hash=None, clearance="unrestricted", updated_by=actor)
    )
    for table in (SecondFactor, SignInLink, UserRole, UserUnit):
        move.connection.execute(delete(table).where(table.user_id == row.id))
    dead = update(ApiToken).where(ApiToken.user_id == row.id, ApiToken.revoked_at.is_(None))
    move.connection.execute(dead.values(revoked_at=move.now))
    parties.end_sessions(move, row.id)
    before = sorted(own.roles) if own else None
    move.log(audit.who(actor), "user.deactivated", name, before, None)


def clear(move: Transaction, user: User, actor: str) -> None:
    """Change how far a user is cleared and to which units they are held. Raises IllegalMove, NotFound."""
    row = named(move.connection, user.name)
    before = next(iter(parties.users(move.connection, _TABLE.c.id == row.id)), None)
    if before is None:
        raise NotFound(f"{user.name} signs in no more.", remedy="Add the user again first.")
    parties.see(move, row.id, user, actor)
    if (before.clearance, before.units) != (user.clearance, user.units):
        parties.end_sessions(move, row.id)
        told = [[one.clearance.value, *sorted(one.units)] for one in (before, user)]
        move.log(audit.who(actor), "user.cleared", user.name, *told)


def prefer(move: Transaction, name: str, time_zone: str, density: str, *, shortcuts: bool) -> None:
    """Keep how somebody wants the pages. Raises IllegalMove."""
    if density not in DENSITIES:
        raise IllegalMove(f"There is no density {density[:40]!r}.", f"There are {', '.join(DENSITIES)}.")
    try:
        zone = ZoneInfo(time_zone).key if time_zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise IllegalMove(
            f"{time_zone[:40]!r} is no time zone.", "", "Write it as America/Chicago, or leave it empty."
        ) from None
    values = {"time_zone": zone, "density": density, "shortcuts": shortcuts}
    move.connection.execute(update(_TABLE).where(_TABLE.c.name == name).values(values))


def choose_keys(move: Transaction, name: str, keys: Chosen) -> None:
    """Keep the keys that somebody wants on the review screen."""
    values = {"keys": [list(pair) for pair in keys] or None}
    move.connection.execute(update(_TABLE).where(_TABLE.c.name == name).values(values))


def end_others(move: Transaction, name: str, own: str) -> int:
    """End every session of a user but their own; how many."""
    row = named(move.connection, name)
    count = parties.end_sessions(move, row.id, token_hash(own))
    if count:
        move.log(f"user:{name}", "sign_in.others_ended", name, None, count)
    return count


def end_one(move: Transaction, name: str, public_id: str) -> None:
    """End one session of a user by its id. Raises NotFound."""
    from store.queries import uuid_of

    row = named(move.connection, name)
    end = update(Session).where(
        Session.public_id == uuid_of(public_id), Session.user_id == row.id, Session.ended_at.is_(None)
    )
    if move.connection.execute(end.values(ended_at=move.now)).rowcount != 1:
        raise NotFound("There is no such session.", "It may have ended.")
    move.log(f"user:{name}", "sign_out", name)
