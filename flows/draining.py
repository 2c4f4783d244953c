"""A worker that is told to end tells its flows so by a file: they end after the documents under way."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

VARIABLE = "CHANCERY_DRAIN_FILE"


class Stopped(Protocol):
    """Whether work is to end after what is under way."""

    def is_set(self) -> bool:
        """Whether it is."""


@dataclass(frozen=True, slots=True)
class Draining:
    """Set once the file is there."""

    path: Path | None

    def is_set(self) -> bool:
        """Whether the worker that started this process drains."""
        return self.path is not None and self.path.exists()


def draining() -> Draining:
    """What the worker that started this process says."""
    named = os.environ.get(VARIABLE)
    return Draining(Path(named) if named else None)
