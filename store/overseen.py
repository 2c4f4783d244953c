"""An open record's oversight of actions: what changed in the law beneath them."""

from __future__ import annotations

from datetime import date

from store import changes
from store.changes import Asked, ChangeRow
from store.known import KnownRecord


class OverseenRecord(KnownRecord):
    """What concerns many actions at once.

    Every write raises NotFound for what is not there and IllegalMove where the rules forbid it.
    """

    def authority_changes(self, asked: Asked) -> tuple[ChangeRow, ...]:
        """Changes of authorities with the open work that they reach, the latest first."""
        with self._read() as connection:
            return changes.rows(connection, asked)

    def changes_waiting(self, user: str, today: date) -> int:
        """How many pieces of a user's work wait for a word on a change of authority."""
        with self._read() as connection:
            return changes.waiting(connection, user, today)

    def accept_change(self, effect: str, answer: str, words: str, actor: str) -> str | None:
        """Put down the lead's word on a change; the action's number."""
        with self._write() as move:
            return changes.accept(move, effect, answer, words, actor)

    def reopen_change(self, effect: str, reason: str, actor: str) -> str | None:
        """Take a word on a change back, with the reason; the action's number."""
        with self._write() as move:
            return changes.reopen(move, effect, reason, actor)
