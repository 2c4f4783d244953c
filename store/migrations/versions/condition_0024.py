"""On what an action item depends, and what it excepts, in the words of its document."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import TEXT

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("action_item", sa.Column("condition", TEXT, nullable=True))


def downgrade() -> None:
    op.drop_column("action_item", "condition")
