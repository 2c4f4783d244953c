"""What others did since somebody was last here, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, select

from store.audit import who
from store.database import bare
from store.tables.access import Session, UserAccount
from store.tables.audit import AuditEvent

LOOKED_AT = 5_000
"""Newest events among which is counted: somebody who was away for long is told of these."""

_EVENT = bare(AuditEvent)


@dataclass(frozen=True, slots=True)
class News:
    """Since when, and how many records each kind of event befell."""

    since: datetime
    counts: Mapping[str, int]


def news(connection: Connection, user: str) -> News | None:
    """What others and the system did since this person's visit before this one; None on a first visit."""
    own = select(Session.seen_at).join(UserAccount, UserAccount.id == Session.user_id)
    mine = own.where(UserAccount.name == user, ~Session.awaits_factor)
    visits = mine.order_by(Session.started_at.desc()).offset(1).limit(1)
    since = connection.execute(visits).scalar()
    return News(since, MappingProxyType(_counted(connection, user, since))) if since else None


def _counted(connection: Connection, user: str, since: datetime) -> dict[str, int]:
    newest: Any = select(_EVENT).order_by(_EVENT.c.number.desc()).limit(LOOKED_AT).subquery()
    query = select(newest.c.what, func.count(newest.c.subject.distinct()))
    others = query.where(newest.c.at > since, newest.c.who != who(user)).group_by(newest.c.what)
    return {what: count for what, count in connection.execute(others)}
