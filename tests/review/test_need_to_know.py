"""Need to know: what is kept from a reader is on no page, in no list, no count, no file and no answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.testclient import TestClient

from pipeline.decisions import Decision, Verdict, doubts
from pipeline.drafting import proposals
from pipeline.intake import Incoming
from pipeline.problems import Problem
from pipeline.rights import ROLE_ALLOWS, VERBS, Handling
from review.app import make_app
from review.people import COOKIE, form_token
from store.views import User
from tests.review.conftest import FINDER, HOST, LETTER, NOW, STAMP, Desk, the_analysis, the_document

WORD = "porpoise"
"""Stands in the name, title, text, drafts, action and items that are kept back, and nowhere else."""
READER = "held"


@dataclass(frozen=True)
class Hidden:
    """A letter, its action and an item of it, as their addresses name them."""

    control: str
    action: str
    item: str
    draft: str


NOWHERE = Hidden("EC-1999-00001", "EC-A-1999-00001", "5442fc50-0000-4000-8000-000000000000", "1")


def plant(desk: Desk) -> Hidden:
    """A letter about porpoises, filed as an action, for readers who are cleared for everything."""
    records, letter = desk.records, LETTER.replace("dredging", WORD)
    records.admit(
        Incoming("upload", f"{WORD}.txt", letter.encode(), NOW, source=f"{WORD}.txt"), "text/plain", "clerk"
    )
    document = records.claim("worker", NOW)
    assert document
    read = the_document(document.sha256, letter)
    document = records.keep_reading(document, read, "by hand")
    analysis = the_analysis(read, WORD)
    records.file(document, analysis, STAMP, proposals(read, analysis))
    control = document.control_number
    records.guard(control, Handling.RESTRICTED, "ES", "reviewer")
    for draft in records.drafts(control):
        said = frozenset(doubt.field for doubt in doubts(draft))
        records.decide(Decision(draft.id, draft.version, "reviewer", Verdict.APPROVE, NOW, confirmed=said))
    filed = records.finish(control, "reviewer", NOW)
    assert filed.action
    item = records.action(filed.action).items[0]
    return Hidden(control, filed.action, str(item.id), records.drafts(control)[0].id)


@pytest.fixture(params=["level", "unit"])
def reader(desk: Desk, request: pytest.FixtureRequest) -> User:
    """Somebody with every role who may not see the letter: for its level, or as it is another unit's."""
    roles = frozenset(ROLE_ALLOWS)
    if request.param == "level":
        return User(READER, "Held Back", roles, clearance=Handling.CUI)
    return User(READER, "Held Back", roles, units=frozenset({"OCIO"}))


@pytest.fixture
def hidden(desk: Desk) -> Hidden:
    return plant(desk)


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    return make_app(desk.settings, desk.records, [HOST], FINDER)


@pytest.fixture
def browser(app: FastAPI, desk: Desk, reader: User, hidden: Hidden) -> TestClient:
    desk.records.add_user(User(READER, "Held Back", reader.roles), "system")
    desk.records.clear_user(reader, "system")
    desk.records.guard(desk.control, Handling.UNRESTRICTED, "OCIO", "reviewer")
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    client.get("/sign-in", params={"link": desk.records.issue_link(READER, datetime.now(UTC))})
    return client


def read_routes(app: FastAPI) -> Iterator[str]:
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute) and "GET" in (context.original_route.methods or ()):
            yield context.path or ""


def filled(path: str, hidden: Hidden) -> str:
    names = {"control": hidden.control, "item": hidden.item, "citation": "33 U.S.C. 540", "name": READER}
    names["number"] = hidden.action if "/actions/" in path else "1"
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: names.get(part[1], "1"), path)


def test_nothing_that_is_kept_back_is_on_any_page(app: FastAPI, browser: TestClient, hidden: Hidden) -> None:
    tried = 0
    for path in read_routes(app):
        if path.startswith("/sign-"):
            continue
        address = filled(path, hidden)
        for more in ("", f"?q={WORD}", f"?words={WORD}", f"?stage=all&view=all&item={hidden.item}"):
            answer = browser.get(address + more)
            said = answer.text.casefold().replace(f'value="{WORD}"', "").replace(f"q={WORD}", "")
            said = said.replace(f"words={WORD}", "").replace(f"“{WORD}”", "")
            assert WORD not in said, f"{address}{more} tells of it"
            names_it = hidden.control in address or hidden.action in address
            if names_it:
                assert answer.status_code == 404, f"{address}: {answer.status_code}"
            elif not names_it:
                assert hidden.control not in answer.text, f"{address}{more} names it"
                assert hidden.action not in answer.text, f"{address}{more} names its action"
            tried += 1
    assert tried > 100


def test_who_is_cleared_finds_it_everywhere(app: FastAPI, desk: Desk, hidden: Hidden) -> None:
    """The walk above would prove nothing if the word stood nowhere."""
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    desk.records.add_user(User("whole", "Whole", frozenset(ROLE_ALLOWS)), "system")
    client.get("/sign-in", params={"link": desk.records.issue_link("whole", datetime.now(UTC))})
    telling = [
        path for path in read_routes(app)
        if WORD in client.get(filled(path, hidden) + f"?words={WORD}&stage=all").text.casefold()
    ]  # fmt: skip
    assert len(telling) >= 12, telling


