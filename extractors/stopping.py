"""Waiting for a child process, until a deadline or until whoever asked for its work stops it."""

from __future__ import annotations

import select
import time

from pipeline.stopping import ASKED_EVERY, check, heeded


class TooLate(Exception):
    """The deadline passed."""


def awaited(pipe: int, event: int, deadline: float) -> None:
    """Wait until a pipe is ready. Raises TooLate after the deadline, Stopped where a person stops it."""
    poll = select.poll()
    poll.register(pipe, event)
    while (left := deadline - time.monotonic()) > 0:
        check()
        if poll.poll(min(left, ASKED_EVERY if heeded() else left) * 1000):
            return
    raise TooLate
