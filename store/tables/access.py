"""Who signs in, in which roles, by which links and sessions. Tokens are kept as hashes only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Row, choice, reference

ROLES = ("clerk", "analyst", "reviewer", "action_officer", "auditor", "administrator")


class UserAccount(Row):
    """Somebody who may sign in while `active`."""

    __tablename__ = "user_account"

    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class UserRole(Row):
    """A role of a user."""

    __tablename__ = "user_role"
    __table_args__ = (UniqueConstraint("user_id", "role"),)

    user_id: Mapped[int] = reference("user_account")
    role: Mapped[str] = mapped_column(choice("role", *ROLES))


class SignInLink(Row):
    """A link that signs in once."""

    __tablename__ = "sign_in_link"

    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = reference("user_account")
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Session(Row):
    """A signed-in browser."""

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = reference("user_account")
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
