"""How long `chancery up` takes from an empty home to a served page, to Prefect's answer, and to its end.

    python -m benchmarks.up_time

The first start makes the records and Prefect's database, the second finds both. What it says meanwhile is
printed with its second. Processor time is that of all its processes, from the start to the end.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from benchmarks.office import free_port

CHANCERY = Path(sys.executable).with_name("chancery")
PATIENCE = 600.0
SETTLES = 5.0
"""Seconds that everything gets before it is ended: a server that has only begun to answer ends badly."""
PAGE_MAY_TAKE = 10.0
"""Seconds to the first page on a machine that does nothing else."""


@dataclass(slots=True)
class Start:
    """One start: seconds until the page and until Prefect answered, what was said, what all of it cost."""

    page: float = 0.0
    prefect: float = 0.0
    end: float = 0.0
    processor: float = 0.0
    said: list[str] = field(default_factory=list)


def started(home: Path) -> Start:
    """Start `chancery up`, wait for page and Prefect, end it. Raises RuntimeError where one never comes."""
    found, port, engine = Start(), free_port(), free_port()
    own = {"CHANCERY_HOME": str(home), "CHANCERY_PORT": str(port), "CHANCERY_PREFECT_PORT": str(engine)}
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")} | own
    before, began = _children(), time.monotonic()
    process = subprocess.Popen(
        [str(CHANCERY), "up"], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    threading.Thread(target=_hear, args=(process.stdout, began, found.said), daemon=True).start()
    try:
        found.page = _until(f"http://127.0.0.1:{port}/", process, began)
        found.prefect = _until(f"http://127.0.0.1:{engine}/api/health", process, began)
        time.sleep(SETTLES)
    finally:
        process.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        process.wait(timeout=PATIENCE)
        found.end = time.monotonic() - asked
    found.processor = _children() - before
    return found


def _hear(stream: IO[bytes], began: float, said: list[str]) -> None:
    for line in stream:
        words = line.decode(errors="replace").strip().partition("?link=")[0]
        said.append(f"{time.monotonic() - began:6.1f} s  {words}")


def _until(address: str, process: subprocess.Popen[bytes], began: float) -> float:
    while time.monotonic() - began < PATIENCE:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return time.monotonic() - began
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"`chancery up` ended with {process.returncode}") from None
            time.sleep(0.05)
        else:
            return time.monotonic() - began
    raise RuntimeError(f"{address} did not answer within {PATIENCE:.0f} s")


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> int:
    """Start twice in one home and print both; 1 where a page took longer than it may."""
    with tempfile.TemporaryDirectory(prefix="chancery-up-") as folder:
        starts = []
        for name in ("empty home", "again"):
            starts.append((name, started(Path(folder))))
            print(f"{name}:", *starts[-1][1].said, sep="\n  ", flush=True)
    print(f"{'':<12}{'page s':>8}{'Prefect s':>11}{'end s':>8}{'processor s':>13}")
    for name, one in starts:
        print(f"{name:<12}{one.page:>8.1f}{one.prefect:>11.1f}{one.end:>8.1f}{one.processor:>13.1f}")
    return int(any(one.page > PAGE_MAY_TAKE for _, one in starts))


if __name__ == "__main__":
    sys.exit(main())
