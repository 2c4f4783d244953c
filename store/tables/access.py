"""Who signs in, in which roles, by which links and sessions. Tokens are kept as hashes only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.rights import ROLES, Handling
from store.tables.row import Row, choice, reference, structured

LEVELS = tuple(level.value for level in Handling)
DENSITIES = ("comfortable", "compact")


class UserAccount(Row):
    """Somebody who may sign in while `active`, and how far they are cleared."""

    __tablename__ = "user_account"

    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None]
    password_at: Mapped[datetime | None]
    clearance: Mapped[str] = mapped_column(choice("clearance", *LEVELS), default=Handling.RESTRICTED.value)
    time_zone: Mapped[str | None]
    density: Mapped[str] = mapped_column(choice("density", *DENSITIES), default="comfortable")
    shortcuts: Mapped[bool] = mapped_column(default=True)
    keys: Mapped[Any] = structured(nullable=True)


class UserRole(Row):
    """A role of a user."""

    __tablename__ = "user_role"
    __table_args__ = (UniqueConstraint("user_id", "role"),)

    user_id: Mapped[int] = reference("user_account")
    role: Mapped[str] = mapped_column(choice("role", *ROLES))


class UserUnit(Row):
    """A unit to whose documents and actions a user is held. A user without one sees the whole agency's."""

    __tablename__ = "user_unit"
    __table_args__ = (UniqueConstraint("user_id", "unit_id"),)

    user_id: Mapped[int] = reference("user_account")
    unit_id: Mapped[int] = reference("organization_unit")


class SecondFactor(Row):
    """A user's authenticator; asked for once it is confirmed. `last_step` keeps a code from working twice."""

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), unique=True)
    secret: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Row):
    """A code that stands in for the authenticator once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    user_id: Mapped[int] = reference("user_account")
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None]


class SignInLink(Row):
    """A link that signs in once."""

    __tablename__ = "sign_in_link"

    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = reference("user_account")
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInRequest(Row):
    """A sign-in that was begun at a provider: good once, in the browser that began it, until it expires."""

    __tablename__ = "sign_in_request"

    state_hash: Mapped[str] = mapped_column(unique=True)
    browser_hash: Mapped[str]
    nonce: Mapped[str]
    verifier: Mapped[str]
    wanted: Mapped[str]
    address: Mapped[str | None] = mapped_column(index=True)
    expires_at: Mapped[datetime]


class OutsideIdentity(Row):
    """As whom somebody else vouches for a user: a provider by its id, a card by its name."""

    __tablename__ = "outside_identity"
    __table_args__ = (UniqueConstraint("voucher", "subject"), UniqueConstraint("user_id", "voucher"))

    user_id: Mapped[int] = reference("user_account")
    voucher: Mapped[str]
    subject: Mapped[str]


class Session(Row):
    """A signed-in browser; while it `awaits_factor`, only the second factor can be given in it.

    `voucher` is who vouched for its user, where it was not begun with what is kept here.
    """

    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = reference("user_account")
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    awaits_factor: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str | None]
    browser: Mapped[str | None]
    voucher: Mapped[str | None]


class SignInAttempt(Row):
    """Sign-ins that failed of late, for one account or one address, and until when none is tried."""

    __tablename__ = "sign_in_attempt"

    key: Mapped[str] = mapped_column(unique=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    until: Mapped[datetime]


class ApiToken(Row):
    """What a program signs in with: some of its user's verbs, until it expires or is revoked."""

    __tablename__ = "api_token"

    user_id: Mapped[int] = reference("user_account", index=True)
    name: Mapped[str]
    prefix: Mapped[str] = mapped_column(unique=True)
    token_hash: Mapped[str]
    verbs: Mapped[Any] = structured()
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Presence(Row):
    """Who has a document open: a mark that lapses, and keeps nobody out."""

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("document_id", "user_id"),)

    document_id: Mapped[int] = reference("intake_document")
    user_id: Mapped[int] = reference("user_account")
    seen_at: Mapped[datetime]
