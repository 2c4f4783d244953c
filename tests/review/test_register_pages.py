"""The registers of risks and impacts without scripts."""

from __future__ import annotations

from typing import Protocol

import pytest
from starlette.testclient import TestClient

from coordination.assessment import Level, overall
from review.matrix import LEVELS, matrix
from review.pages import register
from store.records import SqlRecords


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
    assert f'<a href="/risks?likelihood=&amp;severity=&amp;action={number}&amp;page=2" rel="next">' in first
    second = client.get(f"/risks?action={number}&page=2").text
    assert "Fog" in second.partition("<tbody>")[2] and 'rel="next"' not in second and 'rel="prev"' in second
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
