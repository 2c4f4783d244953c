"""One call of every method that puts down what went out to people, for the test of every write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from store.digesting import Reader
from store.records import SqlRecords

SILENT = {"begin_digest", "feed"}
"""A digest that is taken in hand, which its end tells of; and that a calendar was read."""


def writes(records: SqlRecords, now: datetime) -> dict[str, Callable[[], object]]:
    """By name of the method: a call that writes."""
    number = records.make_action("Paint the buoys", "Operational Directive", "ada")
    records.change_action(number, 1, {"accountable_lead": "reviewer"}, "ada")
    records.set_suspense(number, date(2020, 1, 2), None, "as asked", "ada")
    reader = Reader("reviewer", "Reviewer", "r@office.example")
    claimed = records.begin_digest("reviewer", date(2026, 3, 2), now)
    assert claimed
    secret = records.make_feed("reviewer", None, "reviewer")
    (feed,) = records.feeds()
    return {
        "escalate": lambda: records.escalate(date(2026, 3, 2)),
        "put_mail_address": lambda: records.put_mail_address("reviewer", "r@office.example", "ada"),
        "begin_digest": lambda: records.begin_digest("reviewer", date(2026, 3, 3), now),
        "end_digest": lambda: records.end_digest(claimed, reader, "Your suspenses", "None."),
        "make_feed": lambda: records.make_feed("reviewer", "OCFO", "reviewer"),
        "revoke_feed": lambda: records.revoke_feed(feed.id, "reviewer"),
        "feed": lambda: records.feed(secret, now + timedelta(days=1)),
    }
