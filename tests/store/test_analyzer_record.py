"""The analyzer's own record out of the database: what was decided, in a period, by which version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from datetime import date

from coordination.analyzer_record import WHOLE
from pipeline.decisions import Decision, DraftKind, Verdict
from pipeline.intake import IntakeDocument
from pipeline.rights import Handling
from store.records import SqlRecords
from store.views import User

Take = Callable[..., IntakeDocument]
DAY = date(2026, 3, 2)


def rows(records: SqlRecords, kind: DraftKind, field: str) -> list[tuple[str, str, int, int, int]]:
    found = [one for one in records.analyzer_record() if (one.kind, one.field) == (kind.value, field)]
    return [(one.analyzer, one.prompts, *astuple(one)[4:]) for one in found]


def test_what_people_said_is_counted_by_version(
    records: SqlRecords, drafted: Take, say: Callable[..., Decision]
) -> None:
    first = drafted("A letter", "SHALL act by 2020-05-01", "SHALL report", "SHALL count")
    other = drafted("Another letter", "SHALL paint", version="2", fallback="The model was away.")
    assert records.analyzer_record() == ()
    items = [one for one in records.drafts(first.control_number) if one.kind is DraftKind.ACTION_ITEM]
    records.decide(say(items[0], Verdict.APPROVE))
    records.decide(say(items[1], Verdict.EDIT, changes={"title": "Report it"}))
    records.decide(say(items[2], Verdict.REJECT, reason="wrong"))
    (second,) = (one for one in records.drafts(other.control_number) if one.kind is DraftKind.ACTION_ITEM)
    records.decide(say(second, Verdict.APPROVE))
    old, new = "lines 1", "lines 2, fell back on the rules"
    assert rows(records, DraftKind.ACTION_ITEM, WHOLE) == [(old, "none", 1, 1, 1), (new, "none", 1, 0, 0)]
    assert rows(records, DraftKind.ACTION_ITEM, "title") == [(old, "none", 1, 1, 1), (new, "none", 1, 0, 0)]
    assert rows(records, DraftKind.ACTION_ITEM, "due_date") == [(old, "none", 1, 0, 0)]
    again = next(one for one in records.drafts(first.control_number) if one.id == items[0].id)
    records.decide(say(again, Verdict.UNDO))
    assert rows(records, DraftKind.ACTION_ITEM, WHOLE)[0] == (old, "none", 0, 1, 1)


def test_a_period_and_what_the_reader_may_see_narrow_it(
    records: SqlRecords, drafted: Take, say: Callable[..., Decision]
) -> None:
    kept = drafted("A letter", "SHALL act").control_number
    (item,) = (one for one in records.drafts(kept) if one.kind is DraftKind.ACTION_ITEM)
    records.decide(say(item, Verdict.APPROVE))
    assert records.analyzer_record(DAY, DAY)
    assert not records.analyzer_record(date(2026, 3, 3)) and not records.analyzer_record(
        None, date(2026, 3, 1)
    )
    assert records.analyzer_record(date.min, date.max) == records.analyzer_record()
    records.guard(kept, Handling.RESTRICTED, None, "clerk")
    with records.read_as(User("una", "Una", frozenset({"auditor"}), Handling.UNRESTRICTED)):
        assert records.analyzer_record() == ()
