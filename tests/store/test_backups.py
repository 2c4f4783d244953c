"""Backup and restore: the same records from and into either engine; nothing half-made ever looks whole."""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, select, text

import store
from pipeline import backups
from pipeline.backups import KeptFile, Manifest
from pipeline.intake import Incoming, IntakeDocument
from pipeline.problems import Damaged, IllegalMove, Misconfigured, ResourceShort
from pipeline.settings import Settings, load
from store import packing, restoring
from store.records import SqlRecords
from store.tables import metadata

Take = Callable[..., IntakeDocument]
CANARY = "sk-canary-0123456789"


def quiet(words: str) -> None:
    """Nobody listens."""


@pytest.fixture
def conf(request: pytest.FixtureRequest) -> Settings:
    """Empty records in an SQLite file, unless a test asks for the other engine."""
    name = getattr(request, "param", "settings")
    settings: Settings = request.getfixturevalue(name)
    return settings


ON_POSTGRES = pytest.mark.parametrize("conf", ["postgres_settings"], indirect=True)


@pytest.fixture
def filled(
    conf: Settings, records: SqlRecords, drafted: Take, approve: Callable[..., None], now: datetime
) -> Settings:
    """Settings of records with an action, drafts that wait, and a letter that nobody read yet."""
    ordered = drafted("ORDER Mend the harbors", "SHALL survey by 2026-05-01", "CITES EO 14001", "RISK Late")
    approve(ordered)
    records.finish(ordered.control_number, "reviewer", now)
    drafted("A letter of \u00e9t\u00e9 \U0001f600 and NUL \0 too", "SHALL answer")
    records.admit(Incoming("folder", "a.txt", b"unread", now, source="a"), "text/plain", "system")
    return conf


def rows_of(conf: Settings) -> dict[str, list[Any]]:
    """Every row of every table, the audit log's last event left out: it tells of the copy itself."""
    engine = create_engine(conf.records_url)
    with engine.connect() as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in metadata.sorted_tables
            if table.name not in ("audit_event", "audit_head")
        }
        query = text("SELECT hash FROM audit_event WHERE what != 'records.backed_up' ORDER BY number")
        found["audit_event"] = list(connection.execute(query).scalars())
    engine.dispose()
    return found


def make(conf: Settings, to: Path) -> Manifest:
    return store.back_up(conf, to, "operator", quiet)


def put_back(conf: Settings, path: Path) -> restoring.Restored:
    return store.restore(conf, path, "operator", quiet, verify=True)


@pytest.mark.parametrize("name", ["backup", "backup.tar", "backup.tgz"])
def test_a_restored_record_is_the_same(filled: Settings, tmp_path: Path, name: str) -> None:
    check_round(filled, tmp_path, name)


@pytest.mark.postgres
@ON_POSTGRES
def test_records_of_postgresql_are_restored_into_a_file(filled: Settings, tmp_path: Path) -> None:
    check_round(filled, tmp_path, "backup.tar")


def check_round(filled: Settings, tmp_path: Path, name: str) -> None:
    before = rows_of(filled)
    made = make(filled, tmp_path / name)
    assert made.sound and made.documents == 3 and len(made.originals) == 3
    assert rows_of(filled) == before
    bare = Settings(home=tmp_path / "new")
    found = put_back(bare, tmp_path / name)
    assert found.verified and found.events == made.events + 1
    after = rows_of(bare)
    assert after["audit_event"][:-1] == before["audit_event"]
    assert {**after, "audit_event": 0} == {**before, "audit_event": 0}
    with store.open_records(bare) as opened:
        assert opened.verify().holds
        assert [row.what for row in opened.audit(1)] == ["records.restored"]
        for row in opened.queue(limit=10):
            document = opened.document(row.control_number)
            assert hashlib.sha256(opened.contents(document)).hexdigest() == document.sha256
        assert {hit.ref for hit in opened.search("harbors")}
    assert {path.name for path in tmp_path.iterdir()} == {"home", "new", name}


