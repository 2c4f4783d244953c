"""Passwords, second factors, sessions, tokens and removal of accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from pipeline import totp
from pipeline.problems import IllegalMove, NotFound
from pipeline.rights import Handling
from pipeline.settings import Settings
from store import attempts
from store.attempts import TooManyTries
from store.entering import WrongCode, WrongPassword
from store.records import SqlRecords
from store.signin import Caller
from store.views import User
from tests.store.people_writes import PASSWORD, code, with_factor

MINUTE = timedelta(minutes=1)
STEP = timedelta(seconds=totp.STEP)
HERE = Caller("10.0.0.7", "a browser")


def add(records: SqlRecords, name: str, *roles: str, password: str = "") -> User:
    records.add_user(User(name, name.title(), frozenset(roles or ("clerk",))), "system")
    user = next(one for one in records.users() if one.name == name)
    if password:
        records.set_password(user, "", password, "")
    return user


def test_name_and_password_open_a_session(records: SqlRecords, now: datetime) -> None:
    add(records, "cole", password=PASSWORD)
    session = records.enter("cole", PASSWORD, now, HERE).token
    user = records.session(session, now)
    assert user and user.name == "cole"
    row = records.sessions("cole", session, now)[0]
    assert (row.address, row.browser, row.own) == ("10.0.0.7", "a browser", True)


@pytest.mark.parametrize(("name", "password"), [("cole", "not it at all"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_is_told_as_a_wrong_password(
    records: SqlRecords, now: datetime, name: str, password: str
) -> None:
    add(records, "cole", password=PASSWORD)
    with pytest.raises(WrongPassword) as told:
        records.enter(name, password, now, HERE)
    assert told.value.lines == WrongPassword().lines
    assert password not in str(records.audit(9)) or not password


def test_no_secret_lies_in_the_records_as_it_is(records: SqlRecords, conf: Settings, now: datetime) -> None:
    add(records, "cole", password=PASSWORD)
    session = records.enter("cole", PASSWORD, now, HERE).token
    _, token = records.new_token("cole", "a script", ["read"], 5, "cole")
    codes = records.confirm_factor("cole", code(records.enrol("cole").secret, now), now)
    with pytest.raises(WrongPassword):
        records.enter("my pass word typed as a name", "x", now, HERE)
    engine = create_engine(conf.records_url)
    kept = ""
    with engine.connect() as connection:
        for table in (
            "user_account",
            "session",
            "api_token",
            "recovery_code",
            "sign_in_attempt",
            "audit_event",
        ):
            kept += str(connection.execute(text(f"SELECT * FROM {table}")).all())
    engine.dispose()
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in kept
    for secret in (PASSWORD, session, token, token.split("_", 2)[2], *codes, "typed as a name"):
        assert secret not in kept


def test_failures_make_the_next_try_wait_ever_longer(records: SqlRecords, now: datetime) -> None:
    add(records, "cole", password=PASSWORD)
    for _ in range(attempts.FREE_FOR_ACCOUNT + 1):
        with pytest.raises(WrongPassword):
            records.enter("cole", "wrong every time", now, HERE)
    with pytest.raises(TooManyTries):
        records.enter("cole", PASSWORD, now, HERE)
    assert records.enter("cole", PASSWORD, now + timedelta(seconds=3), HERE), "the right one starts anew"
    with pytest.raises(WrongPassword):
        records.enter("cole", "wrong again", now + timedelta(seconds=3), HERE)


def test_one_address_cannot_try_every_name(records: SqlRecords, now: datetime) -> None:
    with pytest.raises(TooManyTries):
        for number in range(attempts.FREE_FOR_ADDRESS + 2):
            with pytest.raises(WrongPassword):
                records.enter(f"name {number}", "one password for all", now, HERE)
    with pytest.raises(WrongPassword):
        records.enter("name 1", "x", now, Caller("10.0.0.8"))


def test_the_wait_grows_to_a_quarter_of_an_hour_and_no_further() -> None:
    waits = [attempts.delay("account:x", failures) for failures in range(60)]
    assert waits == sorted(waits) and waits[4] == timedelta(0) < waits[5] and waits[-1] == attempts.LONGEST


def test_a_changed_password_ends_every_other_session(records: SqlRecords, now: datetime) -> None:
    user = add(records, "cole", password=PASSWORD)
    here, there = (records.enter("cole", PASSWORD, now, HERE).token for _ in range(2))
    link = records.issue_link("cole", now)
    with pytest.raises(WrongPassword):
        records.set_password(user, "a guess at the old", "another long one, of words", here)
    with pytest.raises(IllegalMove):
        records.set_password(user, PASSWORD, "too short", here)
    records.set_password(user, PASSWORD, "another long one, of words", here)
    assert records.session(here, now) and records.session(there, now) is None
    with pytest.raises(NotFound):
        records.redeem(link, now)
    with pytest.raises(WrongPassword):
        records.enter("cole", PASSWORD, now, HERE)


def test_a_second_factor_is_asked_for_and_no_code_works_twice(records: SqlRecords, now: datetime) -> None:
    add(records, "cole", password=PASSWORD)
    secret = with_factor(records, "cole", now)
    assert records.enter_by_link(records.issue_link("cole", now), now, HERE).awaits_factor
    waiting = records.enter("cole", PASSWORD, now, HERE).token
    assert records.session(waiting, now) is None and records.awaits_factor(waiting, now)
    for wrong in ("000000", code(secret, now), ""):
        with pytest.raises(WrongCode):
            records.second_factor(waiting, wrong, now)
    whole = records.second_factor(waiting, code(secret, now + STEP), now).token
    assert whole != waiting and records.session(whole, now) and not records.awaits_factor(waiting, now)
    again = records.enter("cole", PASSWORD, now, HERE).token
    with pytest.raises(WrongCode):
        records.second_factor(again, code(secret, now + STEP), now)


def test_codes_cannot_be_tried_through(records: SqlRecords, now: datetime) -> None:
    add(records, "cole", password=PASSWORD)
    with_factor(records, "cole", now)
    waiting = records.enter("cole", PASSWORD, now, HERE).token
    with pytest.raises(TooManyTries):
        for number in range(9):
            with pytest.raises(WrongCode):
                records.second_factor(waiting, f"{number:06}", now)


def test_a_recovery_code_stands_in_once(records: SqlRecords, now: datetime) -> None:
    add(records, "cole", password=PASSWORD)
    codes = records.confirm_factor("cole", code(records.enrol("cole").secret, now), now)
    for expected in (True, False):
        waiting = records.enter("cole", PASSWORD, now, HERE).token
        if expected:
            assert records.second_factor(waiting, f" {codes[3].upper()} ", now)
        else:
            with pytest.raises(WrongCode):
                records.second_factor(waiting, codes[3], now)


def test_a_token_may_less_than_its_owner_until_it_expires(records: SqlRecords, now: datetime) -> None:
    add(records, "cole", "reviewer")
    for verbs, days in ((["audit.read"], 5), (["no.such"], 5), ([], 5), (["read"], 0), (["read"], 9999)):
        with pytest.raises(IllegalMove):
            records.new_token("cole", "a script", verbs, days, "cole")
    row, token = records.new_token("cole", "a script", ["read", "draft.decide"], 5, "cole")
    user = records.program(token, row.created_at)
    assert user and user.may == {"read", "draft.decide"} and token.startswith(row.prefix)
    assert records.program(token, row.expires_at) is None
    for bad in ("", "chy_", row.prefix, f"{row.prefix}_", token[:-1], f"{token}x"):
        assert records.program(bad, row.created_at) is None
    records.add_user(User("cole", "Cole", frozenset({"clerk"})), "system")
    user = records.program(token, row.created_at)
    assert user and user.may == {"read"}, "what the owner may no longer do, the token may no longer do"
    with pytest.raises(NotFound):
        records.revoke_token(row.prefix, "reviewer", "reviewer")
    records.revoke_token(row.prefix, "cole", "cole")
    assert records.program(token, row.created_at) is None


def test_whoever_leaves_leaves_nothing_open(records: SqlRecords, now: datetime) -> None:
    """The name stays taken, so that nothing that was theirs falls to somebody else."""
    cole = replace(User("cole", "Cole", frozenset({"reviewer"})), clearance=Handling.CUI)
    records.add_user(cole, "system")
    records.set_password(cole, "", PASSWORD, "")
    session, link = records.enter("cole", PASSWORD, now, HERE).token, records.issue_link("cole", now)
    row, token = records.new_token("cole", "a script", ["read"], 5, "cole")
    records.deactivate("cole", "reviewer")
    assert records.session(session, now) is None and records.program(token, row.created_at) is None
    with pytest.raises(NotFound):
        records.redeem(link, now)
    with pytest.raises(WrongPassword):
        records.enter("cole", PASSWORD, now, HERE)
    kept = next(row for row in records.accounts() if row.user.name == "cole")
    assert not kept.active and not kept.has_password and not kept.user.roles


def test_the_last_administrator_stays(records: SqlRecords) -> None:
    for name in ("first", "second"):
        add(records, name, "administrator")
    others = [one.name for one in records.users() if "administrator" in one.roles and one.name != "first"]
    for name in others:
        records.deactivate(name, "reviewer")
    with pytest.raises(IllegalMove):
        records.deactivate("first", "reviewer")
    with pytest.raises(IllegalMove):
        records.add_user(User("first", "First", frozenset({"clerk"})), "reviewer")
    with pytest.raises(IllegalMove):
        records.deactivate("reviewer", "reviewer")


def test_a_reset_leaves_the_one_time_link_alone(records: SqlRecords, now: datetime) -> None:
    add(records, "cole", password=PASSWORD)
    with_factor(records, "cole", now)
    session = records.enter("cole", PASSWORD, now, HERE).token
    records.reset_user("cole", "reviewer")
    assert not records.awaits_factor(session, now) and not records.has_factor("cole")
    with pytest.raises(WrongPassword):
        records.enter("cole", PASSWORD, now, HERE)
    assert not records.enter_by_link(records.issue_link("cole", now), now, HERE).awaits_factor


def test_clearance_and_units_are_kept_and_end_sessions(records: SqlRecords, now: datetime) -> None:
    user = add(records, "cole")
    session = records.redeem(records.issue_link("cole", now), now)
    unit = records.agency().units[0].abbreviation
    records.clear_user(replace(user, clearance=Handling.CUI, units=frozenset({unit})), "reviewer")
    assert records.session(session, now) is None
    kept = next(one for one in records.users() if one.name == "cole")
    assert (kept.clearance, kept.units) == (Handling.CUI, frozenset({unit}))
    with pytest.raises(IllegalMove):
        records.clear_user(replace(user, units=frozenset({"NOSUCH"})), "reviewer")


def test_sessions_are_listed_and_ended(records: SqlRecords, now: datetime) -> None:
    add(records, "cole")
    own, other, third = (records.redeem(records.issue_link("cole", now), now) for _ in range(3))
    listed = next(row for row in records.sessions("cole", other, now) if row.own)
    with pytest.raises(NotFound):
        records.end_named_session("reviewer", listed.id)
    records.end_named_session("cole", listed.id)
    assert records.session(other, now) is None
    assert records.end_other_sessions("cole", own) == 1
    assert records.session(third, now) is None and records.session(own, now)
