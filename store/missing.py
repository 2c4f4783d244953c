"""Suspenses that pass while their work is open: put down once each, so that it can be told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from store import audit, escalating
from store.database import Transaction, bare
from store.tables.webhooks import MissedSuspense

ACTOR = "system:suspenses"
_MISSED = bare(MissedSuspense)


def note(move: Transaction, today: date) -> int:
    """Put down every suspense before `today` whose item or action is open and not put down yet; how many.

    Deferred and paused work is passed over: its clock rests. Another suspense is missed anew.
    """
    move.lock("escalation")
    known = {tuple(row) for row in move.connection.execute(select(_MISSED.c.duty, _MISSED.c.due_date))}
    rows: list[dict[str, Any]] = []
    for duty, action, item in escalating.duties(move.connection, today - timedelta(days=1)):
        if (duty.key, duty.due) in known:
            continue
        rows.append(
            {"duty": duty.key, "due_date": duty.due, "executive_action_id": action, "action_item_id": item,
             "created_by": ACTOR, "updated_by": ACTOR}
        )  # fmt: skip
        part = duty.key.removeprefix("item ") if item else ""
        subject = f"{duty.number}/{part}" if part else duty.number
        told = {"due": duty.due.isoformat(), "clock": duty.clock.value}
        move.log(audit.who(ACTOR), "suspense.missed", subject, None, told)
    if rows:
        move.connection.execute(insert(_MISSED), rows)
    return len(rows)
