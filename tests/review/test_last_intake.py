"""What an empty queue tells of the last intake, and the lines on the tiles of the measures."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from starlette.testclient import TestClient

from coordination.gauges import GAUGES
from pipeline.intake import Incoming
from pipeline.problems import Problem
from pipeline.rights import Handling
from pipeline.settings import Settings
from review.charts import Trend
from store import open_records
from store.records import SqlRecords
from store.sight import looking
from store.views import User


def come_in(records: SqlRecords, name: str) -> str:
    incoming = Incoming("upload", name, name.encode(), datetime(2020, 5, 4, tzinfo=UTC), source=name)
    return records.admit(incoming, "text/plain", "clerk").document.control_number


def test_an_empty_queue_tells_of_the_last_intake(client: TestClient, desk: Any) -> None:
    assert "Last intake" not in client.get("/queue").text
    desk.records.no_action(desk.control, "An advertisement.", "reviewer")
    page = client.get("/queue").text
    assert "Nothing to review." in page and re.search(
        r"Last intake .*: 1 document that day, all done\.", page
    )
    come_in(desk.records, "one.txt")
    come_in(desk.records, "two.txt")
    held = desk.records.claim("worker", datetime.now(UTC))
    desk.records.set_aside(held, Problem("It is broken."))
    assert "3 documents that day, 1 still being read and 1 set aside." in client.get("/queue").text


def test_an_intake_that_one_may_not_see_is_not_told(client: TestClient, desk: Any) -> None:
    desk.records.no_action(desk.control, "An advertisement.", "reviewer")
    secret = come_in(desk.records, "secret.txt")
    desk.records.mark_levels([secret, desk.control], Handling.RESTRICTED, "reviewer")
    low = User("low", "Low", frozenset({"reviewer"}), Handling.UNRESTRICTED)
    desk.records.add_user(low, "system")
    assert desk.records.last_intake().documents == 2
    with looking(desk.records.sight(low)):
        assert desk.records.last_intake() is None


def test_without_an_intake_nothing_is_told(settings: Settings) -> None:
    with open_records(settings) as records:
        assert records.last_intake() is None


def test_the_measures_draw_each_week_and_say_its_figures(client: TestClient, desk: Any) -> None:
    now = Incoming("upload", "now.txt", b"now", datetime.now(UTC), source="now.txt")
    desk.records.admit(now, "text/plain", "clerk")
    desk.records.add_user(User("counts", "Counts", frozenset({"auditor"})), "system")
    client.get("/sign-in", params={"link": desk.records.issue_link("counts", datetime.now(UTC))})
    page = client.get("/measures").text
    assert page.count('class="trend"') == len(GAUGES) + 2, (
        "a line for each gauge, and what came in and was decided"
    )
    told = re.findall(r'aria-label="Came in, by week: ([^"]+)"', page)[0].split(", ")
    assert len(told) == 12 and told[-1].endswith(": 1")
    assert re.search(r'<span class="meta">[^<]*: none, ', page), "a week without a figure says so"


def test_a_line_breaks_where_there_is_no_figure() -> None:
    line = Trend("t", (("a", 2.0), ("b", None), ("c", 0.0), ("d", 4.0)))
    assert line.path.count("M") == 2 and line.told == "a: 2, b: none, c: 0, d: 4"
    assert "26.0" in line.path and "118.0 2.0" in line.path
    assert Trend("t", ()).path == "" and Trend("t", (("a", 0),)).path
