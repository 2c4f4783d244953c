"""What models were asked and what it cost, so that a day's spending is known to every process."""

from __future__ import annotations

from store.migrations.baseline.frozen import MOMENT, NUMBER, REAL, TEXT, Table, create, may, must, row

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

EXCHANGE = Table(
    "model_exchange",
    row(
        must("asked_at", MOMENT),
        must("original_sha256", TEXT),
        must("prompts", TEXT),
        must("request_sha256", TEXT),
        must("model", TEXT),
        must("mode", TEXT),
        must("reply", TEXT),
        may("fault", TEXT),
        must("tokens_in", NUMBER),
        must("tokens_out", NUMBER),
        must("cost_usd", REAL),
        must("seconds", REAL),
        must("system", TEXT),
    ),
    unique=(("public_id",),),
    indexes=(("asked_at",), ("original_sha256",)),
)


def upgrade() -> None:
    create((EXCHANGE,))
