"""Pages to look at: the image of each and where its words stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import NUMBER, REAL, TEXT, Table, create, must, row

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PAGE_VIEW = Table(
    "page_view",
    row(
        must("text_id", NUMBER),
        must("page", NUMBER),
        must("image_sha256", TEXT),
        must("media_type", TEXT),
        must("width", NUMBER),
        must("height", NUMBER),
        must("points_width", REAL),
        must("points_height", REAL),
        must("words", sa.LargeBinary()),
    ),
    refers=(("text_id", "extracted_text"),),
    unique=(("public_id",), ("text_id", "page")),
)


def upgrade() -> None:
    create((PAGE_VIEW,))


def downgrade() -> None:
    op.drop_table("page_view")
