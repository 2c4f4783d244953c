"""What pages count over the whole record: kept until something is written, longer where counting is long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from pipeline.problems import ResourceShort
from store import audit, sight

LIGHT = 0.02
"""Seconds of the processor: what takes less is counted anew after every change."""
SHARE = 20
"""What takes longer stands for so many times as long, so that counting never takes more than a part of it."""
LATEST = 60.0
"""Seconds after that, for which the old count is still shown while a new one is on its way."""
_MOST = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A count of a state of the record; `long` where it took more than it should, good `until` a moment."""

    state: str
    value: Any
    long: bool
    until: float


class Lasting:
    """Counts as each sight last saw them. One object for all threads of a process."""

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._read = read
        self._kept: dict[Hashable, _Kept] = {}
        self._turn = threading.Lock()

    def of(self, connection: Connection, what: Hashable, count: Callable[[Connection], T]) -> T:
        """What `count` gives for whoever is looking, now or, where it takes long, a moment ago.

        `what` names the question with all it depends on but the record and who is looking. Nobody waits
        for a long count but the first who asks for it in a while.
        """
        key, state = (sight.current(), what), audit.last(connection)
        kept, now = self._kept.get(key), time.monotonic()
        if kept is not None and (kept.state == state or now < kept.until):
            found: T = kept.value
            return found
        if kept is None or not kept.long or now > kept.until + LATEST:
            return self._count(connection, key, state, count)
        self._count_behind(key, count)
        old: T = kept.value
        return old

    def rest(self) -> None:
        """Wait until nothing is being counted."""
        with self._turn:
            pass

    def _count_behind(self, key: Hashable, count: Callable[[Connection], Any]) -> None:
        """Count on a thread of its own, one at a time; it sees what the reader sees who asked."""
        if not self._turn.acquire(blocking=False):
            return
        seen = copy_context()
        try:
            threading.Thread(target=seen.run, args=(self._anew, key, count), daemon=True).start()
        except RuntimeError:  # the machine has no thread to give
            self._turn.release()

    def _anew(self, key: Hashable, count: Callable[[Connection], Any]) -> None:
        try:
            with self._read() as connection:
                self._count(connection, key, audit.last(connection), count)
        except ResourceShort:
            pass  # the old count stays; who asks next has it counted
        finally:
            self._turn.release()

    def _count(
        self, connection: Connection, key: Hashable, state: str, count: Callable[[Connection], T]
    ) -> T:
        first, began = key not in self._kept, time.thread_time()
        value = count(connection)
        took = time.thread_time() - began
        if len(self._kept) >= _MOST:
            self._kept.clear()
        # the first time, most of it is making the question ready
        long = took > LIGHT and not first
        self._kept[key] = _Kept(state, value, long, time.monotonic() + (SHARE * took if long else 0.0))
        return value
