"""The reviewer's desk: who reviews what and when, who has it open, sentences that ask for nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import DAY, MOMENT, NUMBER, TEXT, YES_NO, Table, create, must, row

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    Table(
        "dismissed_sentence",
        row(
            must("document_id", NUMBER),
            must("text_id", NUMBER),
            must("start_offset", NUMBER),
            must("end_offset", NUMBER),
            must("quote", TEXT),
            must("page", NUMBER),
            must("stands", YES_NO),
        ),
        refers=(("document_id", "intake_document"), ("text_id", "extracted_text")),
        unique=(("public_id",), ("document_id", "text_id", "start_offset")),
    ),
    Table(
        "presence",
        row(must("document_id", NUMBER), must("user_id", NUMBER), must("seen_at", MOMENT)),
        refers=(("document_id", "intake_document"), ("user_id", "user_account")),
        unique=(("public_id",), ("document_id", "user_id")),
    ),
)


def upgrade() -> None:
    create(TABLES)
    op.add_column("intake_document", sa.Column("assigned_to", TEXT, nullable=True))
    op.add_column("intake_document", sa.Column("snoozed_until", DAY, nullable=True))


def downgrade() -> None:
    for name in ("snoozed_until", "assigned_to"):
        op.drop_column("intake_document", name)
    for name in ("presence", "dismissed_sentence"):
        op.drop_table(name)
