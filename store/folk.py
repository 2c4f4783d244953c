"""Who writes to the office, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from store.database import bare
from store.tables.intake import IntakeDocument

_DOCUMENT = bare(IntakeDocument).c


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody from whom documents came: how many, and when the last."""

    name: str
    documents: int
    last: datetime


def writers(connection: Connection, words: Sequence[str], limit: int) -> tuple[Writer, ...]:
    """Senders whose name has all the words, who wrote most often first."""
    if not words:
        return ()
    query = select(_DOCUMENT.sender, func.count().label("many"), func.max(_DOCUMENT.received_at))
    query = query.where(*(_DOCUMENT.sender.icontains(word, autoescape=True) for word in words))
    rows = connection.execute(
        query.group_by(_DOCUMENT.sender).order_by(func.count().desc(), _DOCUMENT.sender).limit(limit)
    )
    return tuple(Writer(name, many, last) for name, many, last in rows)
