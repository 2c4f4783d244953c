"""How pressing a document is by priority and by its least sure draft, kept for the order of the queue."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import NUMBER, STRUCTURED, TEXT

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INDEX, LEVELS = "ix_intake_document_stage_urgency_due", "ix_intake_document_handling"
PRIORITIES = ("Critical", "High", "Medium", "Low")
SURE = ("low", "medium", "high")

_DOCUMENT = sa.table("intake_document", sa.column("id", NUMBER), sa.column("urgency", NUMBER))
_DRAFT = sa.table(
    "draft",
    *(sa.column(name, TEXT) for name in ("kind", "status", "confidence")),
    sa.column("document_id", NUMBER),
    sa.column("current_values", STRUCTURED),
)


def upgrade() -> None:
    op.add_column("intake_document", sa.Column("urgency", NUMBER, nullable=False, server_default="29"))
    connection, places = op.get_bind(), defaultdict[int, list[int]](list)
    acts = _DRAFT.c.kind == "executive_action", _DRAFT.c.status.not_in(["rejected", "superseded"])
    for document, values in connection.execute(
        sa.select(_DRAFT.c.document_id, _DRAFT.c.current_values).where(*acts)
    ):
        if values.get("priority") in PRIORITIES:
            places[document].append(PRIORITIES.index(values["priority"]))
    waits = (
        sa.select(_DRAFT.c.document_id, _DRAFT.c.confidence).distinct().where(_DRAFT.c.status == "proposed")
    )
    sure = defaultdict[int, list[int]](list)
    for document, confidence in connection.execute(waits):
        sure[document].append(SURE.index(confidence))
    rows = [
        {"number": document, "value": 10 * min(places[document], default=2) + min(sure[document], default=9)}
        for document in sorted(places.keys() | sure.keys())
    ]
    change = sa.update(_DOCUMENT).where(_DOCUMENT.c.id == sa.bindparam("number"))
    if rows:
        connection.execute(change.values(urgency=sa.bindparam("value")), rows)
    op.create_index(INDEX, "intake_document", ["stage", "urgency", "due"])
    op.create_index(LEVELS, "intake_document", ["handling"])


def downgrade() -> None:
    op.drop_index(LEVELS, "intake_document")
    op.drop_index(INDEX, "intake_document")
    op.drop_column("intake_document", "urgency")
