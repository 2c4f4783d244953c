"""Findings of audits and the two answers at closure, on the page of an action, without scripts."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import pytest
from starlette.testclient import TestClient

from pipeline.rights import Handling
from review.people import COOKIE, form_token
from store.records import SqlRecords
from store.views import User

OPEN = {"outcome": "All lit.", "lessons": "Begin sooner."}


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords


@pytest.fixture
def number(desk: Desk) -> str:
    made = desk.records.make_action("Light the piers", "Operational Directive", "reviewer")
    desk.records.change_action(made, 1, {"lead_unit": "OCFO"}, "reviewer")
    return made


class Hand:
    """Sends the forms of one action."""

    def __init__(self, client: TestClient, token: str, number: str) -> None:
        self.client, self.token, self.number = client, token, number

    def send(self, deed: str, **fields: str) -> tuple[int, str]:
        path = f"/actions/{self.number}/manage/{deed}"
        answer = self.client.post(path, data={"token": self.token, "tab": "general"} | fields)
        return answer.status_code, html.unescape(answer.text)


@pytest.fixture
def hand(client: TestClient, token: str, number: str) -> Hand:
    return Hand(client, token, number)


def test_a_finding_is_written_down_ages_and_is_settled(hand: Hand, desk: Desk) -> None:
    today = datetime.now(desk.records.settings.zone).date()
    found = (today - timedelta(days=40)).isoformat()
    status, page = hand.send("finding", words="Nobody <signed>.", raised_by="OIG", day=found)
    assert status == 200 and "The finding is on the record" in page and "open for 40 days" in page
    (finding,) = desk.records.oversight(hand.number).findings
    early = (today - timedelta(days=50)).isoformat()
    status, page = hand.send("settle", finding=finding.id, settlement="Signed since.", day=early)
    assert status == 409 and "no day on which it can have been settled" in page and "Signed since." in page
    settled = (today - timedelta(days=39)).isoformat()
    status, page = hand.send("settle", finding=finding.id, settlement="Signed since.", day=settled)
    assert status == 200 and "after 1 day:" in page and "open for" not in page
    assert "Settle it" not in page


@pytest.mark.parametrize(
    "wrong", [{"words": " "}, {"raised_by": ""}, {"day": ""}, {"day": "2999-01-01"}, {"day": "1.2.2026"}]
)
def test_a_finding_that_is_none_is_refused(hand: Hand, desk: Desk, wrong: dict[str, str]) -> None:
    given = {"words": "Nobody signed.", "raised_by": "OIG", "day": "2026-03-02"} | wrong
    assert hand.send("finding", **given)[0] == 409
    assert desk.records.oversight(hand.number).findings == ()


def test_a_finding_of_another_action_is_not_settled_here(hand: Hand, desk: Desk) -> None:
    other = desk.records.make_action("Another", "Operational Directive", "reviewer")
    desk.records.raise_finding(other, "Nobody signed.", "OIG", date(2026, 1, 2), "reviewer")
    (finding,) = desk.records.oversight(other).findings
    status, _ = hand.send("settle", finding=finding.id, settlement="Here.", day="2026-03-02")
    assert status == 409 and desk.records.oversight(other).findings[0].settled is None


def test_the_two_questions_are_asked_at_closure_and_may_wait(hand: Hand, desk: Desk) -> None:
    page = hand.client.get(f"/actions/{hand.number}").text
    assert "Was it done in time for you?" in page and "Was it what you asked for?" in page
    status, page = hand.send("close", **OPEN)
    assert status == 200 and "Put down the two answers" in page
    status, page = hand.send(
        "answers", in_time="4", as_asked="5", answered_by="The Governor", comment="Good."
    )
    assert status == 200 and "4 of 5" in page and "5 of 5" in page and "The Governor" in page
    assert "Put down the two answers" not in page
    assert desk.records.oversight(hand.number).answer == (4, 5, "The Governor", "Good.")
    assert hand.send("answers", in_time="1", as_asked="1", answered_by="Another")[0] == 409


def test_answers_come_with_the_closure(hand: Hand, desk: Desk) -> None:
    status, page = hand.send("close", **OPEN, in_time="3", as_asked="2", answered_by="The Mayor")
    assert status == 200 and "3 of 5" in page
    assert desk.records.oversight(hand.number).answer == (3, 2, "The Mayor", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"in_time": "4", "answered_by": "The Mayor"}, {"in_time": "6", "as_asked": "5", "answered_by": "M"},
        {"in_time": "4", "as_asked": "5"}, {"comment": "Good."}, {"in_time": "four", "as_asked": "5"},
    ],
)  # fmt: skip
def test_half_an_answer_closes_nothing_and_is_not_lost(hand: Hand, desk: Desk, wrong: dict[str, str]) -> None:
    status, page = hand.send("close", **OPEN, **wrong)
    assert status == 409 and "All lit." in page
    if wrong.get("in_time") == "4":
        assert re.search(r'<option value="4"\s+selected', page)
    assert not desk.records.action(hand.number).action.status.ended
    assert desk.records.oversight(hand.number).answer is None


def test_an_action_that_is_kept_from_somebody_takes_no_word_of_theirs(
    desk: Desk, visitor: TestClient, number: str
) -> None:
    version = desk.records.action(number).action.version
    desk.records.change_action(number, version, {"security_classification": "Confidential"}, "reviewer")
    roles = frozenset({"reviewer"})
    desk.records.add_user(User("una", "Una", roles), "system")
    desk.records.clear_user(User("una", "Una", roles, Handling.UNRESTRICTED), "system")
    visitor.get("/sign-in", params={"link": desk.records.issue_link("una", datetime.now(UTC))})
    hand = Hand(visitor, form_token(visitor.cookies[COOKIE]), number)
    for deed, fields in (
        ("finding", {"words": "Mine.", "raised_by": "Una", "day": "2026-03-02"}),
        ("answers", {"in_time": "1", "as_asked": "1", "answered_by": "Una"}),
    ):
        assert hand.send(deed, **fields)[0] == 404
    assert desk.records.oversight(number).findings == ()
    desk.records.raise_finding(number, "Theirs.", "OIG", date(2026, 1, 2), "reviewer")
    (finding,) = desk.records.oversight(number).findings
    assert hand.send("settle", finding=finding.id, settlement="Mine.", day="2026-03-02")[0] == 404
    assert desk.records.oversight(number).findings[0].settled is None


@pytest.mark.parametrize("role", ["auditor", "action_officer"])
def test_who_may_not_manage_sees_and_is_offered_no_form(
    desk: Desk, visitor: TestClient, number: str, role: str
) -> None:
    desk.records.raise_finding(number, "Nobody signed.", "OIG", date(2026, 1, 2), "reviewer")
    desk.records.add_user(User("eve", "Eve", frozenset({role})), "system")
    visitor.get("/sign-in", params={"link": desk.records.issue_link("eve", datetime.now(UTC))})
    page = visitor.get(f"/actions/{number}").text
    assert "Nobody signed." in page and "/manage/settle" not in page and "/manage/finding" not in page
