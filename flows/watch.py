"""A watched folder over time: scan, admit, process, wait, and again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from flows.interrupts import Interrupt, heeded
from flows.wiring import Desk
from flows.work import SILENT, Outcome, Watcher, admit_all, process_waiting
from intake import Channel
from intake.files import MEGABYTE, NamedFiles
from intake.folder import WatchedFolder
from pipeline.problems import ResourceShort
from pipeline.settings import Settings

FLOW = "flow"
"""Who admits what a flow takes in, in the audit log."""

SHORTEST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
LONGEST_DEAFNESS = 0.2


def watched(desk: Desk, folder: Path) -> WatchedFolder:
    """The channel of a folder under the desk's settings. Raises Misconfigured for no folder."""
    settings = desk.settings
    largest = settings.largest_megabytes * MEGABYTE
    return WatchedFolder(folder, settings.settle_seconds, largest, own_folders(settings))


def own_folders(settings: Settings) -> frozenset[Path]:
    """The folders that hold the records and originals: no way in leads there, and nothing is moved there.

    A folder of another name in the home folder may still be a way in.
    """
    home = settings.home.resolve()
    originals = home / "originals"
    inside = originals.iterdir() if originals.is_dir() else ()
    return frozenset({home, originals, *inside})


def pause(desk: Desk) -> float:
    """Seconds between two scans: the settle time, within reason."""
    return min(LONGEST_PAUSE, max(SHORTEST_PAUSE, desk.settings.settle_seconds))


def scan_twice(
    desk: Desk, folder: Path, actor: str, sleep: Callable[[float], None], watcher: Watcher = SILENT
) -> Outcome:
    """Admit what lies still between two scans. What is still being written waits for the next time."""
    channel, outcome = watched(desk, folder), Outcome()
    admit_all(desk, channel, actor, outcome, watcher)
    sleep(pause(desk))
    admit_all(desk, channel, actor, outcome, watcher)
    return outcome


def watch(
    desk: Desk, folder: Path | None, actor: str, stop: threading.Event, watcher: Watcher = SILENT
) -> bool:
    """Admit from the folder and process what waits, until told to stop or interrupted; whether the latter.

    Without a folder only what others admit is processed. A full disk or a lost share ends nothing: the
    watcher is told, and the next scan tries again.
    """
    channel = watched(desk, folder) if folder else NamedFiles((), largest=0)
    with heeded() as interrupt:
        while not (stop.is_set() or interrupt.pressed):
            _round(desk, channel, actor, stop, watcher)
            _rest(stop, interrupt, pause(desk))
        return interrupt.pressed


def _round(desk: Desk, channel: Channel, actor: str, stop: threading.Event, watcher: Watcher) -> None:
    outcome = Outcome()
    try:
        admit_all(desk, channel, actor, outcome, watcher)
        if not outcome.interrupted:
            process_waiting(desk, watcher, outcome=outcome, stop=stop)
    except ResourceShort as problem:
        watcher.short(problem)


def _rest(stop: threading.Event, interrupt: Interrupt, seconds: float) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not interrupt.pressed and not stop.is_set():
        stop.wait(min(left, LONGEST_DEAFNESS))
