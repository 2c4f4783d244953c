"""One call of every write of retention, for the test of every write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import or_, update

from coordination.actions import ActionStatus
from coordination.correspondence import LetterState
from coordination.retention import HoldKind
from pipeline.intake import Incoming
from store.database import bare
from store.records import SqlRecords
from store.tables.coordination import ExecutiveAction
from store.tables.intake import IntakeDocument
from store.views import User

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


def settled(records: SqlRecords, words: str, days: int = 800) -> str:
    """A document that nothing needed doing about, two years ago; kept as an order."""
    incoming = Incoming("folder", "letter.txt", words.encode(), datetime.now(UTC), source=words)
    control = records.admit(incoming, "text/plain", "system").document.control_number
    age(records, control, days, stage="no_action", kind="executive_order", ready_at=None)
    return control


def age(records: SqlRecords, control: str, days: int, **more: Any) -> None:
    """Let a document, and all that lies in it, be as it was left so many days ago."""
    table = bare(IntakeDocument)
    family = or_(table.c.control_number == control, table.c.control_number.startswith(f"{control}-"))
    with records._database.write() as move:
        then = datetime.now(UTC) - timedelta(days=days)
        move.connection.execute(update(table).where(family).values({"updated_at": then} | more))


def acted_on(records: SqlRecords, days: int = 800) -> tuple[str, str]:
    """A document of that time, and the action of it that has ended since, which goes with it."""
    plan = SCHEDULE.replace('"item 1"', '"item 1"\nwith_actions = true')
    (records.settings.home / "retention.toml").write_text(plan)
    control = settled(records, "a letter that was answered", days)
    number = records.make_action("Answer the harbor", "Congressional Correspondence", "ada")
    records.log_letter(number, control, "ada")
    why = "It was answered by telephone."
    for name in ("ada", "bo"):
        records.add_user(User(name, name.capitalize(), frozenset({"reviewer"})), "system")
    records.end_letter(number, control, LetterState.NO_FURTHER_ACTION, why, "bo", "ada")
    records.action_status(number, ActionStatus.CANCELLED, "ada", why)
    age(records, control, days)
    age_action(records, number, days)
    return control, number


def age_action(records: SqlRecords, number: str, days: int) -> None:
    """Let an action be as it was left so many days ago."""
    table, then = bare(ExecutiveAction), datetime.now(UTC) - timedelta(days=days)
    with records._database.write() as move:
        here = update(table).where(table.c.action_number == number)
        move.connection.execute(here.values({"updated_at": then}))


def writes(records: SqlRecords, document: str) -> dict[str, Callable[[], object]]:
    """By name of the method: a call that writes."""
    (records.settings.home / "retention.toml").write_text(SCHEDULE)
    records.place_hold("Harbor v. Agency", HoldKind.LEGAL, "A suit.", [document], "ada")
    going, proposed, approved = (settled(records, words) for words in ("one", "two", "three"))
    records.propose_disposal([proposed, approved], "ada")
    records.approve_disposal([approved], "", "bo")
    return {
        "propose_disposal": lambda: records.propose_disposal([going], "ada"),
        "approve_disposal": lambda: records.approve_disposal([proposed], "", "bo"),
        "withdraw_disposal": lambda: records.withdraw_disposal([approved], "Not yet.", "ada"),
        "categorise": lambda: records.categorise(document, "Kept long", "It is of history.", "ada"),
        "place_hold": lambda: records.place_hold("F-1", HoldKind.FOIA, "Asked for.", [document], "ada"),
        "release_hold": lambda: records.release_hold("Harbor v. Agency", "It is over.", "ada"),
    }
