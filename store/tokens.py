"""What programs sign in with: a prefix that may be shown, 256 random bits that are shown once."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from pipeline.problems import IllegalMove, NotFound
from pipeline.rights import VERBS
from store import audit, parties
from store.database import Transaction, bare
from store.keeping import token_hash
from store.tables.access import ApiToken, UserAccount
from store.views import TokenRow, User

MARK = "chy"
LONGEST_DAYS = 366
TOUCH_AFTER = timedelta(minutes=1)
_TOKEN, _USER = bare(ApiToken), bare(UserAccount)


@dataclass(frozen=True, slots=True)
class Found:
    """Who a token speaks for; `stale` when its use should be noted."""

    user: User
    prefix: str
    stale: bool


def new(
    move: Transaction, owner: str, name: str, verbs: Collection[str], days: int, actor: str
) -> tuple[TokenRow, str]:
    """A token for some of a user's verbs, and what is known of it. Raises IllegalMove or NotFound."""
    user = next(iter(parties.users(move.connection, _USER.c.name == owner)), None)
    if user is None:
        raise NotFound(f"There is no user {owner!r}.", remedy="Add the user first.")
    name = " ".join(name.split())
    if not name or len(name) > 80 or not name.isprintable():
        raise IllegalMove("A token needs a name.", "It tells what the token is for, in 80 characters.")
    unknown, beyond = sorted(set(verbs) - VERBS.keys()), sorted(set(verbs) - user.may)
    if unknown or beyond or not verbs:
        why = f"{', '.join(unknown or beyond)}" if verbs else "Nothing was chosen"
        raise IllegalMove("A token may do only what its owner may.", f"{why}.", "Choose other verbs.")
    if not 1 <= days <= LONGEST_DAYS:
        raise IllegalMove("A token expires.", f"It may last from 1 to {LONGEST_DAYS} days.")
    prefix, secret = f"{MARK}_{secrets.token_hex(4)}", secrets.token_urlsafe(32)
    number = move.connection.execute(select(_USER.c.id).where(_USER.c.name == owner)).scalar_one()
    values = {
        "user_id": number,
        "name": name,
        "prefix": prefix,
        "token_hash": token_hash(secret),
        "verbs": sorted(verbs),
        "expires_at": move.now + timedelta(days=days),
        "created_by": actor,
    }
    move.connection.execute(insert(ApiToken).values(values))
    told = {"prefix": prefix, "verbs": sorted(verbs), "days": days}
    move.log(audit.who(actor), "token.made", owner, None, told)
    return rows(move.connection, owner, _TOKEN.c.prefix == prefix)[0], f"{prefix}_{secret}"


def rows(connection: Connection, owner: str | None, *only: Any) -> tuple[TokenRow, ...]:
    """Tokens of a user, or of everybody, the newest first; revoked ones too."""
    query = select(_TOKEN, _USER.c.name.label("owner")).join(_USER, _USER.c.id == _TOKEN.c.user_id)
    if owner is not None:
        query = query.where(_USER.c.name == owner)
    found = connection.execute(query.where(*only).order_by(_TOKEN.c.id.desc()))
    return tuple(_row(row) for row in found)


def _row(row: Row[Any]) -> TokenRow:
    return TokenRow(
        str(row.public_id),
        row.owner,
        row.name,
        row.prefix,
        tuple(row.verbs),
        row.created_at,
        row.expires_at,
        row.last_used_at,
        row.revoked_at,
    )


def revoke(move: Transaction, prefix: str, owner: str | None, actor: str) -> None:
    """Let a token open nothing any more. Raises NotFound; `owner` holds it to one user's tokens."""
    found = rows(move.connection, owner, _TOKEN.c.prefix == prefix, _TOKEN.c.revoked_at.is_(None))
    if not found:
        raise NotFound(f"There is no token {prefix[:40]}.", "It may be revoked already.")
    dead = update(_TOKEN).where(_TOKEN.c.prefix == prefix)
    move.connection.execute(dead.values(revoked_at=move.now, updated_by=actor))
    move.log(audit.who(actor), "token.revoked", found[0].user, {"prefix": prefix}, None)


def speaks_for(connection: Connection, token: str, now: datetime) -> Found | None:
    """Who a token speaks for; None for one that is unknown, expired, revoked, or whose owner left."""
    prefix, secret = _parted(token)
    row = connection.execute(
        select(_TOKEN).where(
            _TOKEN.c.prefix == prefix, _TOKEN.c.revoked_at.is_(None), _TOKEN.c.expires_at > now
        )
    ).one_or_none()
    kept = row.token_hash if row else token_hash("")
    if not hmac.compare_digest(token_hash(secret), kept) or row is None:
        return None
    user = next(iter(parties.users(connection, _USER.c.id == row.user_id)), None)
    if user is None:
        return None
    stale = row.last_used_at is None or now - row.last_used_at >= TOUCH_AFTER
    return Found(replace(user, verbs=frozenset(row.verbs)), prefix, stale)


def _parted(token: str) -> tuple[str, str]:
    """Prefix and secret. The secret may hold underscores itself; the prefix holds exactly one."""
    mark, _, rest = token.partition("_")
    middle, _, secret = rest.partition("_")
    return f"{mark}_{middle}", secret


def touch(move: Transaction, prefix: str, now: datetime) -> None:
    """Note that a token was used."""
    move.connection.execute(update(_TOKEN).where(_TOKEN.c.prefix == prefix).values(last_used_at=now))
