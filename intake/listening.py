"""Hears of new messages: a line of its own on which the server tells, and a clock behind it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from intake.accounts import Account
from intake.imap import Line, Opened
from pipeline.problems import Misconfigured, Problem

LOG = logging.getLogger(__name__)

FIRST_WAIT = 5.0
"""After a lost line; each further one in a row waits twice as long, up to the account's poll."""

REFUSED_WAIT = 900.0
"""After a refused sign-in: servers lock an account that somebody keeps knocking at."""


class Listener:
    """Calls `ring` at the start, when the server tells of something, and at every poll.

    The server tells of one folder alone, the inbox where it is read. What comes into others is found at the
    poll, and so is everything while the line is broken.
    """

    def __init__(
        self, account: Account, ring: Callable[[], None], connect: Callable[[Account], Line] = Line
    ) -> None:
        self._account = account
        self._ring = ring
        self._connect = connect
        self._ended = threading.Event()
        self._seen: Opened | None = None
        self._thread = threading.Thread(target=self._listen, name=f"mailbox {account.name}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join(timeout=10)

    def _listen(self) -> None:
        failures = 0
        while not self._ended.is_set():
            self._ring()
            try:
                self._over_one_line()
                failures = 0
            except Problem as problem:
                failures += 1
                LOG.warning("%s", " ".join(problem.lines))
                self._ended.wait(self._wait_after(problem, failures))

    def _wait_after(self, problem: Problem, failures: int) -> float:
        if isinstance(problem, Misconfigured):
            return max(REFUSED_WAIT, self._account.poll_seconds)
        return min(FIRST_WAIT * 2.0 ** min(failures - 1, 10), self._account.poll_seconds)

    def _over_one_line(self) -> None:
        line = self._connect(self._account)
        try:
            if not line.can_idle:
                self._ended.wait(self._account.poll_seconds)
                return
            folder = self._watched(line)
            while not self._ended.is_set():
                opened = line.open(folder)
                if self._seen is not None and opened != self._seen:
                    # it came while nobody waited
                    self._ring()
                self._seen = opened
                line.idle(self._account.poll_seconds, lambda: not self._ended.is_set())
                self._ring()
        finally:
            line.close()

    def _watched(self, line: Line) -> str:
        folders = [folder for folder in line.folders() if self._account.reads(folder)]
        return next((one for one in folders if one.upper() == "INBOX"), folders[0] if folders else "INBOX")
