"""Replies that the model drafts while nobody waits: in turn, cancelled, by page and by program."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from coordination.correspondence import Sent
from pipeline.rights import Handling
from pipeline.settings import Settings
from review import drafting
from review.app import make_app
from review.finder import Finder
from review.programs.described import PREFIX
from store import jobs
from store.records import SqlRecords
from store.views import User
from tests.endpoint.conftest import Model
from tests.endpoint.test_replies import good
from tests.endpoint.test_reply_pages import HOST, browser, case
from tests.review.test_programs import fault

__all__ = ["browser", "case"]

Case = tuple[SqlRecords, str, str]
Browser = tuple[TestClient, str]


@pytest.fixture
def conf(conf: Settings) -> Settings:
    """The model may take its time."""
    return replace(conf, model_seconds=300)


@pytest.fixture
def gate(model: Model, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The model writes a good reply once it is let go; pages do not wait for it."""
    monkeypatch.setattr(drafting, "PATIENCE", 0.0)
    go = threading.Event()

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        go.wait(300)
        return good(body)

    model.answer = answer
    yield go
    go.set()
    until(lambda: not any(one.name == "drafting" for one in threading.enumerate()))


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.02)


def asked(control: str, token: str) -> dict[str, str]:
    form = {"document": control, "kind": "Final Reply", "template": "final-reply"}
    return form | {"token": token, "by": "model"}


def test_a_page_tells_how_far_a_draft_is_and_opens_the_letter(
    gate: threading.Event, case: Case, browser: Browser
) -> None:
    (records, number, control), (client, token) = case, browser
    page = client.post(f"/actions/{number}/draft-letter", data=asked(control, token))
    assert "/drafting/" in str(page.url) and "Look again" in page.text and "data-waiting" in page.text
    assert "http-equiv" not in page.text
    until(lambda: "The model is writing." in client.get(str(page.url)).text)
    again = client.post(f"/actions/{number}/draft-letter", data=asked(control, token))
    assert again.status_code == 409 and "One is under way for you already" in again.text
    assert records.outgoing_letters(number) == ()
    gate.set()
    until(lambda: records.outgoing_letters(number))
    until(lambda: "Look again" not in client.get(str(page.url)).text)
    letter = client.get(str(page.url))
    assert (
        "/letters/" in str(letter.url) and "Drafted" in letter.text and "drafted by scripted-1" in letter.text
    )
    (kept,) = records.outgoing_letters(number)
    assert kept.written_by == "ben" and records.verify().holds


def test_a_draft_that_was_cancelled_is_put_nowhere(
    gate: threading.Event, model: Model, case: Case, browser: Browser
) -> None:
    (records, number, control), (client, token) = case, browser
    page = client.post(f"/actions/{number}/draft-letter", data=asked(control, token))
    until(lambda: model.bodies)
    gone = client.post(f"{page.url}/cancel", data={"token": token})
    assert "nothing of it was put on the record" in gone.text and "tab=letters" in str(gone.url)
    assert client.get(str(page.url)).status_code == 404
    gate.set()
    until(lambda: not any(one.name == "drafting" for one in threading.enumerate()))
    assert records.outgoing_letters(number) == ()
    second = client.post(f"/actions/{number}/draft-letter", data=asked(control, token))
    assert second.status_code == 200
    until(lambda: records.outgoing_letters(number))


@pytest.mark.parametrize("roles", [frozenset({"reviewer"}), frozenset({"clerk"})])
def test_a_draft_is_made_only_of_what_its_asker_may_see_and_do_by_then(
    gate: threading.Event, model: Model, case: Case, roles: frozenset[str]
) -> None:
    records, number, control = case
    wanted = drafting.Asked(number, control, Sent.FINAL, "final-reply")
    job = records.ask_job(drafting.DRAFT, wanted.name, wanted.to_bytes(), "ben", most=1)
    if "reviewer" in roles:
        records.guard(control, Handling.CUI, None, "ben")
        records.clear_user(User("ben", "Ben", roles, Handling.UNRESTRICTED), "system")
    else:
        records.add_user(User("ben", "Ben", roles), "system")
    gate.set()
    drafting.Drafting(records)._work(120)
    found = records.job(job, "ben")
    assert found.state == "failed" and found.problem[0], found
    assert not model.bodies and records.outgoing_letters(number) == ()


