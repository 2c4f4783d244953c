"""People for whom a provider or a card vouches: as whom, sign-ins under way, sessions begun so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import MOMENT, NUMBER, TEXT, Table, create, may, must, row

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLES = (
    Table(
        "sign_in_request",
        row(
            must("state_hash", TEXT),
            must("browser_hash", TEXT),
            must("nonce", TEXT),
            must("verifier", TEXT),
            must("wanted", TEXT),
            may("address", TEXT),
            must("expires_at", MOMENT),
        ),
        unique=(("public_id",), ("state_hash",)),
        indexes=(("address",),),
    ),
    Table(
        "outside_identity",
        row(must("user_id", NUMBER), must("voucher", TEXT), must("subject", TEXT)),
        refers=(("user_id", "user_account"),),
        unique=(("public_id",), ("voucher", "subject"), ("user_id", "voucher")),
    ),
)


def upgrade() -> None:
    create(TABLES)
    op.add_column("session", sa.Column("voucher", sa.Text(), nullable=True))
