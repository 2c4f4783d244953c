"""Waiting for a child process, until a deadline or until whoever asked for its work stops it."""

from __future__ import annotations

import select

from pipeline.stopping import pauses


class TooLate(Exception):
    """The deadline passed."""


def awaited(pipe: int, event: int, deadline: float) -> None:
    """Wait until a pipe is ready. Raises TooLate after the deadline, Stopped where a person stops it."""
    poll = select.poll()
    poll.register(pipe, event)
    for pause in pauses(deadline):
        if poll.poll(pause * 1000):
            return
    raise TooLate
