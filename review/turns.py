"""How requests share one interpreter: a few at a time, and handed on quickly.

Twenty threads that all compute wait for one another at every step, and the loop that reads and writes the
sockets waits with them. A few threads end one page after the other, in the order in which they were asked.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI

AT_ONCE = 2
"""Pages that are made at once: while one waits for the disk another one computes."""

TURN_SECONDS = 0.001
"""After so long a thread hands on; Python's own 5 ms add up, for a request changes threads several times."""

LOOK_SECONDS = 0.5


@asynccontextmanager
async def few_at_once(app: FastAPI) -> AsyncIterator[None]:
    """Hold for as long as the application is served."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    # what was imported stays: looking through it for garbage holds every page up for a fifth of a second
    gc.freeze()
    room = asyncio.create_task(_make_room(to_thread.current_default_thread_limiter()))
    try:
        yield
    finally:
        room.cancel()
        gc.unfreeze()
        sys.setswitchinterval(before)


async def _make_room(limiter: CapacityLimiter) -> None:
    """What takes long, a report or a mail server that does not answer, takes no place from the others."""
    held: set[object] = set()
    while True:
        now = set(limiter.statistics().borrowers)
        limiter.total_tokens = AT_ONCE + len(now & held)
        held = now
        await asyncio.sleep(LOOK_SECONDS)
