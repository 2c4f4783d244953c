"""Ways in: messages of mailboxes, leases, what a receipt came with, letters that are like others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import (
    MOMENT,
    NUMBER,
    REAL,
    STRUCTURED,
    TEXT,
    Table,
    chosen,
    create,
    may,
    must,
    row,
)

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LONG = sa.BigInteger()
BYTES = sa.LargeBinary()

TABLES = (
    Table(
        "mail_message",
        row(
            must("account", TEXT),
            must("folder", TEXT),
            must("uid_validity", LONG),
            must("uid", LONG),
            chosen("outcome"),
            may("reason", TEXT),
            may("sha256", TEXT),
            must("size", LONG),
            may("arrived_at", MOMENT),
            may("message_id", TEXT),
            may("thread", TEXT),
            may("sender", TEXT),
            must("addressees", STRUCTURED),
            may("subject", TEXT),
            may("sent", TEXT),
            may("document_id", NUMBER),
        ),
        refers=(("document_id", "intake_document"),),
        unique=(("public_id",), ("account", "folder", "uid_validity", "uid")),
        choices=(("outcome", ("taken", "known", "aside", "refused")),),
        indexes=(("message_id",), ("thread",), ("document_id",)),
    ),
    Table(
        "lease",
        row(must("name", TEXT), must("holder", TEXT), must("until", MOMENT)),
        unique=(("public_id",), ("name",)),
    ),
    Table(
        "likeness",
        row(
            must("document_id", NUMBER),
            must("text_id", NUMBER),
            must("leader_id", NUMBER),
            must("words", NUMBER),
            must("words_sha256", TEXT),
            may("sender_key", TEXT),
            must("signature", BYTES),
        ),
        refers=(
            ("document_id", "intake_document"),
            ("text_id", "extracted_text"),
            ("leader_id", "intake_document"),
        ),
        unique=(("public_id",), ("document_id",)),
        indexes=(("words_sha256",), ("leader_id", "sender_key")),
    ),
    Table(
        "same_letter",
        row(
            must("document_id", NUMBER),
            must("other_id", NUMBER),
            must("alike", REAL),
            chosen("verdict"),
            may("reason", TEXT),
            may("decided_by", TEXT),
            may("decided_at", MOMENT),
        ),
        refers=(("document_id", "intake_document"), ("other_id", "intake_document")),
        unique=(("public_id",), ("document_id", "other_id")),
        choices=(("verdict", ("proposed", "confirmed", "dismissed")),),
        indexes=(("other_id",),),
    ),
)


def upgrade() -> None:
    op.add_column("intake_document", sa.Column("source_mark", sa.Text(), nullable=True))
    op.add_column("intake_document", sa.Column("given", sa.JSON(), nullable=True))
    op.create_index("ix_intake_document_source", "intake_document", ["source"])
    create(TABLES)
    op.create_table(
        "likeness_band",
        sa.Column("band", LONG, nullable=False, autoincrement=False),
        sa.Column("leader_id", NUMBER, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("band", "leader_id", name="pk_likeness_band"),
        sa.ForeignKeyConstraint(["leader_id"], ["intake_document.id"], name="fk_likeness_band_leader_id"),
    )
