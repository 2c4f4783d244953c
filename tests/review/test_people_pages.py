"""Administrators let people in and out; auditors read the log; no secret stands on any page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from pipeline.rights import ROLE_ALLOWS
from review.app import make_app
from review.people import COOKIE, form_token
from store.views import User
from tests.review.conftest import FINDER, HOST, Desk
from tests.review.test_routes import address, declared
from tests.store.test_audit import guards_off

SECRET = "canary-8f2a61"
PASSWORD = f"{SECRET} and more words"


def signed_in(desk: Desk, role: str, name: str = "") -> TestClient:
    name = name or f"an-{role}"
    desk.records.add_user(User(name, name.title(), frozenset({role})), "system")
    app = make_app(desk.settings, desk.records, [HOST], FINDER)
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    client.get("/sign-in", params={"link": desk.records.issue_link(name, datetime.now(UTC))})
    return client


def send(client: TestClient, path: str, **fields: str) -> str:
    form = {"token": form_token(client.cookies[COOKIE])} | fields
    return client.post(path, data=form).text


@pytest.fixture
def admin(desk: Desk) -> TestClient:
    """A browser in which an administrator is signed in."""
    return signed_in(desk, "administrator", "chief")


def user(desk: Desk, name: str) -> User:
    return next(one for one in desk.records.users() if one.name == name)


def test_somebody_is_let_in_changed_and_let_out(desk: Desk, admin: TestClient) -> None:
    rights = {"role.clerk": "on"}
    page = send(admin, "/admin/people", name="cole", display_name="Cole <b>", **rights)
    assert "They may sign in now" in page and "Cole &lt;b&gt;" in page
    cole = user(desk, "cole")
    assert cole.roles == {"clerk"}
    made = re.search(r'class="once">(http[^<]+)<', send(admin, "/admin/people/cole/link"))
    assert made and desk.records.audit(1)[0].who == "user:chief"
    browser = TestClient(admin.app, base_url=f"http://{HOST}")
    assert browser.get(made[1]).status_code == 200 and browser.get("/profile").status_code == 200
    assert "they sign in again" in send(
        admin, "/admin/people/cole", display_name="Cole", **{"role.auditor": "on"}
    )
    assert browser.get("/profile", follow_redirects=False).status_code == 303, "changed rights end sessions"
    assert user(desk, "cole").roles == {"auditor"}
    assert "Deactivated" in send(admin, "/admin/people/cole/deactivate")
    assert "cole" not in {one.name for one in desk.records.users()}
    again = send(admin, "/admin/people", name="Cole")
    assert "There is a Cole already" in again and "deactivated" in again


def test_an_administrator_cannot_raise_or_remove_themself(desk: Desk, admin: TestClient) -> None:
    assert "own roles" in send(admin, "/admin/people/chief", **{"role.reviewer": "on"})
    assert "Nobody removes themself" in send(admin, "/admin/people/chief/deactivate")
    assert user(desk, "chief").roles == {"administrator"}


@pytest.mark.parametrize(
    "fields", [{"name": "a:b"}, {"name": ""}, {"name": "system"}, {"role.king": "on"}]
)  # fmt: skip
def test_what_cannot_be_is_told_by_the_form(desk: Desk, admin: TestClient, fields: dict[str, str]) -> None:
    before = desk.records.users()
    page = send(admin, "/admin/people", **({"name": "cole"} | fields))
    assert 'role="alert"' in page and desk.records.users() == before


def test_an_administrator_resets_an_account_and_revokes_its_tokens(desk: Desk, admin: TestClient) -> None:
    reviewer = user(desk, "reviewer")
    desk.records.set_password(reviewer, "", "seven herons over grey water", "")
    row, token = desk.records.new_token("reviewer", "a script", ["read"], 5, "reviewer")
    assert row.prefix in admin.get("/admin/tokens").text and token not in admin.get("/admin/tokens").text
    assert "Revoked" in send(admin, f"/admin/tokens/{row.prefix}/revoke")
    assert desk.records.program(token, datetime.now(UTC)) is None
    assert "Reset" in send(admin, "/admin/people/reviewer/reset")
    assert not desk.records.has_password("reviewer")


def test_the_log_is_narrowed_and_taken_out(desk: Desk) -> None:
    auditor = signed_in(desk, "auditor")
    page = auditor.get("/audit", params={"about": desk.control}).text
    events = [row for row in desk.records.audit(200) if row.subject.startswith(desk.control)]
    assert page.count('data-label="Number"') == len(events) > 1
    assert "No event is like that" in auditor.get("/audit", params={"who": "user:nobody"}).text
    lines = auditor.get("/audit/export").text.splitlines()
    assert [json.loads(line)["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert desk.control in auditor.get("/audit", params={"what": "document."}).text


def test_the_log_says_where_a_change_was_made(desk: Desk) -> None:
    auditor, records = signed_in(desk, "auditor"), desk.records
    records.make_action("By a command", "Executive Order", "reviewer")
    for name in ("0a1b2c3d4e5f", "api-0a1b2c3d4e5f"):
        with records.request(name):
            records.make_action("By a request", "Executive Order", "reviewer")
    made = [row.origin for row in records.audit(200) if row.what == "action.made"]
    assert made == ["interface", "page", "command"]
    assert {row.origin for row in records.audit(200) if row.who.startswith("system")} == {"machine"}
    page = auditor.get("/audit").text
    for words in ("a page", "a program", "a command", "the machine"):
        assert f'<td data-label="From">{words}</td>' in page
    assert '"origin": "interface"' in auditor.get("/audit/export?as=json&what=action.made").text


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("UPDATE audit_event SET who = 'user:somebody-else' WHERE number = 3", "event 3 was changed"),
        ("DELETE FROM audit_event WHERE number = 4", "event 4 is missing"),
        ("DELETE FROM audit_event WHERE number > 5", "are missing"),
    ],
)
def test_a_row_edited_or_cut_by_hand_is_named(desk: Desk, deed: str, told: str) -> None:
    auditor = signed_in(desk, "auditor")
    assert "The chain holds" in auditor.get("/audit?check=1").text
    with guards_off(desk.settings) as connection:
        connection.execute(text(deed))
    page = auditor.get("/audit?check=1").text
    assert "The chain is broken" in page and told in page


def test_no_secret_stands_in_any_answer(desk: Any, caplog: pytest.LogCaptureFixture) -> None:
    """A key in the settings, a password, a session, a token: on no page, in no fault, file or log."""
    reviewer = user(desk, "reviewer")
    desk.records.set_password(reviewer, "", PASSWORD, "")
    session = desk.records.enter("reviewer", PASSWORD, datetime.now(UTC)).token
    _, token = desk.records.new_token("reviewer", "a script", ["read"], 5, "reviewer")
    kept = f"{SECRET}-key"
    everybody = replace(desk.settings, api_key=kept)
    app = make_app(everybody, desk.records, [HOST], FINDER)
    desk.records.add_user(User("all", "All", frozenset(ROLE_ALLOWS)), "system")
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    client.get("/sign-in", params={"link": desk.records.issue_link("all", datetime.now(UTC))})
    own = client.cookies[COOKIE]
    form = {"token": form_token(own), "password": SECRET, "old": SECRET, "new": SECRET}
    client.post("/sign-in", data={"name": "all", "password": f"{SECRET} wrong"})
    told = ""
    for method, path in declared(app):
        if path not in ("/profile/tokens",) and not path.endswith("/link"):
            told += client.request(method, address(path, desk), data=form if method == "POST" else None).text
    for secret in (SECRET, session, own, token.rpartition("_")[2], token):
        assert secret not in told and secret not in caplog.text
