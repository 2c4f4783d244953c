"""Targets on the page of measures: set by an administrator, shown wherever the measure is."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from pipeline.decisions import Decision, Verdict
from review.people import COOKIE, form_token
from store.views import User
from tests.review.conftest import Desk


@pytest.fixture
def chief(desk: Desk, visitor: TestClient) -> TestClient:
    """A browser in which an administrator is signed in; somebody has judged two drafts."""
    desk.records.add_user(User("chief", "Chief", frozenset({"administrator"})), "system")
    visitor.get("/sign-in", params={"link": desk.records.issue_link("chief", datetime.now(UTC))})
    first, second, *_ = desk.records.drafts(desk.control)
    now = datetime.now(UTC)
    desk.records.decide(Decision(first.id, 1, "reviewer", Verdict.APPROVE, now))
    desk.records.decide(Decision(second.id, 1, "reviewer", Verdict.REJECT, now, reason="unsupported"))
    return visitor


def keep(client: TestClient, **targets: str) -> tuple[int, str]:
    answer = client.post("/measures/targets", data={"token": form_token(client.cookies[COOKIE]), **targets})
    return answer.status_code, answer.text


def test_a_target_stands_on_the_tile_in_the_drawing_and_in_the_table(chief: TestClient, desk: Desk) -> None:
    before = chief.get("/measures").text
    assert before.count("none set") == 9 and 'class="aim"' not in before
    status, page = keep(chief, days="5", unchanged="80", rejected="", cost="0.5")
    assert status == 200 and "Kept" in page
    assert '<span class="aimed missed">△ misses target: at least 80 %</span>' in page
    assert (
        page.count("none set") == 6 and '<td data-label="Target" class="number">at most 5 days</td>' in page
    )
    assert re.search(r'<td data-label="Met"><span class="warn">△ no</span></td>', page)
    assert page.count('class="aim" d="M2 ') == 3
    assert desk.records.targets() == {"days": 5.0, "unchanged": 80.0, "cost": 0.5}
    assert [event.what for event in desk.records.audit(3)] == ["target.set"] * 3
    assert {event.who for event in desk.records.audit(3)} == {"user:chief"}
    status, page = keep(chief, unchanged="")
    assert status == 200 and desk.records.targets() == {"days": 5.0, "cost": 0.5}
    assert 'name="days" inputmode="decimal" maxlength="12" autocomplete="off" value="5"' in page


def test_what_is_no_target_is_refused_and_stays_in_its_field(chief: TestClient, desk: Desk) -> None:
    status, page = keep(chief, days="5", unchanged="lots")
    assert status == 422 and "is no target for decided drafts approved unchanged" in page
    assert 'value="lots"' in page and desk.records.targets() == {}


def test_only_an_administrator_sets_targets(client: TestClient, desk: Desk, chief: TestClient) -> None:
    desk.records.put_targets({"overdue": 10.0}, "chief")
    chief.get("/sign-in", params={"link": desk.records.issue_link("reviewer", datetime.now(UTC))})
    page = chief.get("/measures").text
    assert "at most 10 %" in page and "/measures/targets" not in page
    assert keep(chief, overdue="90")[0] == 403 and desk.records.targets() == {"overdue": 10.0}


def test_each_week_has_the_shares_of_what_was_decided_in_it(chief: TestClient) -> None:
    page = chief.get("/measures").text
    told = re.findall(r'aria-label="Decided drafts rejected, by week: ([^"]+)"', page)[0].split(", ")
    assert len(told) == 12 and told[-1].endswith(": 50") and told[0].endswith(": none")
    table = page.partition("Measures and their targets</caption>")[2]
    assert '<td data-label="This week" class="number">50 %</td>' in table
