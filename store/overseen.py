"""An open record's oversight of actions: the law beneath them, what they wait for, how all of them stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from store import changes, depending, portfolio, register
from store.changes import Asked, ChangeRow
from store.depending import Network, NewDependency
from store.known import KnownRecord
from store.portfolio import Decided, Listed, Portfolio, Reported, Stone
from store.register import ImpactRow, RiskRow, Sought


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

    # what waits for what

    def dependencies(self, today: date, around: Collection[str] | None = None) -> Network:
        """All dependencies, or those that hang together with some actions, and how they lie in time."""
        with self._read() as connection:
            return depending.network(connection, today, around)

    def add_dependency(self, number: str, new: NewDependency, actor: str) -> str:
        """Let an action wait for another; the dependency's id."""
        with self._write() as move:
            return depending.add(move, number, new, actor)

    def end_dependency(self, dependency: str, reason: str, actor: str) -> str:
        """Take a dependency back; the number of the action that waited."""
        with self._write() as move:
            return depending.end(move, dependency, reason, actor)

    def spans(self, numbers: Collection[str], today: date) -> dict[str, tuple[date, date]]:
        """From when to when these actions are planned by their own dates."""
        with self._read() as connection:
            return depending.spans(connection, numbers, today)

    # all actions at once

    def portfolio(self, today: date) -> Portfolio:
        """How the open actions stand."""
        with self._read() as connection:
            return self._lasting.of(
                connection, ("portfolio", today), lambda connection: portfolio.portfolio(connection, today)
            )

    def milestones_of(self, numbers: Collection[str]) -> tuple[Stone, ...]:
        """The milestones of these actions, the earliest first."""
        with self._read() as connection:
            return portfolio.stones(connection, list(numbers))

    def status_updates(self, asked: Listed) -> tuple[Reported, ...]:
        """Status updates of all actions, in the order that is wanted."""
        with self._read() as connection:
            return portfolio.reported(connection, asked)

    def decisions(self, asked: Listed) -> tuple[Decided, ...]:
        """The decision log of all actions, in the order that is wanted."""
        with self._read() as connection:
            return portfolio.decided(connection, asked)

    def risks(self, sought: Sought) -> tuple[RiskRow, ...]:
        """Risks that stand, in the order that is wanted."""
        with self._read() as connection:
            return register.risks(connection, sought)

    def risk_grades(self, action: str = "") -> dict[tuple[str | None, str | None], int]:
        """How many risks that stand have which likelihood and severity, of all or of one action."""
        with self._read() as connection:
            return self._lasting.of(
                connection, ("risk grades", action), lambda connection: register.grades(connection, action)
            )

    def impacts(self, sought: Sought) -> tuple[ImpactRow, ...]:
        """Impacts that stand, in the order that is wanted."""
        with self._read() as connection:
            return register.impacts(connection, sought)
