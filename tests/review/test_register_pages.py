"""The registers of risks and impacts without scripts."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Protocol

import pytest
from starlette.testclient import TestClient

from coordination.assessment import Level, overall
from review.matrix import LEVELS, matrix
from review.pages import assessments, register
from store.records import SqlRecords
from store.register import IMPACTS, RISKS
from store.studies import Study
from store.watching import STUDIES


class Desk(Protocol):
    """The desk that the fixture sets up."""

    records: SqlRecords


@pytest.fixture
def number(desk: Desk) -> str:
    """An action with two risks and an impact."""
    records = desk.records
    made = records.make_action("Mend", "Operational Directive", "reviewer")
    for name, likelihood, severity in (("Fog <thick>", "High", "Low"), ("Ice", "Extreme", "Extreme")):
        grades = {"name": name, "likelihood": likelihood, "severity": severity}
        records.assess_action(made, "risk", grades, "reviewer")
    records.assess_action(made, "impact", {"name": "Less <silt>", "polarity": "Positive"}, "reviewer")
    return made


def test_the_matrix_leads_to_the_risks_of_a_cell(client: TestClient, number: str) -> None:
    page = client.get("/risks").text
    assert "Fog &lt;thick&gt;" in page and "Ice" in page and "found by Demo Reviewer" in page
    assert 'href="/risks?likelihood=High&amp;severity=Low"' in page
    cell = client.get("/risks?likelihood=High&severity=Low").text
    assert "Fog" in cell and "Ice" not in cell.partition("<tbody>")[2]
    assert "No risk has these grades" in client.get("/risks?likelihood=Low&severity=Low").text
    assert "Fog" in client.get(f"/risks?action={number}&severity=nonsense").text
    assert "No risk is on the record" in client.get("/risks?action=EC-A-1999-00001").text


def test_long_registers_are_turned_by_pages(
    client: TestClient, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "PAGE", 1)
    first = client.get(f"/risks?action={number}").text
    assert "Ice" in first.partition("<tbody>")[2] and "Fog" not in first.partition("<tbody>")[2]
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following
    second = client.get(unescape(following[1])).text
    assert "Fog" in second.partition("<tbody>")[2] and 'rel="next"' not in second and "First page" in second
    assert "Ice" not in second.partition("<tbody>")[2]
    assert '<span class="count">2</span>' in first and '<span class="count">2</span>' in second
    records = client.get("/impacts")
    assert 'rel="next"' not in records.text


def test_impacts_are_listed_by_polarity(client: TestClient, number: str) -> None:
    assert "Less &lt;silt&gt;" in client.get("/impacts?polarity=Positive").text
    assert "No impact is here" in client.get("/impacts?polarity=Negative").text
    assert "Anticipated" in client.get(f"/impacts?action={number}").text


def test_every_cell_has_its_own_place_and_counts_its_own() -> None:
    drawn = matrix([("High", "Low"), ("High", "Low"), ("Extreme", "Minimal"), (None, "Low"), ("None", "Low")])
    assert len({(cell.x, cell.y) for cell in drawn.cells}) == len(LEVELS) ** 2
    assert matrix({("High", "Low"): 2, ("Extreme", "Minimal"): 1, (None, "Low"): 2}) == drawn
    counted = {(cell.likelihood, cell.severity): cell.count for cell in drawn.cells if cell.count}
    assert counted == {("High", "Low"): 2, ("Extreme", "Minimal"): 1} and drawn.ungraded == 2
    places = {(cell.likelihood, cell.severity): (cell.x, cell.y) for cell in drawn.cells}
    assert places["Extreme", "Extreme"] == (max(x for x, _ in places.values()), 0)
    assert all(cell.level == overall(Level(cell.likelihood), Level(cell.severity)) for cell in drawn.cells)


def walked(client: TestClient, address: str, keys: str) -> list[str]:
    """What a list shows, page after page, by a pattern of its keys."""
    found: list[str] = []
    while address:
        page = client.get(address).text
        found += re.findall(keys, page.partition("<tbody>")[2])
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(following[1]) if following else ""
    return found


@pytest.mark.parametrize("turned", ["", "-"])
@pytest.mark.parametrize("sort", RISKS)
def test_risks_turn_round_and_their_pages_follow_one_another(
    client: TestClient, desk: Desk, number: str, sort: str, turned: str
) -> None:
    grades = ("Low", "Extreme", "Medium", "Minimal", "High")
    for one in range(52):
        facts = {"name": f"Risk {one}", "likelihood": grades[one % 5], "severity": grades[one % 3]}
        desk.records.assess_action(number, "risk", facts, "reviewer")
    address = f"/risks?action={number}&sort={turned}{sort}"
    seen = walked(client, address, r'href="/risks/([^"]+)"')
    assert len(seen) == len(set(seen)) == 54
    assert client.get(address).text.count('cending"><a') == 1
    whole = client.get(f"/lists/risks/export?as=json&action={number}&sort={turned}{sort}").json()
    assert [row["number"] for row in whole] == seen
    if sort in {"likelihood", "severity", "level"}:
        ranks = [[level.value for level in reversed(LEVELS)].index(row[sort]) for row in whole]
        assert ranks == sorted(ranks, reverse=bool(turned)), "by gravity, not by the alphabet"


@pytest.mark.parametrize("sort", ["", *IMPACTS, *(f"-{one}" for one in IMPACTS)])
def test_impacts_turn_round_and_their_pages_follow_one_another(
    client: TestClient, desk: Desk, number: str, sort: str
) -> None:
    for one in range(52):
        desk.records.assess_action(
            number,
            "impact",
            {"name": f"Impact {one:02}", "polarity": ("Negative", "Mixed")[one % 2]},
            "reviewer",
        )
    seen = walked(client, f"/impacts?sort={sort}", r'href="/impacts/[^"]+">([^<]+)<')
    assert len(seen) == len(set(seen)) == 53
    whole = client.get(f"/lists/impacts/export?as=json&sort={sort}").json()
    assert [escape(row["name"]) for row in whole] == seen
    if sort.endswith("name"):
        assert seen == sorted(seen, reverse=sort.startswith("-"))


def test_analyses_are_counted_and_walked_to_the_last(client: TestClient, desk: Desk, number: str) -> None:
    made = [desk.records.put_analysis("", 0, Study(f"Look {one}"), "reviewer") for one in range(503)]
    other = desk.records.put_analysis("", 0, Study("Silt", action=number), "reviewer")
    seen = walked(client, "/analyses", r'href="/analyses/([^"]+)"')
    assert seen == [other, *reversed(made)]
    whole = client.get("/lists/analyses/export?as=json").json()
    assert [row["number"] for row in whole] == seen
    for page in ("/analyses", f"/analyses?after={made[40]}"):
        assert '<span class="count">504</span>' in client.get(page).text
    narrow = client.get(f"/analyses?action={number}").text
    assert '<span class="count">1</span>' in narrow and other in narrow and made[-1] not in narrow
    assert f"as=json&amp;action={number}" in narrow
    assert "No analysis is here" in client.get("/analyses?action=EC-A-1999-00001").text


@pytest.mark.parametrize("turned", ["", "-"])
@pytest.mark.parametrize("sort", STUDIES)
def test_analyses_turn_round_and_their_pages_follow_one_another(
    client: TestClient, desk: Desk, number: str, sort: str, turned: str
) -> None:
    for one in range(52):
        wanted = Study(f"Look {one}", unit=("DEW", "OGC", "")[one % 3], action=(number, "")[one % 2])
        desk.records.put_analysis("", 0, wanted, "reviewer")
    address = f"/analyses?sort={turned}{sort}"
    seen = walked(client, address, r'href="/analyses/([^"]+)"')
    assert len(seen) == len(set(seen)) == 52
    first = client.get(address).text
    lies = "descending" if turned else "ascending"
    assert first.count('cending"><a') == 1 and first.count(f'aria-sort="{lies}"') == 1
    whole = client.get(f"/lists/analyses/export?as=json&sort={turned}{sort}").json()
    assert [row["number"] for row in whole] == seen
    keys = [(row[sort] or ("9999" if sort == "day" else "")).lower() for row in whole]
    assert keys == sorted(keys, reverse=bool(turned))


def test_views_of_analyses_are_kept(client: TestClient, token: str, number: str) -> None:
    view = {"token": token, "list": "analyses", "name": "Mine", "query": f"action={number}&sort=-day"}
    page = client.post("/views", data=view)
    assert page.url.path == "/analyses" and "Forget the view “Mine”" in page.text


def test_a_plan_keeps_an_analysis_that_is_not_among_the_latest(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = desk.records.put_analysis("", 0, Study("Old"), "reviewer")
    risk = desk.records.add_to_analysis(
        old, "risk", {"name": "Fog", "likelihood": "Low", "severity": "Low"}, "reviewer"
    )
    desk.records.put_analysis("", 0, Study("New"), "reviewer")
    monkeypatch.setattr(assessments, "CHOICES", 1)
    assert f"<option selected>{old}</option>" in client.get(f"/risks/{risk}").text


def test_a_place_that_is_not_there_begins_anew(client: TestClient, desk: Desk, number: str) -> None:
    desk.records.put_analysis("", 0, Study("Look", action=number), "reviewer")
    for address in (
        "/risks?after=EC-R-1999-00001",
        "/impacts?after=none",
        "/analyses?after=EC-N-1999-00001",
    ):
        assert number in client.get(address).text
