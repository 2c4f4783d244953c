"""Signing in by password and second factor, one's own profile, and forms that outlive their session."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from pipeline import totp
from pipeline.settings import Settings
from review.app import make_app
from review.people import COOKIE, SECURE_COOKIE, form_token
from store.records import SqlRecords
from store.views import User
from tests.review.conftest import FINDER, HOST, Desk

PASSWORD = "seven herons over grey water"


def tab(desk: Desk, settings: Settings | None = None, host: str = f"http://{HOST}") -> TestClient:
    app = make_app(settings or desk.settings, desk.records, [HOST], FINDER)
    return TestClient(app, base_url=host, headers={"Origin": host}, follow_redirects=False)


@pytest.fixture
def protected(desk: Desk) -> str:
    """The secret of the reviewer's authenticator; the reviewer has a password, too."""
    reviewer = next(user for user in desk.records.users() if user.name == "reviewer")
    desk.records.set_password(reviewer, "", PASSWORD, "")
    secret = desk.records.enrol("reviewer").secret
    desk.records.confirm_factor("reviewer", code(secret, 0), datetime.now(UTC))
    return secret


def code(secret: str, steps: int) -> str:
    return totp.code_at(secret, int(datetime.now(UTC).timestamp()) // totp.STEP + steps)


def test_password_and_code_lead_to_the_page_that_was_wanted(desk: Desk, protected: str) -> None:
    client = tab(desk)
    wanted = f"/documents/{desk.control}?at=2"
    to = client.get(wanted).headers["location"]
    asked = client.get(to)
    assert f'name="next" value="{html.escape(wanted)}"' in asked.text
    form = {"name": "reviewer", "password": PASSWORD, "next": wanted}
    half = client.post("/sign-in", data=form)
    assert half.headers["location"].startswith("/sign-in/code?next=")
    assert client.get(wanted).status_code == 303, "half a sign-in opens nothing"
    before = client.cookies[COOKIE]
    assert client.post("/sign-in/code", data={"code": "000000"}).status_code == 403
    whole = client.post("/sign-in/code", data={"code": code(protected, 1), "next": wanted})
    assert whole.headers["location"] == wanted and client.cookies[COOKIE] != before
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example", "//evil.example", "/\\evil.example", "", "javascript:alert(1)", "/\n/evil"],
)
def test_signing_in_leads_to_no_other_site(desk: Desk, wanted: str) -> None:
    link = desk.records.issue_link("reviewer", datetime.now(UTC))
    answer = tab(desk).get("/sign-in", params={"link": link, "next": wanted})
    assert answer.headers["location"] == "/"


def test_a_wrong_password_is_told_and_not_written_back(desk: Desk) -> None:
    form = {"name": "reviewer<", "password": "a wrong and secret one"}
    answer = tab(desk).post("/sign-in", data=form)
    assert answer.status_code == 403 and "do not belong together" in answer.text
    assert "a wrong and secret one" not in answer.text and 'value="reviewer&lt;"' in answer.text


def test_too_many_tries_are_told_to_wait(desk: Desk) -> None:
    client = tab(desk)
    form = {"name": "reviewer", "password": "wrong"}
    statuses = [client.post("/sign-in", data=form).status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]


@pytest.mark.parametrize(
    "site",
    [
        {"sec-fetch-site": "cross-site"},
        {"origin": ""},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:8765"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/sign-out", "/profile/password"])
def test_no_other_site_signs_anybody_in(desk: Desk, path: str, site: dict[str, str]) -> None:
    client = tab(desk)
    assert client.post(path, data={"name": "reviewer", "password": PASSWORD}, headers=site).status_code == 403
    assert COOKIE not in client.cookies and not desk.records.audit(1)[0].what.startswith("sign_in")


def test_where_the_pages_are_reached_over_https_the_cookie_is_of_this_host_alone(desk: Desk) -> None:
    """The proxy in front speaks https; a cookie that another host of the domain planted is not looked at."""
    secure = Settings(home=desk.settings.home, origin="https://chancery.example.gov")
    client = tab(desk, secure, "https://chancery.example.gov")
    link = desk.records.issue_link("reviewer", datetime.now(UTC))
    answer = client.get("/sign-in", params={"link": link})
    kept = answer.headers["set-cookie"]
    assert kept.startswith(f"{SECURE_COOKIE}=") and "Secure" in kept and "HttpOnly" in kept
    assert "Domain" not in kept and "Path=/" in kept and "SameSite=lax" in kept
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    session = client.cookies[SECURE_COOKIE]
    planted = tab(desk, secure, "https://chancery.example.gov")
    planted.cookies.set(COOKIE, session)
    assert planted.get("/queue").status_code == 303 and client.get("/queue").status_code == 200


