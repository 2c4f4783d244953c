"""People for whom others vouch: known by an id, bound once, refused without a trace in their account."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from pipeline.problems import IllegalMove, NotFound
from pipeline.rights import Handling
from store.records import SqlRecords
from store.signin import Caller
from store.views import User
from store.vouching import AT_ONCE, CARD, MAIL, NotLetIn, Vouched

ISSUER = "https://login.example.gov"
RITA = Vouched(ISSUER, "id-1", "rita@agency.gov", "Rita Chen")


def add(records: SqlRecords, name: str, *roles: str) -> None:
    records.add_user(User(name, name.title(), frozenset(roles or ("clerk",))), "system")


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """What each gave, or the problem that it met."""
    found: list[object] = [None] * len(deeds)

    def do(place: int) -> None:
        try:
            found[place] = deeds[place]()
        except NotLetIn as problem:
            found[place] = problem

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_sign_in_is_taken_once_however_many_ask(records: SqlRecords, now: datetime) -> None:
    begun = records.begin_sign_in("/queue", now)
    taken = at_once([lambda: records.take_sign_in(begun.state, begun.browser, now)] * 6)
    assert [one for one in taken if one] == [begun]


@pytest.mark.parametrize("wrong", ["state", "browser", "late"])
def test_a_sign_in_is_taken_by_who_began_it_in_time(records: SqlRecords, now: datetime, wrong: str) -> None:
    mine, theirs = records.begin_sign_in("/", now), records.begin_sign_in("/", now)
    state = theirs.state if wrong == "state" else mine.state
    browser = theirs.browser if wrong == "browser" else mine.browser
    at = now + timedelta(minutes=10 if wrong == "late" else 0)
    assert records.take_sign_in(state, browser, at) is None
    assert records.take_sign_in(mine.state, mine.browser, now), "nothing was used up"


def test_sign_ins_of_one_address_crowd_out_nobody_else(records: SqlRecords, now: datetime) -> None:
    other = records.begin_sign_in("/", now, Caller("10.0.0.1"))
    for _ in range(AT_ONCE + 3):
        records.begin_sign_in("/", now, Caller("10.0.0.2"))
    assert records.take_sign_in(other.state, other.browser, now)


def test_the_first_sign_in_binds_and_many_at_once_bind_once(records: SqlRecords, now: datetime) -> None:
    add(records, "rita")
    records.know_outside("rita", MAIL, "Rita@Agency.gov", "reviewer")
    found = at_once([lambda: records.enter_vouched(RITA, now)] * 4)
    assert not any(isinstance(one, NotLetIn) for one in found)
    assert [(row.voucher, row.subject) for row in records.outside("rita")] == [(ISSUER, "id-1")]


def test_many_first_sign_ins_make_one_account(records: SqlRecords, now: datetime) -> None:
    found = at_once([lambda: records.enter_vouched(RITA, now, make=True)] * 4)
    assert not any(isinstance(one, NotLetIn) for one in found)
    (made,) = [user for user in records.users() if user.name == "rita@agency.gov"]
    assert (made.clearance, made.roles) == (Handling.UNRESTRICTED, frozenset())


def test_a_refusal_changes_nothing_but_the_log(records: SqlRecords, now: datetime) -> None:
    add(records, "boss", "administrator")
    records.know_outside("boss", MAIL, "rita@agency.gov", "reviewer")
    with pytest.raises(IllegalMove, match="last administrator"):
        records.enter_vouched(Vouched(ISSUER, "id-1", "rita@agency.gov", roles=frozenset({"clerk"})), now)
    assert [row.voucher for row in records.outside("boss")] == [MAIL], "what was not finished binds nobody"
    with pytest.raises(NotLetIn) as told:
        records.enter_vouched(Vouched(ISSUER, "id-9"), now, make=True)
    assert "Boss" in told.value.remedy
    event = records.audit(1)[0]
    assert (event.who, event.what, event.subject) == ("system:sign-in", "sign_in.refused", "unknown")
    assert not any(row.subject == "id-9" for user in records.users() for row in records.outside(user.name))


def test_one_subject_is_one_person_s(records: SqlRecords) -> None:
    add(records, "rita")
    add(records, "ben")
    records.know_outside("rita", CARD, "CHEN.1", "reviewer")
    records.know_outside("rita", CARD, " CHEN.1 ", "reviewer")
    with pytest.raises(IllegalMove, match="rita is known by it"):
        records.know_outside("ben", CARD, "CHEN.1", "reviewer")
    with pytest.raises(IllegalMove):
        records.know_outside("ben", CARD, "x" * 256, "reviewer")
    with pytest.raises(NotFound):
        records.know_outside("nobody", CARD, "X", "reviewer")
    records.know_outside("rita", CARD, "", "reviewer")
    records.know_outside("ben", CARD, "CHEN.1", "reviewer")
    assert records.outside("rita") == () and records.outside("ben")[0].subject == "CHEN.1"


def test_a_session_tells_at_its_end_who_vouched(records: SqlRecords, now: datetime) -> None:
    add(records, "rita")
    token = records.enter_vouched(Vouched(CARD, "rita"), now).token
    assert records.end_session(token) == CARD and records.end_session(token) is None
    assert records.end_session(records.redeem(records.issue_link("rita", now), now)) is None
