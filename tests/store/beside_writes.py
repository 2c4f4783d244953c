"""What pages write beside the record: views of lists, and work that they ask for."""

from __future__ import annotations

from collections.abc import Callable

from store.records import SqlRecords
from store.views import ActionKind, SavedView

SILENT = {"ask_job", "take_job", "end_job", "discard_job"}
"""A sheet that is thrown away is no part of the record."""


def writes(records: SqlRecords) -> dict[str, Callable[[], object]]:
    """By name of the method: a call that writes."""
    running = records.ask_job("analyze", "a", b"words", "reviewer")
    records.take_job()
    waits = records.ask_job("analyze", "b", b"words", "reviewer")
    records.save_view("reviewer", "queue", SavedView("Late", "due=overdue"))
    return {
        "ask_job": lambda: records.ask_job("analyze", "c", b"words", "reviewer"),
        "take_job": records.take_job,
        "end_job": lambda: records.end_job(running, "{}"),
        "discard_job": lambda: records.discard_job(waits, "reviewer"),
        "save_view": lambda: records.save_view("reviewer", "queue", SavedView("Late", "due=soon")),
        "put_kind": lambda: records.put_kind(
            ActionKind("Song", "", "Inquiry", "Low", 3, None, (), True), "ada"
        ),
        "drop_view": lambda: records.drop_view("reviewer", "queue", "Late"),
    }
