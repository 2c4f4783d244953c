"""The first schema: all tables, the guards of the audit log, the text index."""

from __future__ import annotations

from alembic import op

from store.migrations.baseline import TABLES
from store.migrations.baseline.frozen import create
from store.migrations.baseline.guards import GUARDS, HEAD, TEXT_INDEX

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create(TABLES)
    op.execute(HEAD)
    for statement in (*GUARDS[op.get_bind().dialect.name], *TEXT_INDEX[op.get_bind().dialect.name]):
        op.execute(statement)
