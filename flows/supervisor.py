"""One process tree: parts are started, started again where they crash, and ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
SOUND_AFTER = 60.0
"""Seconds after which a part counts as sound: its next crash is waited for as briefly as the first."""

_TICK = 0.2
_LARGEST_LOG = 5_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """A process of the tree. `command` gets the descriptor of its lifeline as last argument.

    `may_start` holds it back; `patience` is how many seconds it may take to end. What carries the others
    (`carries`) is ended after them. A part that `speaks` writes to our own standard output.
    """

    name: str
    command: tuple[str, ...]
    may_start: Callable[[], bool] = lambda: True
    patience: float = 30.0
    carries: bool = False
    speaks: bool = False


@dataclass(slots=True)
class _Running:
    part: Part
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    due: float = 0.0
    wait: float = FIRST_WAIT


@dataclass(slots=True)
class Stop:
    """Whether the tree is to end, and whether at once. Plain flags, for a signal handler takes no lock."""

    asked: int = 0

    def is_set(self) -> bool:
        """Whether somebody asked."""
        return self.asked > 0


@dataclass(slots=True)
class Supervisor:
    """Keeps parts running until told to stop. `told` hears, in plain words, what goes wrong."""

    parts: Sequence[Part]
    logs: Path
    told: Callable[[str], None]
    tick: Callable[[], None] = lambda: None
    _running: list[_Running] = field(default_factory=list)

    def run(self, stop: Stop) -> None:
        """Run the tree; returns once every part has ended."""
        self.logs.mkdir(parents=True, exist_ok=True)
        self._running = [_Running(part) for part in self.parts]
        ours, theirs = os.pipe()
        os.set_inheritable(ours, True)
        try:
            while not stop.is_set():
                for one in self._running:
                    self._look_after(one, ours)
                self.tick()
                time.sleep(_TICK)
        finally:
            self._end(stop)
            os.close(ours)
            os.close(theirs)

    def _look_after(self, one: _Running, lifeline: int) -> None:
        if one.process is not None and one.process.poll() is not None:
            self._crashed(one, one.process.returncode)
        if one.process is None and time.monotonic() >= one.due and one.part.may_start():
            one.process, one.since = self._started(one.part, lifeline), time.monotonic()

    def _crashed(self, one: _Running, code: int) -> None:
        if time.monotonic() - one.since > SOUND_AFTER:
            one.wait = FIRST_WAIT
        how = f"by signal {-code}" if code < 0 else f"with code {code}"
        self.told(f"{one.part.name} ended {how}; it is started again in {one.wait:.0f} s.")
        one.process, one.due = None, time.monotonic() + one.wait
        one.wait = min(LONGEST_WAIT, 2 * one.wait)

    def _started(self, part: Part, lifeline: int) -> subprocess.Popen[bytes]:
        with self._log_of(part).open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - commands of our own
                [*part.command, str(lifeline)],
                stdin=subprocess.DEVNULL,
                stdout=None if part.speaks else log,
                stderr=log,
                pass_fds=(lifeline,),
                # Ctrl+C in a terminal is for the parent alone, which ends its parts in their order
                start_new_session=True,
            )

    def _log_of(self, part: Part) -> Path:
        path = self.logs / f"{part.name}.log"
        if path.exists() and path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
        return path

    def _end(self, stop: Stop) -> None:
        for carrying in (False, True):
            group = [one for one in self._running if one.part.carries is carrying and one.process]
            for one in group:
                _signal(one.process, signal.SIGTERM)
            for one in group:
                self._await(one, stop)

    def _await(self, one: _Running, stop: Stop) -> None:
        assert one.process is not None
        end = time.monotonic() + one.part.patience
        while one.process.poll() is None and time.monotonic() < end and stop.asked < 2:
            time.sleep(0.05)
        if one.process.poll() is None:
            self.told(f"{one.part.name} did not end in time; it is killed. What it worked on waits.")
            _signal_group(one.process, signal.SIGKILL)
            one.process.wait()


def _signal(process: subprocess.Popen[bytes] | None, number: int) -> None:
    if process is not None and process.poll() is None:
        process.send_signal(number)


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


@contextmanager
def asked_to_stop() -> Iterator[Stop]:
    """Ctrl+C and SIGTERM as a wish, while the block runs; the second one means: at once."""
    stop = Stop()

    def note(*_: object) -> None:
        stop.asked += 1

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
