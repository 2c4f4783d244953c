"""The cases behind the measures: a year of letters as rows comes back as it was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from benchmarks import year_records
from benchmarks.letters_year import TODAY, year
from coordination.actions import ActionStatus, Closure
from coordination.auditing import Answers
from coordination.performance import figures
from pipeline.intake import IntakeDocument
from pipeline.problems import IllegalMove, NotFound
from store.database import Database
from store.records import SqlRecords

Take = Callable[..., IntakeDocument]


def test_a_year_comes_back_as_it_was_made(records: SqlRecords) -> None:
    made = year(200).cases
    database = Database(records.settings)
    with database.write() as move:
        year_records.write(move.connection, made, records.settings.zone)
    database.dispose()
    now = datetime.combine(TODAY, time(18), records.settings.zone)
    found = [replace(case, stages={}) for case in records.cases(now)]
    assert found == made
    assert figures(found, TODAY) == figures(made, TODAY)


def test_work_through_the_desk_is_measured(
    records: SqlRecords, drafted: Take, approve: Callable[..., None], now: datetime
) -> None:
    document = drafted("ORDER Mend the harbors", "SHALL survey by 2026-05-01", "CITES EO 14001", "RISK Late")
    approve(document)
    number = records.finish(document.control_number, "reviewer", now).action or ""
    today = datetime.now(UTC)
    case = records.cases(today)[0]
    assert (case.number, case.kind, case.unit) == (number, "Executive Order", "OCFO")
    assert case.received == now.date() and case.letter == date(2026, 2, 27)
    assert case.authority and case.risk and case.open and case.units == 3
    assert case.replied is None and not case.answerable
    records.action_status(number, ActionStatus.IN_PROGRESS, "reviewer")
    later = datetime.now(UTC) + timedelta(days=4)
    stages = records.cases(later)[0].stages
    assert stages["In Progress"] == pytest.approx(4, abs=0.1)
    assert "Completed" not in stages


def test_findings_and_answers(records: SqlRecords) -> None:
    number = records.make_action("Count the buoys", "Operational Directive", "ada")
    records.change_action(number, 1, {"lead_unit": "OCFO"}, "ada")
    day, to_come = date(2026, 3, 2), date(2999, 1, 1)
    with pytest.raises(IllegalMove):
        records.answer_closure(number, Answers(5, 5, "The Governor"), "ada")
    with pytest.raises(IllegalMove):
        records.raise_finding(number, " ", "OIG", day, "ada")
    with pytest.raises(IllegalMove):
        records.raise_finding(number, "Nobody signed.", "OIG", to_come, "ada")
    with pytest.raises(NotFound):
        records.raise_finding("EC-1-1", "Nobody signed.", "OIG", day, "ada")
    records.raise_finding(number, "Nobody signed.", "OIG", day, "ada")
    finding = records.oversight(number).findings[0]
    with pytest.raises(IllegalMove):
        records.settle_finding(finding.id, "Signed.", day - timedelta(days=1), "ada")
    records.settle_finding(finding.id, "Signed.", day, "ada")
    with pytest.raises(IllegalMove):
        records.settle_finding(finding.id, "Signed.", day, "ada")
    records.issue_action(number, day, "ada")
    records.close(number, Closure(datetime(2026, 3, 2, 15, tzinfo=UTC), "ada", "Counted.", "Count sooner."))
    records.answer_closure(number, Answers(4, 5, "The Governor", "Quick."), "ada")
    with pytest.raises(IllegalMove):
        records.answer_closure(number, Answers(4, 5, "The Governor"), "ada")
    told = records.oversight(number)
    assert told.answer == (4, 5, "The Governor", "Quick.") and told.findings[0].settled == day
    case = records.cases(datetime.now(UTC))[0]
    assert case.answers == (4, 5) and case.findings[0].settled == day and case.evaluated


@pytest.mark.parametrize("values", [(0, 5), (5, 6), (-1, 3)])
def test_answers_go_from_one_to_five(values: tuple[int, int]) -> None:
    with pytest.raises(IllegalMove):
        Answers(*values, "The Governor")
