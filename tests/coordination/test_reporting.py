"""The report: which cases it takes, and that its tables say what the measures say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.letters_year import TODAY, year
from coordination.cases import Case
from coordination.performance import Outcome
from coordination.reporting import Asked, Part, Report, report

YEAR = Asked(date(2025, 1, 1), date(2026, 1, 30))


@pytest.fixture(scope="module")
def made() -> Report:
    return report(year(400).cases, YEAR, TODAY)


def part(made: Report, title: str) -> Part:
    return next(one for one in made.parts if one.title.startswith(title))


def test_every_row_has_a_cell_for_every_heading(made: Report) -> None:
    for one in made.parts:
        assert {len(row) for row in one.rows} <= {len(one.headings)}, one.title
    assert [one.title for one in made.parts if not one.rows] == ["Days in each status"]


def test_letters_are_told_as_the_oversight_bodies_ask(made: Report) -> None:
    whole, *kinds = part(made, "Letters: tracked").rows
    truth = year(400).truth
    columns = [one.value for one in Outcome]
    assert dict(zip(columns, whole[3:-1], strict=True)) == {name: truth.outcomes[name] for name in columns}
    assert whole[1] == sum(int(row[1] or 0) for row in kinds)
    quarterly = {row[0]: row for row in part(made, "Letters: target").rows}
    for unit, counted in truth.units.items():
        assert quarterly[unit][1] == counted["received"]
        assert quarterly[unit][3] == counted["in target"] * 100 // counted["wanted"]
        assert quarterly[unit][4] == counted["in twenty"] * 100 // counted["wanted"]


@pytest.mark.parametrize(
    "changes", [{"unit": "OGC"}, {"kind": "Executive Order"}, {"until": date(2025, 6, 30)}]
)
def test_it_is_narrowed(made: Report, changes: dict[str, str | date]) -> None:
    asked = replace(YEAR, **changes)  # type: ignore[arg-type]
    cases = [case for case in year(400).cases if asked.takes(case)]
    assert 0 < len(cases) < 400
    assert report(year(400).cases, asked, TODAY).whole.cases == len(cases)


def test_a_letter_without_a_day_of_receipt_is_not_lost_from_every_period() -> None:
    lost = Case("EC-2025-00001", "Public Correspondence", answerable=True)
    assert YEAR.takes(lost) and not YEAR.takes(replace(lost, letter=date(2024, 1, 1)))
    found = report([lost], YEAR, TODAY)
    assert part(found, "By month").rows[0][0] == "Not known"
