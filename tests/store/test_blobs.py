"""Originals: whole or not there, whatever happens to the process, and never believed without a look."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import Damaged, ResourceShort
from store.blobs import STRAY_SECONDS, Blobs

WRITER = """
import sys
from pathlib import Path
from store.blobs import Blobs

blobs, number = Blobs(Path(sys.argv[1])), 0
while True:
    data = (b"%d " % number) * 150_000
    print(blobs.put(data), flush=True)
    number += 1
"""


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "originals")


def files_in(blobs: Blobs) -> list[Path]:
    return [path for path in blobs.folder.rglob("*") if path.is_file()]


@given(data=st.binary(max_size=4096))
def test_what_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    blobs = Blobs(tmp_path_factory.mktemp("originals"))
    assert blobs.put(data) == hashlib.sha256(data).hexdigest()
    assert blobs.get(blobs.put(data)) == data
    assert len(files_in(blobs)) == 1


def test_damage_is_told_and_mended_by_the_same_bytes(blobs: Blobs) -> None:
    sha256 = blobs.put(b"a letter")
    blobs.place(sha256).write_bytes(b"a lettre")
    with pytest.raises(Damaged):
        blobs.get(sha256)
    assert blobs.put(b"a letter") == sha256
    assert blobs.get(sha256) == b"a letter"


def test_a_missing_original_may_come_back(blobs: Blobs) -> None:
    sha256 = blobs.put(b"a letter")
    blobs.place(sha256).unlink()
    with pytest.raises(ResourceShort):
        blobs.get(sha256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 63 + "/"])
def test_what_is_no_fingerprint_names_no_file(blobs: Blobs, name: str) -> None:
    with pytest.raises(ValueError):
        blobs.get(name)


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """A full disk as a process may have one of its own: writing past this size fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    quiet = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, quiet)


def test_a_disk_that_takes_no_more_leaves_nothing_behind(blobs: Blobs) -> None:
    kept = blobs.put(b"small")
    with files_no_longer_than(1000), pytest.raises(ResourceShort):
        blobs.put(b"x" * 5000)
    assert [path.name for path in files_in(blobs)] == [kept]
    assert blobs.get(blobs.put(b"x" * 5000)) == b"x" * 5000


def test_a_folder_that_cannot_be_made_is_a_passing_fault(tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("in the way")
    with pytest.raises(ResourceShort):
        Blobs(tmp_path / "originals").put(b"a letter")


def test_only_old_strays_are_swept(blobs: Blobs) -> None:
    kept = blobs.put(b"a letter")
    old, young = blobs.folder / "unfinished" / "old", blobs.folder / "unfinished" / "young"
    for path in (old, young):
        path.write_bytes(b"half")
    long_ago = time.time() - STRAY_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    assert blobs.sweep() == 1
    assert young.exists() and not old.exists()
    assert blobs.get(kept) == b"a letter"


def test_many_threads_may_keep_the_same_bytes(blobs: Blobs) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: blobs.put(b"the same letter" * 1000), range(40)))
    assert len(names) == 1
    assert len(files_in(blobs)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("alive", [0.05, 0.15, 0.3])
def test_a_killed_writer_leaves_only_whole_originals(blobs: Blobs, alive: float) -> None:
    command = [sys.executable, "-c", WRITER, str(blobs.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        told = [writer.stdout.readline().strip()]
        time.sleep(alive)
        writer.kill()
        told += [line.strip() for line in writer.stdout.readlines() if len(line) == 65]
    for sha256 in told:
        assert hashlib.sha256(blobs.get(sha256)).hexdigest() == sha256
    in_place = [path for path in files_in(blobs) if path.parent.name != "unfinished"]
    assert len(in_place) >= len(told)
    for path in in_place:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
