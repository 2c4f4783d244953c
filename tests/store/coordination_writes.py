"""One call of every write on executive actions, each on work that was made for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from coordination.acting import ActingOfficial
from coordination.actions import ActionStatus
from coordination.clearance import Verb
from coordination.extensions import Clock
from coordination.placing import Way
from store.new_items import NewItem
from store.records import SqlRecords
from store.steering import DecisionNote, StatusUpdate
from store.views import User
from tests.days import this_day

DAY = date(2032, 3, 2)
LATER = date(2032, 6, 1)
NOTE = DecisionNote("Hold", "Wait for the survey.", "It is not done.", "ada")


NAMES = (
    "make_action", "issue_action", "change_action", "archive_action", "add_item", "change_item", "work_item",
    "place_item", "delegate_item", "reassign_items", "put_template", "rename_template", "start_process",
    "stop_process",
    "set_suspense", "transfer_action", "ask_extension", "decide_extension", "interim_reply", "state_lateness",
    "add_milestone", "foresee_milestone", "meet_milestone", "report_status", "log_decision", "comment",
    "attach_paper", "assess_action", "put_acting", "end_acting",
)  # fmt: skip
"""The writes that are tried here. What they start from takes a while to make, so only they make it."""


def coordination_writes(records: SqlRecords, document: str) -> dict[str, Callable[[], object]]:
    """By the names of the methods. What each starts from is made here."""
    for name in ("ada", "ben"):
        records.add_user(User(name, name.capitalize(), frozenset({"reviewer"})), "system")
    number = records.make_action("Mend the buoys", "Operational Directive", "ada")
    gone = records.make_action("Never mind", "Operational Directive", "ada")
    records.action_status(gone, ActionStatus.CANCELLED, "ada", "It was a mistake.")
    records.change_action(number, 1, {"lead_unit": "OCFO"}, "ada")
    records.set_suspense(number, LATER, None, "as the Secretary said", "ada")
    item = records.add_item(number, NewItem("Count them", due_date=DAY), "ada")
    asked = records.add_item(number, NewItem("Paint them", due_date=DAY), "ada")
    event = records.ask_extension(number, asked, Clock.ITEM, LATER, "no paint", "ben")
    stone = records.add_milestone(number, "Counted", DAY, "ada")
    run = records.start_process(number, "Public Correspondence", DAY, "ada")
    records.put_acting(ActingOfficial("ada", "ben", DAY), "ada")
    acting = str(records.acting_officials()[0].id)
    version = records.action(number).action.version
    template = records.template("Public Correspondence")
    past = date(2026, 1, 5)
    late = records.make_action("An old letter", "Operational Directive", "ada")
    records.set_suspense(late, past, None, "as it says", "ada")
    day = this_day()
    return {
        "make_action": lambda: records.make_action("Another", "Executive Order", "ada", number),
        "issue_action": lambda: records.issue_action(number, DAY, "ada"),
        "change_action": lambda: records.change_action(number, version, {"priority": "High"}, "ada"),
        "archive_action": lambda: records.archive_action(gone, True, "ada"),
        "add_item": lambda: records.add_item(number, NewItem("Sink them"), "ada"),
        "place_item": lambda: records.place_item(asked, Way.UP, "ada"),
        "change_item": lambda: records.change_item(item, 1, {"subject": "Count all"}, "ada"),
        "work_item": lambda: records.work_item(item, Verb.BEGIN, "ada"),
        "delegate_item": lambda: records.delegate_item(item, "ben", "", "ada"),
        "reassign_items": lambda: records.reassign_items([item, asked], "ben", "Ada leaves.", "ada"),
        "put_template": lambda: records.put_template(replace(template, details="New."), "ada"),
        "rename_template": lambda: records.rename_template(template.name, "Letters", 1, "ada"),
        "start_process": lambda: records.start_process(number, "Congressional Correspondence", DAY, "ada"),
        "stop_process": lambda: records.stop_process(number, run, "It is settled.", "ada"),
        "set_suspense": lambda: records.set_suspense(number, DAY, None, "sooner", "ada"),
        "transfer_action": lambda: records.transfer_action(late, day, "came over", "ada"),
        "ask_extension": lambda: records.ask_extension(number, item, Clock.ITEM, LATER, "ill", "ada"),
        "decide_extension": lambda: records.decide_extension(event, True, "", "ada"),
        "interim_reply": lambda: records.interim_reply(number, "It takes longer.", document, "ada"),
        "state_lateness": lambda: records.state_lateness(late, "It was lost.", "cole", "ada"),
        "add_milestone": lambda: records.add_milestone(number, "Painted", DAY, "ada"),
        "foresee_milestone": lambda: records.foresee_milestone(number, stone, LATER, "fog", "ada"),
        "meet_milestone": lambda: records.meet_milestone(number, stone, past, "ada"),
        "report_status": lambda: records.report_status(number, StatusUpdate("Half is counted."), "ada"),
        "log_decision": lambda: records.log_decision(number, NOTE, "ada"),
        "comment": lambda: records.comment(number, item, "There are nine.", "ada"),
        "attach_paper": lambda: records.attach_paper(number, item, document, "Supporting", "", "ada"),
        "assess_action": lambda: records.assess_action(
            number, "risk", {"name": "Fog", "likelihood": "High", "severity": "Low"}, "ada"
        ),
        "put_acting": lambda: records.put_acting(ActingOfficial("ben", "ada", DAY), "ada"),
        "end_acting": lambda: records.end_acting(acting, LATER, "ada"),
    }
