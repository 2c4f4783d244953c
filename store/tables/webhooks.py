"""Webhooks, the line of messages to each, and suspenses whose passing was told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordination.webhooks import DeliveryState
from store.tables.row import Row, choice, reference, structured


class Webhook(Row):
    """An address that is told of events. It learns what its reader may see, from event `seen` on.

    `stopped` says why nothing is sent any more; a removed one stays, for what it was sent.
    """

    __tablename__ = "webhook"

    name: Mapped[str]
    url: Mapped[str]
    events: Mapped[Any] = structured()
    reader_id: Mapped[int] = reference("user_account", index=True)
    secret: Mapped[str]
    seen: Mapped[int]
    sequence: Mapped[int]
    stopped: Mapped[str | None]
    removed_at: Mapped[datetime | None]


class WebhookDelivery(Row):
    """A message to a webhook; its public id is the same in every try."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "sequence"),
        Index("ix_webhook_delivery_webhook_id_state_sequence", "webhook_id", "state", "sequence"),
    )

    webhook_id: Mapped[int] = reference("webhook")
    sequence: Mapped[int]
    event: Mapped[str]
    body: Mapped[str]
    document_id: Mapped[int | None] = reference("intake_document", index=True)
    executive_action_id: Mapped[int | None] = reference("executive_action", index=True)
    state: Mapped[str] = mapped_column(choice("state", *(state.value for state in DeliveryState)))
    attempts: Mapped[int]
    next_at: Mapped[datetime]
    answer: Mapped[str | None]
    ended_at: Mapped[datetime | None]


class MissedSuspense(Row):
    """A suspense that passed while its action or item was open; it is told of once."""

    __tablename__ = "missed_suspense"
    __table_args__ = (UniqueConstraint("duty", "due_date"),)

    duty: Mapped[str]
    due_date: Mapped[date]
    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    action_item_id: Mapped[int | None] = reference("action_item")
