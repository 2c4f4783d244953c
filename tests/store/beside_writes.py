"""What pages write beside the record: views of lists, and work that they ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from coordination.actions import Closure
from coordination.auditing import Answers
from store.offices import Office
from store.records import SqlRecords
from store.views import ActionKind, SavedView

SILENT = {"ask_job", "take_job", "end_job", "stop_job", "discard_job"}
"""A sheet that is thrown away is no part of the record."""


def writes(records: SqlRecords) -> dict[str, Callable[[], object]]:
    """By name of the method: a call that writes."""
    running = records.ask_job("analyze", "a", b"words", "reviewer")
    records.take_job("analyze")
    waits = records.ask_job("analyze", "b", b"words", "reviewer")
    records.save_view("reviewer", "queue", SavedView("Late", "due=overdue"))
    number = _overseen(records)
    finding = records.oversight(number).findings[0].id
    day = date(2026, 3, 2)
    return {
        "raise_finding": lambda: records.raise_finding(number, "No receipt.", "OIG", day, "auditor"),
        "settle_finding": lambda: records.settle_finding(finding, "It is there now.", day, "auditor"),
        "answer_closure": lambda: records.answer_closure(number, Answers(4, 5, "The Governor"), "auditor"),
        "ask_job": lambda: records.ask_job("analyze", "c", b"words", "reviewer"),
        "take_job": lambda: records.take_job("analyze"),
        "end_job": lambda: records.end_job(running, "{}"),
        "stop_job": lambda: records.stop_job(waits, "reviewer"),
        "discard_job": lambda: records.discard_job(waits, "reviewer"),
        "save_view": lambda: records.save_view("reviewer", "queue", SavedView("Late", "due=soon")),
        "put_kind": lambda: records.put_kind(
            ActionKind("Song", "", "Inquiry", "Low", 3, None, (), True), "ada"
        ),
        "put_office": lambda: records.put_office(Office("OFH", "Office of Fog Horns", "Fog."), "ada"),
        "put_targets": lambda: records.put_targets({"days": 5.0, "cost": None}, "ada"),
        "drop_view": lambda: records.drop_view("reviewer", "queue", "Late"),
    }


def _overseen(records: SqlRecords) -> str:
    """A closed executive action with a finding."""
    number = records.make_action("Count the buoys", "Operational Directive", "ada")
    records.change_action(number, 1, {"lead_unit": "OCFO"}, "ada")
    records.issue_action(number, date(2026, 3, 2), "ada")
    records.close(number, Closure(datetime(2026, 3, 2, 15, tzinfo=UTC), "ada", "Counted.", "Count sooner."))
    records.raise_finding(number, "Nobody signed.", "OIG", date(2026, 3, 1), "auditor")
    return number
