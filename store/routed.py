"""An open record's routing rules: kept, ordered, tried on past documents, switched on; they propose alone."""

from __future__ import annotations

from coordination.routing import Proposal, RoutingRule, Tried, trial
from store import routing
from store.opened import OpenRecord


class RoutedRecord(OpenRecord):
    """Rules are named by their name. Every write raises NotFound for one that is not there."""

    def routing_rules(self) -> tuple[RoutingRule, ...]:
        """Every rule, in the order in which they are asked."""
        with self._read() as connection:
            return routing.rules(connection)

    def routing_trial(self, name: str) -> tuple[Tried, ...]:
        """What a rule would have matched so far, without putting down that it was tried. Raises NotFound."""
        with self._read() as connection:
            rule = routing.rule(connection, name)
            return trial(rule, routing.rules(connection), routing.cases(connection))

    def put_routing_rule(self, wanted: RoutingRule, actor: str) -> RoutingRule:
        """Store a rule; a changed one is switched off. Raises IllegalMove or Conflict."""
        with self._write() as move:
            return routing.put(move, wanted, actor)

    def try_routing_rule(self, name: str, actor: str) -> tuple[Tried, ...]:
        """Try a rule on past documents: only what was tried as it is may be switched on."""
        with self._write() as move:
            return routing.attempt(move, name, actor)

    def switch_routing_rule(self, name: str, actor: str, *, on: bool) -> None:
        """Let a rule propose, or no longer. Raises IllegalMove for one that was not tried as it is."""
        with self._write() as move:
            routing.switch(move, name, on, actor)

    def move_routing_rule(self, name: str, by: int, actor: str) -> None:
        """Ask a rule sooner (-1) or later (1)."""
        with self._write() as move:
            routing.shift(move, name, by, actor)

    def routing_proposal(self, control_number: str) -> Proposal | None:
        """What the rules propose for a document. Raises NotFound."""
        with self._read() as connection:
            return routing.proposal(connection, control_number)

    def routing_of_action(self, number: str) -> Proposal | None:
        """What the rules propose for the document that an action came from."""
        with self._read() as connection:
            return routing.proposal_for_action(connection, number)
