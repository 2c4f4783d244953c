"""Many years of an office's work as rows: executive actions, their items, and what was put down about them.

Drawn from a seed and written straight into SQLite; every rule of the tables is obeyed, the audit log's chain
too. The office has six hundred people in its units; two actions in five are open, and of those most items.
"""

from __future__ import annotations

import random
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from pipeline.settings import Settings
from store import audit
from store.database import Database
from store.tables.coordination import ExecutiveAction
from store.tables.tasking import ActionItem

PEOPLE = 600
OPEN, ENDED = ("New (Not Started)", "In Progress", "Deferred (On Hold)"), ("Completed", "Cancelled")
ITEM_OPEN = ("New (Not Started)", "In Progress", "In Progress", "Submitted for Review", "Returned")
TYPES = ("Task", "Task", "Task", "Coordination", "Approval", "Reply", "Report", "Acknowledgement")
HEALTH = ("On track", "At risk", "Off track", None)
VISIBILITY = ("Internal",) * 8 + ("Restricted", "Public")
WORDS = (
    "Report on the use of records in field offices", "Answer to the committee on harbor pilots",
    "Review of contracts for flood gates", "Plan for telework of inspectors", "Inventory of systems in use",
    "Guidance on grants to tribal governments", "Reply to the Senator about a lock closure",
    "Training of dam tenders", "Update of the continuity plan", "Audit of travel cards",
)  # fmt: skip
_SEVERITY = ("High", "Medium", "Low")
_NOW = datetime.now(UTC).replace(tzinfo=None)
Somebody = tuple[int, int, int]
"""A person, their unit, their account."""
Rows = Iterator[tuple[str, dict[str, Any]]]


class Writer:
    """Rows on their way into tables, many at a time; each gets what every row has."""

    def __init__(self, base: sqlite3.Connection, draw: random.Random) -> None:
        self.base = base
        self.draw = draw
        self.waiting: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}

    def put(self, table: str, row: dict[str, Any]) -> None:
        """Put a row down, sooner or later."""
        stamp = str(row.pop("at", _NOW))
        row |= {"public_id": uuid.UUID(int=self.draw.getrandbits(128)).hex, "created_by": "system",
                "updated_by": "system", "created_at": stamp, "updated_at": stamp, "version": 1}  # fmt: skip
        row = {name: str(value) if isinstance(value, date) else value for name, value in row.items()}
        kept = self.waiting.setdefault((table, tuple(row)), [])
        kept.append(tuple(row.values()))
        if len(kept) > 5_000:
            self._write(table, tuple(row), kept)

    def _write(self, table: str, names: tuple[str, ...], kept: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(names))
        self.base.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", kept)
        kept.clear()

    def end(self) -> None:
        """Write what is left."""
        for (table, names), kept in self.waiting.items():
            self._write(table, names, kept)


def write(base: sqlite3.Connection, actions: int, items: int, today: date, seed: int = 1) -> None:
    """Fill a fresh record with so many actions, and as many items over all of them."""
    draw = random.Random(seed)
    base.execute("PRAGMA foreign_keys = OFF")  # actions name documents that are written after them
    writer = Writer(base, draw)
    units = dict(base.execute("SELECT id, abbreviation FROM organization_unit").fetchall())
    kinds = base.execute("SELECT id, executive_action_category FROM executive_action_type").fetchall()
    people = list(_people(writer, base, tuple(units)))
    kept = {"id": 1, "sha256": "0" * 64, "size": 1, "media_type": "text/plain", "kept_at": "0"}
    writer.put("original", kept)
    numbers: dict[int, int] = {}
    left = items
    for key in range(1, actions + 1):
        many = (
            left // (actions - key + 1) if key == actions else min(left, draw.choice((4, 6, 8, 10, 14, 16)))
        )
        received = today - timedelta(days=int(draw.triangular(0, 2500, 200)))
        numbers[received.year] = numbers.get(received.year, 0) + 1
        number = f"EA-{received.year}-{numbers[received.year]:05d}"
        for table, row in _action(draw, key, number, received, today, units, kinds, people, many):
            writer.put(table, row)
        left -= many
    _dependencies(writer, draw, actions)
    writer.end()
    broken = base.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise RuntimeError(f"a row names one that is not there: {broken}")


