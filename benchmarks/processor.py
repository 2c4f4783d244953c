"""Processor time of this process and its children, which other work on the machine distorts less."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_THREADS = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds: on the wall, of the processor for this process, of the processor for its children."""

    wall: float
    own: float
    children: float

    def since(self, before: Spent) -> Spent:
        """What was spent after `before`."""
        return Spent(self.wall - before.wall, self.own - before.own, self.children - before.children)

    def each(self, count: int) -> str:
        """The processor time for each of `count` documents, in words."""
        own, children = self.own / count * 1e3, self.children / count * 1e3
        return f"processor time {own + children:.1f} ms a document: parent {own:.1f}, children {children:.1f}"


def spent() -> Spent:
    """All that was spent until now. Children that still run are counted where the system has /proc."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = ended.ru_utime + ended.ru_stime + sum(_seconds(child) for child in _running())
    return Spent(time.perf_counter(), time.process_time(), children)


def _running() -> Iterator[str]:
    for thread in _THREADS.iterdir() if _THREADS.is_dir() else ():
        yield from (thread / "children").read_text().split()


def _seconds(process: str) -> float:
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
