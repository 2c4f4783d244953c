"""Folders and mailboxes over time: look, admit, process, wait, and again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

from flows.interrupts import Interrupt, heeded
from flows.mailboxes import in_turn
from flows.wiring import Desk
from flows.work import SILENT, Outcome, Watcher, admit_all, process_waiting
from intake import Channel
from intake.alarm import Alarm
from intake.files import MEGABYTE
from intake.folder import FolderRules, WatchedFolder
from intake.putting_away import After
from intake.ways import Sign
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
    rules = FolderRules(
        settings.settle_seconds,
        settings.largest_megabytes * MEGABYTE,
        own_folders(settings),
        tuple(filter(None, (pattern.strip() for pattern in settings.ignored.split(";")))),
        After(settings.after_intake),
        desk.records.knows_source,
    )
    return WatchedFolder(folder, rules)


def own_folders(settings: Settings) -> frozenset[Path]:
    """The folders that hold the records and originals: no way in leads there, and nothing is moved there.

    A folder of another name in the home folder may still be a way in.
    """
    home = settings.home.resolve()
    originals = settings.originals_folder.resolve()
    inside = originals.iterdir() if originals.is_dir() else ()
    return frozenset({home, originals, *inside})


def pause(desk: Desk) -> float:
    """Seconds between two looks at files that settle: the settle time, within reason."""
    return min(LONGEST_PAUSE, max(SHORTEST_PAUSE, desk.settings.settle_seconds))


def rest(desk: Desk) -> float:
    """Seconds between two looks into a folder where nothing is about to settle."""
    return max(pause(desk), desk.settings.scan_seconds)


def scan_twice(
    desk: Desk, folder: Path, actor: str, sleep: Callable[[float], None], watcher: Watcher = SILENT
) -> Outcome:
    """Admit what lies still between two scans. What is still being written waits for the next time."""
    outcome = Outcome()
    look_twice(desk, [watched(desk, folder)], actor, sleep, outcome, watcher)
    return outcome


def look_twice(
    desk: Desk,
    channels: Sequence[Channel],
    actor: str,
    sleep: Callable[[float], None],
    outcome: Outcome,
    watcher: Watcher = SILENT,
) -> None:
    """Admit from each channel what lies still between two looks."""
    for channel in channels:
        admit_all(desk, channel, actor, outcome, watcher)
    sleep(pause(desk))
    for channel in channels:
        admit_all(desk, channel, actor, outcome, watcher)


def watch(
    desk: Desk,
    folder: Path | Sequence[Path] | None,
    actor: str,
    stop: threading.Event,
    watcher: Watcher = SILENT,
    mailboxes: Sequence[str] = (),
) -> bool:
    """Admit from folders and mailboxes (by name) and process what waits, until told to stop or interrupted.

    True where it was interrupted. Without a folder or mailbox only what others admit is processed. A full
    disk, a lost share or a mail server that is away ends nothing: the watcher is told, and the next look
    tries again. Raises Misconfigured for what cannot be watched.
    """
    folders = [folder] if isinstance(folder, Path) else list(folder or ())
    channels = [watched(desk, one) for one in folders]
    rung = threading.Event()
    with (
        heeded() as interrupt,
        _alarm(desk, channels, rung),
        signs(desk, folders) as told,
        in_turn(desk, mailboxes, rung) as boxes,
    ):
        while not (stop.is_set() or interrupt.pressed):
            rung.clear()
            looked: list[tuple[Channel, Sign | None]] = [*zip(channels, told, strict=True)]
            looked += [(box, None) for box in boxes]
            _round(desk, looked, stop, watcher, actor)
            restless = any(channel.restless for channel in channels)
            _rest(stop, interrupt, rung, pause(desk) if restless else rest(desk))
        return interrupt.pressed


def _alarm(
    desk: Desk, channels: Sequence[WatchedFolder], rung: threading.Event
) -> AbstractContextManager[object]:
    if desk.settings.watching == "poll" or not channels:
        return nullcontext()
    return Alarm(tuple(channel.root for channel in channels), rung)


@contextmanager
def signs(desk: Desk, folders: Sequence[Path]) -> Iterator[tuple[Sign, ...]]:
    """Says while the block runs that these folders are looked after."""
    with ExitStack() as stack:
        home = desk.settings.home
        yield tuple(stack.enter_context(Sign(home, "folder", str(one.resolve()))) for one in folders)


def _round(
    desk: Desk,
    channels: Sequence[tuple[Channel, Sign | None]],
    stop: threading.Event,
    watcher: Watcher,
    actor: str,
) -> None:
    """One look into every channel; a channel whose source gives out holds up no other."""
    outcome = Outcome()
    for channel, sign in channels:
        with _telling(watcher, sign):
            admit_all(desk, channel, actor, outcome, watcher)
    if not outcome.interrupted:
        with _telling(watcher):
            process_waiting(desk, watcher, outcome=outcome, stop=stop)


@contextmanager
def _telling(watcher: Watcher, sign: Sign | None = None) -> Iterator[None]:
    try:
        yield
    except ResourceShort as problem:
        if sign is not None:
            sign.short(problem)
        watcher.short(problem)
    else:
        if sign is not None:
            sign.well()


def _rest(stop: threading.Event, interrupt: Interrupt, rung: threading.Event, seconds: float) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not (interrupt.pressed or stop.is_set() or rung.is_set()):
        stop.wait(min(left, LONGEST_DEAFNESS))
