"""When a question may be put: so many in a minute, none while the endpoint keeps failing."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from analysis.endpoint.carrying import Call
from analysis.endpoint.faults import Fault, FaultKind
from pipeline.stopping import ASKED_EVERY, check

FAILURES = 5
"""So many questions in a row that end in a passing fault open the breaker."""

REST = 60.0
"""Seconds for which an open breaker lets no question through."""

GRACE = 5.0
"""Seconds by which a whole answer may take longer than its longest silence."""


@dataclass(slots=True)
class Pace:
    """Lets so many questions through in any minute; 0: all of them. May be used by many threads."""

    per_minute: int
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    _put: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self) -> None:
        """Come back when the next question may be put."""
        while self.per_minute and (pause := self._pause()) > 0:
            self.sleep(pause)

    def _pause(self) -> float:
        with self._lock:
            now = self.clock()
            while self._put and now - self._put[0] >= 60:
                self._put.popleft()
            if len(self._put) < self.per_minute:
                self._put.append(now)
                return 0.0
            return 60 - (now - self._put[0])


@dataclass(slots=True)
class Breaker:
    """Spares an endpoint that is down, and everybody who would wait for it. May be used by many threads."""

    clock: Callable[[], float]
    _failed: int = 0
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self) -> None:
        """Raise Fault while the endpoint rests."""
        with self._lock:
            rest = self._until - self.clock()
        if rest > 0:
            why = f"it failed {FAILURES} times in a row and is left alone for {rest:.0f} more seconds"
            raise Fault(FaultKind.UNAVAILABLE, why)

    def told(self, fault: Fault | None) -> None:
        """Hear how a question ended, all its tries together."""
        with self._lock:
            self._failed = self._failed + 1 if fault is not None and fault.passing else 0
            if self._failed >= FAILURES:
                self._failed, self._until = 0, self.clock() + REST


def within(seconds: float, work: Callable[[], Any]) -> Any:
    """What the work gives. Raises Fault when it takes longer, Stopped where a person stops it.

    Either breaks its line off. The client's own limit is on each silence: a byte now and then would hold
    it for ever.
    """
    ended: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
    call = Call()

    def run() -> None:
        try:
            with call.made():
                ended.put((work(), None))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits, which raises it
            ended.put((None, error))

    threading.Thread(target=run, name="question", daemon=True).start()
    try:
        value, error = _awaited(ended, seconds)
    except BaseException:
        call.drop()
        raise
    if error is not None:
        raise error
    return value


def _awaited(ended: SimpleQueue[Any], seconds: float) -> Any:
    until = time.monotonic() + seconds
    while True:
        left = max(0.0, until - time.monotonic())
        try:
            return ended.get(timeout=min(left, ASKED_EVERY))
        except Empty:
            check()
        if left <= ASKED_EVERY:
            raise Fault(FaultKind.TIMED_OUT, f"no whole answer within {seconds:.0f} s")


@contextmanager
def one_of(room: threading.Semaphore) -> Iterator[None]:
    """Within it, a place in the room is taken. Raises Stopped where a person stops the wait for it."""
    while not room.acquire(timeout=ASKED_EVERY):
        check()
    try:
        yield
    finally:
        room.release()
