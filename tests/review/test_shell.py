"""The frame of every page: navigation by role, counts, the banner, the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from flows.searching import related, search
from pipeline.rights import ROLE_ALLOWS
from review.app import make_app
from review.finder import Finder
from review.navigation import GROUPS, LINES, entries
from store import open_records
from store.new_items import NewItem
from store.views import Glance

NONE = Glance()


@pytest.mark.parametrize("role", sorted(ROLE_ALLOWS))
def test_nobody_is_led_where_the_role_does_not_lead(role: str) -> None:
    shown = {entry.address for _, lines in entries(ROLE_ALLOWS[role], "/", NONE) for entry in lines}
    assert shown == {line.address for line in LINES if line.verb in ROLE_ALLOWS[role]}


def test_every_line_stands_under_a_known_heading_and_leads_to_a_page(client: TestClient) -> None:
    assert {line.group for line in LINES} <= set(GROUPS)
    assert len({line.address for line in LINES}) == len(LINES)
    for line in LINES:
        assert client.get(line.address).status_code in (200, 403), line.address


def test_one_line_is_marked_the_nearest() -> None:
    may = frozenset(line.verb for line in LINES)
    for path in (*(line.address for line in LINES), "/authorities/EO 1", "/actions/EA-1", "/elsewhere"):
        here = [entry for _, lines in entries(may, path, NONE) for entry in lines if entry.here]
        assert len(here) == (path != "/elsewhere"), path
        assert all(path.startswith(entry.address) for entry in here)


def test_what_waits_is_counted(client: TestClient) -> None:
    page = client.get("/actions").text
    assert 'Review queue <span class="count">1</span>' in page
    assert page.count('aria-current="page"') == 2, "once in the wide and once in the narrow navigation"


def test_the_banner_stands_on_every_page(desk: Any) -> None:
    settings = replace(desk.settings, banner="Training <only>")
    app = make_app(settings, desk.records, ["127.0.0.1:1"], Finder(search, related))
    client = TestClient(app, base_url="http://127.0.0.1:1")
    assert "Training &lt;only&gt;" in client.get("/sign-in").text
    client.get("/sign-in", params={"link": desk.records.issue_link("reviewer", datetime.now(UTC))})
    assert "Training &lt;only&gt;" in client.get("/").text


def test_home_tells_what_waits_and_what_was_not_read(client: TestClient, desk: Any) -> None:
    from pipeline.intake import Incoming
    from pipeline.problems import Problem

    desk.records.admit(
        Incoming("upload", "bad.pdf", b"%PDF broken", datetime.now(UTC), source="bad"), "application/pdf", "x"
    )
    document = desk.records.claim("worker", datetime.now(UTC))
    desk.records.set_aside(document, Problem("The PDF is damaged.", "It ends early.", "Ask for it again."))
    page = client.get("/").text
    assert desk.control in page and "Dredging &lt;backlog&gt;" in page
    assert "The PDF is damaged." in page


def test_home_counts_what_is_late_and_what_is_due_soon(client: TestClient, desk: Any) -> None:
    page = client.get("/").text
    assert "1</strong> to review" in page and "0</strong> executive actions due by" in page
    number = desk.records.make_action("Old duty", desk.records.action_types()[0], "reviewer")
    desk.records.set_suspense(number, date(2026, 1, 5), None, "The letter says so", "reviewer")
    page = client.get("/").text
    assert number in page and "1</strong> executive actions due by" in page and "1 overdue" in page


def test_the_home_of_an_empty_desk_says_how_to_begin(desk: Any) -> None:
    with open_records(replace(desk.settings, home=desk.settings.home / "empty")) as records:
        app = make_app(records.settings, records, ["127.0.0.1:1"], Finder(search, related))
        client = TestClient(app, base_url="http://127.0.0.1:1")
        client.get("/sign-in", params={"link": records.issue_link("reviewer", datetime.now(UTC))})
        page = client.get("/").text
    assert "Nothing has come in yet." in page and 'href="/intake"' in page


def test_home_tells_what_others_did_since_the_last_visit(client: TestClient, desk: Any) -> None:
    assert "Since your last visit" not in client.get("/").text, "this is the first"
    desk.records.make_action("A duty of others", desk.records.action_types()[0], "somebody")
    desk.records.make_action("My own duty", desk.records.action_types()[0], "reviewer")
    client.get("/sign-in", params={"link": desk.records.issue_link("reviewer", datetime.now(UTC))})
    page = client.get("/").text
    assert "Since your last visit" in page and "1 executive action was made" in page


def test_home_names_late_work_that_nobody_has(client: TestClient, desk: Any) -> None:
    number = desk.records.make_action("Old duty", desk.records.action_types()[0], "reviewer")
    desk.records.add_item(number, NewItem("Count the buoys", due_date=date(2026, 1, 5)), "reviewer")
    page = client.get("/").text
    assert "1 overdue action item</a> has no person" in page
