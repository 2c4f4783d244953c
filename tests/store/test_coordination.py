"""Executive actions on the record: what is asked at which step, processes, clearances, suspenses, people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.acting import ActingOfficial
from coordination.actions import ActionItem, ActionStatus, Closure, ItemType
from coordination.clearance import NEEDS_PAPER, Verb
from coordination.extensions import Clock
from coordination.progress import flat
from coordination.templates import AssignTo, Calculation, Order, Step, Template
from pipeline.intake import IntakeDocument
from pipeline.problems import Conflict, IllegalMove, Misconfigured, NotFound
from store import item_lists, worklists
from store.item_lists import ItemRow, Part
from store.new_items import NewItem
from store.records import SqlRecords
from store.steering import DecisionNote, StatusUpdate
from store.views import User
from store.worklists import ActionRow, Wanted

Take = Callable[..., IntakeDocument]
DAY = date(2032, 3, 2)
LATER = date(2032, 6, 1)


@pytest.fixture
def people(records: SqlRecords) -> tuple[str, ...]:
    names = ("lead", "sponsor", "officer", "clerk")
    for name in names:
        records.add_user(User(name, f"{name.capitalize()} Person", frozenset({"reviewer"})), "system")
    return names


@pytest.fixture
def number(records: SqlRecords, people: tuple[str, ...]) -> str:
    """An action with a lead, a sponsor, two coordinating units and a suspense."""
    made = records.make_action("Mend the harbors", "Operational Directive", "clerk")
    fields = {
        "accountable_lead": "lead",
        "executive_sponsor": "sponsor",
        "lead_unit": "OCFO",
        "coordinating_units": ["OGC", "OPA"],
    }
    records.change_action(made, 1, fields, "clerk")
    records.set_suspense(made, LATER, date(2032, 5, 20), "as the order says", "clerk")
    return made


def named(records: SqlRecords, number: str) -> dict[str, ActionItem]:
    return {item.subject: item for item in flat(records.action(number).items)}


def finish_item(records: SqlRecords, item: ActionItem) -> None:
    verb = {ItemType.APPROVAL: Verb.APPROVE, ItemType.COORDINATION: Verb.CONCUR}.get(
        item.item_type, Verb.COMPLETE
    )
    if verb is Verb.APPROVE:
        records.work_item(str(item.id), Verb.SUBMIT, "officer")
    who = item.user if verb is Verb.CONCUR and item.user else "lead"
    records.work_item(str(item.id), verb, who, "Done.")


def test_what_a_type_requires_is_asked_at_its_step(
    records: SqlRecords, people: tuple[str, ...], now: datetime
) -> None:
    number = records.make_action("Carry out the order", "Executive Order", "clerk")
    with pytest.raises(IllegalMove) as told:
        records.issue_action(number, DAY, "clerk")
    assert "no lead office or an accountable lead and no legal authority" in told.value.what
    records.change_action(number, 1, {"lead_unit": "OCFO", "authority": "EO 14008"}, "clerk")
    records.issue_action(number, DAY, "clerk")
    assert records.action(number).action.lifecycle == "Initiation"
    records.action_status(number, ActionStatus.IN_PROGRESS, "clerk")
    with pytest.raises(IllegalMove, match="impact assessment and no risk assessment"):
        records.action_status(number, ActionStatus.SUBMITTED, "clerk")
    records.assess_action(number, "impact", {"name": "More work", "polarity": "Negative"}, "clerk")
    records.assess_action(number, "risk", {"name": "Fog", "likelihood": "High", "severity": "Low"}, "clerk")
    records.change_action(
        number, records.action(number).action.version, {"requires_formal_decision": True}, "clerk"
    )
    closure = Closure(now, "clerk", "Done.", "Begin sooner.")
    with pytest.raises(IllegalMove, match="no formal decision"):
        records.close(number, closure)
    records.log_decision(number, DecisionNote("Hold", "Stop here.", "Enough.", "sponsor"), "clerk")
    closed = records.close(number, closure)
    assert closed.action.status is ActionStatus.COMPLETED
    with pytest.raises(IllegalMove, match="reopened without a reason"):
        records.action_status(number, ActionStatus.IN_PROGRESS, "clerk")
    records.action_status(number, ActionStatus.IN_PROGRESS, "clerk", "A court sent it back.")
    (event,) = records.audit(1)
    assert (event.what, event.after) == (
        "action.reopened",
        {"status": "In Progress", "reason": "A court sent it back."},
    )


def test_steps_begin_when_their_turn_comes(records: SqlRecords, number: str, drafted: Take) -> None:
    sent = drafted("A report that was sent").control_number
    records.start_process(number, "Executive Order Planning and Compliance", DAY, "clerk")
    seen: list[set[str]] = []
    for _ in range(40):
        now_open = [
            item for item in named(records, number).values() if not item.status.ended and not item.children
        ]
        if not now_open:
            break
        seen.append({item.subject for item in now_open})
        if now_open[0].item_type in NEEDS_PAPER:
            records.attach_paper(number, now_open[0].id, sent, "Proof of Dispatch", "", "officer")
        finish_item(records, now_open[0])
    assert seen[0] == {"Policy Review Assignment", "Initial Impact Analysis"}
    every = named(records, number)
    assert all(item.status is ActionStatus.COMPLETED for item in every.values())
    found = records.action_file(number)
    assert not found.runs[0].running and not found.runs[0].planned and found.progress.percent == 100
    assert every["Policy Review Assignment"].user == "clerk"


def counted(records: SqlRecords, number: str) -> tuple[int, int]:
    """How far an action is, as lists say it."""
    (row,) = (row for row in records.action_rows(Wanted("all")) if row.number == number)
    return row.total, row.done


def test_lists_count_items_as_the_page_of_the_action_does(
    records: SqlRecords, number: str, drafted: Take
) -> None:
    paper = drafted("A report that was sent").control_number
    records.start_process(number, "Public Correspondence", DAY, "clerk")
    records.change_action(number, records.action(number).action.version, {"coordinating_units": []}, "clerk")
    records.add_item(number, NewItem("Head"), "clerk")
    for name in ("Member", "Dropped"):
        records.add_item(number, NewItem(name, parent=named(records, number)["Head"].id), "clerk")
    records.work_item(str(named(records, number)["Dropped"].id), Verb.CANCEL, "lead", "Not needed.")
    seen = set[tuple[int, int]]()
    for _ in range(4):
        progress = records.action_file(number).progress
        assert counted(records, number) == (progress.total, progress.completed)
        seen.add((progress.total, progress.completed))
        open_ones = [one for one in named(records, number).values() if not (one.status.ended or one.children)]
        if open_ones[0].item_type in NEEDS_PAPER:
            records.attach_paper(number, open_ones[0].id, paper, "Proof of Dispatch", "", "officer")
        finish_item(records, open_ones[0])
    assert len(seen) > 1 and not any(
        item.subject == "Head" for item in records.items_part(Part()) if item.children
    )


def test_planned_steps_count_as_open_work(records: SqlRecords, number: str, now: datetime) -> None:
    back = Step("b", "Second", method=Calculation.FROM_DUE_DATE, offset=-5)
    records.put_template(Template("Two", (Step("a", "First"), back)), "clerk")
    run = records.start_process(number, "Two", DAY, "clerk")
    found = records.action_file(number)
    assert (found.progress.total, found.progress.percent) == (2, 0)
    # Memorial Day, 31 May, is skipped
    assert [(one.name, one.due) for one in found.runs[0].planned] == [("Second", date(2032, 5, 24))]
    finish_item(records, named(records, number)["First"])
    assert named(records, number)["Second"].due_date == date(2032, 5, 24)
    assert records.action_file(number).progress.percent == 50
    records.work_item(str(named(records, number)["First"].id), Verb.REOPEN, "lead", "It was not done.")
    assert records.action_file(number).progress.percent == 0
    records.stop_process(number, run, "It is settled.", "lead")
    with pytest.raises(NotFound):
        records.stop_process(number, run, "It is settled.", "lead")
    with pytest.raises(IllegalMove, match="2 open action items"):
        records.close(number, Closure(now, "lead", "Done.", "Nothing."))


def test_an_open_clearance_keeps_an_action_open(records: SqlRecords, number: str, now: datetime) -> None:
    asked = records.add_item(
        number, NewItem("OGC concurs", ItemType.COORDINATION, unit="OGC", person="officer"), "clerk"
    )
    closure = Closure(now, "lead", "Done.", "Nothing.")
    with pytest.raises(IllegalMove, match="1 of them clearances"):
        records.close(number, closure)
    with pytest.raises(IllegalMove, match="for Officer Person to answer"):
        records.work_item(asked, Verb.CONCUR, "clerk")
    records.work_item(asked, Verb.NON_CONCUR, "officer", "It costs too much.")
    with pytest.raises(IllegalMove, match="clearances"):
        records.close(number, closure)
    records.work_item(asked, Verb.CONCUR_WITH_COMMENT, "officer", "With the cheaper paint.")
    assert [(one.what, one.words) for one in records.action_file(number).reviews] == [
        ("Non-Concur", "It costs too much."),
        ("Concur with Comment", "With the cheaper paint."),
    ]
    assert records.close(number, closure).action.closure == closure


def test_an_acting_official_answers_for_the_official(records: SqlRecords, number: str) -> None:
    today = datetime.now(records.settings.zone).date()
    asked = records.add_item(number, NewItem("Concur", ItemType.COORDINATION, person="officer"), "clerk")
    records.put_acting(ActingOfficial("officer", "clerk", today, today), "lead")
    with pytest.raises(IllegalMove, match="clerk acts for officer"):
        records.put_acting(ActingOfficial("officer", "lead", today), "lead")
    assert [row.id for row in records.my_items("clerk", today)] == [asked]
    assert records.my_items("clerk", today + timedelta(days=1)) == ()
    records.work_item(asked, Verb.CONCUR, "clerk")
    assert records.action_file(number).reviews[0].on_behalf_of == "officer"


def test_nobody_approves_what_they_submitted(records: SqlRecords, number: str) -> None:
    asked = records.add_item(number, NewItem("Sign", ItemType.APPROVAL), "clerk")
    records.work_item(asked, Verb.SUBMIT, "officer")
    with pytest.raises(IllegalMove, match="submitted by officer"):
        records.work_item(asked, Verb.APPROVE, "officer")
    records.work_item(asked, Verb.RETURN, "lead", "The date is wrong.")
    records.work_item(asked, Verb.SUBMIT, "officer")
    records.work_item(asked, Verb.APPROVE, "lead")
    records.work_item(asked, Verb.RESCIND, "lead", "Signed too early.")
    assert named(records, number)["Sign"].status is ActionStatus.RETURNED


def test_a_reply_is_complete_with_the_paper_that_was_sent(
    records: SqlRecords, number: str, drafted: Take
) -> None:
    document = drafted("A letter that was sent").control_number
    reply = records.add_item(number, NewItem("Answer the Senator", ItemType.REPLY), "clerk")
    with pytest.raises(IllegalMove, match="reply on the record"):
        records.work_item(reply, Verb.COMPLETE, "officer", "Mailed.")
    with pytest.raises(NotFound):
        records.attach_paper(number, reply, "EC-1999-00001", "Reply", "", "officer")
    records.attach_paper(number, reply, document, "Supporting", "", "officer")
    with pytest.raises(IllegalMove):
        records.work_item(reply, Verb.COMPLETE, "officer", "Mailed.")
    records.attach_paper(number, reply, document, "Reply", "by courier", "officer")
    records.work_item(reply, Verb.COMPLETE, "officer", "Mailed.")
    assert document in records.action(number).documents


def test_a_template_change_never_alters_running_work(records: SqlRecords, number: str) -> None:
    template = Template("Two", (Step("a", "First"), Step("b", "Second")))
    records.put_template(template, "clerk")
    records.start_process(number, "Two", DAY, "clerk")
    changed = replace(template, version=1, steps=(Step("a", "Other"), Step("c", "Third")))
    records.put_template(changed, "clerk")
    with pytest.raises(Conflict):
        records.put_template(changed, "clerk")
    finish_item(records, named(records, number)["First"])
    assert set(named(records, number)) == {"First", "Second"}


def test_a_step_for_coordinating_units_asks_each_of_them(records: SqlRecords, number: str) -> None:
    step = Step("ask", "Concur", action_type=ItemType.COORDINATION, assign_to=AssignTo.COORDINATING_UNITS)
    records.put_template(Template("Ask", (step, Step("b", "Then")), order=Order.SERIAL), "clerk")
    records.start_process(number, "Ask", DAY, "clerk")
    assert set(named(records, number)) == {"Concur (OGC)", "Concur (OPA)"}
    for item in named(records, number).values():
        finish_item(records, item)
    assert "Then" in named(records, number)
    alone = records.make_action("Alone", "Operational Directive", "clerk")
    records.start_process(alone, "Ask", DAY, "clerk")
    assert set(named(records, alone)) == {"Then"}


def test_work_that_returns_comes_back_counted_from_its_first_date(records: SqlRecords, number: str) -> None:
    first = records.add_item(
        number, NewItem("Report", due_date=date(2032, 1, 31), recurrence="monthly", person="officer"), "clerk"
    )
    records.work_item(first, Verb.COMPLETE, "officer", "Sent.")
    for _ in range(2):
        (waiting,) = [item for item in records.action(number).items if not item.status.ended]
        records.work_item(str(waiting.id), Verb.COMPLETE, "officer", "Sent.")
    dates = [item.due_date for item in records.action(number).items]
    assert dates == [date(2032, 1, 31), date(2032, 2, 29), date(2032, 3, 31), date(2032, 4, 30)]
    (waiting,) = [item for item in records.action(number).items if not item.status.ended]
    assert waiting.user == "officer"
    records.work_item(str(waiting.id), Verb.CANCEL, "lead", "The order was revoked.")
    assert all(item.status.ended for item in records.action(number).items)


def test_extensions_are_decided_by_the_lead_and_then_by_the_sponsor(records: SqlRecords, number: str) -> None:
    item = records.add_item(number, NewItem("Survey", due_date=DAY, person="officer"), "clerk")
    with pytest.raises(IllegalMove, match="after the suspense"):
        records.ask_extension(number, item, Clock.ITEM, LATER + timedelta(days=1), "fog", "officer")
    asked = records.ask_extension(number, item, Clock.ITEM, date(2032, 3, 20), "fog", "officer")
    with pytest.raises(IllegalMove, match="asked for already"):
        records.ask_extension(number, item, Clock.ITEM, date(2032, 3, 21), "fog", "officer")
    with pytest.raises(IllegalMove, match="for lead to decide"):
        records.decide_extension(asked, True, "", "clerk")
    records.decide_extension(asked, True, "", "lead")
    with pytest.raises(IllegalMove, match="nothing to decide"):
        records.decide_extension(asked, False, "no", "lead")
    assert named(records, number)["Survey"].due_date == date(2032, 3, 20)
    again = records.ask_extension(number, item, Clock.ITEM, date(2032, 4, 1), "more fog", "officer")
    with pytest.raises(IllegalMove, match="for sponsor to decide"):
        records.decide_extension(again, True, "", "lead")
    records.decide_extension(again, False, "The fog has lifted.", "sponsor")
    assert named(records, number)["Survey"].due_date == date(2032, 3, 20)


def test_a_longer_suspense_moves_the_front_office_s_date_with_it(records: SqlRecords, number: str) -> None:
    before = records.action(number).action
    asked = records.ask_extension(number, None, Clock.EXTERNAL, date(2032, 6, 30), "as agreed", "officer")
    records.decide_extension(asked, True, "", "lead")
    after = records.action(number).action
    assert after.due_date == date(2032, 6, 30)
    assert before.internal_due_date == date(2032, 5, 20)
    assert after.internal_due_date == date(2032, 6, 21)  # seven business days before, as it was


def test_a_suspense_comes_from_the_policy_and_says_so(
    records: SqlRecords, drafted: Take, approve: Callable[..., None], now: datetime
) -> None:
    (records.settings.home / "suspense.toml").write_text(
        "[[rule]]\nname = 'from the top'\nsenders = ['the president']\ndays = 3\nfront_office_days = 1\n"
    )
    document = drafted("An order", "ORDER Do")
    approve(document)
    number = records.finish(document.control_number, "reviewer", now).action or ""
    found = records.action_file(number)
    assert (found.view.action.due_date, found.view.action.internal_due_date) == (
        date(2026, 3, 5),
        date(2026, 3, 4),
    )
    assert found.facts["suspense_basis"] == "from the top: 3 business days from receipt on 2026-03-02"
    (records.settings.home / "suspense.toml").write_text("[[rule]]\nname = 'x'\n")
    with pytest.raises(Misconfigured):
        records.suspense_policy()


def test_bulk_reassignment_is_all_or_nothing(records: SqlRecords, number: str) -> None:
    ids = [records.add_item(number, NewItem(name, person="officer"), "clerk") for name in ("one", "two")]
    records.work_item(ids[1], Verb.COMPLETE, "officer", "Done.")
    with pytest.raises(IllegalMove):
        records.reassign_items(ids, "lead", "Officer leaves.", "clerk")
    assert named(records, number)["one"].user == "officer"
    with pytest.raises(IllegalMove, match="without a reason"):
        records.reassign_items(ids[:1], "lead", " ", "clerk")
    with pytest.raises(NotFound):
        records.reassign_items(ids[:1], "nobody", "Officer leaves.", "clerk")
    assert records.reassign_items(ids[:1], "lead", "Officer leaves.", "clerk") == 1
    moved = named(records, number)["one"]
    assert (moved.user, moved.delegated_from) == ("lead", "Officer Person")


def test_effort_budget_target_and_tags_are_kept_and_told(records: SqlRecords, number: str) -> None:
    version = records.action(number).action.version
    plan = {"estimated_effort": "1,200.5", "estimated_budget": "$2500000", "tags": "Ports; ice ;Ports;;",
            "target_completion_date": "2032-05-31", "strategic_alignment": "Goal 2"}  # fmt: skip
    records.change_action(number, version, plan, "clerk")
    facts = records.action_file(number).facts
    assert (facts["estimated_effort"], facts["estimated_budget"]) == ("1200.50", "2500000.00")
    assert facts["tags"] == ["Ports", "ice"] and facts["target_completion_date"] == date(2032, 5, 31)
    (row,) = records.action_rows(Wanted(words="PORTS"))
    assert (row.number, row.effort, row.alignment) == (number, "1200.50", "Goal 2")
    assert row.tags == ("Ports", "ice")
    records.change_action(number, version + 1, {"estimated_effort": "", "tags": ""}, "clerk")
    changed = records.audit(about=number, what="action.changed")
    assert {"estimated_effort": "1200.50", "tags": ["Ports", "ice"]} in [one.before for one in changed]
    facts = records.action_file(number).facts
    assert facts["estimated_effort"] is None and facts["tags"] is None
    assert records.action_rows(Wanted(words="null")) == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [("estimated_effort", "-3"), ("estimated_budget", "a lot"), ("estimated_effort", "1e9"),
     ("target_completion_date", "soon"), ("tags", ";".join(map(str, range(21)))), ("tags", "x" * 61)],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(records: SqlRecords, number: str, field: str, value: str) -> None:
    version = records.action(number).action.version
    with pytest.raises(IllegalMove):
        records.change_action(number, version, {field: value}, "clerk")
    assert records.action_file(number).facts[field] is None


def test_the_list_of_items_is_paged_in_its_order(records: SqlRecords, people: tuple[str, ...]) -> None:
    number = records.make_action("Many parts", "Operational Directive", "clerk")
    days = [DAY + timedelta(days=step) for step in (3, 1, 2, 1, 5)]
    for place, day in enumerate((*days, None)):
        records.add_item(number, NewItem(f"part {place}", due_date=day, person="officer"), "clerk")
    whole = records.my_items("officer", DAY)
    assert [row.subject[-1] for row in whole] == ["1", "3", "2", "0", "4", "5"]
    for place in range(6):
        assert records.my_items("officer", DAY, Part(2, whole[place].id)) == whole[place + 1 : place + 3]
        assert records.open_items("officer", Part(2, whole[place].id)) == whole[place + 1 : place + 3]
    soon = Part(since=DAY + timedelta(days=2), until=DAY + timedelta(days=3))
    assert [row.subject[-1] for row in records.my_items("officer", DAY, soon)] == ["2", "0"]
    assert [records.count_items("mine", "officer", DAY, part) for part in (Part(), Part(4), soon)] == [
        6,
        4,
        2,
    ]
    assert records.count_items("all", "", DAY) == 6 and records.count_items("led", "officer", DAY) == 0
    late = DAY + timedelta(days=3)
    assert [records.pressing_items("officer", day, Part(until=late)) for day in (DAY, late)] == [
        (4, 0),
        (4, 3),
    ]
    assert records.pressing_items("officer", late, Part(2)) == (2, 2)


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("sort", worklists.SORTS)
def test_actions_in_a_chosen_order_are_paged_without_a_gap(
    records: SqlRecords, people: tuple[str, ...], sort: str, down: bool
) -> None:
    for place, name in enumerate(("beta", "Alpha", "alpha", "Delta", "charlie", "Écluse", "beta")):
        made = records.make_action(name, "Operational Directive", "clerk")
        if place % 3:
            records.set_suspense(made, DAY + timedelta(days=place % 2), DAY, "so", "clerk")
        if place > 4:
            records.action_status(made, ActionStatus.CANCELLED, "clerk", "Not ours.")
    whole = records.action_rows(Wanted("all", sort=sort, down=down))
    late = date(9999, 12, 31)
    keys: dict[str, Callable[[ActionRow], Any]] = {
        "number": lambda row: row.number,
        "name": lambda row: row.name.lower() if row.name.isascii() else "zz",
        "internal": lambda row: row.internal or late,
        "due": lambda row: row.due or late,
    }
    told = [(keys[sort](row), row.number) for row in whole]
    assert len(whole) == 7 and told == sorted(told, reverse=down)
    walked: list[ActionRow] = []
    while page := records.action_rows(
        Wanted("all", sort=sort, down=down, limit=2, after=walked[-1].number if walked else "")
    ):
        walked += page
    assert tuple(walked) == whole
    ended = records.action_rows(Wanted("ended", sort=sort, down=down))
    assert [row.number for row in ended] == [row.number for row in whole if row.status == "Cancelled"]


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("sort", item_lists.SORTS)
def test_items_in_a_chosen_order_are_paged_without_a_gap(
    records: SqlRecords, people: tuple[str, ...], sort: str, down: bool
) -> None:
    for name in ("First", "Second"):
        number = records.make_action(name, "Operational Directive", "clerk")
        for place, subject in enumerate(("beta", "Alpha", "alpha", "delta")):
            due = DAY + timedelta(days=place // 2) if place else None
            records.add_item(number, NewItem(subject, due_date=due, person="officer"), "clerk")
    whole = records.open_items(part=Part(sort=sort, down=down))
    assert records.my_items("officer", DAY, Part(sort=sort, down=down)) == whole and len(whole) == 8
    late = date(9999, 12, 31)
    keys: dict[str, Callable[[ItemRow], Any]] = {
        "subject": lambda row: row.subject.lower(),
        "due": lambda row: row.due or late,
        "number": lambda row: row.number,
    }
    told = [keys[sort](row) for row in whole]
    assert told == sorted(told, reverse=down)
    walked: list[ItemRow] = []
    while page := records.my_items(
        "officer", DAY, Part(3, walked[-1].id if walked else "", sort=sort, down=down)
    ):
        walked += page
    assert tuple(walked) == whole


def test_open_items_of_all_actions_come_one_by_one(records: SqlRecords, people: tuple[str, ...]) -> None:
    numbers = [records.make_action(name, "Operational Directive", "clerk") for name in ("One", "Two")]
    for place, number in enumerate(numbers):
        head = records.add_item(number, NewItem("head", due_date=DAY + timedelta(days=place)), "clerk")
        records.add_item(number, NewItem("member", due_date=DAY, parent=head), "clerk")
        records.add_item(number, NewItem("some day"), "clerk")
    done = records.add_item(numbers[0], NewItem("done", due_date=DAY), "clerk")
    records.work_item(done, Verb.COMPLETE, "lead", "It is done.")
    whole = records.items_part(Part())
    assert [item.subject for item in whole] == ["head", "member", "member", "head", "some day", "some day"]
    assert not any(item.children for item in whole)
    walked = [records.items_part(Part(1, item.id or "")) for item in whole]
    assert [one for part in walked for one in part] == list(whole[1:])
    assert [item.subject for item in records.items_part(Part(until=DAY))] == ["head", "member", "member"]
    with pytest.raises(NotFound):
        records.items_part(Part(after=numbers[0]))


def test_the_users_that_forms_offer_are_those_of_now(records: SqlRecords, people: tuple[str, ...]) -> None:
    before = len(records.users())
    records.add_user(User("newest", "New Est", frozenset({"reviewer"})), "system")
    assert len(records.users()) == before + 1
    records.prefer("newest", "Pacific/Honolulu", "compact", shortcuts=False)
    assert next(one for one in records.users() if one.name == "newest").time_zone == "Pacific/Honolulu"
    records.deactivate("newest", "system")
    assert len(records.users()) == before


def test_the_list_of_actions_is_paged_and_narrowed(records: SqlRecords, people: tuple[str, ...]) -> None:
    for place in range(7):
        made = records.make_action(f"Harbor {place} 100%", "Operational Directive", "clerk")
        records.set_suspense(made, DAY - timedelta(days=place), None, "so", "clerk")
    first = records.action_rows(Wanted(limit=3))
    second = records.action_rows(Wanted(limit=3, after=first[-1].number))
    pages = [first, second, records.action_rows(Wanted(limit=3, after=second[-1].number))]
    assert [len(page) for page in pages] == [3, 3, 1]
    dues = [row.due for page in pages for row in page if row.due]
    assert dues == sorted(dues) and len(set(dues)) == 7
    assert [row.name for row in records.action_rows(Wanted(words="harbor 3 100%"))] == ["Harbor 3 100%"]
    assert records.action_rows(Wanted(words="h%5")) == ()
    assert len(records.action_rows(Wanted(due_before=DAY - timedelta(days=3)))) == 3
    assert records.action_rows(Wanted(state="ended")) == ()
    for row in records.action_rows(Wanted(limit=2)):
        records.action_status(row.number, ActionStatus.CANCELLED, "clerk", "Not ours.")
    both = records.action_rows(Wanted(state="all"))
    parts = records.actions_part(Wanted(state="all"))
    assert [action.number for action in parts] == [row.number for row in both]
    assert parts == tuple(records.action(row.number).action for row in both)
    with pytest.raises(NotFound):
        records.actions_part(Wanted(state="all", after="EA-1999-00001"))
    assert [row.status == "Cancelled" for row in both] == [False] * 5 + [True] * 2
    for place in range(7):
        behind = records.action_rows(Wanted(state="all", limit=3, after=both[place].number))
        assert behind == both[place + 1 : place + 4]
    assert records.action_rows(Wanted(state="all", after="EA-1999-00001")) == both
    assert len(records.action_rows(Wanted(state="ended"))) == 2


def test_reports_say_how_things_stood(records: SqlRecords, number: str) -> None:
    item = records.add_item(number, NewItem("one"), "clerk")
    records.add_item(number, NewItem("two"), "clerk")
    records.work_item(item, Verb.COMPLETE, "officer", "Done.")
    records.report_status(number, StatusUpdate("Half of it.", overall_health="At risk"), "lead")
    (update,) = records.action_file(number).updates
    assert (update["percent_complete"], update["reported_by"], update["overall_health"]) == (
        50,
        "lead",
        "At risk",
    )
    assert records.action_rows(Wanted())[0].health == "At risk"


verbs = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(Verb), st.booleans()), max_size=14)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=verbs)
def test_no_order_of_deeds_leaves_a_broken_record(
    records: SqlRecords, people: tuple[str, ...], now: datetime, deeds: list[tuple[int, Verb, bool]]
) -> None:
    number = records.make_action("Anything", "Operational Directive", "clerk")
    records.change_action(number, 1, {"lead_unit": "OCFO"}, "clerk")
    records.start_process(number, "Public Correspondence", DAY, "clerk")
    for place, verb, said in deeds:
        items = list(flat(records.action(number).items))
        try:
            records.work_item(str(items[place % len(items)].id), verb, "officer", "so" if said else "")
        except IllegalMove:
            continue
        found = records.action_file(number)
        for item in flat(found.view.items):
            assert (item.ended_at is not None) is item.status.ended
            if item.holds_others and item.status is ActionStatus.COMPLETED:
                assert all(member.status.ended for member in item.children) or verb is Verb.REOPEN
        done = found.progress
        assert counted(records, number) == (done.total, done.completed)
        assert done.completed <= done.total and (
            done.percent != 100 or not any(one.running for one in found.runs)
        )
    assert records.verify().holds
