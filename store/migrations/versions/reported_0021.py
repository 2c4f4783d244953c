"""The queue in the order in which it is shown; what was reported and decided, the latest first."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # frozen: the same words as in store.ordering when this was written
    due = "(COALESCE(due, '9999-12-31'))"
    op.execute(
        f"CREATE INDEX index_document_urgency ON intake_document (stage, urgency, {due}, received_at, id)"
    )
    for table, day in (
        ("executive_status_update", "status_date"),
        ("executive_decision_log", "decision_date"),
    ):
        op.create_index(f"ix_{table}_{day}_id", table, [day, "id"])
