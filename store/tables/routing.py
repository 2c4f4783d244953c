"""Routing rules: which matters are proposed to which unit and process."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Row, structured


class RoutingRule(Row):
    """If sender, kind, citation or words, then unit and process; a smaller `place` is asked first.

    `tried_version` is the version that was tried on past documents: only that one may be `active`.
    """

    __tablename__ = "routing_rule"

    name: Mapped[str] = mapped_column(unique=True)
    place: Mapped[int]
    senders: Mapped[Any] = structured()
    kinds: Mapped[Any] = structured()
    citations: Mapped[Any] = structured()
    words: Mapped[Any] = structured()
    unit: Mapped[str | None]
    template: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=False)
    tried_version: Mapped[int | None]
    tried_at: Mapped[datetime | None]
