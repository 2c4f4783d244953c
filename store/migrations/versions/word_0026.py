"""The items that wait for somebody's word, in the order in which lists show them."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # frozen: the same words as in store.ordering when this was written
    op.execute(
        "CREATE INDEX index_item_word ON action_item "
        "((CASE WHEN action_status IN ('Submitted for Review', 'Review In Progress') THEN 1 END), "
        "(COALESCE(due_date, '9999-12-31')), executive_action_id, id)"
    )
