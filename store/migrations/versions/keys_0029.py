"""Keys that a person chose for the review screen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import STRUCTURED

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user_account", sa.Column("keys", STRUCTURED, nullable=True))
