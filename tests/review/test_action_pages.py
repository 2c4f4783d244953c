"""The pages of executive actions as a browser without scripts uses them."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from coordination.actions import ActionItem, ActionStatus
from coordination.clearance import Verb
from coordination.progress import flat
from coordination.templates import walk
from review.files import TABS
from review.people import COOKIE, form_token
from store.new_items import NewItem
from store.records import SqlRecords
from store.views import User
from tests.days import this_day

DAY = date(2032, 3, 2)


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords
    control: str


@pytest.fixture
def number(desk: Desk) -> str:
    """An action that the reviewer leads, due in 2032."""
    records = desk.records
    records.add_user(User("ada", "Ada Byron", frozenset({"reviewer"})), "system")
    made = records.make_action("Mend <the> harbors", "Operational Directive", "reviewer")
    records.change_action(made, 1, {"accountable_lead": "reviewer", "lead_unit": "OCFO"}, "reviewer")
    records.set_suspense(made, date(2032, 6, 1), None, "as the order says", "reviewer")
    return made


class Hand:
    """Sends the forms of one action."""

    def __init__(self, client: TestClient, token: str, number: str) -> None:
        self.client, self.token, self.number = client, token, number

    def send(self, room: str, deed: str, **fields: str) -> Response:
        answer: Response = self.client.post(
            f"/actions/{self.number}/{room}/{deed}", data={"token": self.token, **fields}
        )
        return answer


@pytest.fixture
def hand(client: TestClient, token: str, number: str) -> Hand:
    return Hand(client, token, number)


def item(desk: Desk, number: str, subject: str) -> ActionItem:
    return next(one for one in flat(desk.records.action(number).items) if one.subject == subject)


def test_the_list_shows_both_suspenses_and_finds(client: TestClient, desk: Desk, number: str) -> None:
    page = client.get("/actions").text
    assert "Mend &lt;the&gt; harbors" in page and "1 Jun 2032" in page and "0 of 0" in page
    assert number in client.get("/actions?words=HARBORS").text
    assert number not in client.get("/actions?words=roads").text
    assert number not in client.get("/actions?state=overdue").text
    assert client.get("/actions?state=never&page=x").status_code == 200


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_shows(client: TestClient, number: str, tab: str) -> None:
    page = client.get(f"/actions/{number}?tab={tab}")
    assert page.status_code == 200
    assert re.search(rf'tab={tab}"\s+aria-current="page"', page.text)


def test_an_item_is_added_worked_and_shown_in_the_pane(client: TestClient, desk: Desk, hand: Hand) -> None:
    said = hand.send("manage", "add", subject="Survey", item_type="Task", due_date="2032-03-02", person="ada")
    assert said.status_code == 200 and "Item added" in said.text
    survey = item(desk, hand.number, "Survey")
    assert survey.user == "ada"
    page = client.get(f"/actions/{hand.number}?item={survey.id}").text
    assert "Ada Byron" in page and 'value="complete"' in page
    refused = hand.send("item", "work", item=str(survey.id), verb="complete", words=" ", tab="general")
    assert refused.status_code == 409 and "needs a note" in html.unescape(refused.text)
    done = hand.send(
        "item", "work", item=str(survey.id), verb="complete", words="Nine harbors.", tab="papers"
    )
    assert done.status_code == 200 and "Nine harbors." in done.text and "100%" in done.text
    assert "tab=papers" in str(done.url) and str(survey.id) in str(done.url)


def test_what_is_refused_keeps_what_was_typed(client: TestClient, desk: Desk, hand: Hand) -> None:
    hand.send("manage", "add", subject="Survey", item_type="Task")
    refused = hand.send("manage", "close", outcome="We mended <all>.", lessons="Begin sooner.")
    assert refused.status_code == 409
    assert "1 open action items" in refused.text and "We mended &lt;all&gt;." in refused.text
    assert desk.records.action(hand.number).action.status is ActionStatus.NEW


def test_a_suspense_is_extended_by_its_lead(client: TestClient, desk: Desk, hand: Hand) -> None:
    hand.send("item", "extension", clock="External", day="2032-06-15", reason="Fog", tab="suspense")
    (asked,) = desk.records.action_file(hand.number).waiting
    own = hand.send("decide", "grant", event=str(asked.id), tab="suspense")
    assert own.status_code == 409 and "grants an extension to themselves" in own.text
    hand.send("manage", "change", version=str(desk.records.action(hand.number).action.version), name="Mend",
              executive_sponsor="ada", accountable_lead="ada")  # fmt: skip
    desk.records.decide_extension(str(asked.id), True, "", "ada")
    page = client.get(f"/actions/{hand.number}?tab=suspense").text
    assert "15 Jun 2032" in page and "Fog" in page


def test_milestones_reports_decisions_and_history(client: TestClient, desk: Desk, hand: Hand) -> None:
    hand.send("manage", "milestone", name="Survey done", day="2032-04-01")
    stone = str(desk.records.action_file(hand.number).milestones[0].id)
    no_reason = hand.send("manage", "milestone", milestone=stone, day="2032-05-01", reason="")
    assert no_reason.status_code == 409
    hand.send("manage", "milestone", milestone=stone, day="2032-05-01", reason="Ice.")
    page = client.get(f"/actions/{hand.number}?tab=milestones").text
    assert "1 Apr 2032" in page and "1 May 2032" in page and "30 days" in page and "Slipping" in page
    hand.send("manage", "report", key_accomplishments="Half is done.", overall_health="At risk")
    hand.send("manage", "decision", category="Hold", description="Wait.", rationale="Ice.", decided_by="ada")
    page = client.get(f"/actions/{hand.number}?tab=reports").text
    assert "Half is done." in page and "At risk" in page and "Wait." in page
    page = client.get(f"/actions/{hand.number}?tab=history").text
    assert "milestone foreseen" in page and "decision logged" in page
    assert page.count(f'<a href="/actions/{hand.number}?tab=milestones">Survey done</a>') == 2, (
        "made, foreseen"
    )
    item = desk.records.add_item(hand.number, NewItem("Count the locks"), "reviewer")
    page = client.get(f"/actions/{hand.number}?tab=history").text
    assert f'?item={item}#pane">Count the locks</a>' in page


def test_a_process_shows_what_is_to_come(client: TestClient, desk: Desk, hand: Hand) -> None:
    hand.send("manage", "process", template="Public Correspondence", day="2032-03-02")
    page = client.get(f"/actions/{hand.number}").text
    assert "steps of “Public Correspondence” to come" in page
    run = desk.records.action_file(hand.number).runs[0].id
    assert "Process stopped" in hand.send("manage", "stop", run=run, reason="Settled by phone.").text


def test_an_assessment_and_the_closure_of_an_order(client: TestClient, desk: Desk, token: str) -> None:
    made = client.post("/actions", data={"token": token, "name": "Order", "kind": "Executive Order"})
    hand = Hand(client, token, str(made.url).rsplit("/", 1)[1])
    page = client.get(f"/actions/{hand.number}").text
    assert "Before it closes it needs a lead office" in page
    version = str(desk.records.action(hand.number).action.version)
    fields = {"name": "Order", "lead_unit": "OCFO", "authority": "EO 14008", "coordinating_units": "OGC; OPA"}
    hand.send("manage", "change", version=version, **fields)
    assert desk.records.action(hand.number).action.coordinating_units == ("OGC", "OPA")
    late = hand.send("manage", "change", version=version, **fields)
    assert late.status_code == 409 and "Somebody else changed this" in late.text
    hand.send("manage", "assess", kind="risk", name="Ice", likelihood="High", severity="Low")
    hand.send("manage", "assess", kind="impact", name="More work", polarity="Negative")
    led_to = re.findall(
        r'<li>\w+: <a href="(/(?:risks|impacts)/[^"]+)"', client.get(f"/actions/{hand.number}").text
    )
    assert [("Ice" in (told := client.get(one).text), "More work" in told) for one in led_to] == [
        (True, False),
        (False, True),
    ]
    hand.send("manage", "issue", day="2032-03-02")
    closed = hand.send("manage", "close", outcome="Done.", lessons="None.")
    assert closed.status_code == 200 and "Learned: None." in closed.text
    assert "Reopen" in closed.text
    assert hand.send("manage", "status", status="In Progress", reason="").status_code == 409
    assert "A court." in hand.send("manage", "status", status="In Progress", reason="A court.").text


def test_my_items_are_grouped_and_handed_on(client: TestClient, desk: Desk, hand: Hand, token: str) -> None:
    today = this_day()
    for subject, days in (("late", -1), ("soon", 2), ("far", 90)):
        due = (today + timedelta(days=days)).isoformat()
        hand.send("manage", "add", subject=subject, due_date=due, person="reviewer")
    page = client.get("/items").text
    order = [page.index(f">{name} <") for name in ("Overdue", "This week", "Later")]
    assert order == sorted(order)
    ids = [str(item(desk, hand.number, subject).id) for subject in ("late", "far")]
    data = {"token": token, "items": ids, "to": "ada", "reason": "Leave."}
    moved = client.post("/items/reassign", data=data)
    assert moved.status_code == 200 and "Handed over" in moved.text
    assert {item(desk, hand.number, name).user for name in ("late", "far")} == {"ada"}
    assert "soon" in client.get("/items").text and ">far<" not in client.get("/items").text
    assert ">far<" in client.get("/items?of=all&person=ada").text


def test_effort_budget_and_tags_are_written_on_the_page(client: TestClient, desk: Desk, hand: Hand) -> None:
    version = str(desk.records.action(hand.number).action.version)
    desk.records.change_action(hand.number, int(version), {"requires_formal_decision": True}, "reviewer")
    plan = {"estimated_effort": "1200", "estimated_budget": "2500000.50", "tags": "Ports; Ice",
            "target_completion_date": "2032-05-31", "strategic_alignment": "Goal 2"}  # fmt: skip
    stale = hand.send("manage", "change", version=version, **plan)
    assert stale.status_code == 409 and 'value="2500000.50"' in stale.text
    page = hand.send("manage", "change", version=str(int(version) + 1), **plan).text
    for told in ("1,200 hours", "$2,500,000.50", "31 May 2032", "Goal 2", ">Ports</a>"):
        assert told in page
    assert desk.records.action_file(hand.number).facts["requires_formal_decision"]
    assert hand.number in client.get("/actions?words=ice").text
    plan["estimated_effort"] = "many"
    refused = hand.send("manage", "change", version=str(int(version) + 2), **plan)
    assert refused.status_code == 409 and "no number of hours" in refused.text
    lines = client.get("/actions/export?as=csv").text.splitlines()
    assert "Estimated budget" in lines[0] and "2500000.50,Goal 2,Ports; Ice" in "".join(lines)


def test_what_waits_for_one_s_own_word_stands_apart(client: TestClient, desk: Desk, hand: Hand) -> None:
    for subject in ("theirs", "ours"):
        hand.send(
            "manage", "add", subject=subject, item_type="Approval", person="reviewer", due_date="2032-05-01"
        )
    theirs, ours = (str(item(desk, hand.number, subject).id) for subject in ("theirs", "ours"))
    desk.records.work_item(theirs, Verb.SUBMIT, "ada", "Please.")
    desk.records.work_item(ours, Verb.SUBMIT, "reviewer", "Ready.")
    page = client.get("/items").text
    mine, _, others = page.partition("Waiting for others")
    assert "Waiting for you" in mine and ">theirs<" in mine and ">ours<" not in mine
    assert ">ours<" in others and "submitted by" in mine
    asked = client.get("/items?of=word").text
    assert ">theirs<" in asked and ">ours<" not in asked
    assert "<strong>1</strong> item waits for a word" in page
    desk.records.work_item(theirs, Verb.APPROVE, "reviewer")
    assert ">theirs<" not in client.get("/items?of=word").text


def test_only_a_letter_has_a_writer(client: TestClient, desk: Desk) -> None:
    said = {"Executive Order": "Due by the order", "Congressional Correspondence": "Due to the writer",
            "Strategic Initiative": "External suspense"}  # fmt: skip
    for kind, words in said.items():
        number = desk.records.make_action(kind, kind, "reviewer")
        page = client.get(f"/actions/{number}?tab=suspense").text
        assert words in page and not any(other in page for other in said.values() if other != words)


def test_long_lists_go_on_from_page_to_page(
    client: TestClient, desk: Desk, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("items", "actions", "portfolio"):
        monkeypatch.setattr(f"review.pages.{room}.PAGE", 2)
    for place in range(5):
        hand.send("manage", "add", subject=f"step {place}", due_date="2032-05-01", person="reviewer")
        desk.records.make_action(f"Deed {place}", "Operational Directive", "reviewer")
    for first, words in (("/items", "step"), ("/actions?state=all", "Deed"), ("/portfolio", "Deed")):
        address, seen = first, list[str]()
        for _ in range(5):
            page = client.get(address).text
            seen += dict.fromkeys(re.findall(rf">({words} \d)<", page))
            assert ("First page" in page) == (address != first)
            following = re.search(r'href="([^"]*)" rel="next"', page)
            if not following:
                break
            address = html.unescape(following[1])
        assert sorted(seen) == [f"{words} {place}" for place in range(5)]
    assert "of all" in client.get("/items?of=all&after=nothing").text.lower()


def test_acting_officials_are_named_and_ended(
    client: TestClient, desk: Desk, token: str, number: str
) -> None:
    fields = {"token": token, "official": "ada", "acting": "reviewer", "first": "2032-03-02"}
    assert "further notice" in client.post("/acting", data=fields).text
    assert client.post("/acting", data=fields).status_code == 409
    (entry,) = desk.records.acting_officials()
    client.post(f"/acting/{entry.id}/end", data={"token": token, "last": "2032-04-01"})
    assert desk.records.acting_officials()[0].last == date(2032, 4, 1)


@pytest.fixture
def editor(desk: Desk, client: TestClient) -> TestClient:
    """The reviewer may edit templates too."""
    desk.records.add_user(User("reviewer", "Reviewer", frozenset({"reviewer", "administrator"})), "system")
    return signed_in_anew(desk, client)


def signed_in_anew(desk: Desk, client: TestClient) -> TestClient:
    """Whose roles changed has to sign in again."""
    client.get("/sign-in", params={"link": desk.records.issue_link("reviewer", datetime.now(UTC))})
    return client


def test_a_template_is_made_and_edited(editor: TestClient, desk: Desk, token: str) -> None:
    page = editor.post("/templates", data={"token": token, "name": "Harbors / roads"})
    assert page.status_code == 200 and "No step yet" in page.text
    address = str(page.url)

    def send(**fields: str) -> Response:
        version = str(desk.records.template("Harbors / roads").version)
        return editor.post(address, data={"token": token, "version": version, **fields})

    send(deed="add", name="Survey")
    send(deed="add", name="Mend")
    first, second = (step.key for step in desk.records.template("Harbors / roads").steps)
    send(deed="add", name="Buy paint", step=second)
    step = {"step_type": "Task", "action_type": "Approval", "assign_to": "Lead Unit", "unit": "business"}
    step |= {"order": "Serial", "details": "", "assign_to_name": "", "after": "", "mandatory": "yes"}
    said = send(deed="change", step=first, name="Survey all", method="From Due Date", offset="-5", **step)
    assert "from due date -5 business days" in said.text
    wrong = send(deed="change", step=first, name="Survey", method="From Start", offset="soon", **step)
    assert wrong.status_code == 409 and "no number of days" in wrong.text
    waits = send(
        deed="change", step=first, name="Survey", method="", offset="0", **(step | {"after": second})
    )
    assert waits.status_code == 409 and "wait for each other" in waits.text
    send(deed="up", step=second)
    names = [step.name for _, step in walk(desk.records.template("Harbors / roads").steps)]
    assert names == ["Mend", "Buy paint", "Survey all"]
    send(deed="remove", step=second)
    assert [step.name for _, step in walk(desk.records.template("Harbors / roads").steps)] == ["Survey all"]
    old = editor.post(address, data={"token": token, "version": "1", "deed": "add", "name": "Late"})
    assert old.status_code == 409 and "Somebody else changed this template" in old.text


def test_who_may_only_read_is_offered_no_form(desk: Desk, client: TestClient, number: str) -> None:
    desk.records.add_user(User("reviewer", "Reviewer", frozenset({"auditor"})), "system")
    signed_in_anew(desk, client)
    for address in (
        f"/actions/{number}",
        "/actions",
        "/items",
        "/acting",
        "/templates/Public%20Correspondence",
    ):
        page = client.get(address)
        assert page.status_code == 200
        forms = [
            form for form in re.findall(r'<form method="post"[^>]*', page.text) if "/sign-out" not in form
        ]
        assert not forms, f"{address}: {forms}"


def test_who_leads_steers_without_the_right_to_manage(client: TestClient, desk: Desk, number: str) -> None:
    records = desk.records
    records.add_user(User("olin", "Olin", frozenset({"action_officer"})), "system")
    client.cookies.clear()
    client.get("/sign-in", params={"link": records.issue_link("olin", datetime.now(UTC))})
    hand = Hand(client, form_token(client.cookies[COOKIE]), number)
    refused = hand.send("lead", "milestone", name="Dredged", day="2032-05-01")
    assert refused.status_code == 403 and "do not lead" in refused.text
    version = records.action(number).action.version
    records.change_action(number, version, {"accountable_lead": "olin"}, "reviewer")
    page = client.get(f"/actions/{number}?tab=milestones").text
    assert f"/actions/{number}/lead/milestone" in page and "/manage/" not in page
    assert "Milestone recorded" in hand.send("lead", "milestone", name="Dredged", day="2032-05-01").text
    assert hand.send("lead", "close", outcome="x", lessons="x").status_code == 404
    assert hand.send("manage", "close", outcome="x", lessons="x").status_code == 403
    added = hand.send("lead", "add", subject="Sound the channel", item_type="Task").text
    assert "Item added" in added
    listed = client.get("/items?of=led").text
    assert (
        "Sound the channel" in listed and "with nobody in actions that you lead" in client.get("/items").text
    )
    assert "Submitted for review" in hand.send("lead", "submit").text


def test_a_file_is_attached_in_one_step(client: TestClient, desk: Desk, hand: Hand) -> None:
    records, number = desk.records, hand.number
    address, form = (
        f"/actions/{number}/papers",
        {"token": hand.token, "purpose": "Supporting", "tab": "papers"},
    )
    for data, files, words in (
        (form, {}, "Nothing was chosen"),
        (form | {"document": desk.control}, {"files": ("a.txt", b"x")}, "two papers"),
        (form, {"files": ("a.txt", b"")}, "a.txt was not taken in"),
    ):
        refused = client.post(address, data=data, files=files or {"files": ("", b"")})
        assert refused.status_code == 409 and words in refused.text
    done = client.post(address, data=form, files={"files": ("plan.txt", b"Dredge the channel.")})
    assert "Paper attached" in done.text
    (paper,) = records.action_file(number).papers
    assert records.document(paper.document).name == "plan.txt" and paper.purpose == "Supporting"
    assert client.post(address, data=form | {"document": desk.control}).status_code == 200
    assert len(records.action_file(number).papers) == 2


def test_the_links_of_a_refused_page_lead_back_to_the_action(client: TestClient, hand: Hand) -> None:
    page = hand.send("manage", "close", outcome="", lessons="").text
    assert 'href="?' not in page and f'href="/actions/{hand.number}?tab=history' in page
