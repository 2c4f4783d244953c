"""Actions that wait for one another on the record, and lists over all actions."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.problems import IllegalMove, NotFound
from store.depending import NewDependency
from store.portfolio import Listed
from store.records import SqlRecords
from store.steering import DecisionNote, StatusUpdate
from store.views import User

DAY = date(2032, 3, 1)


@pytest.fixture
def three(records: SqlRecords) -> tuple[str, ...]:
    """Three actions, due on the 10th, 15th and 20th."""
    records.add_user(User("ada", "Ada", frozenset({"reviewer"})), "system")
    made = []
    for name, day in (("Survey", 10), ("Plan", 15), ("Build", 20)):
        number = records.make_action(name, "Operational Directive", "ada")
        records.change_action(number, 1, {"lead_unit": "OCFO"}, "ada")
        records.set_suspense(number, date(2032, 3, day), None, "as planned", "ada")
        records.issue_action(number, DAY, "ada")
        made.append(number)
    return tuple(made)


def test_what_waits_is_planned_after_what_it_waits_for(records: SqlRecords, three: tuple[str, ...]) -> None:
    first, second, third = three
    records.add_dependency(second, NewDependency(first, impact="No plan without it."), "ada")
    tie = records.add_dependency(third, NewDependency(second.lower(), lag=2), "ada")
    network = records.dependencies(DAY, (first,))
    placed = {number: one.place for number, one in network.actions.items()}
    assert placed[second].start == date(2032, 3, 10) and placed[second].end == date(2032, 3, 24)
    assert placed[third].start == date(2032, 3, 26)
    assert [one.number for one in network.critical_path()] == [first, second, third]
    assert {one.status for one in network.dependencies} == {"At Risk"}
    with pytest.raises(IllegalMove, match="wait for each other"):
        records.add_dependency(first, NewDependency(third), "ada")
    with pytest.raises(IllegalMove, match="does not wait for itself"):
        records.add_dependency(first, NewDependency(first), "ada")
    with pytest.raises(IllegalMove, match="already waits"):
        records.add_dependency(second, NewDependency(first), "ada")
    with pytest.raises(NotFound):
        records.add_dependency(first, NewDependency("EC-A-1999-00001"), "ada")
    with pytest.raises(IllegalMove, match="no kind"):
        records.add_dependency(first, NewDependency(third, "Perhaps"), "ada")
    with pytest.raises(IllegalMove, match="without a reason"):
        records.end_dependency(tie, " ", "ada")
    assert records.end_dependency(tie, "It was split.", "ada") == third
    assert set(records.dependencies(DAY, (first,)).actions) == {first, second}
    records.add_dependency(first, NewDependency(third), "ada")
    (event, *_) = (one for one in records.audit(9) if one.what == "dependency.cancelled")
    assert (event.subject, event.after) == (third, {"reason": "It was split."})


def test_an_action_that_is_alone_has_no_network(records: SqlRecords, three: tuple[str, ...]) -> None:
    assert not records.dependencies(DAY, (three[0],)).actions
    assert records.spans(three[:1], DAY) == {three[0]: (DAY, date(2032, 3, 10))}


def test_the_portfolio_counts_open_actions(records: SqlRecords, three: tuple[str, ...]) -> None:
    records.report_status(three[0], StatusUpdate("Half.", overall_health="At risk"), "ada")
    found = records.portfolio(date(2032, 3, 12))
    assert (found.total, found.overdue) == (3, 1)
    assert found.health == {"At risk": 1, "Not said": 2}
    assert found.units == (("OCFO", 3, 1),)


def test_updates_and_decisions_of_all_are_listed(records: SqlRecords, three: tuple[str, ...]) -> None:
    records.report_status(three[0], StatusUpdate("Half.", decisions_needed="More boats?"), "ada")
    records.report_status(three[1], StatusUpdate("None.", escalation_required=True), "ada")
    assert [row.number for row in records.status_updates(Listed())] == [three[1], three[0]]
    assert [row.number for row in records.status_updates(Listed("escalation"))] == [three[1]]
    assert [row.number for row in records.status_updates(Listed("decisions"))] == [three[0]]
    assert [row.done for row in records.status_updates(Listed(number=three[0]))] == ["Half."]
    note = DecisionNote("Hold", "Wait.", "No boats.", "ada", implementation_date=DAY)
    records.log_decision(three[2], note, "ada")
    (row,) = records.decisions(Listed("Hold"))
    assert (row.number, row.decision, row.implemented) == (three[2], "Wait.", DAY)
    assert not records.decisions(Listed("Termination"))
    records.add_milestone(three[0], "Counted", DAY, "ada")
    assert [(one.name, one.met) for one in records.milestones_of(three)] == [("Counted", False)]
