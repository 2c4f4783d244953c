"""Records moved to PostgreSQL: every row the same, numbers going on, the old ones closed, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

import store
from pipeline.intake import Incoming, IntakeDocument
from pipeline.problems import Conflict, IllegalMove, Misconfigured, ResourceShort
from pipeline.settings import Settings
from store import copying
from store.moving import Moved, move_records
from store.records import SqlRecords
from store.views import User

pytestmark = pytest.mark.postgres

Take = Callable[..., IntakeDocument]


@pytest.fixture
def conf(settings: Settings) -> Settings:
    return settings


@pytest.fixture
def empty(postgres_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database without a table."""
    name = f"m{uuid4().hex}"
    _in(f"{postgres_server}/postgres", f"CREATE DATABASE {name}")
    yield f"{postgres_server}/{name}"
    _in(f"{postgres_server}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


def _in(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def filled(
    conf: Settings,
    records: SqlRecords,
    drafted: Take,
    approve: Callable[..., None],
    receive: Take,
    now: datetime,
) -> Settings:
    """Settings of records with something of everything: filed, in review, attached, doubled, waiting."""
    ordered = drafted("ORDER Mend the harbors", "SHALL survey by 2026-05-01", "CITES EO 14001", "RISK Late")
    approve(ordered)
    records.finish(ordered.control_number, "reviewer", now)
    drafted("A letter of \u00e9t\u00e9 \U0001f600 and NUL \0 too", "SHALL answer", "REVOKES EO 14001 in part")
    parent = receive("a letter with an attachment")
    receive("what was attached", parent.control_number)
    receive("a letter with an attachment")
    records.dispose()
    return conf


def moved(conf: Settings, url: str) -> Moved:
    return move_records(conf, url, "clerk", lambda table, count: None)


def test_every_document_draft_action_and_event_is_there(filled: Settings, empty: str, now: datetime) -> None:
    with store.open_records(filled) as old:
        counts, chain, numbers = old.counts(), old.verify(), [row.control_number for row in old.queue()]
        drafts = [old.drafts(number) for number in numbers]
        actions, where = old.actions(), {found.ref for found in old.search("harbors")}
    told = moved(filled, empty)
    assert told.documents == 5 and not told.missing and not told.again
    assert (told.events, told.head) == (chain.events, chain.head)
    with store.open_records(Settings(home=filled.home, database_url=empty)) as new:
        assert new.counts() == counts
        assert [row.control_number for row in new.queue()] == numbers
        assert [new.drafts(number) for number in numbers] == drafts
        assert new.actions() == actions
        after = new.verify()
        assert after.holds and after.events == chain.events + 1
        assert new.audit(1)[0].what == "records.moved"
        assert {found.ref for found in new.search("harbors")} == where
        assert new.contents(new.document(numbers[0]))


def test_work_goes_on_in_the_new_database(filled: Settings, empty: str, now: datetime) -> None:
    with store.open_records(filled) as old:
        last = max(row.control_number for row in old.queue())
    moved(filled, empty)
    with store.open_records(Settings(home=filled.home, database_url=empty)) as new:
        claimed = new.claim("worker", now)
        assert claimed is not None
        new.add_user(User("cole", "Cole", frozenset({"reviewer"})), "system")
        came = new.admit(Incoming("folder", "n.txt", b"a new one", now, source="n"), "text/plain", "system")
        assert came.document.control_number > last


def test_the_old_records_say_that_they_have_moved(filled: Settings, empty: str) -> None:
    moved(filled, empty)
    with pytest.raises(Misconfigured, match="were moved to PostgreSQL"):
        store.open_records(filled)
    with pytest.raises(Misconfigured, match="were moved to PostgreSQL"):
        moved(filled, empty)


def test_records_that_somebody_has_open_stay(filled: Settings, empty: str) -> None:
    with store.open_records(filled) as other:
        other.counts()
        with pytest.raises(ResourceShort, match="open in another process"):
            moved(filled, empty)
    assert moved(filled, empty).documents == 5


def test_a_database_with_something_in_it_is_left_alone(filled: Settings, empty: str) -> None:
    _in(empty, "CREATE TABLE somebody_elses (id integer)")
    with pytest.raises(IllegalMove, match="not empty"):
        moved(filled, empty)
    store.open_records(filled).dispose()


def test_a_move_that_fails_leaves_both_sides_as_they_were(
    filled: Settings, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(copying, "index", _fails)
        with pytest.raises(ZeroDivisionError):
            moved(filled, empty)
    store.open_records(filled).dispose()
    assert moved(filled, empty).documents == 5


def _fails(connection: object) -> None:
    raise ZeroDivisionError("planted")


def test_a_copy_that_differs_is_found(filled: Settings, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copying._copy

    def changed(old: object, new: object, told: object) -> None:
        copy(old, new, told)  # type: ignore[arg-type]
        new.execute(text("UPDATE draft SET title = title || '.' WHERE id = 2"))  # type: ignore[attr-defined]

    monkeypatch.setattr(copying, "_copy", changed)
    with pytest.raises(Conflict, match="table draft differs in its row 2"):
        moved(filled, empty)


def test_a_move_that_was_cut_off_before_the_old_ones_were_closed_is_ended(
    filled: Settings, empty: str, tmp_path: Path
) -> None:
    moved(filled, empty)
    _in(filled.records_url, "DELETE FROM store_state WHERE name = 'moved'")
    assert moved(filled, empty).again
    with pytest.raises(Misconfigured):
        store.open_records(filled)


def test_a_broken_audit_log_is_not_copied(filled: Settings, empty: str) -> None:
    _in(filled.records_url, "DROP TRIGGER audit_event_no_update")
    _in(filled.records_url, "UPDATE audit_event SET who = 'nobody' WHERE number = 3")
    with pytest.raises(IllegalMove, match="event 3 was changed"):
        moved(filled, empty)


def test_an_original_that_is_gone_is_named(filled: Settings, empty: str) -> None:
    gone = next(path for path in (filled.home / "originals").rglob("*") if path.is_file())
    gone.unlink()
    assert moved(filled, empty).missing == (gone.name,)


@pytest.mark.parametrize("url", ["sqlite:///other.db", "mysql://host/database", "nonsense"])
def test_only_postgresql_is_moved_to(filled: Settings, url: str) -> None:
    with pytest.raises(Misconfigured):
        moved(filled, url)


def test_records_in_postgresql_are_not_moved(tmp_path: Path, empty: str) -> None:
    with pytest.raises(Misconfigured, match="SQLite"):
        moved(Settings(home=tmp_path, database_url=empty), empty)


def test_originals_may_lie_in_a_folder_of_their_own(tmp_path: Path, now: datetime) -> None:
    shared = tmp_path / "shared"
    for number, machine in enumerate(("one", "two")):
        conf = Settings(home=tmp_path / machine, originals=str(shared))
        with store.open_records(conf) as records:
            incoming = Incoming("folder", "a.txt", f"bytes {number}".encode(), now, source="a")
            document = records.admit(incoming, "text/plain", "system").document
            assert records.contents(document) == f"bytes {number}".encode()
        assert not (tmp_path / machine / "originals").exists()
    assert len([path for path in shared.rglob("*") if path.is_file()]) == 2
