"""Lists as people use them: narrow, order, keep a view, take it out as a file."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from pipeline.intake import Incoming


def receive(desk: Any, number: int, name: str = "") -> str:
    name = name or f"letter {number}.txt"
    incoming = Incoming("upload", name, f"letter {number}".encode(), datetime.now(UTC), source=name)
    return str(desk.records.admit(incoming, "text/plain", "clerk").document.control_number)


def test_a_view_counts_and_a_filter_narrows(client: TestClient, desk: Any) -> None:
    receive(desk, 1)
    page = client.get("/queue").text
    assert 'To review <span class="count">1</span>' in page and 'Being read <span class="count">1' in page
    assert "1 document<" in page
    assert "No document fits" in client.get("/queue?words=nowhere").text
    assert desk.control in client.get("/queue?words=dredging&kind=agency_memo").text
    for address in ("/queue?kind=nonsense", "/queue?view=nonsense", "/queue?sort=nonsense"):
        assert desk.control in client.get(address).text


def test_a_list_turns_round(client: TestClient, desk: Any) -> None:
    other = receive(desk, 1)
    page = client.get("/queue?view=all&sort=-control_number").text
    assert page.index(other) < page.index(desk.control)
    assert '<th scope="col" aria-sort="descending"><a href="/queue?view=all&amp;sort=control_number">' in page


def test_pages_of_a_list_follow_one_another(client: TestClient, desk: Any) -> None:
    for number in range(55):
        receive(desk, number)
    first = client.get("/queue?view=all&sort=control_number").text
    following = "EC-2026-00050"
    assert f"sort=control_number&amp;after={following}" in first and "EC-2026-00051" not in first
    second = client.get(f"/queue?view=all&sort=control_number&after={following}").text
    assert "EC-2026-00051" in second and "EC-2026-00056" in second and "Next page" not in second
    assert "56 documents" in second


def test_a_view_is_kept_and_forgotten(client: TestClient, desk: Any, token: str) -> None:
    form = {"token": token, "list": "queue", "name": " My  letters ", "query": "words=dredging&view=waiting"}
    page = client.post("/views", data=form).text
    assert "Forget the view “My letters”" in page and desk.control in page
    assert 'href="/queue?words=dredging&amp;view=waiting"' in client.get("/queue").text
    page = client.post("/views/drop", data=form | {"name": "My letters"}).text
    assert "My letters" not in page
    assert client.post("/views", data=form | {"list": "//elsewhere"}).status_code == 404


def test_a_list_as_a_file_is_the_list(client: TestClient, desk: Any) -> None:
    for number in range(60):
        receive(desk, number, "=cmd|calc.txt" if number == 3 else "")
    whole = client.get("/queue/export?as=csv&view=all")
    rows = list(csv.DictReader(io.StringIO(whole.text.removeprefix("\ufeff"))))
    assert len(rows) == 61 and rows[0]["Control number"] == desk.control
    assert {row["Subject"] for row in rows} >= {"Dredging <backlog>", "'=cmd|calc.txt"}
    assert whole.headers["content-disposition"] == 'attachment; filename="review-queue.csv"'
    (row,) = json.loads(client.get("/queue/export?as=json&words=dredging").text)
    assert (row["control_number"], row["due"], row["least_sure"]) == (desk.control, "2026-12-01", "low")
    book = load_workbook(io.BytesIO(client.get("/queue/export?as=xlsx&view=all").content)).active
    assert book is not None and book.max_row == 62
    assert json.loads(client.get("/queue/export?as=json&words=nowhere").text) == []


@pytest.mark.parametrize("kind", ["", "exe", "CSV"])
def test_a_file_of_another_kind_is_not_made(client: TestClient, kind: str) -> None:
    assert client.get(f"/queue/export?as={kind}").status_code == 404
