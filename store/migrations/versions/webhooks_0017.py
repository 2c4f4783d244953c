"""Webhooks, the messages to them, and suspenses whose passing was told."""

from __future__ import annotations

from store.migrations.baseline.frozen import (
    DAY,
    MOMENT,
    NUMBER,
    STRUCTURED,
    TEXT,
    Table,
    chosen,
    create,
    may,
    must,
    row,
)

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = (
    Table(
        "webhook",
        row(
            must("name", TEXT),
            must("url", TEXT),
            must("events", STRUCTURED),
            must("reader_id", NUMBER),
            must("secret", TEXT),
            must("seen", NUMBER),
            must("sequence", NUMBER),
            may("stopped", TEXT),
            may("removed_at", MOMENT),
        ),
        refers=(("reader_id", "user_account"),),
        unique=(("public_id",),),
        indexes=(("reader_id",),),
    ),
    Table(
        "webhook_delivery",
        row(
            must("webhook_id", NUMBER),
            must("sequence", NUMBER),
            must("event", TEXT),
            must("body", TEXT),
            may("document_id", NUMBER),
            may("executive_action_id", NUMBER),
            chosen("state"),
            must("attempts", NUMBER),
            must("next_at", MOMENT),
            may("answer", TEXT),
            may("ended_at", MOMENT),
        ),
        refers=(
            ("webhook_id", "webhook"),
            ("document_id", "intake_document"),
            ("executive_action_id", "executive_action"),
        ),
        unique=(("public_id",), ("webhook_id", "sequence")),
        choices=(("state", ("waiting", "sending", "sent", "dead", "withheld")),),
        indexes=(("webhook_id", "state", "sequence"), ("document_id",), ("executive_action_id",)),
    ),
    Table(
        "missed_suspense",
        row(
            must("duty", TEXT),
            must("due_date", DAY),
            must("executive_action_id", NUMBER),
            may("action_item_id", NUMBER),
        ),
        refers=(("executive_action_id", "executive_action"), ("action_item_id", "action_item")),
        unique=(("public_id",), ("duty", "due_date")),
        indexes=(("executive_action_id",),),
    ),
)


def upgrade() -> None:
    create(TABLES)
