"""Beside the record: views of lists that people saved, and work that pages ask for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import MOMENT, STRUCTURED, TEXT, Table, chosen, create, may, must, row

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = (
    Table(
        "saved_view",
        row(must("user_name", TEXT), must("list", TEXT), must("name", TEXT), must("query", TEXT)),
        unique=(("public_id",), ("user_name", "list", "name")),
    ),
    Table(
        "job",
        row(
            must("kind", TEXT),
            must("name", TEXT),
            must("asked_by", TEXT),
            chosen("state"),
            may("given", sa.LargeBinary()),
            may("answer", TEXT),
            may("problem", STRUCTURED),
            may("started_at", MOMENT),
            may("lease_until", MOMENT),
            must("expires_at", MOMENT),
        ),
        unique=(("public_id",),),
        choices=(("state", ("waiting", "running", "done", "failed")),),
        indexes=(("state",),),
    ),
)


def upgrade() -> None:
    create(TABLES)


def downgrade() -> None:
    for name in ("job", "saved_view"):
        op.drop_table(name)
