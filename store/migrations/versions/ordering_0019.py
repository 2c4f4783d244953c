"""Indexes in the order in which lists of actions and items are shown, and what portfolio and home count."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# frozen: the same words as in store.ordering when this was written
_ENDED = "(CASE WHEN action_status IN ('Completed', 'Cancelled') THEN 1 ELSE 0 END)"
_DUE = "(COALESCE(due_date, '9999-12-31'))"
INDEXES = (
    f"CREATE INDEX index_action_due ON executive_action ({_ENDED}, {_DUE}, id)",
    f"CREATE INDEX index_action_unit ON executive_action ({_ENDED}, lead_organization_unit, overall_health, "
    "action_status, due_date)",
    f"CREATE INDEX index_item_due ON action_item ({_ENDED}, {_DUE}, executive_action_id, id)",
    f"CREATE INDEX index_item_nobody ON action_item ({_ENDED}, {_DUE}) "
    "WHERE assignee_person_id IS NULL AND assignee_team IS NULL",
    "CREATE INDEX index_item_part ON action_item (executive_action_id, assignee_person_id, "
    "assignee_organization_unit_id, action_status)",
    "CREATE INDEX index_unit_part ON coordinating_unit (executive_action_id, organization_unit_id)",
)


def upgrade() -> None:
    for statement in INDEXES:
        op.execute(statement)
    op.create_index("ix_executive_action_parent_action_id", "executive_action", ["parent_action_id"])
