"""Work that a person may stop while it is under way: whoever waits in it asks, some times a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pipeline.problems import Problem

ASKED_EVERY = 0.25
"""Seconds after which whoever waits asks again whether the work was stopped."""

_STOPPED: ContextVar[Callable[[], bool] | None] = ContextVar("stopped", default=None)


class Stopped(Problem):
    """A person stopped the work; asked for again, it may be done."""

    retryable = True


@contextmanager
def heeding(stopped: Callable[[], bool]) -> Iterator[None]:
    """Within it, what this thread waits for is given up once `stopped` says so: see `check`."""
    token = _STOPPED.set(stopped)
    try:
        yield
    finally:
        _STOPPED.reset(token)


def check() -> None:
    """Raises Stopped where the work was stopped."""
    stopped = _STOPPED.get()
    if stopped is not None and stopped():
        raise Stopped("It was stopped.")


def pauses(until: float) -> Iterator[float]:
    """How long to wait now, again and again until a moment of the monotonic clock. Raises Stopped."""
    while (left := until - time.monotonic()) > 0:
        check()
        yield left if _STOPPED.get() is None else min(left, ASKED_EVERY)


def sleep(seconds: float) -> None:
    """Wait so long. Raises Stopped soon after the work was stopped."""
    for pause in pauses(time.monotonic() + seconds):
        time.sleep(pause)
