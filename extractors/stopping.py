"""Work in a child process that whoever asked for it may stop."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pipeline.problems import Problem

_ASKED_EVERY = 0.25
_STOPPED: ContextVar[Callable[[], bool] | None] = ContextVar("stopped", default=None)


class Stopped(Problem):
    """A person stopped the work; asked for again, it may be done."""

    retryable = True


class TooLate(Exception):
    """The deadline passed."""


@contextmanager
def heeding(stopped: Callable[[], bool]) -> Iterator[None]:
    """Within it, what this thread waits for in a child is given up once `stopped` says so: see `awaited`."""
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


def awaited(pipe: int, event: int, deadline: float) -> None:
    """Wait until a pipe is ready. Raises TooLate after the deadline, Stopped where a person stops it."""
    poll = select.poll()
    poll.register(pipe, event)
    while (left := deadline - time.monotonic()) > 0:
        check()
        if poll.poll(min(left, left if _STOPPED.get() is None else _ASKED_EVERY) * 1000):
            return
    raise TooLate
