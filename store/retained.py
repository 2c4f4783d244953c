"""An open record's retention: how long records are kept, and what holds them."""

from __future__ import annotations

from collections.abc import Sequence

from coordination.retention import HoldKind, Schedule
from store import documents, holds, retaining
from store.holds import Hold
from store.known import KnownRecord
from store.retaining import Kept


class RetainedRecord(KnownRecord):
    """Documents are kept as they were received, with all that lies in them. A hold wins over every period."""

    def retention_schedule(self) -> Schedule:
        """The office's schedule. Raises Misconfigured for a file that cannot be used."""
        return retaining.schedule(self.settings)

    def retained(self) -> tuple[Kept, ...]:
        """How long each document is kept, by control number."""
        with self._read() as connection:
            return retaining.kept(connection, self.settings)

    def retained_one(self, control_number: str) -> Kept:
        """How long one document is kept. Raises NotFound."""
        with self._read() as connection:
            return retaining.one(connection, self.settings, control_number)

    def held_for(self, control_number: str) -> tuple[str, ...]:
        """The matters for which a document, or an action of it, is held. Raises NotFound."""
        with self._read() as connection:
            return holds.of_documents(connection, (documents.find(connection, control_number).id,))

    def categorise(self, control_number: str, category: str | None, reason: str, actor: str) -> None:
        """Give a document a category by hand, or take it back (None). Raises IllegalMove or NotFound."""
        with self._write() as move:
            retaining.categorise(move, control_number, category, reason, actor)

    def place_hold(self, matter: str, kind: HoldKind, reason: str, numbers: Sequence[str], actor: str) -> int:
        """Hold documents and actions back from disposal; how many are newly held.

        Raises IllegalMove or NotFound.
        """
        with self._write() as move:
            return holds.place(move, matter, kind, reason, numbers, actor)

    def release_hold(self, matter: str, reason: str, actor: str, numbers: Sequence[str] = ()) -> int:
        """End a hold, for all or some of what it holds; how many. Raises IllegalMove or NotFound."""
        with self._write() as move:
            return holds.release(move, matter, reason, actor, numbers)

    def holds(self, *, standing: bool = True) -> tuple[Hold, ...]:
        """What is held, by matter; what was released too where it is asked for."""
        with self._read() as connection:
            return holds.holds(connection, standing)
