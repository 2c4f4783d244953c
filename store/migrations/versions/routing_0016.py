"""Routing rules of an office."""

from __future__ import annotations

from store.migrations.baseline.frozen import (
    MOMENT,
    NUMBER,
    STRUCTURED,
    TEXT,
    YES_NO,
    Table,
    create,
    may,
    must,
    row,
)

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = (
    Table(
        "routing_rule",
        row(
            must("name", TEXT),
            must("place", NUMBER),
            must("senders", STRUCTURED),
            must("kinds", STRUCTURED),
            must("citations", STRUCTURED),
            must("words", STRUCTURED),
            may("unit", TEXT),
            may("template", TEXT),
            must("active", YES_NO),
            may("tried_version", NUMBER),
            may("tried_at", MOMENT),
        ),
        unique=(("public_id",), ("name",)),
    ),
)


def upgrade() -> None:
    create(TABLES)
