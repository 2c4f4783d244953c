"""What pages may ask for besides the records: given from above, so that no page opens a foreign file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


class Check(Protocol):
    """What one check found: `verdict` is OK, WARN or FAIL."""

    @property
    def verdict(self) -> str:
        """OK, WARN or FAIL."""

    @property
    def what(self) -> str:
        """What was looked at."""

    @property
    def found(self) -> str:
        """What is so."""

    @property
    def remedy(self) -> str:
        """What to do about it."""


class Way(Protocol):
    """A folder or mailbox that is watched."""

    @property
    def kind(self) -> str:
        """`folder` or `mailbox`."""

    @property
    def name(self) -> str:
        """Its path, or the name of the mailbox."""

    @property
    def looked_at(self) -> datetime | None:
        """When it was looked into last."""

    @property
    def problem(self) -> str:
        """What is in the way."""

    def served(self, now: datetime) -> bool:
        """Whether somebody looks after it now."""


class Bench(Protocol):
    """Work that needs a reader; foreign bytes are opened in its limited children alone."""

    def analyze(self, data: bytes, name: str, stopped: Callable[[], bool]) -> str:
        """The analysis as one object of `chancery.analysis/1`; given up once `stopped`. Raises a Problem."""

    def unlock(self, control_number: str, password: str, user: str) -> None:
        """Read a locked document with its password, which is kept nowhere. Raises a Problem."""

    def split(self, control_number: str, before: tuple[int, ...], password: str, user: str) -> int:
        """Take a bundle apart before these pages; how many parts. Raises a Problem."""


@dataclass(frozen=True, slots=True)
class Services:
    """What there is; a page that needs what is not there says so, with the command that does it.

    `checks` are those of the machine, `try_model` asks the model something tiny, `try_folder` looks at a
    folder, `try_mailbox` signs in to one of the `mailboxes` named, `try_webhook` sends a test for somebody;
    `inboxes` are watched beside the pages, `ways` gives all that is watched on this machine.
    """

    bench: Bench | None = None
    checks: Callable[[], Sequence[Check]] | None = None
    try_model: Callable[[], Sequence[Check]] | None = None
    try_folder: Callable[[str], Sequence[Check]] | None = None
    try_mailbox: Callable[[str], Sequence[Check]] | None = None
    try_webhook: Callable[[str, str], Sequence[Check]] | None = None
    mailboxes: tuple[str, ...] = ()
    inboxes: tuple[Path, ...] = ()
    ways: Callable[[], Sequence[Way]] | None = None
