"""A backup restored on an empty machine: time, size, and whether everything is the same.

    python -m benchmarks.rehearsal [--documents 200]

Copies of the sample documents, each with bytes of its own, go the whole way. The desk is backed up into a
folder, a file and a packed file, while somebody goes on writing into it, and each backup is restored into an
empty home. There every row of every table is compared with the copy in the backup by other means than the
program's own (plain SQLite), every original with its fingerprint, and the audit log link by link. Ends with 1
where anything differs.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tarfile
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.material import SAMPLES, copies, documents
from coordination.retention import HoldKind
from pipeline.intake import Incoming
from pipeline.settings import Settings
from store import back_up, open_records, restore
from store.tables import metadata

OURS = ("audit_event", "audit_head")
"""The restore adds its own event to these; their old rows are compared, and the chain is computed anew."""


SCHEDULE = """
[[category]]
name = "Kept"
by_hand = true
years = 30
disposition = "transfer"
authority = "item 1"
"""


def rows(path: Path, events: int) -> dict[str, list[str]]:
    """Every row of every table, as plain SQLite sees it; of the audit log the first events."""
    with closing(sqlite3.connect(path)) as connection:
        found = {}
        for table in metadata.sorted_tables:
            where = f" WHERE number <= {events}" if table.name in OURS else ""
            found[table.name] = sorted(map(repr, connection.execute(f"SELECT * FROM {table.name}{where}")))
    found.pop("audit_head")
    return found


def fill(settings: Settings, place: Path, count: int) -> None:
    """Take copies of the sample documents the whole way."""
    from flows.wiring import open_desk
    from flows.work import ingest
    from intake.files import NamedFiles

    files = list(copies(documents(SAMPLES), place, count))
    with open_desk(settings) as desk:
        ingest(desk, NamedFiles(files, settings.largest_megabytes * 1024 * 1024), actor="benchmark")
    with open_records(settings) as records:
        # in every backup something is held and something has a category, so that their rows are compared too
        (settings.home / "retention.toml").write_text(SCHEDULE, encoding="utf-8")
        held, given = [row.control_number for row in records.queue(None, limit=200) if not row.parent][:2]
        records.place_hold("A rehearsal", HoldKind.AUDIT, "To be looked at.", [held], "benchmark")
        records.categorise(given, "Kept", "To be looked at.", "benchmark")


def write_until(settings: Settings, stop: threading.Event) -> None:
    """Take in one small letter after another."""
    with open_records(settings) as records:
        number = 0
        while not stop.is_set():
            at = datetime.now(UTC)
            incoming = Incoming("folder", "a.txt", f"{at} {number}".encode(), at, source=f"{at} {number}")
            records.admit(incoming, "text/plain", "system")
            number += 1


def rehearse(settings: Settings, place: Path, name: str) -> bool:
    """Back up under this name, restore, compare, print; whether all is the same."""
    stop = threading.Event()
    writer = threading.Thread(target=write_until, args=(settings, stop))
    writer.start()
    began = time.perf_counter()
    try:
        made = back_up(settings, place / name, "benchmark", lambda words: None)
    finally:
        stop.set()
        writer.join()
    saved = time.perf_counter()
    empty = Settings(home=place / f"{name}-restored")
    found = restore(empty, place / name, "benchmark", lambda words: None, verify=True)
    restored = time.perf_counter()
    before, after = rows(_records(place, name), made.events), rows(empty.home / "records.db", made.events)
    differing = [table for table in before if before[table] != after[table]]
    with open_records(empty) as records:
        whole = records.verify().holds
    print(
        f"{name:<12}{made.documents:>10}{sum(made.rows.values()):>10,}{len(made.originals):>11}"
        f"{made.events:>9}{_size(place / name) / 1e6:>10.1f}{saved - began:>9.1f}{restored - saved:>10.1f}"
        f"   {', '.join(differing) or 'same'}; {'log whole' if whole else 'LOG BROKEN'}"
        f"; {found.originals} fingerprints right"
    )
    return not differing and whole and found.verified


def _records(place: Path, name: str) -> Path:
    if (place / name).is_dir():
        return place / name / "records.db"
    with tarfile.open(place / name) as archive:
        archive.extract("records.db", place / f"{name}-looked-at", filter="data")
    return place / f"{name}-looked-at" / "records.db"


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def main() -> int:
    """Read the arguments, rehearse each form, and say whether anything differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-rehearsal-") as folder:
        place = Path(folder)
        settings = Settings(home=place / "home", workers=2)
        fill(settings, place / "letters", given.documents)
        print("form         documents      rows  originals   events        MB  backup s  restore s")
        good = [rehearse(settings, place, name) for name in ("folder", "one.tar", "packed.tgz")]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
