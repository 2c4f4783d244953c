"""Replies that a model drafts, on the page and in the terminal: who wrote it, what was left out, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cli.entry import main
from coordination.actions import ItemType
from coordination.clearance import Verb
from coordination.correspondence import Sent
from flows.wiring import open_desk
from flows.work import ingest
from intake.files import NamedFiles
from pipeline.settings import Settings
from review import drafting
from review.app import make_app
from review.finder import Finder
from review.people import COOKIE, form_token
from store import open_records
from store.new_items import NewItem
from store.records import SqlRecords
from store.steering import DecisionNote
from store.views import User
from tests.endpoint.conftest import Model
from tests.endpoint.test_replies import LETTER, RECORD, good, row

HOST = "127.0.0.1:8765"


@pytest.fixture
def case(conf: Settings, tmp_path: Path) -> Iterator[tuple[SqlRecords, str, str]]:
    """Open records, an action with two decisions and a letter on its case, read without the model."""
    path = tmp_path / "in" / "letter.txt"
    path.parent.mkdir()
    path.write_text(LETTER.format(planted=""))
    with open_desk(replace(conf, analyzer="offline")) as desk:
        ingest(desk, NamedFiles([path.parent], 1_000_000), "clerk")
        (control,) = (one.control_number for one in desk.records.queue())
    with open_records(conf) as records:
        records.add_user(User("ben", "Ben", frozenset({"reviewer"})), "system")
        number = records.make_action("Answer it", "Congressional Correspondence", "ben")
        records.log_letter(number, control, "ben")
        for words in RECORD:
            records.log_decision(number, DecisionNote("Scope Change", words, "Because.", "Ben"), "ben")
        yield records, number, control


@pytest.fixture
def conf(conf: Settings) -> Settings:
    """The model has time, however slow the machine is."""
    return replace(conf, model_seconds=60)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page waits for the model here, however slow the machine is."""
    monkeypatch.setattr(drafting, "PATIENCE", 120.0)


@pytest.fixture
def browser(conf: Settings, case: tuple[SqlRecords, str, str]) -> tuple[TestClient, str]:
    """A browser in which Ben is signed in, and the token of his forms."""
    records = case[0]
    app = make_app(conf, records, [HOST], Finder(lambda *a: None, lambda *a: None))  # type: ignore[arg-type]
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Origin": f"http://{HOST}"})
    client.get("/sign-in", params={"link": records.issue_link("ben", datetime.now(UTC))})
    return client, form_token(client.cookies[COOKIE])


def test_the_page_tells_who_wrote_it_and_what_was_left_out(
    model: Model, case: tuple[SqlRecords, str, str], browser: tuple[TestClient, str]
) -> None:
    (records, number, control), (client, token) = case, browser
    assert "Draft with the model" in client.get(f"/actions/{number}?tab=letters").text
    invented = row("We will open the night gate on May 2, 2031.", 1)
    model.answer = lambda body: {"sentences": [*good(body)["sentences"], invented]}
    form = {"token": token, "document": control, "kind": "Final Reply", "template": "final-reply"}
    page = client.post(f"/actions/{number}/draft-letter", data=form | {"by": "model"})
    assert page.status_code == 200, page.text
    assert "drafted by scripted-1, prompt replies 1+" in page.text and "from the template" not in page.text
    assert "it promises something that no record bears" in page.text
    assert f'href="/documents/{control}"' in page.text and "[[the answer]]" in page.text
    letter, _ = records.outgoing_letter(str(page.url).split("/")[-1].split("?")[0])
    assert letter.written_by == "ben" and [one.text for one in letter.left_out] == [invented["text"]]
    records.write_letter(str(letter.id), 1, "Another subject", letter.lines, "ben")
    after, _ = records.outgoing_letter(str(letter.id))
    assert after.left_out == letter.left_out and after.analyzer == letter.analyzer
    original = records.document(control).sha256
    assert len(records.exchanges(original)) == 1 and records.verify().holds


def test_the_template_stands_where_the_model_fails_and_where_it_is_not_asked(
    model: Model, case: tuple[SqlRecords, str, str], browser: tuple[TestClient, str]
) -> None:
    (_, number, control), (client, token) = case, browser
    form = {"token": token, "document": control, "kind": "Final Reply", "template": "final-reply"}
    plain = client.post(f"/actions/{number}/draft-letter", data=form).text
    assert "from the template final-reply" in plain and "by the model" not in plain and not model.bodies
    model.script = ["broken"] * 3
    failed = client.post(f"/actions/{number}/draft-letter", data=form | {"by": "model"}).text
    assert "from the template final-reply, not drafted by the model (invalid: " in failed
    assert len(model.bodies) == 3


def test_a_reply_rests_on_decisions_and_results_and_not_on_what_offices_said(
    case: tuple[SqlRecords, str, str],
) -> None:
    records, number, control = case
    kinds = (ItemType.TASK, ItemType.COORDINATION, ItemType.TASK)
    task, clearance, _ = (
        records.add_item(number, NewItem(f"Item {at}", kind), "ben") for at, kind in enumerate(kinds)
    )
    records.work_item(task, Verb.COMPLETE, "ben", "The keeper is paid by the town.")
    records.work_item(clearance, Verb.CONCUR_WITH_COMMENT, "ben", "Between us: pay nothing.")
    grounds = records.reply_grounds(number, control, Sent.FINAL)
    received, *said = [one.value for one in grounds.record]
    assert received.startswith("We received the letter on ")
    assert said == [*RECORD[::-1], "The keeper is paid by the town."]
    assert [one.value for one in grounds.asks] == [
        "Can the night gate be opened for the ferry?", "Who pays the keeper of the gate?",
    ]  # fmt: skip
    assert grounds.restricted == "" and "Wilma Teal" in grounds.about


def test_the_command_asks_the_model_unless_told_not_to(
    model: Model,
    conf: Settings,
    case: tuple[SqlRecords, str, str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    records, number, control = case
    for name, value in (
        ("CHANCERY_HOME", str(conf.home)), ("CHANCERY_MODEL", conf.model), ("OPENAI_BASE_URL", conf.base_url),
        ("OPENAI_API_KEY", "test-key"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    model.answer = lambda body: {"sentences": [*good(body)["sentences"], row("We approve.", kind="courtesy")]}
    capfd.readouterr()
    assert main(("reply", "draft", number, control, "--as", "ben")) == 0
    out, err = capfd.readouterr()
    assert "Drafted by scripted-1" in err and "Left out: We approve. (" in err
    letter, _ = records.outgoing_letter(out.strip())
    assert letter.template == "" and letter.left_out
    assert main(("reply", "text", out.strip())) == 0
    shown = capfd.readouterr().out
    assert "drafted by scripted-1" in shown and "Left out: We approve." in shown
    assert re.search(r"a document: " + control, shown)
    assert main(("reply", "draft", number, control, "--no-model", "--as", "ben")) == 0
    letter, _ = records.outgoing_letter(capfd.readouterr().out.strip())
    assert letter.template == "final-reply" and letter.analyzer == "" and len(model.bodies) == 1
