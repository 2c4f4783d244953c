"""Every list as a file, in every form: what it shows, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from openpyxl import load_workbook
from starlette.testclient import TestClient

from coordination.acting import ActingOfficial
from coordination.agreements import Agreement
from coordination.retention import HoldKind
from coordination.routing import RoutingRule
from pipeline.intake import Incoming
from pipeline.tabular import cell
from review import app
from review.pages.taking import LISTS as LISTS_OF_PAGES
from review.pages.taking import Taken
from store.new_items import NewItem
from store.offices import Office
from store.steering import DecisionNote, StatusUpdate
from store.views import User

EVIL = '=HYPERLINK("http://x";"y")'
STARTS = ("=", "+", "-", "@", "\t", "\r")
LISTS = {
    "/queue/export": "view=all",
    "/failed/export": "",
    "/actions/export": "state=all",
    "/items/export": "of=all",
    "/authorities-export": "",
    "/campaigns/export": "",
    "/letters/export": "state=all",
    "/mail/export": "view=all",
    "/audit/export": "",
    **{f"/lists/{one.name}/export": "" for one in LISTS_OF_PAGES},
}
FILLED = {"/queue", "/actions", "/items", "/decisions", "/status-updates", "/agreements", "/routing-rules",
          "/offices", "/acting", "/holds", "/tokens", "/people"}  # fmt: skip
"""Lists in which a stranger's words stand."""
"""Every list that is had as a file, and how all of it is asked for."""


@pytest.fixture
def lists(desk: Any, client: TestClient) -> TestClient:
    """A desk on which a stranger's words look like a formula wherever words can stand."""
    records = desk.records
    records.add_user(User("reviewer", EVIL, frozenset({"reviewer", "auditor", "administrator"})), "system")
    number = records.make_action(EVIL, "Operational Directive", "reviewer")
    records.change_action(number, 1, {"lead_unit": "OCFO"}, "reviewer")
    records.add_item(number, NewItem(EVIL), "reviewer")
    incoming = Incoming("folder", f"{EVIL}.txt", b"a letter", datetime.now(UTC), source=EVIL)
    records.admit(incoming, "text/plain", "system")
    _lay_out(records, number)
    # new roles end the sessions that were open
    client.get("/sign-in", params={"link": records.issue_link("reviewer", datetime.now(UTC))})
    return client


def _lay_out(records: Any, number: str) -> None:
    """A row of a stranger's words in every list that can have one."""
    day = date(2026, 3, 2)
    records.log_decision(number, DecisionNote("Scope Change", EVIL, EVIL, EVIL), "reviewer")
    records.report_status(number, StatusUpdate(EVIL), "reviewer")
    records.put_agreement(Agreement(EVIL, EVIL, purpose=EVIL), "reviewer")
    records.put_routing_rule(RoutingRule(EVIL, words=(EVIL,), unit="OCFO"), "reviewer")
    records.put_office(Office("EVIL", EVIL, EVIL), "reviewer")
    records.add_user(User("una", "Una", frozenset({"clerk"})), "system")
    records.put_acting(ActingOfficial("reviewer", "una", day, None, EVIL), "reviewer")
    records.place_hold(EVIL, HoldKind.LEGAL, EVIL, [number], "reviewer")
    records.new_token("reviewer", EVIL, ["read"], 5, "reviewer")


def exports(client: TestClient) -> Iterator[str]:
    for context in iter_route_contexts(client.app.routes):  # type: ignore[attr-defined]
        if isinstance(context.original_route, APIRoute) and (context.path or "").endswith("export"):
            yield context.path or ""


def test_every_export_is_tried_here(client: TestClient) -> None:
    assert sorted(exports(client)) == sorted(LISTS)


@pytest.mark.parametrize("address", sorted(LISTS))
def test_a_list_comes_in_every_form_and_none_runs(lists: TestClient, address: str) -> None:
    asked = f"{address}?{LISTS[address]}&as="
    plain = json.loads(lists.get(f"{asked}json").text)
    table = list(csv.reader(io.StringIO(lists.get(f"{asked}csv").text.removeprefix("\ufeff"), newline="")))
    sheet = load_workbook(io.BytesIO(lists.get(f"{asked}xlsx").content)).active
    assert sheet is not None and len(table) == len(plain) + 1 == sheet.max_row
    assert not [value for row in table for value in row if value.startswith(STARTS)]
    assert all(one.data_type != "f" for row in sheet.iter_rows() for one in row)
    assert lists.get(f"{asked}exe").status_code == 404
    if address.removeprefix("/lists").partition("/export")[0] in FILLED:
        assert any(EVIL in value for row in table for value in row), table


def test_the_files_hold_what_the_filters_leave(lists: TestClient) -> None:
    assert json.loads(lists.get("/actions/export?as=json&words=nowhere").text) == []
    (row,) = json.loads(lists.get("/actions/export?as=json&words=HYPERLINK").text)
    assert row["name"] == EVIL and row["lead_unit"] == "OCFO"
    assert json.loads(lists.get("/actions/export?as=json&state=ended").text) == []
    assert json.loads(lists.get("/items/export?as=json&of=mine").text) == []
    assert {one["what"] for one in json.loads(lists.get("/audit/export?as=json&what=action.made").text)} == {
        "action.made"
    }


@pytest.mark.parametrize("start", STARTS)
def test_a_cell_that_starts_a_formula_is_led_by_an_apostrophe(start: str) -> None:
    assert cell(f"{start}1+1") == f"'{start}1+1"


NO_LIST = {
    "_action_dependencies.html": "of one action, in its records package",
    "_action_history.html": "of one action, in its records package",
    "_action_papers.html": "of one action, in its records package",
    "_admin.html": "settings of this machine, not of the record",
    "admin-roles.html": "fixed by the program",
    "admin-ways-in.html": "messages come as a file from the ledger of mail",
    "analysis.html": "a sheet that is thrown away",
    "assessed.html": "of one risk or impact",
    "authority.html": "of one authority",
    "calendars.html": "one's own secrets",
    "campaign.html": "letters come as a file from the log of letters",
    "conflict.html": "three versions of one draft",
    "letter.html": "sentences of one letter, which is a file itself",
    "measures.html": "the report comes as PDF, page and workbook",
    "profile.html": "one's own sessions",
    "programs.html": "comes as OpenAPI",
    "report.html": "comes as PDF, page and workbook",
    "_register.html": "tables whose pages offer the file",
    "search.html": "an answer to a question",
    "study.html": "of one analysis",
}
"""Templates with a table that is no list of the record, and why."""


def test_every_page_with_a_list_offers_it_as_a_file() -> None:
    folder = Path(app.__file__).parent / "templates"
    offers = {"files(", "listing(", "/export?as="}
    for path in sorted(folder.glob("*.html")):
        words = path.read_text(encoding="utf-8")
        if "<table" in words and not path.name.startswith(("_shell", "_people")):
            given = any(one in words for one in offers)
            assert given is not (path.name in NO_LIST), f"{path.name} shows a list that is had as no file"
    assert {path.name for path in folder.glob("*.html")} >= set(NO_LIST)


@pytest.mark.parametrize("one", LISTS_OF_PAGES, ids=lambda one: str(one.name))
def test_a_page_names_the_file_of_its_list(one: Taken) -> None:
    folder = Path(app.__file__).parent / "templates"
    assert any(f"'/lists/{one.name}/export'" in path.read_text("utf-8") for path in folder.glob("*.html"))
