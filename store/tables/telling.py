"""What goes out to people by itself: digests, suspenses told of, calendars that others' programs read."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Row, choice, reference

DIGEST_STATES = ("sending", "sent", "empty", "failed")


class DailyDigest(Row):
    """One person's digest of one day, and what became of it; a row is there before anything is sent."""

    __tablename__ = "daily_digest"
    __table_args__ = (UniqueConstraint("user_id", "day"),)

    user_id: Mapped[int] = reference("user_account")
    day: Mapped[date]
    state: Mapped[str] = mapped_column(choice("state", *DIGEST_STATES))
    attempts: Mapped[int]
    message_id: Mapped[str]
    address: Mapped[str | None]
    subject: Mapped[str | None]
    text: Mapped[str | None]
    reason: Mapped[str | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ToldSuspense(Row):
    """A rung of the ladder that was climbed: which suspense was brought before whom, once."""

    __tablename__ = "told_suspense"
    __table_args__ = (
        UniqueConstraint("duty", "due_date", "rung", "user_id"),
        Index("ix_told_suspense_user_id_day", "user_id", "day"),
    )

    duty: Mapped[str]
    due_date: Mapped[date]
    rung: Mapped[int]
    user_id: Mapped[int] = reference("user_account")
    capacity: Mapped[str]
    day: Mapped[date]
    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    action_item_id: Mapped[int | None] = reference("action_item")


class CalendarFeed(Row):
    """An address that shows its owner's suspenses, or those of a unit, to a calendar until it is revoked."""

    __tablename__ = "calendar_feed"

    user_id: Mapped[int] = reference("user_account", index=True)
    unit_id: Mapped[int | None] = reference("organization_unit")
    token_hash: Mapped[str] = mapped_column(unique=True)
    last_read_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
