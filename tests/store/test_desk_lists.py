"""The queue in parts: every filter, every order, no row lost between two pages; and views that are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.intake import IntakeDocument, Stage
from pipeline.problems import IllegalMove, NotFound
from store.desk_lists import SORTS
from store.records import SqlRecords
from store.views import UNASSIGNED, SavedView, Wanted
from tests.days import this_day

Take = Callable[..., IntakeDocument]


def numbers(records: SqlRecords, wanted: Wanted) -> list[str]:
    return [row.control_number for row in records.queue_part(wanted)]


@pytest.fixture
def several(records: SqlRecords, drafted: Take, receive: Take) -> dict[str, str]:
    today = this_day()
    days = {"late": -9, "soon": 3, "far": 90}
    made = {
        name: drafted(f"{name} letter", f"SHALL act by {(today + timedelta(days)).isoformat()}")
        for name, days in days.items()
    }
    made["never"] = drafted("100% _sure_", "SHALL act")
    made["fresh"] = receive("not read yet")
    return {name: document.control_number for name, document in made.items()}


def test_due_dates_narrow_the_queue(records: SqlRecords, several: dict[str, str]) -> None:
    read = frozenset({Stage.NEEDS_REVIEW})
    assert numbers(records, Wanted(read, due="overdue")) == [several["late"]]
    assert numbers(records, Wanted(read, due="soon")) == [several["soon"]]
    assert numbers(records, Wanted(read, due="later")) == [several["far"]]
    assert numbers(records, Wanted(read, due="none")) == [several["never"]]
    assert numbers(records, Wanted(frozenset({Stage.RECEIVED}))) == [several["fresh"]]
    assert records.queue_count(Wanted(read)) == 4
    assert records.queue_count(Wanted(read), most=2) == 2


def test_words_are_no_patterns(records: SqlRecords, several: dict[str, str]) -> None:
    assert numbers(records, Wanted(words="% _s")) == [several["never"]]
    assert numbers(records, Wanted(words="LATE letter")) == [several["late"]]
    assert numbers(records, Wanted(words="%")) == [several["never"]]
    assert numbers(records, Wanted(words=several["fresh"].lower())) == [several["fresh"]]


def test_other_facts_narrow_the_queue(records: SqlRecords, several: dict[str, str]) -> None:
    for wanted in (Wanted(kind="none such"), Wanted(channel="none such"), Wanted(handling="cui")):
        assert numbers(records, wanted) == []
    (row,) = (row for row in records.queue_part(Wanted()) if row.control_number == several["late"])
    assert several["late"] in numbers(records, Wanted(kind=row.kind or ""))
    doubtful = numbers(records, Wanted(doubtful=True))
    assert set(doubtful) == {
        row.control_number for row in records.queue_part(Wanted()) if row.lowest == "low"
    }


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("sort", ["", *SORTS])
def test_no_row_is_lost_between_pages(
    records: SqlRecords, drafted: Take, receive: Take, sort: str, down: bool
) -> None:
    for number in range(3):
        drafted("the same title", "SHALL act by 2026-05-01", f"copy {number}")
        drafted(f"another {number}", "SHALL act")
    for number in range(2):
        receive(f"not read {number}")
    wanted = Wanted(sort=sort, down=down)
    whole = numbers(records, wanted)
    assert len(whole) == 8 == len(set(whole))
    paged: list[str] = []
    while rows := records.queue_part(wanted, 3, paged[-1] if paged else None):
        paged += [row.control_number for row in rows]
    assert paged == whole
    if sort == "control_number":
        assert whole == sorted(whole, reverse=down)


def test_a_page_after_nothing_is_not_found(records: SqlRecords) -> None:
    with pytest.raises(NotFound):
        records.queue_part(Wanted(), after="EC-1999-00001")


def test_views_are_one_s_own_and_have_a_name(records: SqlRecords) -> None:
    records.save_view("reviewer", "queue", SavedView("Late", "due=overdue"))
    records.save_view("reviewer", "queue", SavedView("Late", "due=soon"))
    assert records.saved_views("reviewer", "queue") == (SavedView("Late", "due=soon"),)
    assert records.saved_views("clerk", "queue") == records.saved_views("reviewer", "failed") == ()
    with pytest.raises(IllegalMove):
        records.save_view("reviewer", "queue", SavedView(" ", ""))
    records.drop_view("clerk", "queue", "Late")
    assert records.saved_views("reviewer", "queue")
    records.drop_view("reviewer", "queue", "Late")
    assert not records.saved_views("reviewer", "queue")


def test_views_cannot_fill_the_record(records: SqlRecords) -> None:
    for number in range(30):
        records.save_view("reviewer", "queue", SavedView(f"view {number}", ""))
    with pytest.raises(IllegalMove):
        records.save_view("reviewer", "queue", SavedView("one more", ""))
    records.save_view("reviewer", "queue", SavedView("view 3", "due=soon"))


def test_what_is_assigned_or_put_off_has_its_views(records: SqlRecords, several: dict[str, str]) -> None:
    read, today = frozenset({Stage.NEEDS_REVIEW}), datetime.now(UTC)
    records.assign(several["late"], "reviewer", "reviewer")
    records.snooze(several["far"], this_day() + timedelta(days=9), today, "reviewer")
    assert numbers(records, Wanted(read, assigned="reviewer")) == [several["late"]]
    assert set(numbers(records, Wanted(read, assigned=UNASSIGNED))) == {several["soon"], several["never"]}
    assert numbers(records, Wanted(read, put_off=True)) == [several["far"]]
    assert several["far"] not in numbers(records, Wanted(read))
    assert several["far"] in numbers(records, Wanted())
