"""What pages count over the whole record: kept until something is written, longer where counting is long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from store import audit, sight

LIGHT = 0.02
"""Seconds of the processor: what takes less is counted anew after every change."""
SHARE = 20
"""What takes longer stands for so many times as long, so that counting never takes more than a part of it."""
_MOST = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept:
    state: str
    value: Any
    until: float


class Lasting:
    """Counts as each sight last saw them. One object for all threads of a process."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._turn = threading.Lock()

    def of(self, connection: Connection, what: Hashable, count: Callable[[Connection], T]) -> T:
        """What `count` gives for whoever is looking, now or, where it takes long, a moment ago.

        `what` names the question with all it depends on but the record and who is looking.
        """
        key, state = (sight.current(), what), audit.last(connection)
        kept = self._kept.get(key)
        if kept is None:
            return self._count(connection, key, state, count, first=True)
        found: T = kept.value
        if kept.state == state or time.monotonic() < kept.until or not self._turn.acquire(blocking=False):
            return found
        try:
            return self._count(connection, key, state, count)
        finally:
            self._turn.release()

    def _count(
        self,
        connection: Connection,
        key: Hashable,
        state: str,
        count: Callable[[Connection], T],
        *,
        first: bool = False,
    ) -> T:
        began = time.thread_time()
        value = count(connection)
        took = time.thread_time() - began
        if len(self._kept) >= _MOST:
            self._kept.clear()
        # the first time, most of it is making the question ready
        lasts = SHARE * took if took > LIGHT and not first else 0.0
        self._kept[key] = _Kept(state, value, time.monotonic() + lasts)
        return value
