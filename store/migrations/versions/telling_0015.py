"""Digests that were sent, suspenses told of, calendars; indexes for lists of many actions and items."""

from __future__ import annotations

from alembic import op

from store.migrations.baseline.frozen import DAY, MOMENT, NUMBER, TEXT, Table, chosen, create, may, must, row

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = (
    Table(
        "daily_digest",
        row(
            must("user_id", NUMBER),
            must("day", DAY),
            chosen("state"),
            must("attempts", NUMBER),
            must("message_id", TEXT),
            may("address", TEXT),
            may("subject", TEXT),
            may("text", TEXT),
            may("reason", TEXT),
            must("started_at", MOMENT),
            may("ended_at", MOMENT),
        ),
        refers=(("user_id", "user_account"),),
        unique=(("public_id",), ("user_id", "day")),
        choices=(("state", ("sending", "sent", "empty", "failed")),),
    ),
    Table(
        "told_suspense",
        row(
            must("duty", TEXT),
            must("due_date", DAY),
            must("rung", NUMBER),
            must("user_id", NUMBER),
            must("capacity", TEXT),
            must("day", DAY),
            must("executive_action_id", NUMBER),
            may("action_item_id", NUMBER),
        ),
        refers=(
            ("user_id", "user_account"),
            ("executive_action_id", "executive_action"),
            ("action_item_id", "action_item"),
        ),
        unique=(("public_id",), ("duty", "due_date", "rung", "user_id")),
        indexes=(("user_id", "day"), ("executive_action_id",)),
    ),
    Table(
        "calendar_feed",
        row(
            must("user_id", NUMBER),
            may("unit_id", NUMBER),
            must("token_hash", TEXT),
            may("last_read_at", MOMENT),
            may("revoked_at", MOMENT),
        ),
        refers=(("user_id", "user_account"), ("unit_id", "organization_unit")),
        unique=(("public_id",), ("token_hash",)),
        indexes=(("user_id",),),
    ),
)
_INDEXES = (
    ("executive_action", ("due_date",)),
    ("executive_action", ("internal_due_date",)),
    ("executive_action", ("accountable_lead_id",)),
    ("executive_action", ("executive_sponsor_id",)),
    ("executive_action", ("lead_organization_unit_id",)),
    ("action_item", ("due_date",)),
    ("action_item", ("assignee_person_id",)),
    ("action_item", ("assignee_organization_unit_id",)),
    ("action_item", ("parent_action_item_id",)),
)


def upgrade() -> None:
    create(TABLES)
    for table, columns in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
