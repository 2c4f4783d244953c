"""What models were asked, and what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Row


class ModelExchange(Row):
    """One question to a model. `original_sha256` names the bytes it was about; they need not be held."""

    __tablename__ = "model_exchange"

    asked_at: Mapped[datetime] = mapped_column(index=True)
    original_sha256: Mapped[str] = mapped_column(index=True)
    prompts: Mapped[str]
    request_sha256: Mapped[str]
    model: Mapped[str]
    mode: Mapped[str]
    reply: Mapped[str]
    fault: Mapped[str | None]
    tokens_in: Mapped[int]
    tokens_out: Mapped[int]
    cost_usd: Mapped[float]
    seconds: Mapped[float]
    system: Mapped[str]
