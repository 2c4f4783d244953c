"""Lists as people use them: narrow, order, keep a view, take it out as a file."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from pipeline.findings import AuthorityType
from pipeline.intake import Incoming
from pipeline.library import LibraryEntry, LibraryText
from store.new_items import NewItem


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


def test_actions_and_items_turn_round_and_keep_what_narrows_them(client: TestClient, desk: Any) -> None:
    for name in ("Beta", "alpha", "Gamma"):
        number = desk.records.make_action(name, "Operational Directive", "clerk")
        desk.records.add_item(number, NewItem(f"Do {name}", person="reviewer"), "clerk")
    for address, column, words, turned in (
        (
            "/actions?state=all&words=a&sort=name",
            "Name",
            ("alpha", "Beta", "Gamma"),
            "state=all&words=a&sort=-name",
        ),
        ("/items?sort=-subject", "Item", ("Do Gamma", "Do Beta", "Do alpha"), "sort=subject"),
        ("/items?of=all&sort=-number", "Action", ("Do Gamma", "Do alpha", "Do Beta"), "of=all&sort=number"),
    ):
        page = client.get(address).text
        assert [part for part in re.findall(r">([^<>]+)</a>", page) if part in words] == list(words), address
        way = "descending" if "sort=-" in address else "ascending"
        link = f"{address.partition('?')[0]}?{turned}".replace("&", "&amp;")
        assert f'aria-sort="{way}"><a href="{link}">{column}<' in page, address
        assert page.count('aria-sort="none"') in (2, 3), address
        (query,) = [unescape(found) for found in re.findall(r'name="query" value="([^"]*)"', page)]
        assert "sort=" in query
        file = re.findall(r'href="([^"]+/export\?as=json[^"]*)"', page)[0]
        key = "name" if "actions" in address else "subject"
        assert [row[key] for row in client.get(unescape(file)).json()] == list(words)


def test_what_no_index_has_in_order_cannot_be_asked_for(client: TestClient, desk: Any) -> None:
    number = desk.records.make_action("Late", "Operational Directive", "clerk")
    desk.records.set_suspense(number, date(2026, 1, 5), None, "so", "clerk")
    page = client.get("/actions?sort=status").text
    assert "Late" in page and "ascending" not in page and page.count("aria-sort") == 4
    late = client.get("/actions?state=overdue&sort=name").text
    assert "Late" in late and "ascending" not in late and late.count("aria-sort") == 1


FORMS = re.compile(r'name="list" value="(\w+)"><input type="hidden" name="query" value="([^"]*)"')


@pytest.mark.parametrize(
    "address",
    ["/queue?words=dredging", "/failed?words=a", "/actions?state=all&words=mend&status=Completed",
     "/items?of=all", "/items?of=all&person=reviewer", "/letters?state=all&words=o%27neil",
     "/authorities?words=eo", "/campaigns?words=a", "/mail?words=a"],
)  # fmt: skip
def test_every_list_offers_to_keep_the_view_that_it_shows(
    client: TestClient, desk: Any, token: str, address: str
) -> None:
    laid = Incoming("mailbox", "bad.pdf", b"%PDF broken", datetime.now(UTC), source="bad")
    desk.records.admit(laid, "application/pdf", "clerk")
    order = LibraryEntry(
        "EO 14001", AuthorityType.EXECUTIVE_ORDER, LibraryText("EO 14001", "1", text="Dredge.")
    )
    desk.records.shelve([order], "orders.json", "clerk")
    found = FORMS.search(client.get(address).text)
    assert found, "there is no way to keep it"
    name, query = map(unescape, found.groups())
    kept = client.post("/views", data={"token": token, "list": name, "query": query, "name": "Own <one>"})
    assert kept.status_code == 200 and kept.url.path == address.partition("?")[0]
    assert "Forget the view “Own &lt;one&gt;”" in kept.text
    elsewhere = client.get(address.partition("?")[0]).text
    assert "Own &lt;one&gt;</a>" in elsewhere and "Forget the view" not in elsewhere
    gone = client.post("/views/drop", data={"token": token, "list": name, "name": "Own <one>"}).text
    assert "Own &lt;one&gt;" not in gone


def test_items_of_a_person_stay_theirs_in_files_and_on_further_pages(client: TestClient) -> None:
    page = client.get("/items?of=all&person=reviewer").text
    assert '<option value="reviewer" selected>' in page


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
