"""What auditors found about executive actions, and the two answers that are asked for at closure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import DAY, NUMBER, TEXT, Table, create, may, must, row

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = (
    Table(
        "audit_finding",
        row(
            must("executive_action_id", NUMBER),
            must("finding", TEXT),
            must("raised_by", TEXT),
            must("raised_date", DAY),
            may("settled_date", DAY),
            may("settlement", TEXT),
        ),
        refers=(("executive_action_id", "executive_action"),),
        unique=(("public_id",),),
        indexes=(("executive_action_id",),),
    ),
    Table(
        "closure_answer",
        row(
            must("executive_action_id", NUMBER),
            must("in_time", NUMBER),
            must("as_asked", NUMBER),
            must("answered_by", TEXT),
            may("comment", TEXT),
        ),
        refers=(("executive_action_id", "executive_action"),),
        unique=(("public_id",), ("executive_action_id",)),
    ),
)


def upgrade() -> None:
    create(TABLES)
    with op.batch_alter_table("closure_answer") as batch:
        for name in ("in_time", "as_asked"):
            batch.create_check_constraint(
                op.f(f"ck_closure_answer_{name}"), sa.text(f"{name} BETWEEN 1 AND 5")
            )


def downgrade() -> None:
    for name in ("closure_answer", "audit_finding"):
        op.drop_table(name)