def _people(writer: Writer, base: sqlite3.Connection, units: Sequence[int]) -> Iterator[Somebody]:
    """Persons with accounts, those that are there already come first."""
    first = base.execute("SELECT max(id) FROM user_account").fetchone()[0]
    base.execute("DELETE FROM person WHERE user_account_id IS NOT NULL")
    held = base.execute("SELECT id, name, display_name FROM user_account ORDER BY id").fetchall()
    for number in range(PEOPLE):
        key, unit = number + 1_000, units[number % len(units)]
        if number < len(held):
            account, name, shown = held[number]
        else:
            account, name, shown = first + number, f"u{number}", f"Person {number}"
            row = {"id": account, "name": name, "display_name": shown, "active": 1, "clearance": "restricted",
                   "density": "comfortable", "shortcuts": 1}  # fmt: skip
            writer.put("user_account", row)
            writer.put("user_role", {"user_id": account, "role": "action_officer"})
        row = {"id": key, "name": shown, "user_account_id": account, "e_mail": f"{name}@agency.example",
               "organization_unit_id": unit}  # fmt: skip
        writer.put("person", row)
        yield key, unit, account


def _action(
    draw: random.Random, key: int, number: str, received: date, today: date,
    units: dict[int, str], kinds: Sequence[tuple[int, str]], people: Sequence[Somebody], items: int,
) -> Rows:  # fmt: skip
    lead, unit, account = draw.choice(people)
    kind, category = draw.choice(kinds)
    is_open = (today - received).days < 400 or draw.random() < 0.2
    status = draw.choice(OPEN if is_open else ENDED)
    due = received + timedelta(days=draw.choice((10, 20, 30, 60, 90, 180, 365)))
    name = f"{draw.choice(WORDS)}, {received.year}"
    moment = datetime.combine(received, datetime.min.time()) + timedelta(seconds=draw.randrange(80_000))
    yield "intake_document", _document(draw, key, received, moment, name, draw.choice(tuple(units)))
    yield (
        "executive_action",
        {
            "id": key, "action_number": number, "name": name, "executive_action_type_id": kind,
            "category": category, "action_status": status, "priority": draw.choice(("High", "Medium", "Low")),
            "lifecycle_stage": "Active" if is_open else "Complete", "security_classification": "Unclassified",
            "visibility": draw.choice(VISIBILITY), "received_date_time": moment,
            "accountable_lead_id": lead, "executive_sponsor_id": draw.choice(people)[0],
            "lead_organization_unit": units[unit], "lead_organization_unit_id": unit,
            "start_date": received + timedelta(days=1), "due_date": due if draw.random() < 0.95 else None,
            "internal_due_date": due - timedelta(days=5), "overall_health": draw.choice(HEALTH),
            "actual_completion_date": None if is_open else moment + timedelta(days=40),
            "outcome_summary": None if is_open else "Done.", "closed_by": None if is_open else "reader",
            "lessons_learned": None if is_open else "Begin sooner.", "source_document_id": key,
            "requires_formal_decision": 0, "compliance_driven": 0, "at": moment,
        },
    )  # fmt: skip
    yield "executive_action_document", {"executive_action_id": key, "document_id": key}
    for other in draw.sample(tuple(units), 2):
        row = {"executive_action_id": key, "unit": units[other], "organization_unit_id": other}
        yield "coordinating_unit", row
    yield from _items(draw, key, received, today, is_open, units, people, unit, items)
    yield from _said(draw, key, received, due, is_open)
    if is_open and due < today:
        yield "told_suspense", _told(key, due, account, today - timedelta(days=draw.randrange(3)))


def _document(
    draw: random.Random, key: int, received: date, moment: datetime, name: str, unit: int
) -> dict[str, Any]:
    return {
        "id": key, "control_number": f"EC-{received.year}-{key:06d}", "original_id": 1,
        "receipt_key": str(key), "received_at": moment, "channel": "folder", "source": f"/in/{key}",
        "brought_by": "system",
        "file_name": f"{key}.txt", "media_type": "text/plain", "size": 1, "stage": "reviewed", "title": name,
        "handling": draw.choice(("unrestricted", "unrestricted", "unrestricted", "cui", "restricted")),
        "handling_confirmed": 1, "facts_confirmed": 1, "uncovered": 0, "hidden": 0, "attempts": 1,
        "unit_id": unit, "sender": "Committee on Harbors", "at": moment,
    }  # fmt: skip


