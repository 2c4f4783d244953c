"""The record of questions to models: kept as they are put, added up by day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from pipeline.spending import Exchange, Spent
from store.database import Transaction, bare
from store.tables.asking import ModelExchange

_TABLE = bare(ModelExchange)
_KEEP = insert(_TABLE)
_SUMS = (
    func.coalesce(func.sum(_TABLE.c.tokens_in + _TABLE.c.tokens_out), 0),
    func.coalesce(func.sum(_TABLE.c.cost_usd), 0.0),
    func.count(),
)


def keep(move: Transaction, exchange: Exchange) -> None:
    """Keep the record of one question."""
    values = {
        "asked_at": exchange.at,
        "original_sha256": exchange.original,
        "prompts": exchange.prompts,
        "request_sha256": exchange.request,
        "model": exchange.model,
        "mode": exchange.mode,
        "reply": exchange.reply,
        "fault": exchange.fault,
        "tokens_in": exchange.tokens_in,
        "tokens_out": exchange.tokens_out,
        "cost_usd": exchange.usd,
        "seconds": exchange.seconds,
        "system": exchange.system,
    }
    move.connection.execute(_KEEP, values)


def spent_since(connection: Connection, moment: datetime) -> Spent:
    """What all questions since then cost."""
    tokens, usd, calls = connection.execute(select(*_SUMS).where(_TABLE.c.asked_at >= moment)).one()
    return Spent(int(tokens), float(usd), int(calls))


def exchanges(connection: Connection, original: str | None, limit: int) -> tuple[Exchange, ...]:
    """The last questions, the newest first; those about one original alone where it is named."""
    query = select(_TABLE).order_by(_TABLE.c.id.desc()).limit(limit)
    if original is not None:
        query = query.where(_TABLE.c.original_sha256 == original)
    return tuple(
        Exchange(
            row.asked_at,
            row.original_sha256,
            row.prompts,
            row.request_sha256,
            row.model,
            row.mode,
            row.reply,
            row.fault,
            row.tokens_in,
            row.tokens_out,
            row.cost_usd,
            row.seconds,
            row.system,
        )
        for row in connection.execute(query)
    )
