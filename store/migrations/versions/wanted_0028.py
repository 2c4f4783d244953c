"""Targets of measures."""

from __future__ import annotations

from store.migrations.baseline.frozen import REAL, TEXT, Table, create, must, row

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TARGETS = Table(
    "measure_target",
    row(must("measure", TEXT), must("target", REAL)),
    unique=(("public_id",), ("measure",)),
)


def upgrade() -> None:
    create((TARGETS,))
