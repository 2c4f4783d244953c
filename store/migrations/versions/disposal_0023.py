"""Disposal: who proposed and approved it, its certificate, and the stage of what was disposed of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

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

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STAGES = (
    *("received", "reading", "analysing", "needs_review", "reviewed", "no_action", "duplicate", "held"),
    *("set_aside", "disposed"),
)
DISPOSAL = Table(
    "disposal",
    row(
        must("document_id", NUMBER),
        must("category", TEXT),
        must("authority", TEXT),
        chosen("disposition"),
        must("cut_off", DAY),
        must("due", DAY),
        chosen("state"),
        may("approved_by", TEXT),
        may("approved_at", MOMENT),
        may("receiver", TEXT),
        may("withdrawn_because", TEXT),
        may("certificate", STRUCTURED),
        may("done_at", MOMENT),
    ),
    refers=(("document_id", "intake_document"),),
    unique=(("public_id",),),
    choices=(
        ("disposition", ("destroy", "transfer")),
        ("state", ("proposed", "approved", "under_way", "done", "withdrawn")),
    ),
    indexes=(("document_id",), ("state",)),
)


def upgrade() -> None:
    create((DISPOSAL,))
    op.add_column("original", sa.Column("disposed_at", MOMENT, nullable=True))
    _let_documents_be_disposed_of()


def _let_documents_be_disposed_of() -> None:
    rule = "ck_intake_document_stage"
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(rule), "intake_document", type_="check")
        listed = ", ".join(f"'{stage}'" for stage in STAGES)
        op.create_check_constraint(op.f(rule), "intake_document", sa.text(f"stage IN ({listed})"))
        return
    # a table to which others refer cannot be made anew in a transaction; a rule that only becomes wider
    # may be rewritten in place, as SQLite's page on ALTER TABLE describes
    bind = op.get_bind()
    find = sa.text("SELECT sql FROM sqlite_master WHERE name = 'intake_document' AND type = 'table'")
    table = bind.execute(find).scalar_one()
    new = table.replace("'set_aside')", "'set_aside', 'disposed')", 1)
    if new == table:
        raise RuntimeError("the table of documents is not as it was made")
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text("PRAGMA writable_schema=ON"))
    change = sa.text("UPDATE sqlite_master SET sql = :sql WHERE name = 'intake_document' AND type = 'table'")
    bind.execute(change, {"sql": new})
    bind.execute(sa.text(f"PRAGMA schema_version={version + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema=OFF"))


def downgrade() -> None:
    op.drop_table("disposal")
    op.drop_column("original", "disposed_at")
