"""Records of other coordination systems, as they came, by their own keys."""

from __future__ import annotations

from store.migrations.baseline.frozen import NUMBER, STRUCTURED, TEXT, YES_NO, Table, create, may, must, row

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = (
    Table(
        "external_entity",
        row(must("entity", TEXT), must("attributes", STRUCTURED), must("fields", STRUCTURED)),
        unique=(("public_id",), ("entity",)),
    ),
    Table(
        "external_record",
        row(
            must("entity", TEXT),
            must("external_id", TEXT),
            must("fields", STRUCTURED),
            must("linked", YES_NO),
            may("row_table", TEXT),
            may("row_id", NUMBER),
            must("source", TEXT),
        ),
        unique=(("public_id",), ("entity", "external_id")),
    ),
)


def upgrade() -> None:
    create(TABLES)
