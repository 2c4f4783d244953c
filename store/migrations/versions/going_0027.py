"""Executive actions that were disposed of with the documents that they were made from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import MOMENT

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("executive_action", sa.Column("disposed_at", MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("executive_action", "disposed_at")
