"""Routing rules on the pages and at the terminal: kept, tried, switched on, proposing to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Protocol

import pytest
from starlette.testclient import TestClient

from coordination.routing import RoutingRule
from pipeline.decisions import Decision, Verdict, doubts
from pipeline.problems import Conflict, IllegalMove
from review.people import COOKIE, form_token
from store.records import SqlRecords
from store.views import User

RULE = {"name": "Dredging", "words": "dredging backlog\nbuoys", "citations": "33 U.S.C. 540", "unit": "OCFO",
        "template": "Public Correspondence"}  # fmt: skip


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords
    control: str


@pytest.fixture
def boss(client: TestClient, desk: Desk) -> Iterator[TestClient]:
    """A browser of somebody who may review and change the rules, and an action made of the letter."""
    desk.records.add_user(User("reviewer", "Reviewer", frozenset({"reviewer", "administrator"})), "system")
    client.get("/sign-in", params={"link": desk.records.issue_link("reviewer", datetime.now(UTC))})
    now = datetime.now(UTC)
    for draft in desk.records.drafts(desk.control):
        sure = frozenset(doubt.field for doubt in doubts(draft))
        word = Decision(draft.id, draft.version, "reviewer", Verdict.APPROVE, now, confirmed=sure)
        desk.records.decide(word)
    desk.records.finish(desk.control, "reviewer", now)
    yield client


def send(client: TestClient, where: str = "", **fields: str) -> str:
    form = {"token": form_token(client.cookies[COOKIE])} | fields
    return client.post(f"/routing{where}", data=form).text


def test_a_rule_is_tried_before_it_proposes_and_a_person_decides(boss: TestClient, desk: Desk) -> None:
    assert "no rules yet" in boss.get("/routing").text
    assert "to be tried" in send(boss, **RULE)
    assert desk.records.routing_proposal(desk.control) is None
    refused = send(boss, "/on", rule="Dredging")
    assert "was not tried" in refused and not desk.records.routing_rules()[0].active
    tried = send(boss, "/try", rule="Dredging")
    assert "It fits 1 of the latest documents" in tried and desk.control in tried
    assert "The rule proposes from now on" in send(boss, "/on", rule="Dredging")
    found = desk.records.routing_proposal(desk.control)
    assert found and found.why == ("it cites 33 U.S.C. 540", "it says “dredging backlog”")
    (view,) = desk.records.actions()
    number = str(view.action.number)
    page = boss.get(f"/actions/{number}").text
    assert "A rule proposes" in page and "Make OCFO the lead office" in page
    assert desk.records.action(number).action.lead_unit != "OCFO", "it only proposes"
    form = {
        "token": form_token(boss.cookies[COOKIE]),
        "lead_unit": "OCFO",
        "version": str(view.action.version),
    }
    boss.post(f"/actions/{number}/manage/change", data=form)
    assert "Make OCFO the lead office" not in boss.get(f"/actions/{number}").text


def test_a_changed_rule_is_off_until_it_is_tried_anew(boss: TestClient, desk: Desk) -> None:
    send(boss, **RULE)
    send(boss, "/try", rule="Dredging")
    send(boss, "/on", rule="Dredging")
    (rule,) = desk.records.routing_rules()
    page = send(boss, **RULE | {"version": str(rule.version), "words": "roads"})
    assert "to be tried" in page and "It fits none" in page
    assert "Somebody else changed" in send(boss, **RULE | {"version": str(rule.version)})
    with pytest.raises(Conflict):
        desk.records.put_routing_rule(rule, "reviewer")
    with pytest.raises(IllegalMove):
        desk.records.switch_routing_rule("Dredging", "reviewer", on=True)


def test_the_order_is_seen_and_changed(boss: TestClient, desk: Desk) -> None:
    for name in ("A", "B", "C"):
        send(boss, name=name, words="x", unit="OCFO")
    send(boss, "/sooner", rule="C")
    send(boss, "/sooner", rule="A")
    assert [one.name for one in desk.records.routing_rules()] == ["A", "C", "B"]
    send(boss, "/later", rule="A")
    send(boss, "/later", rule="B")
    assert [one.name for one in desk.records.routing_rules()] == ["C", "A", "B"]
    assert {"routing.added", "routing.ordered"} <= {row.what for row in desk.records.audit(20)}


@pytest.mark.parametrize(
    "fields",
    [
        {"words": ""},
        {"unit": "", "template": ""},
        {"unit": "NOSUCH"},
        {"template": "None of ours"},
        {"name": " "},
    ],
)
def test_what_cannot_be_a_rule_comes_back_as_it_was_typed(
    boss: TestClient, desk: Desk, fields: dict[str, str]
) -> None:
    page = send(boss, **RULE | {"citations": ""} | fields)
    assert 'role="alert"' in page and desk.records.routing_rules() == ()


def test_a_rule_proposes_on_the_review_screen_and_a_press_is_the_decision(
    client: TestClient, token: str, desk: Desk
) -> None:
    records = desk.records
    address = f"/documents/{desk.control}"
    assert "A rule proposes" not in client.get(address).text
    records.put_routing_rule(RoutingRule("Dredging", words=("dredging backlog",), unit="OCFO"), "reviewer")
    records.try_routing_rule("Dredging", "reviewer")
    records.switch_routing_rule("Dredging", "reviewer", on=True)
    page = client.get(address).text
    assert "A rule proposes" in page and "it says “dredging backlog”" in page
    (number,) = re.findall(r"Approve #(\d+) with OCFO as lead office", page)
    draft = records.draft(desk.control, int(number))
    assert not draft.status.decided, "it only proposes"
    form = {
        "token": token,
        "version": str(draft.version),
        "lead_units": "Office of the Chief Financial Officer",
    }
    client.post(f"{address}/drafts/{number}/edit", data=form)
    assert "Chief Financial Officer" in str(records.draft(desk.control, int(number)).values["lead_units"])
    assert "Approve #" not in client.get(address).text
