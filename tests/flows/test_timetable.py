"""What counts as a timetable; Prefect, which runs by it, must agree with all that is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect.client.schemas.schedules import CronSchedule
from pydantic import TypeAdapter

from pipeline.problems import Misconfigured
from pipeline.settings import load
from pipeline.timetable import is_timetable


@pytest.mark.parametrize(
    "text",
    ["0 2 * * 1-5", "*/15 * * * *", "0 6,18 1-7 jan-mar mon", "59 23 31 12 7", "0 0 1,15 * *", "5 4 * * SUN"],
)
def test_timetables(text: str) -> None:
    assert is_timetable(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0 2 * *",
        "0 2 * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "a * * * *",
        "* * * mon *",
        "@daily",
        "1,,2 * * * *",
        "0 2 * * 1-",
        "²  * * * *",
    ],
)
def test_no_timetables(text: str) -> None:
    assert not is_timetable(text)


_SCHEDULE: TypeAdapter[CronSchedule] = TypeAdapter(CronSchedule)


def _field(least: int, most: int) -> st.SearchStrategy[str]:
    number = st.integers(least, most)
    span = st.tuples(number, number).map(lambda pair: f"{min(pair)}-{max(pair)}")
    part = st.one_of(st.just("*"), number.map(str), span)
    stepped = st.tuples(st.one_of(st.just("*"), span), st.integers(1, 9)).map(
        lambda pair: f"{pair[0]}/{pair[1]}"
    )
    return st.lists(st.one_of(part, stepped), min_size=1, max_size=3).map(",".join)


@given(st.tuples(_field(0, 59), _field(0, 23), _field(1, 28), _field(1, 12), _field(0, 6)).map(" ".join))
def test_what_is_taken_runs(text: str) -> None:
    assert is_timetable(text)
    _SCHEDULE.validate_python({"cron": text, "timezone": "America/New_York"})


def test_a_setting_that_is_none_is_refused() -> None:
    with pytest.raises(Misconfigured, match="CHANCERY_REANALYZE_AT"):
        load({"CHANCERY_HOME": "/nowhere", "CHANCERY_REANALYZE_AT": "at night"})
