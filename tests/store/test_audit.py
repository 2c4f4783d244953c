"""The audit log: whatever is changed behind the program's back is found, and named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.decisions import Decision, Verdict
from pipeline.intake import IntakeDocument
from pipeline.problems import IllegalMove, Problem
from pipeline.settings import Settings
from store.records import SqlRecords

Take = Callable[..., IntakeDocument]


@contextmanager
def database(conf: Settings) -> Iterator[Connection]:
    engine = create_engine(conf.records_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@contextmanager
def guards_off(conf: Settings) -> Iterator[Connection]:
    """Somebody who owns the database and knows how to take its triggers away."""
    with database(conf) as connection:
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_event_no_{verb}"))
        else:
            connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER ALL"))
        yield connection


@pytest.fixture
def events(records: SqlRecords, drafted: Take) -> int:
    """How many events there are after a little work."""
    drafted("A letter", "SHALL answer")
    return records.verify().events


def test_an_untouched_log_holds(records: SqlRecords, events: int) -> None:
    check = records.verify()
    assert check.holds and check.why is None
    assert check.head == records.audit(1)[0].hash
    assert events == 6, "seed, seeded user, admitted, claimed, read, analysed"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET who = 'nobody'", "DELETE FROM audit_event", "TRUNCATE audit_event"],
)
def test_the_database_refuses_to_change_the_log(
    conf: Settings, records: SqlRecords, events: int, statement: str
) -> None:
    with pytest.raises(DBAPIError), database(conf) as connection:
        connection.execute(text(statement))
    assert records.verify().events == events and records.verify().holds


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_event SET who = 'user:nobody' WHERE number = 3", 3),
        ("UPDATE audit_event SET what = 'nothing' WHERE number = 1", 1),
        ("UPDATE audit_event SET after = '{}' WHERE number = 4", 4),
        ("UPDATE audit_event SET before = '1' WHERE number = 4", 4),
        ("UPDATE audit_event SET subject = 'EC-2026-00009' WHERE number = 4", 4),
        ("UPDATE audit_event SET request = 'r' WHERE number = 2", 2),
        ("UPDATE audit_event SET at = '2020-01-01 00:00:00' WHERE number = 5", 5),
        ("UPDATE audit_event SET previous_hash = hash WHERE number = 2", 2),
        ("UPDATE audit_event SET hash = 'abc' WHERE number = 6", 6),
        ("DELETE FROM audit_event WHERE number = 1", 1),
        ("DELETE FROM audit_event WHERE number = 3", 3),
        ("DELETE FROM audit_event WHERE number = 6", 6),
        ("DELETE FROM audit_event", 1),
        ("UPDATE audit_event SET number = number + 1 WHERE number = 6", 6),
        ("DELETE FROM audit_head", 7),
        ("UPDATE audit_head SET number = number + 1", 7),
        ("UPDATE audit_head SET hash = 'abc'", 6),
    ],
)
def test_tampering_is_found_and_named(
    conf: Settings, records: SqlRecords, events: int, statement: str, broken: int
) -> None:
    with guards_off(conf) as connection:
        connection.execute(text(statement))
    check = records.verify()
    assert not check.holds
    assert check.broken_at == broken
    assert check.why


def test_events_that_trade_places_are_found(conf: Settings, records: SqlRecords, events: int) -> None:
    with guards_off(conf) as connection:
        for before, after in ((3, 99), (4, 3), (99, 4)):
            move = text("UPDATE audit_event SET number = :after WHERE number = :before")
            connection.execute(move, {"before": before, "after": after})
    assert records.verify().broken_at == 3


def test_a_refused_move_leaves_no_event(records: SqlRecords, drafted: Take, events: int) -> None:
    number = records.queue()[0].control_number
    with pytest.raises(IllegalMove):
        records.no_action(number, "", "reviewer")
    assert records.verify().events == events


def test_an_event_says_who_did_what_to_which_record(
    records: SqlRecords, drafted: Take, say: Callable[..., Decision]
) -> None:
    document = drafted("A letter", "SHALL answer")
    draft = records.draft(document.control_number, 3)
    with records.request("req-17"):
        records.decide(say(draft, Verdict.EDIT, changes={"title": "Reply"}))
    records.decide(say(records.draft(document.control_number, 1), Verdict.APPROVE))
    later, edited, analysed, *_ = records.audit()
    assert (edited.who, edited.what, edited.subject) == (
        "user:reviewer",
        "draft.edit",
        f"{document.control_number}#3",
    )
    assert edited.before == {"status": "proposed", "values": {"title": "answer"}}
    assert edited.after == {"status": "edited", "values": {"title": "Reply"}}
    assert (edited.request, later.request) == ("req-17", None)
    assert analysed.who == "analyzer:lines 1"
    assert isinstance(analysed.after, dict) and analysed.after["stage"] == "needs_review"


def test_the_log_is_paged_from_the_newest(records: SqlRecords, receive: Take) -> None:
    for number in range(7):
        receive(f"letter {number}")
    first = records.audit(4)
    rest = records.audit(100, after=first[-1].number)
    numbers = [row.number for row in (*first, *rest)]
    assert numbers == list(range(numbers[0], 0, -1))


def test_every_move_is_logged(records: SqlRecords, receive: Take, drafted: Take) -> None:
    document = receive("one")
    claimed = records.claim("w", document.received_at)
    assert claimed
    records.set_aside(claimed, Problem("It is broken."))
    records.retry(document.control_number, "clerk")
    told = [(row.what, row.who) for row in records.audit(4)]
    assert told == [
        ("document.retried", "user:clerk"),
        ("document.set_aside", "system:w"),
        ("document.claimed", "system:w"),
        ("document.admitted", "system"),
    ]