def test_what_its_worker_lost_is_told_and_can_be_asked_for_again(
    gate: threading.Event, case: Case, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    (records, number, control), (client, token) = case, browser
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=-1))
    wanted = drafting.Asked(number, control, Sent.FINAL, "final-reply")
    job = records.ask_job(drafting.DRAFT, wanted.name, wanted.to_bytes(), "ben", most=1)
    assert records.take_job(drafting.DRAFT)
    client.get(f"/drafting/{job}")
    until(lambda: records.job(job, "ben").state == "failed")
    page = client.get(f"/drafting/{job}").text
    assert "The work was lost." in page and "Fill the template instead" in page
    monkeypatch.setattr(jobs, "LEASE", timedelta(minutes=10))
    gate.set()
    client.post(f"/actions/{number}/draft-letter", data=asked(control, token))
    until(lambda: records.outgoing_letters(number))


@pytest.fixture
def robot(conf: Settings, case: Case) -> TestClient:
    """A program with a token of Ben's."""
    records = case[0]
    _, token = records.new_token("ben", "tests", ["action.read", "item.update"], 5, "ben")
    app = make_app(conf, records, [HOST], Finder(lambda *a: None, lambda *a: None))  # type: ignore[arg-type]
    headers = {"Authorization": f"Bearer {token}"}
    return TestClient(app, base_url=f"http://{HOST}{PREFIX}", headers=headers, follow_redirects=False)


def test_a_program_asks_for_a_draft_and_looks_after_it(
    gate: threading.Event, model: Model, case: Case, robot: TestClient
) -> None:
    records, number, control = case
    where = f"/letters/{number}/{control}/draft"
    answer = robot.post(where, json={"kind": "Final Reply"})
    assert answer.status_code == 202, answer.text
    told = answer.json()
    assert told["state"] in ("waiting", "running") and told["letter"] is None and told["problem"] == []
    poll = answer.headers["location"].removeprefix(PREFIX)
    assert "under way" in fault(robot.post(where, json={}), 409)["detail"]
    gate.set()
    until(lambda: robot.get(poll).json()["state"] == "done")
    done = robot.get(poll).json()
    assert (done["action"], done["document"], done["kind"]) == (number, control, "Final Reply")
    assert records.outgoing_letter(done["letter"])[0].written_by == "ben"
    assert robot.delete(poll).status_code == 204
    fault(robot.get(poll), 404)
    fault(robot.delete(poll), 404)
    fault(robot.post(where, json={"template": "no such"}), 404)
    fault(robot.post(f"/letters/{number}/EC-2026-09999/draft", json={}), 404)
    fault(robot.post(where, json={"kind": "Song"}), 422)


def test_a_draft_is_nobody_else_s(
    gate: threading.Event, case: Case, robot: TestClient, conf: Settings
) -> None:
    records, number, control = case
    records.add_user(User("eve", "Eve", frozenset({"reviewer"})), "system")
    job = robot.post(f"/letters/{number}/{control}/draft", json={}).json()["id"]
    _, token = records.new_token("eve", "tests", ["action.read", "item.update"], 5, "eve")
    theirs = {"Authorization": f"Bearer {token}"}
    fault(robot.get(f"/drafting/{job}", headers=theirs), 404)
    fault(robot.delete(f"/drafting/{job}", headers=theirs), 404)
    assert robot.post(f"/letters/{number}/{control}/draft", json={}, headers=theirs).status_code == 202
    gate.set()
    until(lambda: len(records.outgoing_letters(number)) == 2)