def test_what_is_not_seen_is_not_changed(
    browser: TestClient, app: FastAPI, desk: Desk, hidden: Hidden
) -> None:
    before = desk.records.dossier(hidden.control), desk.records.action(hidden.action)
    form = {"token": form_token(browser.cookies[COOKIE]), "of": hidden.control, "joins": hidden.action}
    browser.headers["X-Form-Token"] = form["token"]
    for context in iter_route_contexts(app.routes):
        route, path = context.original_route, context.path or ""
        named = any(part in path for part in ("{control}", "/actions/{", "/items/{"))
        if isinstance(route, APIRoute) and "POST" in (route.methods or ()) and named:
            answer = browser.post(filled(path, hidden), data=form).status_code
            assert answer == browser.post(filled(path, NOWHERE), data=form).status_code, path
            assert answer in (404, 409, 422), f"{path}: {answer}"
    for deed in ("duplicate", "finish"):
        browser.post(f"/documents/{desk.control}/{deed}", data=form)
    assert (desk.records.dossier(hidden.control), desk.records.action(hidden.action)) == before
    assert desk.records.document(desk.control).duplicate_of is None


def test_the_log_tells_who_asked_for_what_they_may_not_see(
    browser: TestClient, desk: Desk, hidden: Hidden
) -> None:
    for address in (f"/documents/{hidden.control}", f"/api/v1/actions/{hidden.action}"):
        assert browser.get(address).status_code == 404
        last = desk.records.audit(limit=1)[0]
        assert (last.who, last.what) == (f"user:{READER}", "access.refused")
        assert last.subject == f"GET {address}"
    assert browser.get("/documents/EC-1999-00001").status_code == 404
    assert desk.records.audit(limit=1)[0].subject.endswith(hidden.action), "what is not there is no refusal"


def test_the_answer_is_that_for_what_is_not_there(browser: TestClient, hidden: Hidden) -> None:
    there = browser.get(f"/documents/{hidden.control}").text
    nowhere = browser.get("/documents/EC-1999-00001").text
    assert there.replace(hidden.control, "N") == nowhere.replace("EC-1999-00001", "N")


def test_a_token_sees_no_more_than_its_owner(
    app: FastAPI, browser: TestClient, desk: Desk, hidden: Hidden
) -> None:
    _, token = desk.records.new_token(READER, "robot", list(VERBS), 5, READER)
    program = TestClient(app, base_url=f"http://{HOST}", headers={"Authorization": f"Bearer {token}"})
    rows = program.get("/api/v1/documents").json()["rows"]
    assert [row["control_number"] for row in rows] == [desk.control]
    assert program.get("/api/v1/actions").json()["rows"] == []
    assert program.get(f"/api/v1/documents/{hidden.control}/text").status_code == 404


def test_who_may_see_a_document_is_said_on_its_page(desk: Desk, client: TestClient, token: str) -> None:
    where = f"/documents/{desk.control}"
    said = client.post(f"{where}/guard", data={"token": token, "handling": "cui", "unit": "ES"})
    assert "Kept who may see it" in said.text and "controlled unclassified (CUI)" in said.text
    assert desk.records.dossier(desk.control).desk.unit == "ES"
    wrong = client.post(f"{where}/guard", data={"token": token, "handling": "secret", "unit": ""})
    assert wrong.status_code == 409 and "is no level" in wrong.text


def test_what_has_no_level_is_hidden_until_somebody_sets_it(
    app: FastAPI, desk: Desk, client: TestClient, token: str
) -> None:
    """It is counted for who may set it, and set for several at once."""
    for name in ("one.txt", "two.txt"):
        desk.records.admit(Incoming("upload", name, name.encode(), NOW, source=name), "text/plain", "clerk")
        held = desk.records.claim("worker", NOW)
        assert held
        desk.records.set_aside(held, Problem("The file is empty.", "", "Ask for it again."))
    bare = [f"EC-2026-0000{number}" for number in (2, 3)]
    desk.records.add_user(User("narrow", "Narrow", frozenset({"clerk"}), Handling.CUI), "system")
    narrow = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    narrow.get("/sign-in", params={"link": desk.records.issue_link("narrow", datetime.now(UTC))})
    seen = narrow.get("/queue?view=all").text + narrow.get("/queue?view=bare").text
    assert not any(one in seen for one in bare) and "no level of handling yet" not in seen
    assert "2 documents have no level of handling yet" in client.get("/queue").text
    assert all(one in client.get("/queue?view=bare").text for one in bare)
    form = {"token": token, "handling": "cui"} | {f"pick.{one}": "on" for one in bare}
    assert client.post("/queue/guard", data=form | {"handling": "secret"}).status_code == 409
    assert "Every document has its level" in client.post("/queue/guard", data=form).text
    assert all(one in narrow.get("/queue?view=all").text for one in bare)


def test_nobody_puts_a_document_out_of_their_own_sight(browser: TestClient, desk: Desk, reader: User) -> None:
    form = {"token": form_token(browser.cookies[COOKIE]), "handling": "restricted", "unit": "OCIO"}
    said = browser.post(f"/documents/{desk.control}/guard", data=form)
    assert said.status_code == (409 if reader.clearance is Handling.CUI else 200)
