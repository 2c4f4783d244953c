"""One call of every write on routing rules, for the test of every write."""

from __future__ import annotations

from collections.abc import Callable

from coordination.routing import RoutingRule
from store.records import SqlRecords


def writes(records: SqlRecords) -> dict[str, Callable[[], object]]:
    """By name of the method: a call that writes."""
    for name in ("Buoys", "Locks", "Piers"):
        records.put_routing_rule(RoutingRule(name, words=(name,), unit="OCFO"), "ada")
    records.try_routing_rule("Locks", "ada")
    return {
        "put_routing_rule": lambda: records.put_routing_rule(
            RoutingRule("A", kinds=("other",), unit="OCFO"), "ada"
        ),
        "try_routing_rule": lambda: records.try_routing_rule("Buoys", "ada"),
        "switch_routing_rule": lambda: records.switch_routing_rule("Locks", "ada", on=True),
        "move_routing_rule": lambda: records.move_routing_rule("Piers", -1, "ada"),
    }
