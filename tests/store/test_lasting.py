"""What pages count over the whole record: true at once where that is quick, one for each sight."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from pipeline.rights import Handling
from pipeline.settings import Settings
from store import lasting, sight
from store.database import Database
from store.lasting import Lasting
from store.records import SqlRecords
from store.sight import Sight
from store.views import Glance, User


def counter(spends: float = 0.0) -> tuple[list[int], Callable[[Connection], int]]:
    """How often it was asked, and a count that takes so much of the processor."""
    asked: list[int] = []

    def count(connection: Connection) -> int:
        until = time.thread_time() + spends
        while time.thread_time() < until:
            pass
        asked.append(len(asked))
        return len(asked)

    return asked, count


def test_a_quick_count_is_made_anew_after_every_change_and_only_then(
    records: SqlRecords, conf: Settings
) -> None:
    database = Database(conf)
    kept = Lasting(database.read)
    asked, count = counter()
    with database.read() as connection:
        assert [kept.of(connection, "one", count) for _ in range(3)] == [1, 1, 1]
    records.add_user(User("ada", "Ada", frozenset({"reviewer"})), "system")
    with database.read() as connection:
        assert kept.of(connection, "one", count) == 2
        assert kept.of(connection, "another", count) == 3
    assert len(asked) == 3
    database.dispose()


def test_a_long_count_stands_for_a_while_after_a_change(
    records: SqlRecords, conf: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(conf)
    kept = Lasting(database.read)
    _, count = counter(lasting.LIGHT * 1.5)
    with database.read() as connection:
        assert kept.of(connection, "long", count) == 1
    records.add_user(User("ada", "Ada", frozenset({"reviewer"})), "system")
    with database.read() as connection:
        assert kept.of(connection, "long", count) == 2, "the first time says little about how long it takes"
    records.add_user(User("ben", "Ben", frozenset({"reviewer"})), "system")
    with database.read() as connection:
        assert kept.of(connection, "long", count) == 2
        later = time.monotonic() + lasting.LATEST
        monkeypatch.setattr(time, "monotonic", lambda: later)
        assert kept.of(connection, "long", count) == 2, "its time is over: nobody waits for the new one"
        kept.rest()
        assert kept.of(connection, "long", count) == 3
    records.add_user(User("cid", "Cid", frozenset({"reviewer"})), "system")
    much_later = later + 2 * lasting.LATEST
    monkeypatch.setattr(time, "monotonic", lambda: much_later)
    with database.read() as connection:
        assert kept.of(connection, "long", count) == 4, "what is that old is not shown"
    database.dispose()


def test_what_is_counted_behind_is_what_its_reader_may_see(
    records: SqlRecords, conf: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(conf)
    kept, looked = Lasting(database.read), list[Sight | None]()
    monkeypatch.setattr(lasting, "LIGHT", -1.0)

    def count(connection: Connection) -> int:
        looked.append(sight.current())
        return len(looked)

    narrow = Sight(("ada",), ("unrestricted",))
    with sight.looking(narrow), database.read() as connection:
        kept.of(connection, "one", count)
    for name in ("ada", "ben"):
        records.add_user(User(name, name, frozenset({"reviewer"})), "system")
        with sight.looking(narrow), database.read() as connection:
            monkeypatch.setattr(lasting, "SHARE", 0)
            kept.of(connection, "one", count)
    kept.rest()
    assert looked == [narrow] * 3
    database.dispose()


def test_nobody_gets_what_another_sight_counted(records: SqlRecords, conf: Settings) -> None:
    database = Database(conf)
    kept = Lasting(database.read)
    _, count = counter()
    with database.read() as connection:
        assert kept.of(connection, "one", count) == 1
        with sight.looking(Sight(("ada",), ("unrestricted",))):
            assert kept.of(connection, "one", count) == 2
        assert kept.of(connection, "one", count) == 1
    database.dispose()


def test_a_glance_is_true_for_who_looks(records: SqlRecords) -> None:
    narrow = User("ada", "Ada", frozenset({"reviewer"}), Handling.UNRESTRICTED, frozenset({"OCIO"}))
    records.add_user(narrow, "system")
    records.clear_user(narrow, "system")
    number = records.make_action("Dredge the harbor", "Operational Directive", "ada")
    assert records.glance().actions == 1
    with records.read_as(narrow):
        assert records.glance() == Glance(empty=True)
        assert records.glance().actions == 0
    records.change_action(number, 1, {"lead_unit": "OCIO"}, "ada")
    with records.read_as(narrow):
        assert records.glance().actions == 1
