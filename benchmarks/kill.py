"""Kill an ingest at random moments, start it again each time, and count what was lost or doubled.

    python -m benchmarks.kill [--files 200] [--kills 20] [--seed N]

Ends with 1 when a single document is missing, stands twice, has other bytes, or has other drafts than
the same file has after an ingest that nobody disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.material import SAMPLES, copies, documents

COMMAND = [sys.executable, "-c", "from cli.entry import run; run()"]
PATIENCE = 300.0
LEASE = 2


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk in a folder of its own, used through its command."""

    home: Path

    @property
    def _environment(self) -> dict[str, str]:
        more = {
            "CHANCERY_HOME": str(self.home),
            "CHANCERY_LEASE_SECONDS": str(LEASE),
            "CHANCERY_WORKERS": "2",
        }
        return {**os.environ, **more, "PYTHONUNBUFFERED": "1"}

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A command under way, in a process group of its own."""
        return subprocess.Popen(
            [*COMMAND, *arguments],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def told(self, *arguments: str) -> Any:
        """What a command answers as JSON."""
        done = subprocess.run(
            [*COMMAND, *arguments, "--json"], env=self._environment, capture_output=True, check=False
        )
        if done.returncode not in (0, 3):
            raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
        return json.loads(done.stdout)


@dataclass(slots=True)
class Kill:
    """One kill: after how many seconds, of what, what it left running, what stood on the record then."""

    after: float
    whole_group: bool
    hit: bool = False
    orphans: bool = False
    documents: int = 0
    waiting: int = 0


WAITING = ("received", "reading", "analysing", "held")


def waiting(status: dict[str, Any]) -> int:
    """How many documents a machine still has to work on."""
    return sum(status["by_stage"].get(stage, 0) for stage in WAITING)


def kill_once(desk: Desk, folder: Path, after: float, whole_group: bool) -> Kill:
    """Start an ingest of the folder and kill it, alone or with its children, unless it ended before."""
    kill = Kill(after, whole_group)
    process = desk.start("ingest", str(folder))
    try:
        _, told = process.communicate(timeout=after)
        if process.returncode not in (0, 3):
            raise RuntimeError(f"ingest ended with {process.returncode}: {told.decode()[-2000:]}")
    except subprocess.TimeoutExpired:
        kill.hit = True
        if whole_group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()
        kill.orphans = not gone(process.pid)
    status = desk.told("status")
    kill.documents, kill.waiting = status["documents"], waiting(status)
    return kill


def gone(group: int, within: float = 10.0) -> bool:
    """Whether every process of the group ends by itself in time."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def finish(desk: Desk, folder: Path) -> None:
    """Ingest until nothing waits. Raises TimeoutError when something waits for ever."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        desk.told("ingest", str(folder))
        if waiting(desk.told("status")) == 0:
            return
        time.sleep(LEASE)
    raise TimeoutError(f"documents still wait after {PATIENCE:.0f} s: {desk.told('status')}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: copies of which documents, how many, how many kills, at moments of which chance."""

    sources: list[Path]
    files: int
    kills: int
    chance: random.Random


@dataclass(slots=True)
class Verdict:
    """What is wrong, and what the record holds."""

    faults: list[str] = field(default_factory=list)
    status: dict[str, Any] = field(default_factory=dict)


def compare(desk: Desk, reference: Desk, files: list[Path]) -> Verdict:
    """Hold the record of a disturbed desk against the files and against an undisturbed desk."""
    from benchmarks.record import Entry, entries
    from pipeline.settings import Settings

    verdict = Verdict(status=desk.told("status"))
    undisturbed, found = entries(Settings(reference.home)), entries(Settings(desk.home))
    wanted: dict[str, Entry] = {entry.name: entry for entry in undisturbed}
    times = Counter(entry.name for entry in found)
    verdict.faults += [f"doubled {count} times: {name}" for name, count in times.items() if count > 1]
    verdict.faults += [f"lost: {path.name}" for path in files if path.name not in times]
    verdict.faults += [f"came from nowhere: {name}" for name in times if name not in wanted]
    for entry in found:
        other = wanted.get(entry.name)
        if other is not None and entry != other:
            verdict.faults.append(f"differs: {entry} instead of {other}")
    attached = [Counter(row for entry in side for row in entry.attached) for side in (found, undisturbed)]
    if attached[0] != attached[1]:
        verdict.faults.append(f"attachments differ: {attached[0]} instead of {attached[1]}")
    audit = desk.told("audit", "verify")
    if audit.get("broken_at") is not None:
        verdict.faults.append(f"the audit log is broken: {audit}")
    return verdict


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def disturb(desk: Desk, folder: Path, given: Plan, latest: float, offered: list[Path]) -> list[str]:
    """Kill as often as planned, print each kill, and name what a kill left running.

    An ingest that ended before its moment came is no kill: more files are offered for the next one.
    """
    faults: list[str] = []
    print(f"{'kill':>4}  {'after':>7}  {'what':<14}  {'on record':>9}  {'waiting':>7}")
    done = 0
    while done < given.kills:
        after, whole_group = given.chance.uniform(0.05, latest), given.chance.random() < 0.5
        kill = kill_once(desk, folder, after, whole_group)
        if not kill.hit:
            offered += copies(given.sources, folder, given.files // 4, first=len(offered))
            continue
        done += 1
        what = "with children" if whole_group else "alone"
        print(f"{done:>4}  {after:>5.2f} s  {what:<14}  {kill.documents:>9}  {kill.waiting:>7}")
        if kill.orphans:
            faults.append(f"kill {done} left processes running")
    return faults


def run(given: Plan, place: Path) -> int:
    """The whole experiment; prints its table. 0 when nothing was lost and nothing doubled, else 1."""
    folder, reference, desk = place / "in", Desk(place / "reference"), Desk(place / "disturbed")
    folder.mkdir()
    start = seconds(lambda: reference.told("ingest", str(folder)))
    offered = list(copies(given.sources, folder, given.files))
    span = seconds(lambda: finish(reference, folder))
    print(
        f"undisturbed: {span:.1f} s, of them {start:.1f} s to start, {reference.told('status')['by_stage']}"
    )
    faults = disturb(desk, folder, given, start + (span - start) / 3, offered)
    finish(desk, folder)
    finish(reference, folder)
    verdict = compare(desk, reference, offered)
    faults += verdict.faults
    print(f"offered {len(offered)}, on record {verdict.status['documents']}, {verdict.status['by_stage']}")
    for fault in faults:
        print(f"  {fault}")
    print(f"{len(faults)} faults" if faults else "nothing lost, nothing doubled")
    return 1 if faults else 0


def main() -> int:
    """Read the arguments and run in a folder that is removed at the end."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-kill-") as place:
        plan = Plan(documents(SAMPLES), given.files, given.kills, random.Random(given.seed))
        print(f"seed {given.seed}: {plan.files} files from {len(plan.sources)} documents, {plan.kills} kills")
        return run(plan, Path(place))


if __name__ == "__main__":
    sys.exit(main())
