"""Every route by every role, with and without a session: nothing is open by accident."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.testclient import TestClient

from flows.searching import related, search
from pipeline.rights import READING, ROLE_ALLOWS, VERBS
from pipeline.settings import Settings
from review.app import make_app
from review.finder import Finder
from review.guard import HEADERS
from review.people import COOKIE, Allowed, check_form, form_token
from review.programs.asking import check_sender
from review.uploads import check_upload
from store.records import SqlRecords
from store.views import User

FINDER = Finder(search, related)

HOST = "127.0.0.1:8765"
OPEN = {
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/sign-in/code"),
    ("POST", "/sign-in/code"),
    ("GET", "/sign-in/provider"),
    ("GET", "/sign-in/back"),
    ("POST", "/sign-in/card"),
    ("GET", "/signed-in"),
    ("GET", "/signed-out"),
    ("POST", "/sign-out"),
    ("GET", "/calendars/{secret}.ics"),
}
"""The way in and the way out need no role, nor does a calendar: its address is the secret."""
NAMES = {"number": "999", "verdict": "approve", "citation": "EO 1"}
"""What stands for a part of an address that names no document."""


class Desk(Protocol):
    """The desk that the fixture sets up."""

    settings: Settings
    records: SqlRecords
    control: str


def routes(app: FastAPI) -> Iterator[tuple[str, str, Dependant]]:
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            for method in route.methods or ():
                yield method, context.path or "", context.dependant or route.dependant


def calls(dependant: Dependant) -> Iterator[Callable[..., object]]:
    for part in dependant.dependencies:
        if part.call is not None:
            yield part.call
        yield from calls(part)


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    return make_app(desk.settings, desk.records, [HOST], FINDER)


def browser(app: FastAPI) -> TestClient:
    origin = f"http://{HOST}"
    return TestClient(app, base_url=origin, headers={"Origin": origin}, follow_redirects=False)


def sign_in(app: FastAPI, desk: Desk, role: str) -> TestClient:
    desk.records.add_user(User(f"a-{role}", role, frozenset({role})), "system")
    return sign_in_as(app, desk, f"a-{role}")


def sign_in_as(app: FastAPI, desk: Desk, name: str) -> TestClient:
    client = browser(app)
    client.get("/sign-in", params={"link": desk.records.issue_link(name, datetime.now(UTC))})
    return client


def address(path: str, desk: Desk) -> str:
    names = NAMES | {"control": desk.control}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: names.get(part[1], "999"), path)


def declared(app: FastAPI) -> dict[tuple[str, str], str]:
    """Every route but the open ones, with the verb that it asks for."""
    found = {}
    for method, path, dependant in routes(app):
        verbs = [call.verb for call in calls(dependant) if isinstance(call, Allowed)]
        assert len(verbs) == (0 if (method, path) in OPEN else 1), f"{method} {path} declares {verbs}"
        if verbs:
            found[method, path] = verbs[0]
    return found


def test_every_route_declares_its_permission(app: FastAPI) -> None:
    found = declared(app)
    assert found
    for (method, path), verb in found.items():
        assert method in ("GET", "HEAD") or verb not in READING, f"{method} {path} changes something"


def test_every_verb_is_some_role_s_and_every_role_has_verbs_that_exist() -> None:
    given = frozenset[str]().union(*ROLE_ALLOWS.values())
    assert given == set(VERBS)
    assert not ROLE_ALLOWS["administrator"] & {"draft.decide", "document.finish", "item.decide"}
    assert ROLE_ALLOWS["auditor"] - set(READING) == {"profile.own", "token.own"}


def test_a_verb_that_does_not_exist_cannot_be_declared() -> None:
    with pytest.raises(ValueError):
        Allowed("draft.devour")


def test_every_form_is_checked(app: FastAPI) -> None:
    for method, path, dependant in routes(app):
        if method not in ("GET", "HEAD") and not path.startswith("/sign-in"):
            checks = {check_sender} if path.startswith("/api/") else {check_form, check_upload}
            assert checks & set(calls(dependant)), f"{method} {path} takes any form"


@pytest.mark.parametrize("role", sorted(ROLE_ALLOWS))
def test_a_role_gets_what_it_may_and_nothing_else(app: FastAPI, desk: Desk, role: str) -> None:
    client = sign_in(app, desk, role)
    form = {"token": form_token(client.cookies[COOKIE])}
    client.headers["X-Form-Token"] = form["token"]
    for (method, path), verb in declared(app).items():
        status = client.request(method, address(path, desk), data=form if method == "POST" else None)
        refused = status.status_code == 403
        assert refused is (verb not in ROLE_ALLOWS[role]), f"{role}: {method} {path}: {status.status_code}"
    drafts = desk.records.drafts(desk.control)
    assert not any(draft.status.decided for draft in drafts)


@pytest.mark.parametrize("role", ["auditor", "clerk"])
def test_who_may_not_decide_is_offered_no_button(app: FastAPI, desk: Desk, role: str) -> None:
    page = sign_in(app, desk, role).get(f"/documents/{desk.control}").text
    assert "Dredging" in page
    for button in ("/approve", "/edit", "/reject", "/finish", "/no-action"):
        assert f'{button}"' not in page


@pytest.mark.parametrize("session", [None, "made-up", "expired", "ended"])
def test_nothing_is_had_without_a_live_session(app: FastAPI, desk: Desk, session: str | None) -> None:
    client = browser(app)
    now = datetime.now(UTC)
    long_ago = now - timedelta(hours=13)
    token = session
    if session in ("expired", "ended"):
        at = now if session == "ended" else long_ago
        token = desk.records.redeem(desk.records.issue_link("reviewer", at), at)
    if session == "ended":
        desk.records.end_session(str(token))
    if token:
        client.cookies.set(COOKIE, token)
    for method, path in declared(app):
        answer = client.request(
            method, address(path, desk), data={"token": form_token(token or "")} if method == "POST" else None
        )
        to_sign_in = method == "GET" and not path.startswith("/api/")
        assert answer.status_code == (303 if to_sign_in else 401), f"{method} {path}"
        assert not to_sign_in or answer.headers["location"].startswith("/sign-in")


def test_a_new_role_holds_at_once(app: FastAPI, desk: Desk) -> None:
    client = sign_in(app, desk, "reviewer")
    form = {"token": form_token(client.cookies[COOKIE])}
    desk.records.add_user(User("a-reviewer", "r", frozenset({"auditor"})), "system")
    where = f"/documents/{desk.control}/drafts/1/approve"
    assert client.post(where, data=form).status_code == 401, "whose roles change signs in again"
    assert sign_in_as(app, desk, "a-reviewer").post(where, data=form).status_code == 403


@pytest.mark.parametrize(
    "address", ["/", "/static/app.css", "/static/nothing.css", "/nowhere", "/sign-in?link=x"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "OPTIONS"])
def test_headers_stand_on_every_answer(app: FastAPI, address: str, method: str) -> None:
    answer = browser(app).request(method, address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    kept = address.startswith("/static/app") and answer.status_code == 200
    assert (answer.headers.get("cache-control") == "no-store") is not kept