@pytest.mark.parametrize(("proxies", "told"), [("", "testclient"), ("10.1.1.1, testclient", "192.0.2.9")])
def test_only_a_trusted_proxy_says_where_somebody_sits(desk: Desk, proxies: str, told: str) -> None:
    settings = Settings(home=desk.settings.home, trusted_proxies=proxies)
    link = desk.records.issue_link("reviewer", datetime.now(UTC))
    client = tab(desk, settings)
    client.get("/sign-in", params={"link": link}, headers={"x-forwarded-for": "203.0.113.5, 192.0.2.9"})
    now = datetime.now(UTC)
    assert [row.address for row in desk.records.sessions("reviewer", client.cookies[COOKIE], now)] == [told]


def test_what_was_typed_outlives_the_session(desk: Desk, client: TestClient, token: str) -> None:
    """The session ends, the form stays filled; signed in again in another tab, one press sends it."""
    desk.records.end_session(client.cookies[COOKIE])
    where = f"/documents/{desk.control}/no-action"
    lost = client.post(where, data={"token": token, "reason": "It is a copy & nothing else."})
    assert lost.status_code == 401 and "Sign in in a new tab" in lost.text
    assert 'value="It is a copy &amp; nothing else."' in lost.text and token not in lost.text
    client.get("/sign-in", params={"link": desk.records.issue_link("reviewer", datetime.now(UTC))})
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', lost.text))
    form = {name: html.unescape(words) for name, words in carried.items()}
    asked = client.post(where, data=form)
    assert asked.status_code == 403 and "made before you signed in" in asked.text
    assert desk.records.document(desk.control).stage.value == "needs_review", "nothing goes without a press"
    form["token"] = form_token(client.cookies[COOKIE])
    assert f'value="{form["token"]}"' in asked.text
    assert client.post(where, data=form, follow_redirects=False).status_code == 303
    assert desk.records.document(desk.control).stage.value == "no_action"


def test_no_password_is_written_into_a_page_again(desk: Desk, client: TestClient, token: str) -> None:
    desk.records.end_session(client.cookies[COOKIE])
    form = {"token": token, "new": PASSWORD, "again": PASSWORD, "old": "the old secret"}
    lost = client.post("/profile/password", data=form)
    assert lost.status_code == 401 and PASSWORD not in lost.text and "the old secret" not in lost.text


def test_a_password_is_set_and_changed_on_the_profile(desk: Desk, client: TestClient, token: str) -> None:
    def post(**fields: str) -> str:
        return client.post("/profile/password", data={"token": token} | fields).text

    assert "not typed the same twice" in post(new=PASSWORD, again=PASSWORD + "x")
    assert "guessed first" in post(new="passwordpassword", again="passwordpassword")
    assert "Your password is set" in post(new=PASSWORD, again=PASSWORD)
    other = "another one, with words in it"
    assert "do not belong together" in post(old="wrong", new=other, again=other)
    assert "Your password is set" in post(old=PASSWORD, new=other, again=other)
    assert desk.records.enter("reviewer", other, datetime.now(UTC))


def test_an_authenticator_is_set_up_and_removed(desk: Desk, client: TestClient, token: str) -> None:
    started = client.post("/profile/second-factor/start", data={"token": token})
    shown = re.search(r'class="once">([A-Z2-7 ]+)<', started.text)
    assert shown
    secret = shown[1].replace(" ", "")
    wrong = client.post("/profile/second-factor", data={"token": token, "code": "12"})
    assert wrong.status_code == 422 and shown[1] in wrong.text
    done = client.post("/profile/second-factor", data={"token": token, "code": code(secret, 0)})
    assert "Recovery codes" in done.text and secret not in done.text
    assert desk.records.has_factor("reviewer")
    client.post("/profile/second-factor/remove", data={"token": token})
    assert not desk.records.has_factor("reviewer")


def test_how_pages_look_is_kept_and_times_are_in_one_s_own_zone(
    desk: Desk, client: TestClient, token: str
) -> None:
    form = {"token": token, "time_zone": "Pacific/Honolulu", "density": "compact"}
    page = client.post("/profile/preferences", data=form).text
    assert "HST" in page and '<body class="dense" data-keys="off">' in page
    assert ' data-keys="off"' in client.get(f"/documents/{desk.control}").text
    user = next(one for one in desk.records.users() if one.name == "reviewer")
    assert (user.time_zone, user.density, user.shortcuts) == ("Pacific/Honolulu", "compact", False)
    for wrong in ({"time_zone": "../etc/passwd"}, {"time_zone": "Mars/Olympus"}, {"density": "cosy"}):
        assert client.post("/profile/preferences", data=form | wrong).status_code == 422


