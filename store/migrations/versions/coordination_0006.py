"""Templates and runs, milestones, updates, decisions, dependencies, suspense events, clearance, papers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import create
from store.migrations.coordination import TABLES

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_WORDS = {
    "executive_action": ("status_reason", "signature_level", "suspense_basis", "external_number"),
    "action_item": ("assignee_team", "delegated_from", "status_reason", "closing_note", "ended_by"),
}
_REFERENCES = (
    ("executive_action", "organization_initiative_id", "organization_initiative", False),
    ("executive_action", "mou_agreement_id", "mou_agreement", False),
    ("action_item", "recurrence_of_id", "action_item", False),
    ("action_item", "process_run_id", "process_run", True),
    ("person", "user_account_id", "user_account", True),
)


def upgrade() -> None:
    create(TABLES)
    for table, names in _WORDS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
    for table, name, target, indexed in _REFERENCES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {name} INTEGER "
            f"CONSTRAINT fk_{table}_{name} REFERENCES {target} (id)"
        )
        if indexed:
            op.create_index(op.f(f"ix_{table}_{name}"), table, [name])
    op.execute("ALTER TABLE executive_action_type ADD COLUMN active BOOLEAN DEFAULT TRUE NOT NULL")
    op.execute("ALTER TABLE action_item ADD COLUMN mandatory BOOLEAN DEFAULT TRUE NOT NULL")
    op.execute("ALTER TABLE action_item ADD COLUMN item_order INTEGER DEFAULT 0 NOT NULL")
