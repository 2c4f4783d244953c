"""The audit log and the counters in the first revision."""

from __future__ import annotations

from store.migrations.baseline.frozen import MOMENT, NUMBER, TEXT, Table, may, must

TABLES = (
    Table(
        "audit_event",
        (
            must("number", NUMBER),
            must("at", MOMENT),
            must("who", TEXT),
            must("what", TEXT),
            must("subject", TEXT),
            must("before", TEXT),
            must("after", TEXT),
            may("request", TEXT),
            must("previous_hash", TEXT),
            must("hash", TEXT),
        ),
        key="number",
        unique=(("hash",),),
        indexes=(("subject",),),
    ),
    Table(
        "audit_head",
        (
            must("id", NUMBER),
            must("number", NUMBER),
            must("hash", TEXT),
        ),
    ),
    Table(
        "counter",
        (
            must("series", TEXT),
            must("last", NUMBER),
        ),
        key="series",
    ),
    Table(
        "store_state",
        (
            must("name", TEXT),
            must("value", TEXT),
        ),
        key="name",
    ),
)
