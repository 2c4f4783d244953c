"""Sign-in: a link works once and soon, a session ends by itself, and no token is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from pipeline.problems import IllegalMove, NotFound
from pipeline.settings import Settings
from store.records import SqlRecords
from store.views import User

MINUTE = timedelta(minutes=1)


def test_a_link_signs_its_user_in(records: SqlRecords, now: datetime) -> None:
    session = records.redeem(records.issue_link("reviewer", now), now + MINUTE)
    user = records.session(session, now + MINUTE)
    assert user and user.name == "reviewer" and "reviewer" in user.roles


def test_a_link_works_once(records: SqlRecords, now: datetime) -> None:
    link = records.issue_link("reviewer", now)
    records.redeem(link, now)
    with pytest.raises(NotFound):
        records.redeem(link, now)


def test_a_link_works_for_a_quarter_of_an_hour(records: SqlRecords, now: datetime) -> None:
    early, late = records.issue_link("reviewer", now), records.issue_link("reviewer", now)
    assert records.redeem(early, now + 15 * MINUTE - timedelta(seconds=1))
    with pytest.raises(NotFound):
        records.redeem(late, now + 15 * MINUTE)


def test_made_up_tokens_open_nothing(records: SqlRecords, now: datetime) -> None:
    with pytest.raises(NotFound):
        records.redeem("made up", now)
    assert records.session("", now) is None
    assert records.session("made up", now) is None
    records.end_session("made up")
    with pytest.raises(NotFound):
        records.issue_link("nobody", now)


def test_a_session_ends_after_half_an_hour_without_use(records: SqlRecords, now: datetime) -> None:
    session = records.redeem(records.issue_link("reviewer", now), now)
    assert records.session(session, now + 29 * MINUTE)
    assert records.session(session, now + 58 * MINUTE), "the visit before kept it awake"
    assert records.session(session, now + 88 * MINUTE) is None


def test_a_session_ends_after_twelve_hours_of_use(records: SqlRecords, now: datetime) -> None:
    session = records.redeem(records.issue_link("reviewer", now), now)
    for minutes in range(20, 12 * 60, 20):
        assert records.session(session, now + minutes * MINUTE)
    assert records.session(session, now + 12 * 60 * MINUTE) is None


def test_signing_out_ends_the_session(records: SqlRecords, now: datetime) -> None:
    session = records.redeem(records.issue_link("reviewer", now), now)
    records.end_session(session)
    assert records.session(session, now) is None
    assert [row.what for row in records.audit(3)] == ["sign_out", "sign_in", "sign_in.link_issued"]


def test_no_token_is_kept(records: SqlRecords, conf: Settings, now: datetime) -> None:
    link = records.issue_link("reviewer", now)
    session = records.redeem(link, now)
    engine = create_engine(conf.records_url)
    with engine.connect() as connection:
        for table in ("sign_in_link", "session", "audit_event"):
            kept = str(connection.execute(text(f"SELECT * FROM {table}")).all())
            assert link not in kept and session not in kept
    engine.dispose()


def test_users_are_added_and_their_roles_changed(records: SqlRecords, now: datetime) -> None:
    records.add_user(User("cole", "Cole", frozenset({"auditor"})), "reviewer")
    session = records.redeem(records.issue_link("cole", now), now)
    records.add_user(User("cole", "Cole", frozenset({"clerk", "reviewer"})), "reviewer")
    assert records.session(session, now) is None, "whose roles change signs in again"
    user = records.session(records.redeem(records.issue_link("cole", now), now), now)
    assert user and user.roles == {"clerk", "reviewer"}
    assert [known.name for known in records.users()] == ["cole", "reviewer"]
    changed = next(row for row in records.audit(9) if row.what == "user.changed")
    assert (changed.what, changed.before, changed.after) == (
        "user.changed",
        ["auditor"],
        ["clerk", "reviewer"],
    )


@pytest.mark.parametrize("name", ["", " ", "system", "analyzer:x", "a:b", "two\nlines"])
def test_a_name_that_could_pass_for_a_machine_is_refused(records: SqlRecords, name: str) -> None:
    with pytest.raises(IllegalMove):
        records.add_user(User(name, "X", frozenset({"clerk"})), "reviewer")


def test_an_unknown_role_is_refused(records: SqlRecords) -> None:
    with pytest.raises(IllegalMove):
        records.add_user(User("cole", "Cole", frozenset({"king"})), "reviewer")
