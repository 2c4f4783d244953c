"""A way in is killed at each of its steps, one after the other: every document arrives exactly once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.batches import batch
from flows.watch import own_folders
from intake import Channel
from intake.folder import FolderRules, WatchedFolder
from intake.putting_away import PROCESSED, After
from pipeline.problems import ResourceShort
from pipeline.settings import Settings
from pipeline.stages import admit
from store import admission, audit, open_records
from store.records import SqlRecords

KILLED = 137
NAMES = ("one.txt", "two.txt")
Opened = Callable[[Settings, SqlRecords], Channel]


@pytest.fixture
def fresh(prepared_home: Path, tmp_path: Path) -> Iterator[Callable[[], Settings]]:
    """A home and a folder with two files, new at each call."""

    def make() -> Settings:
        for name in ("home", "in"):
            shutil.rmtree(tmp_path / name, ignore_errors=True)
        shutil.copytree(prepared_home, tmp_path / "home")
        (tmp_path / "in").mkdir()
        for name in NAMES:
            (tmp_path / "in" / name).write_text(f"letter {name}")
            os.utime(tmp_path / "in" / name, (time.time() - 60,) * 2)
        with zipfile.ZipFile(tmp_path / "letters.zip", "w") as archive:
            for name in NAMES:
                archive.writestr(name, f"letter {name}")
        return Settings(home=tmp_path / "home")

    yield make


def watched(after: After) -> Opened:
    def opened(conf: Settings, records: SqlRecords) -> Channel:
        rules = FolderRules(0.0, 10_000, own_folders(conf), after=after, known=records.knows_source)
        folder = WatchedFolder(conf.home.parent / "in", rules)
        assert not list(folder.waiting(datetime.now(UTC) - timedelta(seconds=1)))
        return folder

    return opened


def packed(conf: Settings, records: SqlRecords) -> Channel:
    return batch(conf, records, conf.home.parent / "letters.zip")


def take_all(conf: Settings, opened: Opened, now: datetime | None = None) -> None:
    with open_records(conf) as records:
        channel = opened(conf, records)
        for incoming in channel.waiting(now or datetime.now(UTC)):
            admit(records, incoming, "clerk")
            channel.committed(incoming)


def killed_at(step: int, conf: Settings, opened: Opened) -> bool:
    """Run in a process of its own that ends without a word at this step; whether it came that far."""
    child = os.fork()
    if not child:
        try:
            _die_at(step)
            take_all(conf, opened)
        except BaseException:  # noqa: BLE001 - the parent reads the code
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED), f"step {step} ended with {code}"
    return code == KILLED


def _die_at(step: int) -> None:
    """Count all that reaches the disk, before and after."""
    taken = Counter[str]()

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*arguments: Any, **more: Any) -> Any:
            for moment in ("before", "after"):
                taken["steps"] += 1
                if taken["steps"] == step:
                    os._exit(KILLED)
                if moment == "before":
                    found = function(*arguments, **more)
            return found

        return stepped

    for place, name in (
        *((os, name) for name in ("fsync", "open", "unlink")),
        (Path, "replace"),
        (Path, "unlink"),
        (admission, "admit"),
        (audit, "append"),
        (SqlRecords, "admit"),
    ):
        setattr(place, name, counted(getattr(place, name)))


def contents(conf: Settings) -> list[bytes]:
    with open_records(conf) as records:
        rows = records.queue(limit=100)
        assert records.verify().holds
        return sorted(records.contents(records.document(row.control_number)) for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize(
    "opened",
    [watched(After.MOVE), watched(After.LEAVE), watched(After.REMOVE), packed],
    ids=["move", "leave", "remove", "batch"],
)
def test_case_25_killed_at_any_step_every_document_arrives_once(
    fresh: Callable[[], Settings], opened: Opened, request: pytest.FixtureRequest
) -> None:
    step, kind = 0, request.node.callspec.id
    while True:
        step += 1
        conf = fresh()
        came_so_far = killed_at(step, conf, opened)
        take_all(conf, opened)
        assert contents(conf) == [b"letter one.txt", b"letter two.txt"], f"killed at step {step}"
        folder = conf.home.parent / "in"
        left = {"move": [], "remove": [], "leave": list(NAMES), "batch": list(NAMES)}[kind]
        assert sorted(path.name for path in folder.iterdir() if path.is_file()) == left, f"step {step}"
        if kind == "move":
            put_away = [path.read_text() for path in (folder / PROCESSED).iterdir() if path.stat().st_size]
            assert sorted(put_away) == ["letter one.txt", "letter two.txt"], f"step {step}"
        if not came_so_far:
            break
    assert step > 20, "so many steps there are at least"


def test_case_24_a_full_disk_holds_the_files_where_they_are(fresh: Callable[[], Settings]) -> None:
    conf = fresh()
    with open_records(conf) as records:
        channel = watched(After.MOVE)(conf, records)
        with records._database.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            connection.rollback()
        big = "x" * 4000
        with pytest.raises(ResourceShort):
            for number, incoming in enumerate(_many(channel, big)):
                admit(records, incoming, f"clerk {number} {big}")
                channel.committed(incoming)
    take_all(conf, watched(After.MOVE))
    assert contents(conf)[:2] == [b"letter one.txt", b"letter two.txt"]


def _many(channel: Channel, big: str) -> Iterator[Any]:
    from dataclasses import replace

    for incoming in channel.waiting(datetime.now(UTC)):
        yield incoming
        for number in range(50):
            yield replace(incoming, source=f"{number} {big}", data=f"{number} {big}".encode())


def test_case_24_a_locked_database_holds_the_files_where_they_are(
    fresh: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    conf = fresh()
    monkeypatch.setattr("store.database.BUSY_SECONDS", 0.2)
    with closing(sqlite3.connect(conf.home / "records.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ResourceShort):
            take_all(conf, watched(After.MOVE))
        assert sorted(path.name for path in (conf.home.parent / "in").iterdir()) == list(NAMES)
    take_all(conf, watched(After.MOVE))
    assert len(contents(conf)) == 2


def test_case_24_a_clock_set_back_stops_nothing(fresh: Callable[[], Settings]) -> None:
    conf = fresh()
    ahead = time.time() + 3600
    os.utime(conf.home.parent / "in" / "one.txt", (ahead, ahead))
    take_all(conf, watched(After.MOVE))
    with open_records(conf) as records:
        first = records.claim("worker", datetime.now(UTC))
        assert first is not None
        # the lease was taken at the old time; an hour earlier by the clock the others are still to be had
        second = records.claim("worker", datetime.now(UTC) - timedelta(hours=1))
        assert second is not None and second.control_number != first.control_number
        late = datetime.now(UTC) + timedelta(hours=2)
        back = {getattr(records.claim("other", late), "control_number", None) for _ in range(2)}
        assert back == {first.control_number, second.control_number}
