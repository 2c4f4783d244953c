"""Webhooks on their page: made with a secret shown once, tried, stopped, removed; refused forms come back."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from functools import partial
from typing import Protocol

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from cli.trying import try_webhook
from coordination.webhooks import MOST_TRIES, DeliveryState
from pipeline.problems import IllegalMove
from pipeline.rights import Handling
from review.people import COOKIE, form_token
from review.services import Services
from store.records import SqlRecords
from store.views import User

URL = "https://tasks.example.gov/hook"
ISSUED = frozenset({"action.issued"})
ROLES = frozenset({"reviewer", "administrator"})
FAR = datetime(2099, 1, 1, tzinfo=UTC)


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords


@pytest.fixture
def boss(desk: Desk, visitor: TestClient) -> TestClient:
    """A browser in which an administrator is signed in."""
    desk.records.add_user(User("boss", "Boss", ROLES), "system")
    visitor.get("/sign-in", params={"link": desk.records.issue_link("boss", datetime.now(UTC))})
    return visitor


@pytest.fixture
def token(boss: TestClient) -> str:
    return form_token(boss.cookies[COOKIE])


def form(token: str, **more: str) -> dict[str, str]:
    given = {"name": "tasks", "url": URL, "reader": "reviewer", "event.action.issued": "on"}
    return given | {"token": token} | more


def issue(desk: Desk, name: str) -> str:
    number = desk.records.make_action(name, "Operational Directive", "reviewer")
    desk.records.change_action(number, 1, {"lead_unit": "OCFO"}, "reviewer")
    desk.records.issue_action(number, date(2026, 3, 2), "reviewer")
    return number


def test_a_webhook_is_made_and_its_secret_is_shown_once(boss: TestClient, desk: Desk, token: str) -> None:
    page = boss.post("/admin/webhooks", data=form(token)).text
    secret = html.unescape(re.findall(r'value="([^"]+)" aria-label="Secret', page)[0])
    assert len(secret) >= 40
    (hook,) = desk.records.webhooks()
    assert (hook.name, hook.url, hook.events, hook.reader) == ("tasks", URL, ("action.issued",), "reviewer")
    assert secret not in boss.get("/admin/webhooks?hook=tasks").text
    assert secret not in str(desk.records.audit(20))


@pytest.mark.parametrize(
    "wrong",
    [{"url": "ftp://a/"}, {"url": "https://u:p@a.gov/"}, {"name": " "}, {"reader": "nobody"}, {"url": ""}],
)
def test_a_refused_form_comes_back_as_it_was(
    boss: TestClient, desk: Desk, token: str, wrong: dict[str, str]
) -> None:
    answer = boss.post("/admin/webhooks", data=form(token) | wrong)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert 'name="event.action.issued" checked' in answer.text
    assert desk.records.webhooks() == ()


def test_what_was_given_up_is_seen_and_sent_again(boss: TestClient, desk: Desk, token: str) -> None:
    boss.post("/admin/webhooks", data=form(token))
    number = issue(desk, "Mend the harbors")
    desk.records.line_up()
    for _ in range(MOST_TRIES):
        taken = desk.records.begin_delivery("tasks", FAR)
        assert taken
        desk.records.end_delivery(taken, DeliveryState.WAITING, "500 <b>broken</b>")
    page = boss.get("/admin/webhooks?hook=tasks").text
    assert "stopped" in page and "given up" in page and number in page and "Send again" in page
    assert "<b>broken" not in page and "Mend the harbors" not in page
    (dead,) = desk.records.deliveries("tasks", "dead")
    again = boss.post("/admin/webhooks/retry", data={"token": token, "hook": "tasks", "delivery": dead.id})
    assert "tried once more" in again.text
    assert desk.records.webhooks()[0].stopped is None
    stopped = boss.post("/admin/webhooks/stop", data={"token": token, "hook": "tasks"})
    assert "Nothing more is sent" in stopped.text and "Stopped by boss" in stopped.text
    boss.post("/admin/webhooks/resume", data={"token": token, "hook": "tasks"})
    assert desk.records.webhooks()[0].stopped is None
    boss.post("/admin/webhooks/remove", data={"token": token, "hook": "tasks"})
    assert desk.records.webhooks() == ()
    assert boss.post("/admin/webhooks/stop", data={"token": token, "hook": "tasks"}).status_code == 404
    assert boss.post("/admin/webhooks/devour", data={"token": token, "hook": "tasks"}).status_code == 404


def test_messages_about_what_one_may_not_see_are_not_listed(boss: TestClient, desk: Desk, token: str) -> None:
    boss.post("/admin/webhooks", data=form(token))
    kept, plain = issue(desk, "Kept"), issue(desk, "Plain")
    desk.records.line_up()
    version = desk.records.action(kept).action.version
    desk.records.change_action(kept, version, {"security_classification": "Confidential"}, "reviewer")
    with desk.records.read_as(User("boss", "Boss", ROLES, Handling.UNRESTRICTED)):
        page = [row.names for row in desk.records.deliveries("tasks")]
    assert page == [(("action", plain),)]


def test_a_test_is_sent_by_the_tool_that_is_given(
    boss: TestClient, desk: Desk, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss.post("/admin/webhooks", data=form(token))
    app = boss.app
    assert isinstance(app, FastAPI)
    services = Services(try_webhook=partial(try_webhook, desk.records))
    monkeypatch.setattr(app.state, "services", services)
    desk.records.make_webhook("near", "http://127.0.0.1:9/", ISSUED, "reviewer", "boss")
    page = boss.post("/admin/webhooks/test", data={"token": token, "hook": "near"}).text
    assert "CHANCERY_WEBHOOK_PRIVATE" in page and "Broken" in page
    assert any(row.what == "webhook.tested" for row in desk.records.audit(5))


def test_nothing_can_be_tried_without_tools(boss: TestClient, desk: Desk, token: str) -> None:
    boss.post("/admin/webhooks", data=form(token))
    assert boss.post("/admin/webhooks/test", data={"token": token, "hook": "tasks"}).status_code == 409
    with pytest.raises(IllegalMove):
        desk.records.make_webhook("tasks", URL, ISSUED, "reviewer", "boss")
