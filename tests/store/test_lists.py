"""Lists and search: the pressing first, pages without gaps, and no character that means something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.decisions import Decision, Verdict
from pipeline.intake import IntakeDocument, Stage
from store import seed
from store.records import SqlRecords
from store.views import Wanted
from tests.days import this_day

Take = Callable[..., IntakeDocument]


def test_the_nearest_due_date_comes_first(records: SqlRecords, drafted: Take, receive: Take) -> None:
    later = drafted("Later", "SHALL act by 2026-09-01")
    never = drafted("No date", "SHALL act")
    overdue = drafted("Overdue", "SHALL act by 2025-01-01")
    fresh = receive("not read yet")
    assert [row.control_number for row in records.queue()] == [
        overdue.control_number,
        later.control_number,
        never.control_number,
        fresh.control_number,
    ]


def test_what_is_not_due_soon_goes_by_priority_and_by_doubt(
    records: SqlRecords, drafted: Take, say: Callable[..., Decision]
) -> None:
    """A later date does not go before a higher priority, nor a sure draft before a doubtful one."""
    today = this_day()
    soon, far = (today + timedelta(days=days) for days in (2, 400))
    plain = drafted("Plain", f"SHALL act by {far}")
    doubtful = drafted("Doubtful", "SHALL act perhaps")
    ordered = drafted("Ordered", "ORDER to act", "SHALL act now")
    pressing = drafted("Pressing", f"SHALL act on it by {soon}")
    past = drafted("Past", "SHALL have acted by 2026-01-05")
    wanted = [one.control_number for one in (past, pressing, ordered, doubtful, plain)]
    for rows in (records.queue({Stage.NEEDS_REVIEW}), records.queue_part(Wanted(), 50, None)):
        assert [row.control_number for row in rows] == wanted
    pairs = [records.neighbours(number) for number in wanted]
    assert [before for before, _ in pairs] == [None, *wanted[:-1]]
    assert [after for _, after in pairs] == [*wanted[1:], None]
    for draft in records.drafts(doubtful.control_number):
        records.decide(say(draft, Verdict.APPROVE))
    moved = [row.control_number for row in records.queue()]
    assert moved.index(doubtful.control_number) > moved.index(plain.control_number)


def test_pages_of_the_queue_leave_nothing_out(records: SqlRecords, drafted: Take, receive: Take) -> None:
    for number in range(4):
        drafted(f"Dated {number}", f"SHALL act by 2026-05-{1 + number // 2:02d}")
    for number in range(4):
        receive(f"undated {number}")
    whole = [row.control_number for row in records.queue()]
    paged: list[str] = []
    while page := records.queue(limit=3, after=paged[-1] if paged else None):
        paged += [row.control_number for row in page]
    assert paged == whole and len(whole) == 8


def test_the_queue_is_narrowed_to_stages(records: SqlRecords, drafted: Take, receive: Take) -> None:
    drafted("Read")
    waiting = receive("not read yet")
    (row,) = records.queue({Stage.RECEIVED})
    assert row.control_number == waiting.control_number
    assert records.queue(set()) == ()


def test_counts_tell_the_state_of_the_desk(
    records: SqlRecords, drafted: Take, receive: Take, say: Callable[..., Decision]
) -> None:
    document = drafted("Read", "SHALL act")
    receive("not read yet", document.control_number)
    records.decide(say(records.draft(document.control_number, 1), Verdict.APPROVE))
    counts = records.counts()
    assert (counts.documents, counts.children) == (1, 1)
    assert counts.by_stage == {"needs_review": 1, "received": 1}
    assert counts.by_reading == {"extracted": 1}
    assert counts.drafts == {"approved": 1, "proposed": 2}


def test_search_finds_words_and_shows_where(records: SqlRecords, drafted: Take) -> None:
    dredging = drafted("Dredging the harbor", "SHALL dredge the northern channel")
    drafted("Locks and dams", "SHALL inspect the locks")
    (hit,) = records.search("in:documents northern channel")
    assert (hit.ref, hit.title) == (dredging.control_number, "Dredging the harbor")
    assert "northern channel" in hit.passage
    assert [hit.ref for hit in records.search("in:documents dredged harbors")] == [dredging.control_number]
    assert len(records.search("in:documents locks channel")) == 2, (
        "where no document has all words, any of them will do"
    )
    assert records.search("submarine") == ()


def test_the_index_can_be_thrown_away(records: SqlRecords, drafted: Take) -> None:
    drafted("Dredging the harbor")
    before = records.search("harbor")
    assert records.reindex() == 1
    assert records.search("harbor") == before


def test_a_long_document_is_found_by_its_last_word_and_once(records: SqlRecords, drafted: Take) -> None:
    document = drafted("Opening words", "filler harbor " * 30_000 + "zyzzyva")
    assert [hit.ref for hit in records.search("in:documents zyzzyva")] == [document.control_number]
    assert len(records.search("in:documents harbor")) == 1


@pytest.mark.parametrize(
    "text",
    ['"', "'", "a AND", "NEAR(", "title:", "*", "^a", "-a", "a & | !b", ":*", "\\", "(", "%s", ";--", ""],
)
def test_no_character_is_an_operator(records: SqlRecords, drafted: Take, text: str) -> None:
    drafted("A letter")
    records.search(text)


@given(text=st.text(max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_search_takes_any_text(records: SqlRecords, text: str) -> None:
    assert records.search(text) == ()


def test_the_seeded_agency_comes_back_whole(records: SqlRecords) -> None:
    assert records.agency() == seed.agency()


def test_the_seeded_agency_can_be_routed_to() -> None:
    agency = seed.agency()
    names = [name for unit in agency.units for name in (unit.name, unit.abbreviation)]
    assert len(set(names)) == len(names)
    known = {unit.abbreviation for unit in agency.units}
    assert all(unit.parent in known for unit in agency.units if unit.parent)
    officers = [officer for unit in agency.units for officer in unit.officers]
    assert len(set(officers)) == len(officers), "an officer of two units would route to neither"
    for wanted in (
        "Chief Information Officer",
        "Chief Financial Officer",
        "General Counsel",
        "Inspector General",
    ):
        assert wanted in officers
    assert all(len(unit.mission.split()) >= 8 for unit in agency.units)
