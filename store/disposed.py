"""An open record's disposal: proposed, approved, carried out step by step, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from coordination.retention import DisposalState
from store import disposing, erasing
from store.database import bare
from store.disposing import DISPOSAL, Disposed
from store.known import KnownRecord
from store.tables.intake import IntakeDocument

_DOCUMENT = bare(IntakeDocument)
STEPS = ("begun", "cleared", "indexed", "removed", "ended")
"""After each of these a run may be cut off; the next one goes on."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did: what is gone, what a hold kept, what waits for the index of vectors."""

    gone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


class DisposedRecord(KnownRecord):
    """Nothing is disposed of but what a person proposed and another approved, while nothing holds it."""

    def propose_disposal(self, numbers: Sequence[str], actor: str) -> int:
        """Propose to dispose of documents that are due; how many. Raises IllegalMove or NotFound."""
        with self._write() as move:
            return disposing.propose(move, numbers, actor)

    def approve_disposal(self, numbers: Sequence[str], receiver: str, actor: str) -> int:
        """Approve what another person proposed; how many. Raises IllegalMove or NotFound."""
        with self._write() as move:
            return disposing.approve(move, numbers, receiver, actor)

    def withdraw_disposal(self, numbers: Sequence[str], reason: str, actor: str) -> int:
        """Take a proposal or an approval back; how many. Raises IllegalMove or NotFound."""
        with self._write() as move:
            return disposing.withdraw(move, numbers, reason, actor)

    def disposals(self, states: Sequence[str] = ()) -> tuple[Disposed, ...]:
        """Disposals, the latest first."""
        with self._read() as connection:
            return disposing.disposals(connection, states)

    def disposal_of(self, control_number: str) -> Disposed | None:
        """How a document was disposed of; None for one that was not. Raises NotFound."""
        with self._read() as connection:
            return disposing.certificate(connection, control_number)

    def carry_out_disposals(self, step: Callable[[str], None] = lambda name: None) -> Ran:
        """Carry out what is approved, and end what was cut off. `step` hears of each of STEPS.

        A hold that came since wins, and the disposal stays approved. What the index of vectors still holds,
        as another process writes it, is ended by the next run.
        """
        found: dict[str, list[str]] = {"gone": [], "kept": [], "waiting": []}
        for row in self._under_way():
            found[self._dispose(row, step)].append(row.control_number)
        if found["gone"]:
            erasing.scrub(self._database)
        return Ran(*(tuple(found[name]) for name in ("gone", "kept", "waiting")))

    def _under_way(self) -> Sequence[Row[Any]]:
        states = (DisposalState.UNDER_WAY.value, DisposalState.APPROVED.value)
        query = select(DISPOSAL, _DOCUMENT.c.control_number).join(
            _DOCUMENT, _DOCUMENT.c.id == DISPOSAL.c.document_id
        )
        with self._read() as connection:
            return connection.execute(query.where(DISPOSAL.c.state.in_(states)).order_by(DISPOSAL.c.id)).all()

    def _dispose(self, row: Row[Any], step: Callable[[str], None]) -> str:
        if row.state == DisposalState.APPROVED.value:
            with self._write() as move:
                if not erasing.begin(move, row):
                    return "kept"
            step("begun")
        with self._write() as move:
            erasing.clear(move, row)
        step("cleared")
        if not self._indexed(row):
            return "waiting"
        step("indexed")
        with self._write() as move:
            erasing.remove(move, self._again(row), self._blobs)
        step("removed")
        with self._write() as move:
            erasing.end(move, self._again(row))
        step("ended")
        return "gone"

    def _indexed(self, row: Row[Any]) -> bool:
        for attempt in range(2):
            with self._read() as connection:
                if erasing.indexed(connection, row):
                    return True
            if not attempt:
                self.index()
        return False

    def _again(self, row: Row[Any]) -> Row[Any]:
        with self._read() as connection:
            return connection.execute(select(DISPOSAL).where(DISPOSAL.c.id == row.id)).one()
