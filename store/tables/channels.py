"""Messages that a mailbox held, and letters that are like others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Model, Row, choice, reference, structured

OUTCOMES = ("taken", "known", "aside", "refused")
VERDICTS = ("proposed", "confirmed", "dismissed")


class MailMessage(Row):
    """One message at one place of a mailbox; every message that was seen has a row.

    `outcome`: taken in; known, the same bytes having come before; set aside, with the reason; or refused,
    which leaves it in the mailbox. UIDs and their validity are unsigned numbers of 32 bits.
    """

    __tablename__ = "mail_message"
    __table_args__ = (UniqueConstraint("account", "folder", "uid_validity", "uid"),)

    account: Mapped[str]
    folder: Mapped[str]
    uid_validity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)
    outcome: Mapped[str] = mapped_column(choice("outcome", *OUTCOMES))
    reason: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int] = mapped_column(BigInteger)
    arrived_at: Mapped[datetime | None]
    message_id: Mapped[str | None] = mapped_column(index=True)
    thread: Mapped[str | None] = mapped_column(index=True)
    sender: Mapped[str | None]
    addressees: Mapped[Any] = structured()
    subject: Mapped[str | None]
    sent: Mapped[str | None]
    document_id: Mapped[int | None] = reference("intake_document", index=True)


class Lease(Row):
    """Who alone may do something, and until when."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(unique=True)
    holder: Mapped[str]
    until: Mapped[datetime]


class Likeness(Row):
    """What a document's words are like, for finding others like it.

    `leader_id` is the first document of its group, which may be itself; `words_sha256` is that of its
    words alone, `sender_key` its sender's name in a form that can be compared.
    """

    __tablename__ = "likeness"
    __table_args__ = (Index("ix_likeness_leader_id_sender_key", "leader_id", "sender_key"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("intake_document.id"), unique=True)
    text_id: Mapped[int] = reference("extracted_text")
    leader_id: Mapped[int] = reference("intake_document")
    words: Mapped[int]
    words_sha256: Mapped[str] = mapped_column(index=True)
    sender_key: Mapped[str | None]
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class LikenessBand(Model):
    """A part of a leader's signature: letters like it share some of them."""

    __tablename__ = "likeness_band"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    leader_id: Mapped[int] = mapped_column(
        ForeignKey("intake_document.id"), primary_key=True, autoincrement=False
    )


class SameLetter(Row):
    """Two documents that may be one letter, which only a person decides."""

    __tablename__ = "same_letter"
    __table_args__ = (UniqueConstraint("document_id", "other_id"),)

    document_id: Mapped[int] = reference("intake_document")
    other_id: Mapped[int] = reference("intake_document", index=True)
    alike: Mapped[float]
    verdict: Mapped[str] = mapped_column(choice("verdict", *VERDICTS), default="proposed")
    reason: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
