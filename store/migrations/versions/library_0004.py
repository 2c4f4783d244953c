"""The library of authorities: texts without a receipt, references without a draft, indexes to search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import NUMBER, TEXT, Table, create, may, must, row
from store.migrations.baseline.indexes import INDEXES

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

AUTHORITY_TEXT = Table(
    "authority_text",
    row(
        must("authority_id", NUMBER),
        must("text", TEXT),
        must("text_sha256", TEXT),
        must("source", TEXT),
        may("notes", TEXT),
    ),
    refers=(("authority_id", "legal_authority"),),
    unique=(("public_id",), ("authority_id",)),
)
_BASIS = (
    "ALTER TABLE legal_cross_reference ADD COLUMN basis VARCHAR(40) DEFAULT 'review' NOT NULL "
    "CONSTRAINT ck_legal_cross_reference_basis CHECK (basis IN ('review', 'note', 'text'))"
)


def upgrade() -> None:
    create((AUTHORITY_TEXT,))
    _let_references_stand_without_a_document()
    op.add_column("legal_cross_reference", sa.Column("evidence", sa.JSON(), nullable=True))
    op.execute(_BASIS)
    for statement in INDEXES[op.get_bind().dialect.name]:
        op.execute(statement)


def _let_references_stand_without_a_document() -> None:
    name = "legal_cross_reference"
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column(name, "document_id", nullable=True)
        return
    # SQLite cannot drop a NOT NULL: the table is made anew from its own words, so that no rule is lost
    find = sa.text(
        "SELECT sql FROM sqlite_master WHERE tbl_name = :name AND type = :type AND sql IS NOT NULL"
    )
    bind = op.get_bind()
    table = bind.execute(find, {"name": name, "type": "table"}).scalar_one()
    indexes = bind.execute(find, {"name": name, "type": "index"}).scalars().all()
    wanted = table.replace("document_id INTEGER NOT NULL", "document_id INTEGER", 1)
    if wanted == table:
        raise RuntimeError("the table of references is not as it was made")
    op.execute(wanted.replace(name, f"{name}_new", 1))
    op.execute("INSERT INTO legal_cross_reference_new SELECT * FROM legal_cross_reference")
    op.execute("DROP TABLE legal_cross_reference")
    op.execute("ALTER TABLE legal_cross_reference_new RENAME TO legal_cross_reference")
    for index in indexes:
        op.execute(index)