def test_sessions_are_ended_from_the_profile(desk: Desk, client: TestClient, token: str) -> None:
    now = datetime.now(UTC)
    others = [desk.records.redeem(desk.records.issue_link("reviewer", now), now) for _ in range(3)]
    page = client.get("/profile").text
    ends = re.findall(r'action="(/profile/sessions/[0-9a-f-]+/end)"', page)
    assert len(ends) == 3 and "this one" in page
    assert client.post(ends[0], data={"token": token}).status_code == 200
    assert sum(desk.records.session(one, now) is not None for one in others) == 2
    client.post("/profile/sessions/end-others", data={"token": token})
    assert not any(desk.records.session(one, now) for one in others)
    assert client.get("/profile").status_code == 200


def test_a_token_is_shown_once_and_revoked(desk: Desk, client: TestClient, token: str) -> None:
    form = {"token": token, "name": "nightly <export>", "days": "30", "verb.read": "on"}
    made = client.post("/profile/tokens", data=form).text
    found = re.search(r'class="once">(chy_[0-9a-f]{8}_[\w-]+)<', made)
    assert found and found[1] not in client.get("/profile").text
    user = desk.records.program(found[1], datetime.now(UTC))
    assert user and user.may == {"read"}
    prefix = desk.records.tokens("reviewer")[0].prefix
    client.post(f"/profile/tokens/{prefix}/revoke", data={"token": token})
    assert desk.records.program(found[1], datetime.now(UTC)) is None
    for wrong in ({"days": "-1"}, {"days": "٣"}, {"name": ""}, {"verb.read": ""}):
        answer = client.post("/profile/tokens", data=form | wrong)
        assert answer.status_code == 422
    client.post("/profile/tokens", data=form | {"verb.audit.read": "on"})
    assert all(set(row.verbs) == {"read"} for row in desk.records.tokens("reviewer"))


def test_a_session_is_no_token_and_a_token_no_session(
    records_token: tuple[SqlRecords, str], desk: Desk
) -> None:
    """A token opens the programs' addresses alone, and what it does not open no cookie opens beside it."""
    _, token = records_token
    client = tab(desk)
    assert client.get("/queue", headers={"Authorization": f"Bearer {token}"}).status_code == 303
    client.cookies.set(COOKIE, token)
    assert client.get("/queue").status_code == 303


@pytest.fixture
def records_token(desk: Desk) -> tuple[SqlRecords, str]:
    """The records, and a token of the reviewer's."""
    return desk.records, desk.records.new_token("reviewer", "a script", ["read"], 5, "reviewer")[1]


def test_who_is_refused_stands_in_the_log(desk: Desk) -> None:
    desk.records.add_user(User("clerk", "Clerk", frozenset({"clerk"})), "system")
    other = tab(desk)
    other.get("/sign-in", params={"link": desk.records.issue_link("clerk", datetime.now(UTC))})
    form = {"token": form_token(other.cookies[COOKIE])}
    assert other.post(f"/documents/{desk.control}/finish", data=form).status_code == 403
    event = desk.records.audit(1)[0]
    assert (event.who, event.what, event.after) == (
        "user:clerk",
        "access.refused",
        {"verb": "document.finish"},
    )
    assert event.subject == f"POST /documents/{desk.control}/finish"


def test_keys_are_chosen_kept_and_given_back(client: TestClient, desk: Desk, token: str) -> None:
    page = client.post("/profile/keys", data={"token": token, "key.a": "y", "key.x": ""}).text
    assert "Kept" in page and 'name="key.a" value="y"' in page and 'name="key.x" value=""' in page
    assert """data-own='{"a": "y", "x": ""}'""" in client.get(f"/documents/{desk.control}").text
    wrong = client.post("/profile/keys", data={"token": token, "key.a": "<"} | {"key.e": "<"})
    assert wrong.status_code == 422 and "Give each a key of its own" in wrong.text
    assert 'name="key.a" value="&lt;"' in wrong.text
    page = client.post("/profile/keys", data={"token": token, "usual": "yes"}).text
    assert 'name="key.a" value="a"' in page and "data-own" not in page
