"""As whom others vouch for somebody, as an administrator writes it down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from pipeline.settings import Settings
from review.app import make_app
from review.people import COOKIE, form_token
from store.views import User
from tests.review.conftest import FINDER, HOST, Desk

ISSUER = "https://login.example.gov"
ORIGIN = f"http://{HOST}"


def page_of(desk: Desk, settings: Settings) -> TestClient:
    if not any(user.name == "boss" for user in desk.records.users()):
        for name, role in (("boss", "administrator"), ("rita", "clerk"), ("ben", "clerk")):
            desk.records.add_user(User(name, name.title(), frozenset({role})), "system")
    app = make_app(settings, desk.records, [HOST], FINDER)
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    client.get("/sign-in", params={"link": desk.records.issue_link("boss", datetime.now(UTC))})
    return client


@pytest.fixture
def conf(desk: Desk) -> Settings:
    by_card = replace(desk.settings, card_header="X-Card-Name", trusted_proxies="10.1.1.1")
    return replace(by_card, oidc_issuer=ISSUER, oidc_client="chancery", origin=ORIGIN)


def test_it_is_written_down_changed_and_forgotten(desk: Desk, conf: Settings) -> None:
    client = page_of(desk, conf)
    form = {"token": form_token(client.cookies[COOKIE])}
    page = client.post(
        "/admin/people/rita/outside", data=form | {"mail": "Rita@Agency.gov", "card": "CHEN.1"}
    )
    assert page.status_code == 200 and 'value="rita@agency.gov"' in page.text
    known = {row.voucher: row.subject for row in desk.records.outside("rita")}
    assert known == {"mail": "rita@agency.gov", "card": "CHEN.1"}
    client.post("/admin/people/rita/outside", data=form | {"mail": "", "provider": "id-1"})
    known = {row.voucher: row.subject for row in desk.records.outside("rita")}
    assert known == {"card": "CHEN.1", ISSUER: "id-1"}
    told = [(one.what, one.before, one.after) for one in desk.records.audit(2)]
    assert ("user.vouched", None, {"voucher": ISSUER, "subject": "id-1"}) in told
    wrong = client.post("/admin/people/ben/outside", data=form | {"card": "CHEN.1"})
    assert wrong.status_code == 422 and "rita is known by it already" in wrong.text
    assert 'value="CHEN.1"' in wrong.text and desk.records.outside("ben") == ()
    bad = client.post("/admin/people/ben/outside", data=form | {"mail": "nonsense"})
    assert bad.status_code == 422 and "is no mail address" in bad.text


def test_nothing_is_asked_where_nobody_vouches(desk: Desk) -> None:
    client = page_of(desk, desk.settings)
    assert "Who vouches for them" not in client.get("/admin/people/rita").text


def test_who_is_no_administrator_writes_nothing_down(desk: Desk, conf: Settings) -> None:
    page_of(desk, conf)
    app = make_app(conf, desk.records, [HOST], FINDER)
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    client.get("/sign-in", params={"link": desk.records.issue_link("rita", datetime.now(UTC))})
    form = {"token": form_token(client.cookies[COOKIE]), "card": "CHEN.1"}
    assert client.post("/admin/people/rita/outside", data=form).status_code == 403
    assert desk.records.outside("rita") == ()