def _items(
    draw: random.Random, action: int, received: date, today: date, is_open: bool,
    units: dict[int, str], people: Sequence[Somebody], lead_unit: int, count: int,
) -> Rows:  # fmt: skip
    ours = [one for one in people if one[1] == lead_unit]
    head = None
    for place in range(count):
        key = action * 100 + place
        member = head is not None and draw.random() < 0.4
        ended = not is_open or draw.random() < 0.45
        person, unit, _ = draw.choice(ours if draw.random() < 0.8 else people)
        due = received + timedelta(days=draw.choice((7, 14, 28, 60, 120, 365)))
        row: dict[str, Any] = {
            "id": key, "subject": f"{draw.choice(WORDS)}: part {place + 1}",
            "action_type": draw.choice(TYPES),
            "action_status": draw.choice(ENDED) if ended else draw.choice(ITEM_OPEN), "priority": "Medium",
            "due_date": due if draw.random() < 0.9 else None, "lead_organization_unit": units[unit],
            "assignee_person_id": person if draw.random() < 0.7 else None,
            "assignee_organization_unit_id": unit, "executive_action_id": action, "is_paused": 0,
            "mandatory": 1, "item_order": place, "parent_action_item_id": head if member else None,
            "next_steps": "Wait for the program office." if draw.random() < 0.2 else None,
            "document_id": action, "ended_by": "reader" if ended else None,
            "at": datetime.combine(received, datetime.min.time()),
        }  # fmt: skip
        head = key if not member and row["action_type"] == "Task" else head if member else None
        yield "action_item", row


def _said(draw: random.Random, action: int, received: date, due: date, is_open: bool) -> Rows:
    half = received + (due - received) / 2
    for place, day in enumerate((half, due)):
        stone = {"executive_action_id": action, "name": ("Draft stands", "Signed")[place], "active": 1,
                 "baseline_date": day, "forecast_date": day + timedelta(days=draw.choice((0, 0, 7))),
                 "actual_date": None if is_open else day, "milestone_order": place}  # fmt: skip
        yield "milestone", stone
    report = {"executive_action_id": action, "status_date": half, "reported_by": "Person 7",
              "percent_complete": 40, "key_accomplishments": "Half of the offices answered.",
              "overall_health": draw.choice(HEALTH),
              "decisions_needed": "Whether to extend." if draw.random() < 0.1 else None, "active": 1,
              "scope_change_requested": 0, "escalation_required": int(draw.random() < 0.05)}  # fmt: skip
    yield "executive_status_update", report
    decision = {"executive_action_id": action, "decision_date": half, "decided_by": "Person 8", "active": 1,
                "decision_category": "Timeline Extension",
                "decision_description": "The draft goes out later."}  # fmt: skip
    yield "executive_decision_log", decision
    if draw.random() < 0.3:
        risk = {"name": "The date may pass", "risk_number": f"R-{action}", "executive_action_id": action,
                "likelihood": draw.choice(_SEVERITY), "severity": draw.choice(_SEVERITY),
                "overall_risk_level": draw.choice(_SEVERITY), "identification_date": received}  # fmt: skip
        yield "risk_item", risk
        impact = {"name": "Offices report twice", "executive_action_id": action, "severity": "Low",
                  "polarity": "Negative", "anticipated_or_realised": "Anticipated"}  # fmt: skip
        yield "impact", impact
    if draw.random() < 0.1:
        event = {"executive_action_id": action, "kind": "Extension", "clock": "External", "old_date": due,
                 "status": "Requested" if is_open else "Approved", "new_date": due + timedelta(days=14),
                 "reason": "Two offices are late.", "requested_by": "u9",
                 "requested_at": str(_NOW)}  # fmt: skip
        yield "suspense_event", event


def _told(action: int, due: date, account: int, day: date) -> dict[str, Any]:
    return {"duty": f"action:{action}", "due_date": due, "rung": 1, "user_id": account, "capacity": "Lead",
            "day": day, "executive_action_id": action}  # fmt: skip


def _dependencies(writer: Writer, draw: random.Random, actions: int) -> None:
    """One action in forty waits for an earlier one, in short chains, as in an office."""
    for after in range(40, actions, 40):
        before = max(1, after - draw.choice((1, 2, 39, 40)))
        row = {"predecessor_action_id": before, "successor_action_id": after,
               "dependency_type": "Finish to Start", "dependency_status": "Active", "critical_path": 0,
               "lag_days": 0, "active": 1}  # fmt: skip
        writer.put("executive_action_dependency", row)


def log(settings: Settings) -> None:
    """An event for each action made and for each item moved, chained onto the events that are there."""
    with Database(settings).write() as move:
        made = select(ExecutiveAction.action_number).order_by(ExecutiveAction.id)
        for number in move.connection.execute(made).scalars().all():
            move.log("user:reader", "action.made", number, None, {"status": "In Progress"})
        moved = select(ExecutiveAction.action_number, ActionItem.public_id).order_by(ActionItem.id)
        moved = moved.join(ExecutiveAction, ExecutiveAction.id == ActionItem.executive_action_id)
        for number, item in move.connection.execute(moved).all():
            move.log("user:reader", "item.moved", f"{number}/{item}", None, {"status": "In Progress"})
        audit.append(move)
