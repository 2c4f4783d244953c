"""Every list as a file, in every form: what it shows, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from openpyxl import load_workbook
from starlette.testclient import TestClient

from pipeline.intake import Incoming
from pipeline.tabular import cell
from store.new_items import NewItem
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
}
"""Every list that is had as a file, and how all of it is asked for."""


@pytest.fixture
def lists(desk: Any, client: TestClient) -> TestClient:
    """A desk on which a stranger's words look like a formula wherever words can stand."""
    records = desk.records
    records.add_user(User("reviewer", EVIL, frozenset({"reviewer", "auditor"})), "system")
    number = records.make_action(EVIL, "Operational Directive", "reviewer")
    records.change_action(number, 1, {"lead_unit": "OCFO"}, "reviewer")
    records.add_item(number, NewItem(EVIL), "reviewer")
    incoming = Incoming("folder", f"{EVIL}.txt", b"a letter", datetime.now(UTC), source=EVIL)
    records.admit(incoming, "text/plain", "system")
    # new roles end the sessions that were open
    client.get("/sign-in", params={"link": records.issue_link("reviewer", datetime.now(UTC))})
    return client


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
    if address in ("/queue/export", "/actions/export", "/items/export"):
        assert any(EVIL in value for row in table for value in row)


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
