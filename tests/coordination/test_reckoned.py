"""A written table of suspenses, plans and percentages, held to a count of its own and to the product."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.actions import ActionItem, ActionStatus
from coordination.dependencies import Dependency, Link, Span
from coordination.dependencies import plan as path
from coordination.planning import Anchors, plan
from coordination.policy import Count, Matter, Policy, Roll, Rule, internal_before
from coordination.progress import progress
from coordination.suspense import add_business_days
from coordination.templates import Calculation, DayUnit, Step, Template
from tests.coordination.reckoned import business, calendar, is_open, percent
from tests.coordination.test_dependencies import DAY, earliest, slack_by_trying

TABLE: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "reckoned.toml").read_text(encoding="utf-8")
)


def cases(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", TABLE[kind], ids=lambda case: case["name"])


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert sum(map(len, TABLE.values())) >= 60
    assert all(len({case["name"] for case in rows}) == len(rows) for rows in TABLE.values())


@cases("suspense")
def test_suspenses(case: dict[str, Any]) -> None:
    rule = Rule(
        "the rule",
        case["days"],
        DayUnit(case.get("unit", "business")),
        case["front_office_days"],
        case.get("acknowledge_days"),
        None,
        Count(case.get("count", "day after receipt")),
        Roll(case.get("roll", "open day before")),
        case.get("transfer_restarts", True),
    )
    matter = Matter(case["received"], transferred=case.get("transferred"), stated=case.get("stated"))
    found = Policy((rule,)).suspense(matter)
    assert found is not None
    assert (found.external, found.internal, found.acknowledge) == (
        case["external"],
        case["internal"],
        case.get("acknowledge"),
    )
    assert counted(case) == (case["external"], case["internal"])
    assert "the rule" in found.basis


def counted(case: dict[str, Any]) -> tuple[date, date]:
    """The same by hand: no part of the product has a say in it."""
    base = case["received"]
    if "transferred" in case and case.get("transfer_restarts", True):
        base = case["transferred"]
    from_receipt = case.get("count") == "day of receipt"
    if case.get("unit") == "calendar":
        day = calendar(base, case["days"] - from_receipt)
        step = {"open day after": 1, "stays": 0}.get(case.get("roll", ""), -1)
        while step and not is_open(day):
            day = calendar(day, step)
    elif from_receipt:
        first = business(base, 0)
        day = first if case["days"] == 1 else business(first, case["days"] - 1)
    else:
        day = business(base, case["days"])
    external = min(day, case.get("stated", day))
    wanted = business(external, -case["front_office_days"]) if case["front_office_days"] else external
    return external, min(external, max(wanted, business(base, 1)))


@cases("plan")
def test_plans(case: dict[str, Any]) -> None:
    steps = tuple(
        Step(key, key, method=Calculation(method), offset=offset, unit=DayUnit(unit))
        for key, method, offset, unit in case["steps"]
    )
    anchors = Anchors(case["start"], case.get("external"), case.get("internal"))
    dates = plan(Template("t", steps), anchors, case.get("ended", {}))
    assert {key: day for key, day in dates.items() if day} == case["due"]
    assert reckoned(case) == case["due"]


def reckoned(case: dict[str, Any]) -> dict[str, date]:
    found: dict[str, date] = {}
    passed: list[date] = []
    external, internal = case.get("external"), case.get("internal")
    for key, method, offset, unit in case["steps"]:
        base = {
            "From Start": case["start"],
            "From Due Date": external or internal,
            "From Internal Due Date": internal or external,
            "After Predecessor": max(passed, default=case["start"]),
        }[method]
        if base:
            found[key] = business(base, offset) if unit == "business" else calendar(base, offset)
            while "Due" in method and not offset and unit == "business" and not is_open(base):
                found[key] = base = calendar(base, -1)
        day = case.get("ended", {}).get(key, found.get(key))
        passed += [day] if day else []
    return found


STATES = {"D": ActionStatus.COMPLETED, "O": ActionStatus.IN_PROGRESS, "X": ActionStatus.CANCELLED}


def grown(states: Iterator[str]) -> tuple[ActionItem, ...]:
    """Items of letters; a bracket opens a list whose head is made for it."""
    items: list[ActionItem] = []
    for state in states:
        if state == "]":
            break
        if state == "[":
            items.append(ActionItem("head", children=grown(states)))
        elif state in STATES:
            items.append(ActionItem("item", status=STATES[state]))
    return tuple(items)


@cases("progress")
def test_percentages(case: dict[str, Any]) -> None:
    states = case["items"]
    found = progress(grown(iter(states)), states.count("P"))
    assert found.percent == case.get("percent") == percent(states)


@given(st.text("DOXP", max_size=60))
def test_a_hundred_percent_means_that_nothing_is_left(states: str) -> None:
    found = progress(grown(iter(states)), states.count("P"))
    assert found.percent == percent(states)
    assert (found.percent == 100) is (bool(found.total) and found.completed == found.total)


days = st.dates(date(2025, 11, 28), date(2027, 6, 1))


@given(days, st.integers(-60, 60))
def test_business_days_agree_with_counting_them_one_by_one(day: date, count: int) -> None:
    if business(day, count) >= date(2025, 11, 28):
        assert add_business_days(day, count) == business(day, count)


@given(days, days, st.integers(0, 15))
def test_the_front_office_never_comes_after_the_writer(base: date, external: date, kept: int) -> None:
    internal = internal_before(external, kept, base)
    assert internal <= external
    assert internal >= min(external, business(base, 1))


@cases("path")
def test_paths(case: dict[str, Any]) -> None:
    begin = {name: start for name, start, _ in case["actions"]}
    length = {name: days for name, _, days in case["actions"]}
    found = [Dependency(one, two, Link(link), lag) for one, two, link, lag in case["waits"]]
    pushed = earliest(found, begin, length)
    assert pushed == case["start"]
    assert {name: slack_by_trying(name, found, pushed, length) for name in begin} == case["slack"]
    spans = {
        name: Span(DAY + timedelta(begin[name]), DAY + timedelta(begin[name] + length[name]))
        for name in begin
    }
    placed = path(spans, found)
    assert {name: (one.start - DAY).days for name, one in placed.items()} == case["start"]
    assert {name: one.slack for name, one in placed.items()} == case["slack"]
    assert {name for name, one in placed.items() if one.critical} == {
        name for name, days in case["slack"].items() if not days
    }
