"""Every hostile file of the tests, read in narrow limits: how it ends, what it takes, and from whom.

Run it as `python -m benchmarks.hostile_files`; it ends with 1 where a file ended in no allowed state, or a
plain letter read right after it was not read. `--rounds 3` reads the whole set so often instead and tells
what this process holds after each round: what grows with every round would fill a desk that runs for months.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors import READERS, SafeReader, open_reader
from pipeline.media import media_type_of
from pipeline.problems import ReadingState
from pipeline.settings import Settings
from tests.extractors.hostile.case import Hostile, Trap
from tests.extractors.hostile.collection import collected, one_by_one

SECONDS, MEGABYTES = 10, 512
FLAT = 8 << 20
"""What allocators keep or give back between two rounds, in bytes."""

LETTER = b"From the desk next door: nothing here is hostile."
NO_READER = frozenset({ReadingState.UNSUPPORTED_FORMAT, ReadingState.NEEDS_OCR})


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one file; memory in bytes."""

    case: Hostile
    state: ReadingState
    seconds: float
    child: int
    parent: int
    fine: bool


def run_rounds(count: int, dear: bool) -> int:
    """Read all of them so many times over; 1 where the last round holds over `FLAT` more than the second."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        trap = Trap(str(home / "nothing-here"), "127.0.0.1:9")
        settings = Settings(home=home, workers=1, read_seconds=SECONDS, read_megabytes=MEGABYTES)
        with open_reader(settings) as reader:
            reader.read(LETTER, "letter.txt")
            print(f"before: {_resident(os.getpid()) / 1e6:.1f} MB")
            held = [_round(reader, trap, number, dear) for number in range(1, count + 1)]
    return int(count > 2 and held[-1] - held[1] > FLAT)


def _round(reader: SafeReader, trap: Trap, number: int, dear: bool) -> int:
    """Bytes held after all files were read once. Each is made when its turn comes and dropped after it."""
    files = 0
    for case in one_by_one():
        if dear or not case.dear:
            reader.read(case.make(trap), case.name)
            files += 1
    gc.collect()
    held, peak = _resident(os.getpid()), _peak(os.getpid())
    print(f"round {number}: {held / 1e6:.1f} MB after {files} files, {peak / 1e6:.1f} MB at most", flush=True)
    return held


def run() -> int:
    """Read all of them and print the table, the worst of each state named."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        trap = Trap(str(home / "nothing-here"), "127.0.0.1:9")
        settings = Settings(home=home, workers=1, read_seconds=SECONDS, read_megabytes=MEGABYTES)
        with open_reader(settings) as reader:
            reader.read(LETTER, "letter.txt")
            before = _resident(os.getpid())
            rows = list(_rows(reader, trap))
    _print(rows, before)
    return 0 if all(row.fine for row in rows) else 1


def _rows(reader: SafeReader, trap: Trap) -> Iterator[Row]:
    for case in collected():
        data = case.make(trap)
        begun = time.perf_counter()
        read = reader.read(data, case.name)
        seconds = time.perf_counter() - begun
        has_reader = media_type_of(data, case.name) in READERS
        allowed = case.ends if has_reader else case.ends | NO_READER
        child = max(map(_peak, _children()), default=0)
        after = reader.read(LETTER, "letter.txt")
        fine = read.state in allowed and after.text.encode() == LETTER
        yield Row(case, read.state, seconds, child, _resident(os.getpid()), fine)


def _children() -> list[int]:
    """The processes that this one started and that still live."""
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(number) for task in tasks for number in task.read_text().split()]


def _peak(process: int) -> int:
    """The most memory that a process ever held, in bytes; 0 where it is gone."""
    return _status(process, "VmHWM:")


def _resident(process: int) -> int:
    return _status(process, "VmRSS:")


def _status(process: int, field: str) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(field)), 0)


def _print(rows: list[Row], before: int) -> None:
    print(f"{len(rows)} files, {SECONDS} s and {MEGABYTES} MB each")
    print(f"{'state':<20}{'files':>6}{'median s':>10}{'longest s':>11}{'child MB':>10}  longest")
    for state in ReadingState:
        of_state = sorted((row for row in rows if row.state is state), key=lambda row: row.seconds)
        if of_state:
            middle, last = of_state[len(of_state) // 2].seconds, of_state[-1]
            child = max(row.child for row in of_state) >> 20
            count = len(of_state)
            print(f"{state:<20}{count:>6}{middle:>10.3f}{last.seconds:>11.2f}{child:>10}  {last.case.note}")
    parent = max(row.parent for row in rows)
    print(
        f"this process: {before >> 20} MB before, {rows[-1].parent >> 20} MB after, {parent >> 20} MB at most"
    )
    for row in rows:
        if not row.fine:
            print(f"NOT ALLOWED: {row.case.note} ({row.case.name!r}) ended as {row.state}")


def main() -> int:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description="Read every hostile file of the tests.")
    parser.add_argument("--rounds", type=int, default=0, help="read them so often and tell the memory held")
    parser.add_argument("--dear", action="store_true", help="in rounds: those that take seconds too")
    asked = parser.parse_args()
    return run_rounds(asked.rounds, asked.dear) if asked.rounds else run()


if __name__ == "__main__":
    sys.exit(main())
