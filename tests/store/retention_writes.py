"""One call of every write of retention, for the test of every write."""

from __future__ import annotations

from collections.abc import Callable

from coordination.retention import HoldKind
from store.records import SqlRecords

SCHEDULE = """
[[category]]
name = "Orders"
kinds = ["executive_order"]
years = 1
disposition = "destroy"
authority = "item 1"

[[category]]
name = "Kept long"
by_hand = true
years = 30
disposition = "transfer"
authority = "item 2"
"""


def writes(records: SqlRecords, document: str) -> dict[str, Callable[[], object]]:
    """By name of the method: a call that writes."""
    (records.settings.home / "retention.toml").write_text(SCHEDULE)
    records.place_hold("Harbor v. Agency", HoldKind.LEGAL, "A suit.", [document], "ada")
    return {
        "categorise": lambda: records.categorise(document, "Kept long", "It is of history.", "ada"),
        "place_hold": lambda: records.place_hold("F-1", HoldKind.FOIA, "Asked for.", [document], "ada"),
        "release_hold": lambda: records.release_hold("Harbor v. Agency", "It is over.", "ada"),
    }
