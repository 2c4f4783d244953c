"""A change of an authority reaches the open work that rests on it, with its evidence, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from coordination.acting import ActingOfficial
from coordination.actions import ActionStatus
from coordination.propagation import Answer, Reach, Standing
from pipeline.decisions import Verdict
from pipeline.findings import AuthorityType, RelationKind
from pipeline.intake import IntakeDocument
from pipeline.library import LibraryEntry, LibraryReference, LibraryText
from pipeline.problems import IllegalMove, NotFound
from store.changes import Asked, ChangeRow, Reached
from store.records import SqlRecords
from store.views import User

Take = Callable[..., IntakeDocument]
Approve = Callable[..., None]
DAY = date(2032, 3, 2)


@pytest.fixture
def people(records: SqlRecords) -> None:
    for name in ("ada", "ben", "cole"):
        records.add_user(User(name, name.capitalize(), frozenset({"reviewer"})), "system")


@pytest.fixture
def act(records: SqlRecords, people: None) -> Callable[..., str]:
    """An action under an authority."""

    def make(authority: str, lead: str = "ada", name: str = "Carry it out") -> str:
        number = records.make_action(name, "Operational Directive", "cole")
        fields = {"authority": authority, "accountable_lead": lead}
        records.change_action(number, 1, fields, "cole")
        return number

    return make


@pytest.fixture
def order(records: SqlRecords, drafted: Take, approve: Approve, now: datetime) -> Callable[..., str]:
    """An order whose drafts are all approved and filed."""

    def take(*lines: str) -> str:
        document = drafted(*lines)
        approve(document)
        records.finish(document.control_number, "cole", now, made="What the order says")
        return document.control_number

    return take


def changes(records: SqlRecords, state: str = "waiting", **asked: str) -> tuple[ChangeRow, ...]:
    return records.authority_changes(Asked(**asked, today=DAY, state=state))


def found(records: SqlRecords, state: str = "waiting") -> set[tuple[str, str, str | None, str]]:
    return {
        (row.changed, one.kind, one.number, one.effect.reach.value)
        for row in changes(records, state)
        for one in row.reached
    }


def only(records: SqlRecords, state: str = "waiting") -> tuple[ChangeRow, Reached]:
    (row,) = changes(records, state)
    (one,) = row.reached
    return row, one


def test_a_revocation_reaches_what_rests_on_it_and_nothing_else(
    records: SqlRecords, act: Callable[..., str], order: Callable[..., str]
) -> None:
    mine, other, ended = act("EO 14001"), act("EO 14002"), act("EO 14001")
    records.action_status(ended, ActionStatus.CANCELLED, "cole", "It was a mistake.")
    control = order("SELF EO 14999", "REVOKES EO 14001")
    row, one = only(records)
    assert (row.changed, row.changing, row.relation, row.document) == (
        "EO 14001",
        "EO 14999",
        "revokes",
        control,
    )
    assert [place.quote for place in row.evidence] == ["REVOKES EO 14001"]
    text = records.last_reading(records.document(control))
    assert text and text[0].text[row.evidence[0].start : row.evidence[0].end] == "REVOKES EO 14001"
    assert (one.kind, one.number, one.effect.reach, one.lead) == ("action", mine, Reach.WHOLE, "ada")
    told = {event.subject for event in records.audit(40) if event.what == "authority.changed"}
    assert told == {"EO 14001", mine}
    assert other not in told and ended not in told


def test_an_amendment_of_one_part_is_told_apart_to_what_rests_on_another(
    records: SqlRecords, act: Callable[..., str], order: Callable[..., str]
) -> None:
    third, seventh, all_of_it = act("EO 14001 sec. 3"), act("EO 14001 sec. 7"), act("EO 14001")
    order("SELF EO 14999", "AMENDS EO 14001 at sec. 3(b)")
    assert found(records) == {
        ("EO 14001", "action", third, "Its part"),
        ("EO 14001", "action", seventh, "Other part"),
        ("EO 14001", "action", all_of_it, "Whole authority"),
    }
    (row,) = changes(records)
    assert {one.number for one in row.waiting} == {third, all_of_it}
    assert [one.number for one in row.told] == [seventh]
    assert records.changes_waiting("ada", DAY) == 2
    assert records.action_file(third).authority == "EO 14001 sec. 3"


def test_items_risks_and_impacts_of_an_order_are_reached_by_the_next_one(
    records: SqlRecords, order: Callable[..., str], people: None
) -> None:
    order("SELF EO 14001", "ORDER Mend the harbors", "SHALL survey by 2026-05-01", "RISK Late", "IMPACT Work")
    assert not found(records), "an order does not reach its own work"
    order("SELF EO 14999", "REVOKES EO 14001")
    assert {(kind, reach) for _, kind, _, reach in found(records)} == {
        ("action", "Whole authority"),
        ("item", "Whole authority"),
        ("risk", "Whole authority"),
        ("impact", "Whole authority"),
    }


def test_items_are_reached_through_what_they_cite(
    records: SqlRecords, order: Callable[..., str], people: None
) -> None:
    order("ORDER Count money", "SHALL survey by 2026-05-01")
    order("SELF EO 14999", "AMENDS 31 U.S.C. 901 at (b)")
    ((changed, kind, _, reach),) = found(records)
    assert (changed, kind, reach) == ("31 U.S.C. 901", "item", "Whole authority")


def test_a_letter_changes_no_authority(
    records: SqlRecords, act: Callable[..., str], order: Callable[..., str]
) -> None:
    act("EO 14001")
    order("A letter", "REVOKES EO 14001")
    assert not changes(records, "all")


def test_what_is_not_approved_reaches_nothing(
    records: SqlRecords, act: Callable[..., str], drafted: Take, approve: Approve,
    say: Callable[..., object], now: datetime,
) -> None:  # fmt: skip
    act("EO 14001")
    document = drafted("SELF EO 14999", "REVOKES EO 14001")
    for draft in records.drafts(document.control_number):
        if draft.kind.value == "cross_reference":
            records.decide(say(draft, Verdict.REJECT, reason="unsupported"))  # type: ignore[arg-type]
    approve(document)
    records.finish(document.control_number, "cole", now)
    assert not changes(records, "all")


def test_the_lead_says_what_becomes_of_it_and_the_rest_stays(
    records: SqlRecords, act: Callable[..., str], order: Callable[..., str]
) -> None:
    mine, hers = act("EO 14001"), act("EO 14001", "ben")
    order("SELF EO 14999", "REVOKES EO 14001")
    (row,) = changes(records, user="ada")
    (one,) = row.reached
    with pytest.raises(IllegalMove, match="for ada to accept"):
        records.accept_change(one.id, Answer.ENDED, "It is over.", "ben")
    with pytest.raises(IllegalMove, match="without a word"):
        records.accept_change(one.id, Answer.ENDED, " ", "ada")
    with pytest.raises(IllegalMove, match="no answer"):
        records.accept_change(one.id, "Perhaps", "Well.", "ada")
    assert records.accept_change(one.id, Answer.ENDED, "It is over.", "ada") == mine
    (row,) = changes(records)
    assert [left.number for left in row.waiting] == [hers]
    ((kept),) = row.accepted
    effect = kept.effect
    assert (effect.answer, effect.words, effect.by) == (Answer.ENDED, "It is over.", "ada")
    (event,) = [event for event in records.audit(5) if event.what == "authority.change_accepted"]
    assert (event.subject, event.who) == (mine, "user:ada")
    with pytest.raises(IllegalMove, match="already accepted"):
        records.accept_change(one.id, Answer.ENDED, "Again.", "ada")
    records.reopen_change(one.id, "A court said otherwise.", "ada")
    assert records.changes_waiting("ada", DAY) == 1
    with pytest.raises(NotFound):
        records.accept_change("nothing", Answer.ENDED, "It is over.", "ada")


def test_an_acting_official_answers(
    records: SqlRecords, act: Callable[..., str], order: Callable[..., str]
) -> None:
    act("EO 14001")
    order("SELF EO 14999", "REVOKES EO 14001")
    records.put_acting(ActingOfficial("ada", "ben", date(2000, 1, 1)), "cole")
    assert records.changes_waiting("ben", DAY) == 1
    _, one = only(records)
    records.accept_change(one.id, Answer.CHANGED, "The plan is rewritten.", "ben")
    assert records.changes_waiting("ada", DAY) == 0


def test_a_finish_that_is_taken_back_takes_its_flags_with_it(
    records: SqlRecords, act: Callable[..., str], order: Callable[..., str], now: datetime
) -> None:
    act("EO 14001")
    control = order("SELF EO 14999", "REVOKES EO 14001")
    records.undo_finish(control, "cole", now)
    assert not changes(records, "all")
    assert "authority.change_withdrawn" in {event.what for event in records.audit(5)}
    records.finish(control, "cole", now, made="What the order says")
    assert only(records)[1].effect.standing is Standing.OPEN


def _entry(citation: str, signed: date, *said: LibraryReference) -> LibraryEntry:
    text = LibraryText(citation, "row 1", text=f"{citation} of buoys.", signed=signed, notes="Revokes it.")
    return LibraryEntry(citation, AuthorityType.EXECUTIVE_ORDER, text, said)


def _says(source: str, relation: RelationKind, target: str, *, noted: bool = True) -> LibraryReference:
    return LibraryReference(source, relation, target, AuthorityType.EXECUTIVE_ORDER, noted=noted)


def test_a_library_tells_of_ends_and_of_later_changes(records: SqlRecords, act: Callable[..., str]) -> None:
    number = act("EO 14001")
    old, new = date(2001, 5, 5), date(2100, 1, 1)
    amends, revokes = RelationKind.AMENDS, RelationKind.REVOKES
    records.shelve([_entry("EO 14002", old, _says("EO 14002", amends, "EO 14001"))], "shelf", "cole")
    assert not changes(records, "all")
    records.shelve([_entry("EO 14003", new, _says("EO 14003", amends, "EO 14001"))], "shelf", "cole")
    records.shelve([_entry("EO 14004", old, _says("EO 14004", revokes, "EO 14001"))], "shelf", "cole")
    assert {(row.changing, row.basis) for row in changes(records)} == {
        ("EO 14003", "note"),
        ("EO 14004", "note"),
    }
    assert {one.number for row in changes(records) for one in row.reached} == {number}
    before = records.verify().events
    records.shelve([_entry("EO 14004", old, _says("EO 14004", revokes, "EO 14001"))], "shelf", "cole")
    assert records.verify().events == before
