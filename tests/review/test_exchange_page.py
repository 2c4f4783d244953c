"""Packages of other coordination systems by the page: in, again, out; for who sees everything alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from coordination.exchange import Package, Record, Value, bytes_of, package_of
from coordination.exchange.fields import ACTION, TYPE
from pipeline.rights import Handling
from review.app import make_app
from review.pages import exchange
from review.people import COOKIE, form_token
from store.views import User
from tests.review.conftest import FINDER, HOST

PAGE = "/admin/exchange"
GUID = "11111111-2222-3333-4444-555555555555"
KIND = "99999999-2222-3333-4444-555555555555"


def package() -> bytes:
    """One type and one action of it."""
    kind = {"appbase_name": Value("Harbor Order"), "appbase_defaultpriority": Value("147130003")}
    action = {
        "appbase_name": Value("Mend <the> quay"),
        "appbase_actionstatus": Value("147130001"),
        "appbase_lifecyclestage": Value("147130016"),
        "appbase_priority": Value("147130003"),
        "appbase_actionnumber": Value("EA-7"),
        "appbase_executiveactiontype": Value(KIND, TYPE, "Harbor Order"),
    }
    return bytes_of(Package((), (Record(TYPE, KIND, kind), Record(ACTION, GUID, action))))


def enter(desk: Any, user: User) -> TestClient:
    desk.records.add_user(user, "system")
    app = make_app(desk.settings, desk.records, [HOST], FINDER)
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    client.get("/sign-in", params={"link": desk.records.issue_link(user.name, datetime.now(UTC))})
    return client


@pytest.fixture
def admin(desk: Any) -> TestClient:
    return enter(desk, User("root", "Root", frozenset({"administrator"}), Handling.RESTRICTED))


def send(client: TestClient, data: bytes, name: str = "gov-data.zip") -> Any:
    return client.post(PAGE, data={"token": form_token(client.cookies[COOKIE])}, files={"file": (name, data)})


def test_a_package_comes_in_once_and_goes_out_as_it_came(admin: TestClient, desk: Any) -> None:
    assert "Take a package in" in admin.get(PAGE).text
    page = send(admin, package())
    assert page.status_code == 200 and "Executive actions: 1 new" in page.text
    assert "gov-data.zip is taken in" in page.text
    again = send(admin, package()).text
    assert "Nothing new" in again and "2 the same as before" in again
    names = [view.action.name for view in desk.records.actions()]
    assert names.count("Mend <the> quay") == 1
    given = admin.get(f"{PAGE}/file")
    assert given.headers["content-type"] == "application/zip"
    out = {record.id: record for record in package_of(given.content).records}
    assert out[GUID].fields["appbase_name"] == Value("Mend <the> quay")
    assert out[GUID].fields["appbase_actionnumber"] == Value("EA-7")


def test_what_is_no_package_is_refused_with_its_reason(
    admin: TestClient, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = send(admin, b"<script>alert(1)</script>", "<b>.zip")
    assert refused.status_code == 409 and "ZIP" in refused.text and "<b>.zip" not in refused.text
    assert admin.post(PAGE, data={"token": form_token(admin.cookies[COOKIE])}).status_code == 409
    monkeypatch.setattr(exchange, "LARGEST", 10)
    assert "chancery exchange import" in send(admin, package()).text
    assert desk.records.package().records == ()


def test_who_is_held_to_a_unit_neither_takes_nor_gives(desk: Any) -> None:
    roles, units = frozenset({"administrator"}), frozenset({"OCIO"})
    held = enter(desk, User("una", "Una", roles, Handling.RESTRICTED, units))
    assert held.get(f"{PAGE}/file").status_code == 403
    assert send(held, package()).status_code == 403 and desk.records.package().records == ()
