"""A Chroma server beside the records: it is used, it may die, and what waited meanwhile is indexed then."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import store
from pipeline.findings import AuthorityType
from pipeline.library import LibraryEntry, LibraryText
from pipeline.problems import ResourceShort
from pipeline.settings import Settings
from store.records import SqlRecords
from store.related import Question

pytestmark = [pytest.mark.slow, pytest.mark.network]

PATIENCE = 180
ORDERS = ("Moorings of ferries in the outer harbor", "Dredging of the river below the second lock")


class Server:
    """`chroma run` on a port that stays the same."""

    def __init__(self, place: Path) -> None:
        self.place = place
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(self.place)]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        end = time.monotonic() + PATIENCE
        while not self.listens():
            assert time.monotonic() < end and self.process.poll() is None
            time.sleep(0.1)

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "chroma")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def records(settings: Settings, server: Server) -> Iterator[SqlRecords]:
    with store.open_records(replace(settings, chroma_url=server.url)) as opened:
        yield opened


def _shelve(records: SqlRecords, number: int, words: str) -> None:
    citation = f"EO {14000 + number}"
    kept = LibraryText(citation, f"row {number}", text=f"{words}. " * 20)
    records.shelve([LibraryEntry(citation, AuthorityType.EXECUTIVE_ORDER, kept, ())], "a shelf", "clerk")


def _alike(records: SqlRecords, words: str) -> tuple[str, ...]:
    return tuple(row.name for row in records.related(Question(words, lists=frozenset({"likeness"}))))


def test_a_server_that_dies_is_told_and_waited_for(records: SqlRecords, server: Server) -> None:
    _shelve(records, 1, ORDERS[0])
    assert records.index() == 1
    assert _alike(records, ORDERS[0]) == ("EO 14001",)

    server.kill()
    _shelve(records, 2, ORDERS[1])
    with pytest.raises(ResourceShort, match="does not answer"):
        records.index()
    assert _alike(records, ORDERS[0]) == ()
    assert records.related(Question(ORDERS[0]))[0].name == "EO 14001"

    server.start()
    assert records.index() == 1
    assert _alike(records, ORDERS[1])[0] == "EO 14002"
    assert _alike(records, ORDERS[0])[0] == "EO 14001"


def test_a_server_that_was_never_there_holds_nothing_up(settings: Settings) -> None:
    with store.open_records(replace(settings, chroma_url="http://127.0.0.1:1")) as records:
        _shelve(records, 1, ORDERS[0])
        with pytest.raises(ResourceShort, match="does not answer"):
            records.index()
        records.verify()
