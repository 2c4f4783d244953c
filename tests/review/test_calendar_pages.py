"""One's digest and calendars on the page, and the calendar that a secret address opens."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Protocol

from starlette.testclient import TestClient

from review.guard import HEADERS
from store.records import SqlRecords
from store.views import User


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords


def test_a_calendar_is_made_read_without_a_session_and_revoked(
    client: TestClient, desk: Desk, token: str
) -> None:
    number = desk.records.make_action("Mend the harbors", "Operational Directive", "reviewer")
    desk.records.change_action(number, 1, {"accountable_lead": "reviewer"}, "reviewer")
    desk.records.set_suspense(number, date(2032, 6, 1), None, "as asked", "reviewer")
    page = client.post("/calendars/make", data={"token": token, "unit": ""}).text
    address = html.unescape(re.findall(r'value="(http[^"]+\.ics)"', page)[0])
    path = address.partition("8765")[2]
    client.cookies.clear()
    answer = client.get(path)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "no-store"
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert f"{number} external suspense: Mend the harbors" in answer.text.replace("\r\n ", "")
    assert client.get("/calendars/made-up.ics").status_code == 404
    (feed,) = desk.records.feeds("reviewer")
    desk.records.revoke_feed(feed.id, "reviewer")
    assert client.get(path).status_code == 404


def test_the_secret_is_shown_once_and_another_s_calendar_is_not_mine(
    client: TestClient, desk: Desk, token: str
) -> None:
    desk.records.add_user(User("ada", "Ada", frozenset({"reviewer"})), "system")
    desk.records.make_feed("ada", None, "ada")
    client.post("/calendars/make", data={"token": token})
    page = client.get("/calendars").text
    assert ".ics" not in page and page.count("My suspenses") == 1
    (theirs,) = desk.records.feeds("ada")
    assert client.post(f"/calendars/{theirs.id}/revoke", data={"token": token}).status_code == 404
    (mine,) = desk.records.feeds("reviewer")
    said = client.post(f"/calendars/{mine.id}/revoke", data={"token": token})
    assert "Revoked" in said.text and desk.records.feeds("reviewer") == () != desk.records.feeds("ada")


def test_where_the_digest_goes_is_kept_or_refused(client: TestClient, desk: Desk, token: str) -> None:
    form = {"token": token, "address": "r@office.example"}
    assert "The address is kept" in client.post("/calendars/digest", data=form).text
    page = client.get("/calendars").text
    assert "What it would say now" in page and "No mail server is set up" in page
    refused = client.post("/calendars/digest", data=form | {"address": "not an address"})
    assert refused.status_code == 422 and "no mail address" in refused.text
    assert desk.records.mail_address("reviewer") == "r@office.example"
