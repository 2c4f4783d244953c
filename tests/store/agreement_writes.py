"""One call of every write on agreements and partners, for the test of every write."""

from __future__ import annotations

from collections.abc import Callable

from coordination.agreements import Agreement
from store.records import SqlRecords


def writes(records: SqlRecords) -> dict[str, Callable[[], object]]:
    """By name of the method: a call that writes."""
    number = records.make_action("Sound the bay", "Inter-Agency Coordination", "ada")
    agreement = records.put_agreement(Agreement("Soundings", "Coast Survey"), "ada")
    records.add_partner(number, "Port of Ansgar", "sounds the bay", "ada")
    return {
        "put_agreement": lambda: records.put_agreement(Agreement("Tides", "Coast Survey"), "ada"),
        "join_agreement": lambda: records.join_agreement(number, agreement, "ada"),
        "add_partner": lambda: records.add_partner(number, "Coast Survey", "lends a boat", "ada"),
        "end_partner": lambda: records.end_partner(number, "Port of Ansgar", "It is done.", "ada"),
    }
