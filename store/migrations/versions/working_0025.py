"""The open items of one person and of one office, in the order in which lists show them."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# frozen: the same words as in store.ordering when this was written
_ENDED = "(CASE WHEN action_status IN ('Completed', 'Cancelled') THEN 1 ELSE 0 END)"
_DUE = "(COALESCE(due_date, '9999-12-31'))"
_ORDER = f"{_ENDED}, {_DUE}, executive_action_id, id"


def upgrade() -> None:
    op.execute(f"CREATE INDEX index_item_person ON action_item (assignee_person_id, {_ORDER})")
    op.execute(
        "CREATE INDEX index_item_office ON action_item (assignee_organization_unit_id, "
        f"{_ORDER}, assignee_person_id)"
    )
