"""What becomes of a watched file: put away once it is on the record, or set apart with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from intake.files import Fingerprint

PROCESSED = "processed"
FAILED = "failed"
LONGEST_NAME = 255
"""In bytes, on the file systems that are in use."""

GROWING_SECONDS = 600.0
"""So long a file that was put away is looked at: whoever still had it open may go on writing to it."""


class After(StrEnum):
    """What is done with a file once it is on the record."""

    MOVE = "move"
    LEAVE = "leave"
    REMOVE = "remove"


class Exchanged(OSError):
    """Another file lies there now than the one that was taken."""


@dataclass(frozen=True, slots=True)
class _Away:
    place: Path
    came_from: Path
    fingerprint: Fingerprint
    since: float


@dataclass(slots=True)
class PuttingAway:
    """Moves files of one folder aside under their own names; nothing is written over."""

    root: Path
    after: After = After.MOVE
    _lately: list[_Away] = field(default_factory=list)

    def away(self, path: Path, fingerprint: Fingerprint, now: float) -> None:
        """Put away a file that is on the record and lies as it was taken. Raises OSError, Exchanged."""
        if self.after is After.LEAVE:
            return
        place = self._moved(path, PROCESSED, fingerprint)
        if self.after is After.REMOVE:
            place.unlink()
        else:
            self._lately.append(_Away(place, path, fingerprint, now))

    def refuse(self, path: Path, why: str) -> None:
        """Set a file apart, with the reason beside it. Raises OSError."""
        place = self._moved(path, FAILED)
        # the notice tells the reason too, so a disk without room for it costs nothing but the slip beside it
        with suppress(OSError):
            _beside(place, "", ".reason.txt").write_text(f"{why}\n", encoding="utf-8")

    def grown(self, now: float) -> Iterator[Path]:
        """Files that were written to after they were put away: they lie where they came from again."""
        still: list[_Away] = []
        for one in self._lately:
            if now - one.since > GROWING_SECONDS:
                continue
            try:
                lies = Fingerprint.of(one.place)
            except OSError:
                continue
            if lies is None or lies == one.fingerprint:
                still.append(one)
                continue
            with suppress(OSError):
                back = _reserved(one.came_from)
                one.place.replace(back)
                yield back
        self._lately = still

    def _moved(self, path: Path, apart: str, expected: Fingerprint | None = None) -> Path:
        target = self.root / apart / path.relative_to(self.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        free = _reserved(target)
        try:
            path.replace(free)
        except OSError:
            free.unlink()
            raise
        if expected is not None and Fingerprint.of(free) != expected:
            free.replace(_reserved(path))
            raise Exchanged(f"another file lies at {path}")
        return free


def _beside(path: Path, mark: str, ending: str) -> Path:
    """A path with a mark and an ending behind its name, which is cut where it would grow too long."""
    room = LONGEST_NAME - len(os.fsencode(f"{mark}{ending}"))
    return path.with_name(f"{os.fsdecode(os.fsencode(path.name)[:room])}{mark}{ending}")


def _reserved(target: Path) -> Path:
    """A free name next to `target`, held by an empty file so that nobody else takes it."""
    number, name = 1, target
    while True:
        try:
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            number += 1
            name = _beside(target.with_suffix(""), f"-{number}", target.suffix)
        else:
            return name
