"""How 1, 2 and 4 workers share one queue in PostgreSQL, each with one reader process.

    python -m benchmarks.scaling [--documents 400] [--workers 1 2 4]

The documents are admitted before; timed is their processing, after every worker has loaded everything. Ends
with 1 when a document is processed other than once.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.material import SAMPLES, copies, documents
from benchmarks.office import Kept, postgres
from pipeline.intake import Stage
from pipeline.settings import Settings
from pipeline.stages import admit
from store import open_records

WORKER = """
import sys, time
from pathlib import Path
from flows.wiring import open_desk
from flows.work import process_waiting
from pipeline.settings import Settings
home, url, originals, begin = sys.argv[1:]
settings = Settings(home=Path(home), database_url=url, originals=originals, workers=1)
with open_desk(settings) as desk:
    Path(home, "ready").touch()
    while not Path(begin).exists():
        time.sleep(0.02)
    print(len(process_waiting(desk).documents))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What some workers needed, and how many documents each took."""

    workers: int
    seconds: float
    shares: tuple[int, ...]
    database: float

    @property
    def rate(self) -> float:
        """Documents in a second."""
        return sum(self.shares) / self.seconds


def processor_seconds(parent: int) -> float:
    """Processor time of a process and all that it has started, those that have ended included."""
    total = 0
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "stat").read_text().rpartition(") ")[2].split() if entry.name.isdigit() else []
        except OSError:
            continue
        if words and (int(entry.name) == parent or int(words[1]) == parent):
            total += sum(map(int, words[11:15] if int(entry.name) == parent else words[11:13]))
    return total / 100


def fill(settings: Settings, place: Path, count: int) -> int:
    """Admit copies; how many documents wait."""
    from intake.files import NamedFiles

    files = list(copies(documents(SAMPLES), place, count))
    with open_records(settings) as records:
        for incoming in NamedFiles(files, 1 << 30).waiting(datetime.now(UTC)):
            admit(records, incoming, "benchmark")
        return records.counts().by_stage[Stage.RECEIVED.value]


def run(settings: Settings, place: Path, workers: int, database: Kept) -> Run:
    """Let so many workers process what waits."""
    begin = place / "begin"
    arguments = [settings.records_url, str(settings.originals_folder), str(begin)]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(home), *arguments], stdout=subprocess.PIPE, text=True
        )
        for home in (place / f"worker-{number}" for number in range(workers))
    ]
    while not all((place / f"worker-{number}" / "ready").exists() for number in range(workers)):
        if any(one.poll() is not None for one in started):
            raise RuntimeError("a worker ended before it began")
        time.sleep(0.05)
    before, clock = processor_seconds(database.pid), time.monotonic()
    begin.touch()
    shares = tuple(int(one.communicate()[0]) for one in started)
    seconds = time.monotonic() - clock
    return Run(workers, seconds, shares, processor_seconds(database.pid) - before)


@contextmanager
def office(database: Kept, address: str, place: Path, name: str) -> Iterator[Settings]:
    """Empty records in a database of their own."""
    import sqlalchemy

    root = sqlalchemy.create_engine(f"postgresql+psycopg://{address}/postgres", isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
    root.dispose()
    url = f"postgresql+psycopg://{address}/{name}"
    yield Settings(home=place / name, database_url=url, originals=str(place / name / "originals"))


def main() -> int:
    """Read the arguments, run, print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    given = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory(prefix="chancery-scaling-") as folder:
        database, address = postgres(Path(folder))
        try:
            print(f"{'workers':>7} {'documents/s':>11} {'seconds':>8} {'database cpu':>13}  shares")
            for workers in given.workers:
                with office(database, address, Path(folder), f"r{workers}") as settings:
                    waiting = fill(settings, Path(folder) / f"in-{workers}", given.documents)
                    told = run(settings, settings.home, workers, database)
                    with open_records(settings) as records:
                        left = records.counts().by_stage.get(Stage.RECEIVED.value, 0)
                row = f"{told.rate:>11.1f} {told.seconds:>8.1f} {told.database:>11.1f} s"
                print(f"{workers:>7} {row}  {told.shares}", flush=True)
                faults += left + max(0, waiting - sum(told.shares))
        finally:
            database.end()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