@pytest.mark.postgres
@ON_POSTGRES
def test_a_backup_goes_into_postgresql_and_numbers_go_on(
    filled: Settings, postgres_server: str, tmp_path: Path
) -> None:
    make(filled, tmp_path / "b.tar")
    name = f"r{abs(hash(str(tmp_path)))}"
    engine = create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    bare = Settings(home=tmp_path / "new", database_url=f"{postgres_server}/{name}")
    try:
        assert put_back(bare, tmp_path / "b.tar").verified
        before, after = rows_of(filled), rows_of(bare)
        assert {**after, "audit_event": 0} == {**before, "audit_event": 0}
        with store.open_records(bare) as opened:
            number = opened.admit(
                Incoming("folder", "b", b"later", opened.document("EC-2026-00001").received_at, source="b"),
                "text/plain",
                "system",
            ).document.control_number
        assert number == "EC-2026-00004"
        with pytest.raises(IllegalMove, match="empty place"):
            put_back(Settings(home=tmp_path / "third", database_url=bare.database_url), tmp_path / "b.tar")
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def test_it_is_one_moment_while_others_write(
    filled: Settings, records: SqlRecords, now: datetime, tmp_path: Path
) -> None:
    stop = threading.Event()

    def bring() -> None:
        count = 0
        while not stop.is_set():
            incoming = Incoming("folder", "a.txt", f"letter {count}".encode(), now, source=f"w{count}")
            records.admit(incoming, "text/plain", "system")
            count += 1

    writer = threading.Thread(target=bring)
    writer.start()
    try:
        made = [make(filled, tmp_path / f"b{number}") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    for number, one in enumerate(made):
        assert one.sound and one.rows["intake_document"] == one.documents
        found = put_back(Settings(home=tmp_path / f"new{number}"), tmp_path / f"b{number}")
        assert found.manifest.events == one.events
    assert made[0].documents < made[2].documents


@contextmanager
def cut_off_at(count: int) -> Iterator[None]:
    """The disk is full at the file of this number."""
    real, seen = KeptFile, [0]

    def counted(*values: Any) -> Any:
        seen[0] += 1
        if seen[0] == count:
            raise OSError(28, "No space left on device", "disk")
        return real(*values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "KeptFile", counted)
        yield


@pytest.mark.parametrize("name", ["b", "b.tar"])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_an_interrupted_backup_never_looks_whole(
    settings: Settings, now: datetime, tmp_path: Path, name: str, at: int
) -> None:
    with store.open_records(settings) as opened:
        for number in range(3):
            incoming = Incoming("folder", "a", b"%d" % number, now, source=str(number))
            opened.admit(incoming, "text/plain", "system")
    with cut_off_at(at), pytest.raises(ResourceShort, match="not finished"):
        make(settings, tmp_path / name)
    assert not (tmp_path / name).exists()
    left = tmp_path / f"{name}{backups.UNFINISHED}"
    with pytest.raises((Damaged, Misconfigured)):
        store.check_backup(left, quiet)
    assert make(settings, tmp_path / name).documents == 3
    assert not left.exists()


def test_two_backups_of_one_name_do_not_meet(settings: Settings, tmp_path: Path) -> None:
    with (
        packing.packing(tmp_path / "b"),
        pytest.raises(ResourceShort, match="is being written"),
    ):
        make(settings, tmp_path / "b")


def test_nothing_is_replaced(settings: Settings, tmp_path: Path) -> None:
    make(settings, tmp_path / "b")
    with pytest.raises(Misconfigured, match="there already"):
        make(settings, tmp_path / "b")
    with pytest.raises(IllegalMove, match="empty place"):
        put_back(settings, tmp_path / "b")
    (tmp_path / "half" / "originals" / "ab").mkdir(parents=True)
    (tmp_path / "half" / "originals" / "ab" / "x").touch()
    with pytest.raises(IllegalMove, match="empty place"):
        put_back(Settings(home=tmp_path / "half"), tmp_path / "b")
    with pytest.raises(Misconfigured, match="no records"):
        make(Settings(home=tmp_path / "nowhere"), tmp_path / "c")


def test_a_restore_that_was_cut_off_opens_nothing_and_is_begun_again(
    filled: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(filled, tmp_path / "b")
    bare = Settings(home=tmp_path / "new")
    for step in ("_copied", "_bring_up_to_date", "_put_settings"):
        with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
            broken.setattr(restoring, step, _fails)
            put_back(bare, tmp_path / "b")
        with pytest.raises(Misconfigured, match="being restored"):
            store.open_records(bare)
    assert put_back(bare, tmp_path / "b").verified
    store.open_records(bare).dispose()


def _fails(*given: object) -> None:
    raise ZeroDivisionError("planted")


def _spoil(folder: Path, name: str) -> None:
    path = next(folder.glob(name))
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")


@pytest.mark.parametrize("name", ["originals/*/*", "records.db", "manifest.json"])
def test_a_spoiled_backup_is_refused_and_named(filled: Settings, tmp_path: Path, name: str) -> None:
    made = make(filled, tmp_path / "b")
    assert store.check_backup(tmp_path / "b", quiet).manifest == made
    _spoil(tmp_path / "b", name)
    with pytest.raises(Damaged):
        store.check_backup(tmp_path / "b", quiet)
    with pytest.raises(Damaged):
        put_back(Settings(home=tmp_path / "new"), tmp_path / "b")
    with pytest.raises(Misconfigured):
        store.open_records(Settings(home=tmp_path / "new"))


def test_what_was_missing_or_damaged_is_told(filled: Settings, tmp_path: Path) -> None:
    kept = sorted(filled.originals_folder.glob("??/*"))
    kept[0].unlink()
    kept[1].write_bytes(b"something else")
    made = make(filled, tmp_path / "b")
    assert (made.missing, made.damaged) == ((kept[0].name,), (kept[1].name,))
    assert not made.sound
    assert put_back(Settings(home=tmp_path / "new"), tmp_path / "b").verified


def test_a_broken_audit_log_is_backed_up_and_told(settings: Settings, tmp_path: Path) -> None:
    engine = create_engine(settings.records_url)
    with engine.begin() as connection:
        for (name,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'")
        ).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE audit_event SET who = 'nobody' WHERE number = 1"))
    engine.dispose()
    made = make(settings, tmp_path / "b")
    assert made.fault == "event 1 was changed after it was written"


def test_secrets_stay_out_of_it(prepared_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(prepared_home, home)
    (home / "chancery.toml").write_text(
        f'api_key = "{CANARY}"\noffice = "OES"\nbase_url = "http://user:{CANARY}@127.0.0.1:9/v1"\n'
    )
    (home / "mailboxes.toml").write_text(f'[letters]\nhost = "mail"\npassword = "{CANARY}"\nuser = "in"\n')
    conf = load({"CHANCERY_HOME": str(home), "CHANCERY_MODEL": 'a "name" \u00e9'})
    make(conf, tmp_path / "b")
    for path in (tmp_path / "b").rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes(), path
    bare = Settings(home=tmp_path / "new")
    put_back(bare, tmp_path / "b")
    again = load({"CHANCERY_HOME": str(bare.home)})
    assert again == replace(conf, home=bare.home, api_key="", base_url="http://127.0.0.1:9/v1")
    assert (bare.home / "mailboxes.toml").read_text() == '[letters]\nhost = "mail"\nuser = "in"\n'


def test_a_settings_file_that_is_there_stays(settings: Settings, tmp_path: Path) -> None:
    make(replace(settings, office="OES"), tmp_path / "b")
    bare = tmp_path / "new"
    bare.mkdir()
    (bare / "chancery.toml").write_text('office = "XX"\n')
    assert put_back(Settings(home=bare), tmp_path / "b").kept_settings == ("chancery.toml",)
    assert (bare / "chancery.toml").read_text() == 'office = "XX"\n'


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "originals/ab/../../evil", "settings/evil.toml"])
def test_a_packed_backup_with_another_name_in_it_is_not_unpacked(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 4
        archive.addfile(entry, BytesIO(b"evil"))
    with pytest.raises(Damaged):
        put_back(Settings(home=tmp_path / "new"), tmp_path / "b.tar")
    assert not list(tmp_path.rglob("evil*"))


def test_a_link_in_a_packed_backup_is_not_followed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as archive:
        entry = tarfile.TarInfo("records.db")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    with pytest.raises(Damaged):
        store.check_backup(tmp_path / "b.tar", quiet)


@given(st.binary(max_size=200) | st.text(max_size=50).map(lambda text: json.dumps({"form": text}).encode()))
def test_no_bytes_are_taken_for_a_manifest(data: bytes) -> None:
    with pytest.raises(Damaged):
        backups.read(data)


def test_the_log_tells_of_each_backup(settings: Settings, tmp_path: Path) -> None:
    make(settings, tmp_path / "b")
    with store.open_records(settings) as opened:
        told = opened.audit(1)[0]
    own = hashlib.sha256((tmp_path / "b" / "manifest.json").read_bytes()).hexdigest()
    assert (told.what, told.who) == ("records.backed_up", "user:operator")
    assert isinstance(told.after, dict) and told.after["manifest"] == own
