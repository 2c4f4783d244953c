"""An open record's agreements with organisations outside, and who of them takes part in what."""

from __future__ import annotations

from coordination.agreements import Agreement
from store import agreements
from store.agreements import Partner
from store.opened import OpenRecord


class AgreedRecord(OpenRecord):
    """Agreements are named by number. Every write raises NotFound for what is not there, and IllegalMove."""

    def agreements(self) -> tuple[Agreement, ...]:
        """Every agreement, the latest first."""
        with self._read() as connection:
            return agreements.agreements(connection)

    def agreement_of(self, number: str) -> Agreement | None:
        """The agreement under which an action is done."""
        with self._read() as connection:
            return agreements.of_action(connection, number)

    def partners(self, number: str) -> tuple[Partner, ...]:
        """The organisations outside that take part in an action."""
        with self._read() as connection:
            return agreements.partners(connection, number)

    def put_agreement(self, wanted: Agreement, actor: str) -> str:
        """Make an agreement, or write one anew; its number. Raises Conflict too."""
        with self._write() as move:
            return agreements.put(move, wanted, actor)

    def join_agreement(self, number: str, agreement: str, actor: str) -> None:
        """Do an action under an agreement; under none where none is named."""
        with self._write() as move:
            agreements.join(move, number, agreement, actor)

    def add_partner(self, number: str, name: str, role: str, actor: str) -> None:
        """Name an organisation outside that takes part in an action."""
        with self._write() as move:
            agreements.take_part(move, number, name, role, actor)

    def end_partner(self, number: str, name: str, reason: str, actor: str) -> None:
        """Let a partner go, with the reason."""
        with self._write() as move:
            agreements.leave(move, number, name, reason, actor)
