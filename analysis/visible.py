"""Rows that rest on hidden text are dropped and counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar

from pipeline.documents import Evidence, ExtractedDocument
from pipeline.findings import Dropped, Reply

HIDDEN = "rests on hidden text"
Row = TypeVar("Row")


class Visible:
    """Keeps the rows of one document whose every evidence can be seen; counts the others."""

    def __init__(self, document: ExtractedDocument) -> None:
        self._document = document
        self._count = 0

    def only(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows with no evidence in hidden text."""
        if not self._document.hidden:
            return rows
        kept = tuple(row for row in rows if not any(map(self._is_hidden, evidence_of(row))))
        self._count += len(rows) - len(kept)
        return kept

    def reply(self, reply: Reply | None) -> Reply | None:
        """The reply with its visible asks; None where no ask is left."""
        if reply is None or not self._document.hidden:
            return reply
        asks = self.only(reply.asks)
        return Reply(reply.needed, reply.by, asks) if asks or not reply.asks else None

    @property
    def dropped(self) -> Dropped:
        """How many rows were dropped until now."""
        return Dropped(self._count, {HIDDEN: self._count} if self._count else {})

    def _is_hidden(self, evidence: Evidence) -> bool:
        return self._document.hides(evidence.span)


def evidence_of(value: object) -> Iterator[Evidence]:
    """Every evidence inside a row."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, (tuple, list)):
        for member in value:
            yield from evidence_of(member)
    elif isinstance(value, dict):
        for member in value.values():
            yield from evidence_of(member)
    elif is_dataclass(value):
        for part in fields(value):
            yield from evidence_of(getattr(value, part.name))
