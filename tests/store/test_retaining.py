"""How long records are kept: by schedule, by hand, and not at all while something holds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from coordination.actions import ActionStatus
from coordination.retention import HoldKind
from pipeline.intake import IntakeDocument
from pipeline.problems import IllegalMove, NotFound
from pipeline.rights import Handling
from store.records import SqlRecords
from store.views import User
from tests.store.retention_writes import SCHEDULE

Take = Callable[..., IntakeDocument]


@pytest.fixture
def scheduled(records: SqlRecords) -> SqlRecords:
    (records.settings.home / "retention.toml").write_text(SCHEDULE)
    return records


@pytest.fixture
def settled(scheduled: SqlRecords, drafted: Take) -> str:
    """A document of which somebody said that nothing needs doing."""
    control = drafted("A letter that asks nothing").control_number
    scheduled.no_action(control, "It asks nothing.", "reviewer")
    return control


def today(records: SqlRecords) -> date:
    return datetime.now(records.settings.zone).date()


def test_without_a_schedule_nothing_is_ever_due(records: SqlRecords, drafted: Take) -> None:
    control = drafted("A letter").control_number
    records.no_action(control, "It asks nothing.", "reviewer")
    (one,) = records.retained()
    assert (one.category, one.due) == (None, None) and not one.ready(date(2999, 1, 1))


def test_a_document_is_due_when_its_period_is_over_and_not_a_day_sooner(
    scheduled: SqlRecords, settled: str
) -> None:
    one = scheduled.retained_one(settled)
    assert (one.category, one.authority, one.disposition) == ("Orders", "item 1", "destroy")
    assert one.cut_off == today(scheduled) and one.due is not None
    assert not one.ready(one.due - timedelta(days=1)) and one.ready(one.due)


def test_what_waits_for_anybody_has_no_day(
    scheduled: SqlRecords, drafted: Take, receive: Take, approve: Any, now: datetime
) -> None:
    waiting = drafted("A letter", "SHALL answer").control_number
    assert scheduled.retained_one(waiting).open_because == f"{waiting} is still under review"
    work = drafted("ORDER Mend the harbors")
    approve(work)
    number = scheduled.finish(work.control_number, "reviewer", now).action
    assert number is not None
    assert scheduled.retained_one(work.control_number).open_because == "its executive action is open"
    scheduled.action_status(number, ActionStatus.CANCELLED, "officer", "It is void.")
    closed = scheduled.retained_one(work.control_number)
    assert closed.open_because is None and closed.due is not None
    receive("a part of it", work.control_number)
    part = scheduled.retained_one(f"{work.control_number}-01")
    assert part.control_number == work.control_number and part.due is None
    assert part.open_because == f"{work.control_number}-01 is still worked on"


def test_a_person_gives_a_category_with_a_reason(scheduled: SqlRecords, settled: str) -> None:
    scheduled.categorise(settled, "Kept long", "It is of history.", "ada")
    one = scheduled.retained_one(settled)
    assert (one.category, one.by_hand, one.disposition) == ("Kept long", True, "transfer")
    told = scheduled.audit(1)[0]
    assert (told.what, told.subject, told.who) == ("document.categorised", settled, "user:ada")
    scheduled.categorise(settled, None, "It is not.", "ada")
    assert scheduled.retained_one(settled).category == "Orders"
    for category, reason in (("Kept long", " "), (None, "Again.")):
        with pytest.raises(IllegalMove):
            scheduled.categorise(settled, category, reason, "ada")
    with pytest.raises(NotFound):
        scheduled.categorise(settled, "Sonnets", "It rhymes.", "ada")
    with pytest.raises(IllegalMove):
        scheduled.categorise(settled, "Kept long", "It is.", "system")


def test_a_hold_wins_over_every_period_until_the_last_one_is_released(
    scheduled: SqlRecords, settled: str
) -> None:
    far = date(2999, 1, 1)
    assert scheduled.place_hold("Harbor v. Agency", HoldKind.LEGAL, "A suit.", [settled], "ada") == 1
    assert scheduled.place_hold("F-1", HoldKind.FOIA, "Asked for.", [settled, settled], "bo") == 1
    assert scheduled.place_hold("F-1", HoldKind.FOIA, "Asked for.", [settled], "bo") == 0
    assert scheduled.retained_one(settled).holds == ("F-1", "Harbor v. Agency")
    scheduled.release_hold("F-1", "Answered.", "bo")
    assert not scheduled.retained_one(settled).ready(far)
    with pytest.raises(NotFound):
        scheduled.release_hold("F-1", "Answered.", "bo")
    with pytest.raises(IllegalMove):
        scheduled.release_hold("Harbor v. Agency", " ", "ada")
    scheduled.release_hold("Harbor v. Agency", "Settled.", "cy", [settled])
    assert scheduled.retained_one(settled).ready(far)
    assert scheduled.holds() == ()
    gone = {
        one.matter: (one.placed_by, one.released_by, one.release_reason)
        for one in scheduled.holds(standing=False)
    }
    assert gone == {"F-1": ("bo", "bo", "Answered."), "Harbor v. Agency": ("ada", "cy", "Settled.")}
    told = [(row.what, row.subject) for row in scheduled.audit(4)]
    assert told == [("hold.released", settled)] * 2 + [("hold.placed", settled)] * 2


@pytest.mark.parametrize(
    ("matter", "reason", "numbers"), [(" ", "Why.", ["x"]), ("A", " ", ["x"]), ("A", "Why.", [])]
)
def test_a_hold_says_what_and_why(
    scheduled: SqlRecords, matter: str, reason: str, numbers: list[str]
) -> None:
    with pytest.raises(IllegalMove):
        scheduled.place_hold(matter, HoldKind.LEGAL, reason, numbers, "ada")
    with pytest.raises(NotFound):
        scheduled.place_hold("A", HoldKind.LEGAL, "Why.", ["EC-1999-00001"], "ada")


def test_a_hold_on_an_action_or_on_a_part_holds_all_that_was_received_with_it(
    scheduled: SqlRecords, drafted: Take, receive: Take, approve: Any, now: datetime
) -> None:
    work = drafted("ORDER Mend the harbors")
    approve(work)
    number = scheduled.finish(work.control_number, "reviewer", now).action
    assert number is not None
    scheduled.place_hold("Suit", HoldKind.LEGAL, "A suit.", [number], "ada")
    assert scheduled.retained_one(work.control_number).holds == ("Suit",)
    receive("a part of it", work.control_number)
    scheduled.place_hold("Audit 7", HoldKind.AUDIT, "Looked at.", [f"{work.control_number}-01"], "ada")
    assert scheduled.retained_one(work.control_number).holds == ("Audit 7", "Suit")


def test_a_hold_that_a_reader_may_not_see_holds_all_the_same(
    scheduled: SqlRecords, drafted: Take, approve: Any, now: datetime
) -> None:
    work = drafted("ORDER Mend the harbors")
    approve(work)
    number = scheduled.finish(work.control_number, "reviewer", now).action
    assert number is not None
    facts = scheduled.action(number).action
    scheduled.change_action(number, facts.version, {"security_classification": "Secret"}, "reviewer")
    scheduled.guard(work.control_number, Handling.UNRESTRICTED, None, "reviewer")
    scheduled.place_hold("Suit", HoldKind.LEGAL, "A suit.", [number], "ada")
    low = User("low", "Low", frozenset({"records_officer"}), clearance=Handling.UNRESTRICTED)
    with scheduled.read_as(low):
        assert scheduled.holds() == ()
        assert scheduled.retained_one(work.control_number).holds == ("another matter",)
    scheduled.guard(work.control_number, Handling.RESTRICTED, None, "reviewer")
    with scheduled.read_as(low):
        assert scheduled.retained() == ()
        with pytest.raises(NotFound):
            scheduled.place_hold("Mine", HoldKind.LEGAL, "A suit.", [work.control_number], "low")
