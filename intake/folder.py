"""A watched folder: takes only files that lie still, and moves them only once they are on the record."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import Notice
from intake.files import Fingerprint, files_under, take, written
from pipeline.intake import Incoming
from pipeline.problems import Misconfigured

PROCESSED = "processed"
FAILED = "failed"
EMPTY_SECONDS = 60.0


@dataclass(slots=True)
class _Sighting:
    """A file as it lay in the last scan, since when it has lain so, and what was done about it."""

    fingerprint: Fingerprint
    since: float
    reported: bool = False
    on_record: bool = False


class WatchedFolder:
    """The channel of one folder.

    The scan is the whole truth: nothing is remembered of a file but how it lay last time, so a file that was
    busy, broken or refused by a full disk is looked at again in every scan.
    """

    def __init__(self, root: Path, settle_seconds: float, largest: int) -> None:
        self.root = root.expanduser().resolve()
        if not self.root.is_dir():
            raise Misconfigured(f"{root} is no folder.", remedy="Make it, or name another.")
        self._settle = settle_seconds
        self._largest = largest
        self._seen: dict[Path, _Sighting] = {}
        self._taken: dict[str, Path] = {}
        self._notices: list[Notice] = []

    def waiting(self, now: datetime) -> Iterator[Incoming]:
        """The files that lay the same in the last scan and this one and are older than the settle time."""
        for path in self._scan(now.timestamp()):
            if self._seen[path].on_record:
                self._put_away(path)
                continue
            incoming = self._take(path, now)
            if incoming is not None:
                self._taken[incoming.source] = path
                yield incoming

    def committed(self, incoming: Incoming) -> None:
        """Move the file to `processed`. A file that was written to since stays and is taken again."""
        path = self._taken.pop(incoming.source)
        self._seen[path].on_record = True
        self._put_away(path)

    def _put_away(self, path: Path) -> None:
        try:
            if Fingerprint.of(path) == self._seen[path].fingerprint:
                self._move(path, PROCESSED)
        except OSError as error:
            self._note_once(path, f"It is on the record but could not be moved: {error.strerror}.")

    def notices(self) -> tuple[Notice, ...]:
        """Files that are empty for a minute, moved to `failed`, or could not be moved."""
        notices, self._notices = tuple(self._notices), []
        return notices

    def _scan(self, now: float) -> list[Path]:
        apart = frozenset({self.root / PROCESSED, self.root / FAILED})
        seen: dict[Path, _Sighting] = {}
        ready = []
        for path in files_under(self.root, apart):
            fingerprint = _lying(path)
            if fingerprint is None:
                continue
            last = self._seen.get(path)
            if last is None or last.fingerprint != fingerprint:
                seen[path] = _Sighting(fingerprint, now)
                continue
            seen[path] = last
            if fingerprint.size == 0:
                self._report_empty(path, last, now)
            elif self._settled(last, now):
                ready.append(path)
        self._seen = seen
        return ready

    def _settled(self, sighting: _Sighting, now: float) -> bool:
        """By the file's own time; by ours where a share's clock runs ahead of this machine's."""
        modified = sighting.fingerprint.modified_ns / 1e9
        return now - (modified if modified <= now else sighting.since) >= self._settle

    def _report_empty(self, path: Path, sighting: _Sighting, now: float) -> None:
        if now - sighting.since >= EMPTY_SECONDS:
            self._note_once(path, "The file has been empty for a minute.")

    def _note_once(self, path: Path, why: str) -> None:
        sighting = self._seen.get(path)
        if sighting is None or not sighting.reported:
            self._notices.append(Notice(written(path), why, refused=False))
        if sighting is not None:
            sighting.reported = True

    def _take(self, path: Path, now: datetime) -> Incoming | None:
        try:
            found = take(path, now, self._largest)
        except OSError as error:
            self._note_once(path, f"The machine could not read the file: {error.strerror}.")
            return None
        if isinstance(found, Notice):
            self._refuse(path, found)
            return None
        return found

    def _refuse(self, path: Path, notice: Notice) -> None:
        try:
            moved = self._move(path, FAILED)
            moved.with_name(f"{moved.name}.reason.txt").write_text(f"{notice.why}\n", encoding="utf-8")
        except OSError as error:
            self._note_once(path, f"{notice.why} It could not be moved: {error.strerror}.")
            return
        self._notices.append(notice)

    def _move(self, path: Path, apart: str) -> Path:
        """Move a file aside under its own name, or under the next free one; nothing is written over."""
        target = self.root / apart / path.relative_to(self.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        free = _reserved(target)
        try:
            path.replace(free)
        except OSError:
            free.unlink()
            raise
        self._seen.pop(path, None)
        return free


def _lying(path: Path) -> Fingerprint | None:
    try:
        return Fingerprint.of(path)
    except OSError:
        return None


def _reserved(target: Path) -> Path:
    """A free name next to `target`, held by an empty file so that nobody else takes it."""
    number, name = 1, target
    while True:
        try:
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            number += 1
            name = target.with_name(f"{target.stem}-{number}{target.suffix}")
        else:
            return name
