"""Every hostile file through the reader that the pipeline uses, in narrow limits, with a letter after each."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractors import READERS, SafeReader, open_reader
from pipeline.documents import ExtractedDocument
from pipeline.media import media_type_of
from pipeline.problems import ReadingState
from pipeline.settings import Settings
from tests.extractors.hostile.case import Hostile, Trap
from tests.extractors.hostile.collection import collected

SECRET = "canary-0b5e-words-of-another-file"
LETTER = b"From the desk next door: nothing here is hostile."
GROWTH = 160 * 1024 * 1024
"""What the tests' own process may grow by over all files, its own copies of them included."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A reader with two children, and what would show that a file reached beyond it."""

    reader: SafeReader
    trap: Trap
    line: socket.socket
    folders: tuple[Path, ...]

    def calls(self) -> int:
        """How many connections somebody has made to the address in the files."""
        count = 0
        while True:
            try:
                self.line.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def written(self) -> list[Path]:
        """What lies where a careless program would write."""
        return [path for folder in self.folders for path in folder.iterdir()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home, work, scratch = (tmp_path_factory.mktemp(name) for name in ("home", "work", "scratch"))
    secret = home / "passwd"
    secret.write_text(f"root:x:0:0:{SECRET}\n")
    settings = Settings(home=home, workers=2, read_seconds=10, read_megabytes=512)
    with socket.create_server(("127.0.0.1", 0)) as line, pytest.MonkeyPatch.context() as patch:
        line.setblocking(False)
        patch.chdir(work)
        patch.setenv("TMPDIR", str(scratch))
        address = f"127.0.0.1:{line.getsockname()[1]}"
        with open_reader(settings) as reader:
            yield Desk(reader, Trap(str(secret), address), line, (work, scratch))


def resident() -> int:
    """Bytes of memory that this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.fixture(scope="module")
def at_first(desk: Desk) -> Iterator[int]:
    assert desk.reader.read(LETTER, "first.txt").state is ReadingState.EXTRACTED
    found = resident()
    # what was there before the files would be looked through again after each of them
    gc.freeze()
    yield found
    gc.unfreeze()


CASES = [
    pytest.param(case, id=f"{number}-{case.note}", marks=[pytest.mark.slow] if case.dear else [])
    for number, case in enumerate(collected())
]


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_ends_in_an_allowed_state_and_harms_nobody(
    case: Hostile, desk: Desk, at_first: int
) -> None:
    data = case.make(desk.trap)
    read = desk.reader.read(data, case.name)
    assert read.state in allowed(case, data), read.flags
    assert case.told in read.text or not read.state.has_text
    assert_sound(read)
    assert SECRET not in repr(read)
    assert not any(SECRET.encode() in part.data for part in read.attachments)
    assert (desk.calls(), desk.written()) == (0, [])
    after = desk.reader.read(LETTER, "letter.txt")
    assert (after.text, after.state) == (LETTER.decode(), ReadingState.EXTRACTED)
    del data, read
    assert resident() - at_first < GROWTH


def allowed(case: Hostile, data: bytes) -> frozenset[ReadingState]:
    """The case's own ends; for a kind that has no reader, that it has none."""
    if media_type_of(data, case.name) in READERS:
        return case.ends
    return case.ends | {ReadingState.UNSUPPORTED_FORMAT, ReadingState.NEEDS_OCR}


def assert_sound(read: ExtractedDocument) -> None:
    """Text, or what, why and remedy; the rest its constructor has checked."""
    assert read.state.has_text or len(read.flags) >= 3
    assert "Its reader failed on it." not in read.flags
    assert all(flag.strip() and "\n" not in flag for flag in read.flags)


def test_enough_is_hostile() -> None:
    cases = collected()
    assert len(cases) >= 90
    assert all(case.ends for case in cases)
    assert len({case.note for case in cases}) > len(cases) * 0.9


def test_the_traps_would_tell(desk: Desk) -> None:
    host, _, port = desk.trap.address.partition(":")
    socket.create_connection((host, int(port))).close()
    assert desk.calls() == 1
    stray = desk.folders[0] / "stray"
    stray.touch()
    assert desk.written() == [stray]
    stray.unlink()
    assert SECRET in Path(desk.trap.file).read_text()
