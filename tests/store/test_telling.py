"""Suspenses brought before people, digests claimed once, calendars that show what their owner may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from coordination.acting import ActingOfficial
from pipeline.problems import IllegalMove, NotFound, ResourceShort
from pipeline.rights import Handling
from pipeline.settings import Settings
from store.digesting import STALE, Reader
from store.new_items import NewItem
from store.records import SqlRecords
from store.views import User
from store.worklists import Wanted

TODAY = date(2026, 3, 4)  # a Wednesday
AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def office(records: SqlRecords) -> Iterator[SqlRecords]:
    """Four people with mail, and an action that two of them lead and sponsor."""
    for name, shown in (("ada", "Ada"), ("ben", "Ben"), ("cole", "Cole"), ("eve", "Eve")):
        records.add_user(User(name, shown, frozenset({"reviewer"})), "system")
        records.put_mail_address(name, f"{name}@office.example", "system admin")
    yield records


def action(records: SqlRecords, due: date | None = None, **changes: object) -> str:
    number = records.make_action("Mend the harbors", "Operational Directive", "cole")
    led = {"accountable_lead": "ben", "executive_sponsor": "cole"} | changes
    records.change_action(number, 1, led, "cole")
    if due:
        records.set_suspense(number, due, None, "as the order says", "cole")
    return number


def item(
    records: SqlRecords, number: str, due: date, person: str | None = "ada", unit: str | None = None
) -> str:
    return records.add_item(number, NewItem("Count the buoys", due_date=due, person=person, unit=unit), "ben")


def told(records: SqlRecords, user: str, day: date = TODAY) -> list[tuple[str, str | None, str]]:
    digest = records.digest(Reader(user, user, ""), day)
    return [(label, line.subject, line.note) for label, lines in digest.parts for line in lines]


def test_the_ladder_is_climbed_once_and_every_rung_is_an_event(office: SqlRecords) -> None:
    number = action(office)
    item(office, number, TODAY - timedelta(days=1))
    assert office.escalate(TODAY).told == 2  # the assignee is reminded, the lead hears that it passed
    assert office.escalate(TODAY).told == 0
    assert ("Brought before you", "Count the buoys", "as accountable lead") in told(office, "ben")
    assert [label for label, *_ in told(office, "ada")] == ["Brought before you", "Overdue"]
    assert told(office, "cole") == []
    assert office.escalate(TODAY + timedelta(days=6)).told == 1
    assert ("Brought before you", "Count the buoys", "as executive sponsor") in told(
        office, "cole", TODAY + timedelta(days=6)
    )
    kinds = [event.kind.value for event in office.action_file(number).events]
    assert sorted(kinds) == ["Escalation", "Escalation", "Reminder"]


def test_work_without_anybody_is_named_and_rest_and_pauses_are_passed_over(office: SqlRecords) -> None:
    number = office.make_action("Nobody's", "Operational Directive", "cole")
    office.set_suspense(number, TODAY, None, "as asked", "cole")
    assert office.escalate(TODAY).unheard == (number,)
    rests = action(office, TODAY)
    office.set_suspense(rests, TODAY, TODAY, "as asked", "cole")
    from coordination.actions import ActionStatus

    office.action_status(rests, ActionStatus.DEFERRED, "cole", "Waits for ice.")
    assert office.escalate(TODAY).told == 0


def test_who_acts_for_somebody_hears_it_too(office: SqlRecords) -> None:
    item(office, action(office), TODAY)
    office.put_acting(ActingOfficial("ada", "eve", TODAY - timedelta(days=1)), "cole")
    assert office.escalate(TODAY).told == 2
    assert "Due within seven days" in [label for label, *_ in told(office, "eve")]


def test_guarded_work_has_no_words_in_a_digest(office: SqlRecords) -> None:
    number = action(office, TODAY, visibility="Restricted")
    item(office, number, TODAY)
    office.escalate(TODAY)
    for user in ("ada", "ben"):
        assert {subject for _, subject, _ in told(office, user)} == {None}


def test_a_request_waits_for_its_lead(office: SqlRecords) -> None:
    from coordination.extensions import Clock

    number = action(office, date(2026, 9, 1))
    office.ask_extension(number, None, Clock.EXTERNAL, date(2026, 10, 1), "ice", "ada")
    waits = ("Waits for your decision", "Mend the harbors", "extension to 2026-10-01 asked for")
    assert waits in told(office, "ben") and waits not in told(office, "ada")


def test_a_digest_is_claimed_once_and_a_dead_sender_s_is_taken_again(office: SqlRecords) -> None:
    reader = next(one for one in office.digest_readers() if one.user == "ada")
    first = office.begin_digest("ada", TODAY, AT)
    assert first and not first.again
    assert office.begin_digest("ada", TODAY, AT + STALE / 2) is None, "somebody is sending it"
    second = office.begin_digest("ada", TODAY, AT + 2 * STALE)
    assert second and second.again and second.message_id == first.message_id
    office.end_digest(second, reader, problem=ResourceShort("The mail server is away.", "Refused."))
    third = office.begin_digest("ada", TODAY, AT + 2 * STALE)
    assert third and not third.again, "what failed was not sent"
    office.end_digest(third, reader, "Your suspenses", "One is late.")
    assert office.begin_digest("ada", TODAY, AT + timedelta(days=9)) is None
    (sent,) = office.digests(user="ada")
    assert (sent.state, sent.attempts, sent.text, sent.reason) == ("sent", 3, "One is late.", None)
    assert office.begin_digest("ada", TODAY + timedelta(days=1), AT) is not None


def test_what_was_told_on_a_day_without_mail_is_told_by_the_next_digest(office: SqlRecords) -> None:
    item(office, action(office), TODAY - timedelta(days=1))
    office.escalate(TODAY)
    later = TODAY + timedelta(days=1)
    assert "Brought before you" in [label for label, *_ in told(office, "ben", later)]
    reader = next(one for one in office.digest_readers() if one.user == "ben")
    claimed = office.begin_digest("ben", TODAY, AT)
    assert claimed
    office.end_digest(claimed, reader, "Your suspenses", "One is late.")
    assert "Brought before you" not in [label for label, *_ in told(office, "ben", later)]


@pytest.mark.parametrize(
    "address", ["ada", "a b@c.example", "a@b\n.example", "<a@b.example>", "a@b", "é@b.example"]
)
def test_no_mail_goes_to_what_is_no_address(office: SqlRecords, address: str) -> None:
    with pytest.raises(IllegalMove):
        office.put_mail_address("ada", address, "ada")
    assert office.mail_address("ada") == "ada@office.example"


def test_without_an_address_there_is_no_digest(office: SqlRecords) -> None:
    office.put_mail_address("ada", "", "ada")
    assert office.mail_address("ada") == "" and "ada" not in [one.user for one in office.digest_readers()]
    office.deactivate("eve", "cole")
    assert [one.user for one in office.digest_readers()] == ["ben", "cole"]


def test_a_calendar_shows_its_owner_s_suspenses_until_it_is_revoked(
    office: SqlRecords, conf: Settings
) -> None:
    number = action(office, date(2026, 3, 20))
    item(office, number, date(2026, 3, 9))
    mine, lead = office.make_feed("ada", None, "ada"), office.make_feed("ben", None, "ben")
    assert "Count the buoys" in office.feed(mine, AT) and "external suspense" not in office.feed(mine, AT)
    text_of = office.feed(lead, AT)
    assert f"{number} external suspense: Mend the harbors" in text_of
    assert "DTSTART;VALUE=DATE:20260320" in text_of and text_of == office.feed(lead, AT)
    engine = create_engine(conf.records_url)
    with engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM calendar_feed")).all())
    engine.dispose()
    assert mine not in kept
    (feed,) = office.feeds("ada")
    with pytest.raises(NotFound):
        office.revoke_feed(feed.id, "ben", "ben")
    office.revoke_feed(feed.id, "ada", "ada")
    for wrong in (mine, "", "x" * 50):
        with pytest.raises(NotFound):
            office.feed(wrong, AT)
    office.deactivate("ben", "cole")
    with pytest.raises(NotFound):
        office.feed(lead, AT)


def test_an_event_keeps_its_uid_when_its_suspense_moves(office: SqlRecords) -> None:
    number = action(office, date(2026, 3, 20))
    secret = office.make_feed("ben", None, "ben")

    def lines(start: str) -> list[str]:
        return [line for line in office.feed(secret, AT).split("\r\n") if line.startswith(start)]

    uids, revisions = lines("UID:"), lines("SEQUENCE:")
    office.set_suspense(number, date(2026, 4, 20), None, "ice", "cole")
    assert lines("UID:") == uids and lines("SEQUENCE:") > revisions
    assert "DTSTART;VALUE=DATE:20260420" in lines("DTSTART")


def test_a_unit_s_calendar_is_for_who_may_see_the_unit(office: SqlRecords) -> None:
    number = action(office, date(2026, 3, 20), lead_unit="OCFO")
    item(office, number, date(2026, 3, 9), None, "OCFO")
    secret = office.make_feed("ada", "OCFO", "ada")
    assert "Count the buoys" in office.feed(secret, AT) and "due to front office" in office.feed(secret, AT)
    unit = next(one.abbreviation for one in office.agency().units if one.abbreviation != "OCFO")
    held = User("ada", "Ada", frozenset({"reviewer"}), Handling.RESTRICTED, frozenset({unit}))
    office.clear_user(held, "cole")
    with pytest.raises(NotFound):
        office.feed(secret, AT)
    with pytest.raises(IllegalMove):
        office.make_feed("ada", "OCFO", "ada")
    with pytest.raises(NotFound):
        office.make_feed("ada", "NOSUCH", "ada")


def test_what_a_reader_may_not_see_is_in_no_digest_and_no_calendar(office: SqlRecords) -> None:
    number = action(office, TODAY, lead_unit="OCFO")
    item(office, number, TODAY)
    secret = office.make_feed("ada", None, "ada")
    office.escalate(TODAY)
    assert told(office, "ada") and number in office.feed(secret, AT)
    other = next(one.abbreviation for one in office.agency().units if one.abbreviation != "OCFO")
    shown = User("ada", "Ada", frozenset({"reviewer"}), Handling.RESTRICTED, frozenset({other}))
    office.clear_user(shown, "cole")
    with office.read_as(shown):
        seen = bool(office.action_rows(Wanted()))
    assert bool(told(office, "ada")) is seen is (number in office.feed(secret, AT))
    guarded = action(office, TODAY, lead_unit="OCFO", accountable_lead="cole")
    with office.read_as(shown):
        assert guarded not in [row.number for row in office.action_rows(Wanted())]
    office.put_acting(ActingOfficial("eve", "ada", TODAY), "cole")
    assert guarded not in str(told(office, "ada")) and guarded not in office.feed(secret, AT)


def test_a_calendar_that_cannot_hold_everything_says_so(
    office: SqlRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = action(office)
    for days in (-200, 1, 2, 3):
        item(office, number, TODAY + timedelta(days=days))
    token = office.make_feed("ada", None, "ada")
    whole = office.feed(token, AT)
    assert whole.count("BEGIN:VEVENT") == 3 and "More items" not in whole
    monkeypatch.setattr("store.feeding.MOST_EVENTS", 2)
    part = office.feed(token, AT)
    assert part.count("BEGIN:VEVENT") == 3 and part.count("SUMMARY:More items") == 1
    assert "DTSTART;VALUE=DATE:20260306" in part.partition("SUMMARY:More items")[0].rpartition("BEGIN:")[2]
