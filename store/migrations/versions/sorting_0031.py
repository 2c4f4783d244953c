"""Indexes in the orders that somebody chooses for the lists of actions and items."""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

# frozen: the same words as in store.ordering when this was written
_ENDED = "(CASE WHEN action_status IN ('Completed', 'Cancelled') THEN 1 ELSE 0 END)"
INDEXES = (
    f"CREATE INDEX index_action_number ON executive_action ({_ENDED}, action_number, id)",
    f"CREATE INDEX index_action_name ON executive_action ({_ENDED}, (LOWER(name)), id)",
    f"CREATE INDEX index_action_internal ON executive_action "
    f"({_ENDED}, (COALESCE(internal_due_date, '9999-12-31')), id)",
    f"CREATE INDEX index_item_subject ON action_item ({_ENDED}, (LOWER(subject)), id)",
    f"CREATE INDEX index_item_action ON action_item ({_ENDED}, executive_action_id, id)",
)


def upgrade() -> None:
    for statement in INDEXES:
        op.execute(statement)
