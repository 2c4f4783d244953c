"""Kill each part with SIGKILL, one after another, each during an intake of its own, and count what it cost.

    python -m benchmarks.outages [--engine sqlite|postgres] [--files 500] [--only PART]

`sqlite`: one machine, `chancery up`. `postgres`: the same beside two of `chancery worker`, records and
Prefect in PostgreSQL, one folder of originals, a Chroma server. Ends with 1 when a file is not on the record
exactly once, in its end state, with the bytes and drafts that an undisturbed intake gives it, when the audit
log does not hold, or when Prefect shows a run as under way that is not.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.kill import WAITING
from benchmarks.material import SAMPLES, copies, documents, made_unique
from benchmarks.office import Office, Part, on_postgres, on_sqlite
from benchmarks.record import Entry, entries
from pipeline.settings import Settings

PATIENCE = 900.0
LOOK = 0.25


@dataclass(slots=True)
class Round:
    """One intake and one kill: when work went on, when the part was back, when all was done, in seconds."""

    part: str
    before: int = 0
    went_on: float = 0.0
    back: float = 0.0
    all_done: float = 0.0
    faults: tuple[str, ...] = ()


def undisturbed(sources: list[Path], folder: Path, count: int) -> dict[str, Entry]:
    """What so many copies become where nobody disturbs, by name: as the first copy of each source does."""
    from flows.wiring import open_desk
    from flows.work import ingest
    from intake.files import NamedFiles

    files = list(copies(sources, folder / "same", len(sources)))
    settings = Settings(home=folder / "undisturbed", workers=2)
    with open_desk(settings) as desk:
        ingest(desk, NamedFiles(files, 1 << 30), actor="benchmark")
    first = {entry.name: entry for entry in entries(settings)}
    found = (_like(first[files[number % len(files)].name], sources, number) for number in range(count))
    return {entry.name: entry for entry in found}


def _like(first: Entry, sources: list[Path], number: int) -> Entry:
    """The entry of a later copy: other bytes and another name, all else the same."""
    source = sources[number % len(sources)]
    name = f"{number:05d}-{source.name}"
    data = made_unique(source.read_bytes(), source.suffix.lower(), number)
    drafts = tuple(sorted(draft.replace(first.name, name) for draft in first.drafts))
    return replace(first, name=name, kept=hashlib.sha256(data).hexdigest(), drafts=drafts)


def one_round(office: Office, part: Part, files: int, first: int) -> Round:
    """Drop the files, kill the part once a fifth is done, wait until all is done."""
    told = Round(part.name)
    start = office.done()
    for path in copies(documents(SAMPLES), office.place / "drop", files, first):
        path.rename(office.inbox / path.name)
    if part.wanted is not None:
        part.wanted()
    office.wait(lambda: office.done() - start >= files // 5, "the intake did not begin")
    killed = part.kill()
    if not killed:
        told.faults = ("it was not there to be killed",)
        return told
    told.before = office.done() - start
    fell = time.monotonic()
    _wait_for(office, part, told, fell, start + files)
    if told.before >= files:
        told.faults += ("all was done before it was killed; more --files are needed",)
    return told


def _wait_for(office: Office, part: Part, told: Round, fell: float, wanted: int) -> None:
    seen = office.done()
    while time.monotonic() - fell < PATIENCE:
        done, now = office.done(), time.monotonic() - fell
        if not told.went_on and done > seen:
            told.went_on = now
        if not told.back and part.is_back():
            told.back = now
        if done >= wanted and told.back and not office.waiting():
            told.all_done = now
            return
        time.sleep(LOOK)
    told.faults = (f"not all done after {PATIENCE:.0f} s: {office.by_stage()}",)


def compare(office: Office, wanted: dict[str, Entry]) -> list[str]:
    """Hold the record against the files and an undisturbed desk."""
    found = entries(office.settings)
    times = Counter(entry.name for entry in found)
    faults = [f"doubled {count} times: {name}" for name, count in times.items() if count > 1]
    faults += [f"lost: {name}" for name in wanted if name not in times]
    faults += [f"came from nowhere: {name}" for name in times if name not in wanted]
    faults += [
        f"differs: {entry} instead of {wanted[entry.name]}"
        for entry in found
        if entry.name in wanted and entry != wanted[entry.name]
    ]
    faults += [f"left at {stage}: {count}" for stage, count in office.by_stage().items() if stage in WAITING]
    return faults + office.broken_audit() + office.untrue_runs()


def run(office: Office, names: list[str], files: int) -> int:
    """All rounds on one office; prints its table. 0 when nothing was lost, doubled or untrue."""
    parts = [part for part in office.parts() if not names or part.name in names]
    print(f"{office.engine}: {office.started():.0f} s from nothing to pages and Prefect", flush=True)
    wanted = undisturbed(documents(SAMPLES), office.place, files * len(parts))
    print(f"{'killed':<10} {'done before':>11} {'work went on':>13} {'part back':>10} {'all done':>9}")
    faults: list[str] = []
    for number, part in enumerate(parts):
        told = one_round(office, part, files, number * files)
        times = f"{told.went_on:>11.1f} s {told.back:>8.1f} s {told.all_done:>7.0f} s"
        print(f"{told.part:<10} {told.before:>11} {times}", flush=True)
        faults += [f"{told.part}: {fault}" for fault in told.faults]
    faults += compare(office, wanted)
    for fault in faults:
        print(f"  {fault}")
    print(f"runs in Prefect: {office.runs()}")
    print(
        f"{len(faults)} faults" if faults else f"{len(wanted)} files, each exactly once; all runs end truly"
    )
    return 1 if faults else 0


def main() -> int:
    """Read the arguments and run in a folder that is removed at the end."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--only", action="append", default=[], metavar="PART")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-outages-") as place:
        made = on_sqlite if given.engine == "sqlite" else on_postgres
        with made(Path(place)) as office:
            return run(office, given.only, given.files)


if __name__ == "__main__":
    sys.exit(main())
