"""Executive actions that go with the documents that they were made from: which, and with which document.

An action goes with the last of its documents, and those are also the other receipts of the same letters. It
stays where one of them was disposed of under a category that lets actions stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from coordination.actions import ENDED
from coordination.retention import DisposalState, Schedule
from pipeline.intake import Stage
from pipeline.problems import IllegalMove
from store.database import Transaction, bare
from store.tables.coordination import ExecutiveAction
from store.tables.oversight import AuditFinding
from store.tables.retention import Disposal

_ACTION, _FINDING, _DISPOSAL = bare(ExecutiveAction), bare(AuditFinding), bare(Disposal)
_GONE = (DisposalState.UNDER_WAY.value, DisposalState.DONE.value)
Top = Callable[[Row[Any]], Row[Any]]


class Ties:
    """What ties actions to documents, read at once for all of them."""

    def __init__(
        self,
        connection: Connection,
        documents: Mapping[int, Row[Any]],
        actions: Mapping[int, Mapping[int, Row[Any]]],
        top: Top,
    ) -> None:
        self._documents, self._actions = documents, actions
        gone = select(_DISPOSAL.c.document_id, _DISPOSAL.c.category).where(_DISPOSAL.c.state.in_(_GONE))
        self._under = {row.document_id: row.category for row in connection.execute(gone)}
        open_ones = select(_FINDING.c.executive_action_id).where(_FINDING.c.settled_date.is_(None))
        self._found_fault = set(connection.execute(open_ones).scalars())
        self._sources: dict[int, set[int]] = {}
        for row in documents.values():
            for action in self._of(row):
                self._sources.setdefault(action, set()).add(top(row).id)

    def bound(self, plan: Schedule, family: Sequence[Row[Any]]) -> list[Row[Any]]:
        """The actions that go when the last of their documents does, for a category that says so."""
        rows = {key: row for one in family for key, row in self._of(one).items()}
        return [rows[key] for key in sorted(rows) if all(self._lets_go(plan, at) for at in self._gone(key))]

    def last(self, action: Row[Any], document: int) -> bool:
        """Whether this is the last of its documents."""
        return self._sources[action.id] - {document} <= set(self._gone(action.id))

    def faulted(self, action: Row[Any]) -> bool:
        """Whether a finding of an audit on it waits to be settled."""
        return action.id in self._found_fault

    def _of(self, row: Row[Any]) -> dict[int, Row[Any]]:
        """The actions of a document; those of the letter that it repeats are its own."""
        return {**self._actions.get(row.duplicate_of_id or 0, {}), **self._actions.get(row.id, {})}

    def _gone(self, action: int) -> Iterator[int]:
        return (at for at in self._sources[action] if self._documents[at].stage == Stage.DISPOSED)

    def _lets_go(self, plan: Schedule, document: int) -> bool:
        category = plan.named(self._under.get(document))
        return category is not None and category.with_actions


def still(move: Transaction, numbers: Sequence[str]) -> bool:
    """Take hold of actions that are to go; False where somebody opened one meanwhile."""
    query = select(_ACTION.c.action_status, _ACTION.c.disposed_at).where(_ACTION.c.action_number.in_(numbers))
    rows = move.connection.execute(query.order_by(_ACTION.c.id).with_for_update()).all()
    return all(row.action_status in ENDED and row.disposed_at is None for row in rows)


def expect_there(connection: Connection, number: str) -> None:
    """Raises IllegalMove for an action that was disposed of: nothing can be done with it."""
    query = select(_ACTION.c.disposed_at, _ACTION.c.status_reason).where(_ACTION.c.action_number == number)
    row = connection.execute(query).one_or_none()
    if row is not None and row.disposed_at is not None:
        raise IllegalMove(
            f"{number} was disposed of.", row.status_reason or "", "Make another action for new work."
        )
