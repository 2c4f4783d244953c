"""What a form of the action pages does: its fields read, one call of the records, what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from coordination.actions import ActionStatus, ItemType
from coordination.clearance import MOVES, Verb
from coordination.extensions import Clock
from coordination.placing import Way
from pipeline.problems import IllegalMove, NotFound
from review.numbers import whole

if TYPE_CHECKING:
    from store.records import SqlRecords

T = TypeVar("T")
Fields = Mapping[str, str]
Deed = Callable[["SqlRecords", str, Fields, str], object]


def day_of(fields: Fields, name: str) -> date:
    """The day that a field names. Raises IllegalMove."""
    found = day_or_none(fields, name)
    if found is None:
        raise IllegalMove("A day is missing.", remedy="Choose the day.")
    return found


def day_or_none(fields: Fields, name: str) -> date | None:
    """The day that a field names, None where it is empty. Raises IllegalMove."""
    text = fields.get(name, "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise IllegalMove(f"{text!r} is no date.", "A date is written as 2026-01-31.") from None
    if not 1990 <= found.year <= 2150:
        raise IllegalMove(f"{text} lies too far off.", remedy="Choose another day.")
    return found


def version_of(fields: Fields) -> int:
    """The version that a form was made from; 0 where it names none."""
    text = fields.get("version", "")
    return whole(text) or 0


def choice(kind: Callable[[str], T], text: str, what: str) -> T:
    """What is chosen of a list. Raises IllegalMove."""
    try:
        return kind(text)
    except ValueError:
        raise IllegalMove(f"{text!r} is no {what}.", remedy="Choose one of the list.") from None


def _change(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    names = ("name", "priority", "accountable_lead", "executive_sponsor", "lead_unit", "authority",
             "signature_level", "security_classification", "visibility", "external_number",
             "success_criteria", "agreement", "notes", "description", "organization_initiative",
             "strategic_alignment", "target_completion_date", "estimated_effort", "estimated_budget",
             "tags")  # fmt: skip
    changes: dict[str, object] = {name: fields[name] for name in names if name in fields}
    if "coordinating_units" in fields:
        changes["coordinating_units"] = [
            unit for unit in fields["coordinating_units"].split(";") if unit.strip()
        ]
    if "estimated_effort" not in fields:  # the form of the plan has no box to tick
        changes["requires_formal_decision"] = fields.get("requires_formal_decision") == "yes"
    records.change_action(number, version_of(fields), changes, user)


def _status(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    wanted = choice(ActionStatus, fields.get("status", ""), "status")
    records.action_status(number, wanted, user, fields.get("reason", ""))


def _suspense(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    external, internal = day_or_none(fields, "external"), day_or_none(fields, "internal")
    records.set_suspense(number, external, internal, fields.get("reason", ""), user)


def _milestone(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    stone, day = fields.get("milestone", ""), day_of(fields, "day")
    if not stone:
        records.add_milestone(number, fields.get("name", ""), day, user, fields.get("description", ""))
    elif fields.get("met"):
        records.meet_milestone(number, stone, day, user)
    else:
        records.foresee_milestone(number, stone, day, fields.get("reason", ""), user)


def _report(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    from store.steering import StatusUpdate

    names = ("key_accomplishments", "next_steps", "challenges_and_risks", "decisions_needed",
             "resource_concerns", "timeline_impact", "budget_impact", "overall_health")  # fmt: skip
    texts: dict[str, Any] = {name: fields.get(name, "") for name in names}
    said = StatusUpdate(
        **texts,
        period_start=day_or_none(fields, "period_start"),
        period_end=day_or_none(fields, "period_end"),
        escalation_required=fields.get("escalation_required") == "yes",
        scope_change_requested=fields.get("scope_change_requested") == "yes",
    )
    records.report_status(number, said, user)


def _decision(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    from store.steering import DecisionNote

    names = ("category", "description", "rationale", "decided_by", "authority", "impact_on_scope",
             "impact_on_timeline", "impact_on_budget", "impact_on_accountability")  # fmt: skip
    values: dict[str, Any] = {name: fields.get(name, "") for name in names}
    values |= {name: day_or_none(fields, name) for name in ("communicated_date", "implementation_date")}
    records.log_decision(number, DecisionNote(**values), user)


def _depend(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    from store.depending import NewDependency

    lag = fields.get("lag", "").strip() or "0"
    if not lag.removeprefix("-").isdecimal() or len(lag) > 5:
        raise IllegalMove(f"{lag!r} is no number of days.")
    new = NewDependency(
        fields.get("predecessor", ""),
        fields.get("link", ""),
        int(lag),
        fields.get("description", ""),
        fields.get("impact", ""),
    )
    records.add_dependency(number, new, user)


def _add(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    from store.new_items import NewItem

    new = NewItem(
        fields.get("subject", ""),
        choice(ItemType, fields.get("item_type", ItemType.TASK), "type of item"),
        fields.get("details", ""),
        day_or_none(fields, "due_date"),
        fields.get("person") or None,
        fields.get("unit") or None,
        None,
        fields.get("recurrence", "").strip() or None,
        fields.get("optional") != "yes",
        fields.get("parent") or None,
    )
    records.add_item(number, new, user)


def _change_item(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    changes: dict[str, object] = {
        name: fields[name]
        for name in ("subject", "details", "priority", "recurrence", "person", "unit", "next_steps")
        if name in fields
    }
    if "due_date" in fields:
        changes["due_date"] = day_or_none(fields, "due_date")
    records.change_item(fields.get("item", ""), version_of(fields), changes, user)


def _place(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    records.place_item(fields.get("item", ""), choice(Way, fields.get("way", ""), "way"), user)


def _next_steps(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    said = {"next_steps": fields.get("next_steps", "")}
    records.change_item(fields.get("item", ""), version_of(fields), said, user)


def _ask(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    clock = choice(Clock, fields.get("clock", Clock.EXTERNAL), "clock")
    item = fields.get("item") if clock is Clock.ITEM else None
    records.ask_extension(number, item, clock, day_of(fields, "day"), fields.get("reason", ""), user)


def verb_of(fields: Fields, *, decides: bool) -> Verb:
    """The verb that a button names, if it is one of those that take the right to decide, or of the others."""
    verb = choice(Verb, fields.get("verb", ""), "step")
    if MOVES[verb].decides is not decides:
        raise IllegalMove("This step is not taken here.", remedy="Load the page again.")
    return verb


def _work(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    verb = verb_of(fields, decides=False)
    records.work_item(fields.get("item", ""), verb, user, fields.get("words", ""))


def _rule(records: SqlRecords, number: str, fields: Fields, user: str) -> None:
    verb = verb_of(fields, decides=True)
    records.work_item(fields.get("item", ""), verb, user, fields.get("words", ""))


MANAGE: dict[str, tuple[str, Deed]] = {
    "issue": ("Issued", lambda r, n, f, u: r.issue_action(n, day_of(f, "day"), u)),
    "change": ("Changed", _change),
    "status": ("Moved", _status),
    "submit": (
        "Submitted for review",
        lambda r, n, f, u: r.action_status(n, ActionStatus.SUBMITTED, u, f.get("reason", "")),
    ),
    "archive": ("Archived", lambda r, n, f, u: r.archive_action(n, True, u)),
    "unarchive": ("Taken out of the archive", lambda r, n, f, u: r.archive_action(n, False, u)),
    "suspense": ("Suspense set", _suspense),
    "transfer": (
        "Transfer recorded",
        lambda r, n, f, u: r.transfer_action(n, day_of(f, "day"), f.get("reason", ""), u),
    ),
    "interim": (
        "Interim reply recorded",
        lambda r, n, f, u: r.interim_reply(n, f.get("reason", ""), f.get("document") or None, u),
    ),
    "lateness": (
        "Statement of lateness recorded",
        lambda r, n, f, u: r.state_lateness(n, f.get("reason", ""), f.get("approver", ""), u),
    ),
    "process": (
        "Process started",
        lambda r, n, f, u: r.start_process(n, f.get("template", ""), day_of(f, "day"), u),
    ),
    "stop": (
        "Process stopped",
        lambda r, n, f, u: r.stop_process(n, f.get("run", ""), f.get("reason", ""), u),
    ),
    "milestone": ("Milestone recorded", _milestone),
    "report": ("Status reported", _report),
    "decision": ("Decision logged", _decision),
    "depend": ("It waits now", _depend),
    "undepend": (
        "Dependency taken back",
        lambda r, n, f, u: r.end_dependency(f.get("dependency", ""), f.get("reason", ""), u),
    ),
    "assess": ("Recorded", lambda r, n, f, u: r.assess_action(n, f.get("kind", ""), f, u)),
    "partner": (
        "Partner named",
        lambda r, n, f, u: r.add_partner(n, f.get("name", ""), f.get("role", ""), u),
    ),
    "unpartner": (
        "Partner let go",
        lambda r, n, f, u: r.end_partner(n, f.get("name", ""), f.get("reason", ""), u),
    ),
    "agreement": ("Changed", lambda r, n, f, u: r.join_agreement(n, f.get("agreement", ""), u)),
    "add": ("Item added", _add),
    "change-item": ("Item changed", _change_item),
    "place": ("Item moved", _place),
}
"""What takes the right to manage actions."""

WORK: dict[str, tuple[str, Deed]] = {
    "work": ("Recorded", _work),
    "next-steps": ("Next steps noted", _next_steps),
    "delegate": (
        "Handed over",
        lambda r, n, f, u: r.delegate_item(f.get("item", ""), f.get("to", ""), f.get("reason", ""), u),
    ),
    "extension": ("Extension asked for", _ask),
    "comment": ("Said", lambda r, n, f, u: r.comment(n, f.get("item") or None, f.get("words", ""), u)),
}
"""What takes the right to work on items."""

DECIDE: dict[str, tuple[str, Deed]] = {
    "rule": ("Decided", _rule),
    "grant": (
        "Extension granted",
        lambda r, n, f, u: r.decide_extension(f.get("event", ""), True, f.get("comments", ""), u),
    ),
    "refuse": (
        "Extension refused",
        lambda r, n, f, u: r.decide_extension(f.get("event", ""), False, f.get("comments", ""), u),
    ),
}
"""What takes the right to decide on items."""

_LED = ("submit", "process", "stop", "milestone", "report", "decision", "depend", "undepend", "assess", "add",
        "change-item", "place", "grant", "refuse")  # fmt: skip
LEAD: dict[str, tuple[str, Deed]] = {name: (MANAGE | DECIDE)[name] for name in _LED}
"""What whoever leads an action may do with it, whatever their role."""


def deed_of(table: Mapping[str, tuple[str, Deed]], name: str) -> Deed:
    """The deed of this name. Raises NotFound."""
    if name not in table:
        raise NotFound("There is no such step.", remedy="Load the page again.")
    return table[name][1]


def said_of(name: str) -> str:
    """What is said after a deed."""
    return "Paper attached" if name == "paper" else (MANAGE | WORK | DECIDE).get(name, ("",))[0]
