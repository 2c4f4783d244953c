"""One call of every method that puts down webhooks and their messages, for the test of every write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from coordination.webhooks import EVENTS, MOST_TRIES, DeliveryState
from store.records import SqlRecords

SILENT = {"begin_delivery", "end_delivery"}
"""Messages are a log of their own; that one was given up is told by what it stops."""
URL = "https://tasks.example.gov/hook"


def writes(records: SqlRecords, now: datetime) -> dict[str, Callable[[], object]]:
    """By name of the method: a call that writes."""
    far = now + timedelta(days=9999)
    for name in ("one", "two", "three", "four", "dead"):
        records.make_webhook(name, URL, frozenset(EVENTS), "reviewer", "ada")
    number = records.make_action("Count the lights", "Operational Directive", "ada")
    records.change_action(number, 1, {"lead_unit": "OCFO"}, "ada")
    records.issue_action(number, date(2026, 3, 2), "ada")
    records.set_suspense(number, date(2020, 1, 3), None, "as asked", "ada")
    records.line_up()
    records.stop_webhook("two", "They move.", "ada")
    taken = records.begin_delivery("one", far)
    assert taken
    for _ in range(MOST_TRIES):
        tried = records.begin_delivery("dead", far)
        assert tried
        records.end_delivery(tried, DeliveryState.WAITING, "500")
    (dead,) = records.deliveries("dead", "dead")
    return {
        "make_webhook": lambda: records.make_webhook("five", URL, frozenset(EVENTS), "reviewer", "ada"),
        "stop_webhook": lambda: records.stop_webhook("three", "They move.", "ada"),
        "resume_webhook": lambda: records.resume_webhook("two", "ada"),
        "remove_webhook": lambda: records.remove_webhook("two", "ada"),
        "webhook_for_test": lambda: records.webhook_for_test("three", "ada"),
        "begin_delivery": lambda: records.begin_delivery("four", far),
        "end_delivery": lambda: records.end_delivery(taken, DeliveryState.SENT, "204"),
        "retry_delivery": lambda: records.retry_delivery(dead.id, "ada"),
        "note_missed": lambda: records.note_missed(date(2026, 3, 2)),
    }
