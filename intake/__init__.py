"""Ways in: each channel brings receipts and lets go of the source only once they are on the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pipeline.intake import Incoming

CHANNELS = {
    "batch": "intake.batch",
    "files": "intake.files",
    "folder": "intake.folder",
    "mailbox": "intake.mailbox",
}
"""Every way in and the module that knows it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something at a source that no receipt came of, and why a person should know.

    `refused`: the channel gave the source up; else it is looked at again.
    """

    source: str
    why: str
    refused: bool


class Channel(Protocol):
    """One place that documents come from."""

    def waiting(self, now: datetime) -> Iterator[Incoming]:
        """What can be taken now, one at a time. A source that changes while it is read is left out."""

    def committed(self, incoming: Incoming) -> None:
        """Let go of the source. Called once the receipt is on the record, never before."""

    def notices(self) -> tuple[Notice, ...]:
        """What came up since the last call that a person should know."""
