"""What each way in tells of itself while somebody looks after it: read where the records are away, too."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pipeline.problems import Problem

FOLDER = "ways"
BEAT_SECONDS = 15.0
SILENT_AFTER = timedelta(seconds=60)
"""Who looks after a way in and says nothing for so long does not look after it any more."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """A folder or mailbox that is watched: when it was last looked into, and what is in the way now."""

    kind: str
    name: str
    alive_at: datetime
    looked_at: datetime | None = None
    problem: str = ""

    def served(self, now: datetime) -> bool:
        """Whether somebody looks after it now."""
        return now - self.alive_at < SILENT_AFTER


def ways(home: Path) -> tuple[WayIn, ...]:
    """Every way in that is watched on this machine, or was when its process died."""
    found = []
    for path in sorted((home / FOLDER).glob("*.json")):
        try:
            found.append(_read(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # it is being ended, or is no file of ours
    return tuple(sorted(found, key=lambda way: (way.kind, way.name)))


def _read(told: dict[str, Any]) -> WayIn:
    looked = told["looked_at"]
    return WayIn(
        str(told["kind"]),
        str(told["name"]),
        datetime.fromisoformat(told["alive_at"]),
        datetime.fromisoformat(looked) if looked else None,
        str(told["problem"]),
    )


class Sign:
    """Says that a way in is looked after while the block runs, and how it does. Nothing here raises."""

    def __init__(self, home: Path, kind: str, name: str) -> None:
        self._way = WayIn(kind, name, datetime.now(UTC))
        key = hashlib.sha256(f"{kind} {name}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._path = home / FOLDER / f"{kind}-{key}.json"
        self._lock, self._over = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"sign of {name}", daemon=True)

    def __enter__(self) -> Self:
        self._say(self._way.looked_at, "")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(timeout=5)
        with self._lock, _at_best():
            self._path.unlink(missing_ok=True)

    def well(self) -> None:
        """It was looked into, and nothing is in the way."""
        self._say(datetime.now(UTC), "")

    def short(self, problem: Problem) -> None:
        """It could not be looked into."""
        self._say(self._way.looked_at, " ".join(problem.lines))

    def _beat(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            self._say(self._way.looked_at, self._way.problem, at_once=True)

    def _say(self, looked: datetime | None, problem: str, *, at_once: bool = False) -> None:
        """Write where something changed; that it was looked into again, with the next beat."""
        with self._lock:
            now, before = datetime.now(UTC), self._way
            self._way = WayIn(before.kind, before.name, now, looked, problem)
            first = before.looked_at is None
            if at_once or first or problem != before.problem:
                self._write()

    def _write(self) -> None:
        way = self._way
        told = {
            "kind": way.kind,
            "name": way.name,
            "alive_at": way.alive_at.isoformat(),
            "looked_at": way.looked_at.isoformat() if way.looked_at else None,
            "problem": way.problem,
        }
        with _at_best():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # another process may say the same of the same folder
            beside = self._path.with_suffix(f".{os.getpid()}.new")
            beside.write_text(json.dumps(told), encoding="utf-8")
            beside.replace(self._path)


@contextmanager
def _at_best() -> Iterator[None]:
    """What is only told may go untold: the documents matter, and their own problem is told by others."""
    try:
        yield
    except OSError:
        return
