"""What people write at the desk beside decisions, for the test that tries every write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from pipeline.decisions import DraftKind
from pipeline.handmade import handmade
from pipeline.rights import Handling
from store.records import SqlRecords

SILENT = {"open_by"}
"""Who has a page open: nobody decided anything."""


class Scene(Protocol):
    """A document that waits, another like it, and one that was finished."""

    records: SqlRecords
    now: datetime
    open: str
    other: str
    reviewed: str


def writes(scene: Scene) -> dict[str, Callable[[], object]]:
    """Each by its name."""
    records, control = scene.records, scene.open
    read = records.dossier(control).read
    assert read
    words, gap = read.find("A letter"), read.find("MISSED the rest")
    assert words and gap
    extra = handmade(DraftKind.RISK, {"title": "It may be late"}, words)
    later = (scene.now + timedelta(days=2)).date()
    return {
        "add_draft": lambda: records.add_draft(control, extra, "reviewer"),
        "support_draft": lambda: records.support_draft(control, 3, 1, words, "reviewer"),
        "dismiss_sentence": lambda: records.dismiss_sentence(control, gap, "reviewer"),
        "restore_sentence": lambda: records.restore_sentence(control, gap, "reviewer"),
        "undo_finish": lambda: records.undo_finish(scene.reviewed, "reviewer", datetime.now(UTC)),
        "guard": lambda: records.guard(control, Handling.CUI, "ES", "clerk"),
        "assign": lambda: records.assign(control, "reviewer", "clerk"),
        "mark_levels": lambda: records.mark_levels([control], Handling.CUI, "clerk"),
        "assign_all": lambda: records.assign_all([control], "reviewer", "clerk"),
        "snooze": lambda: records.snooze(control, later, scene.now, "reviewer"),
        "call_duplicate": lambda: records.call_duplicate(scene.other, control, "reviewer"),
        "open_by": lambda: records.open_by(control, "reviewer", scene.now),
    }
