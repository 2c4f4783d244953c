"""Who answers for a mitigation plan, how often risks and impacts are looked at, and why they ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_COLUMNS = ("mitigation_owner", "review_every", "status_reason")


def upgrade() -> None:
    for table in ("risk_item", "impact"):
        for column in _COLUMNS:
            op.add_column(table, sa.Column(column, sa.Text(), nullable=True))
        op.create_index(op.f(f"ix_{table}_review_date"), table, ["review_date"])
