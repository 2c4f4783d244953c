"""A watched folder: takes only files that lie still, and moves them only once they are on the record."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import Notice
from intake.files import Fingerprint, files_under, no_file, take, written
from pipeline.intake import Incoming
from pipeline.problems import Misconfigured

PROCESSED = "processed"
FAILED = "failed"
EMPTY_SECONDS = 60.0
LONGEST_NAME = 255
"""In bytes, on the file systems that are in use."""


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
    busy, broken or refused by a full disk is looked at again in every scan. Folders in `leave_out`, which
    must be resolved, are not entered. Raises Misconfigured for one of them, and for what is no folder.
    """

    def __init__(
        self, root: Path, settle_seconds: float, largest: int, leave_out: frozenset[Path] = frozenset()
    ) -> None:
        self.root = _watchable(root, leave_out)
        self._apart = leave_out | {self.root / PROCESSED, self.root / FAILED}
        self._settle = settle_seconds
        self._largest = largest
        self._seen: dict[Path, _Sighting] = {}
        self._taken: dict[str, Path] = {}
        self._odd: dict[Path, str] = {}
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
        """Files that are empty for a minute, moved to `failed`, or could not be moved; what is no file."""
        notices, self._notices = tuple(self._notices), []
        return notices

    def _scan(self, now: float) -> list[Path]:
        seen: dict[Path, _Sighting] = {}
        ready = []
        closed: list[OSError] = []
        odd: dict[Path, str] = {}
        for path in files_under(self.root, self._apart, closed.append):
            fingerprint = _lying(path)
            if fingerprint is None:
                odd |= _oddity(path)
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
        self._report_odd(odd | {Path(error.filename): _closed(error) for error in closed})
        return ready

    def _report_odd(self, odd: dict[Path, str]) -> None:
        """Tell of each once, and again only when it came back or changed."""
        for path, why in odd.items():
            if self._odd.get(path) != why:
                self._notices.append(Notice(written(path), why, refused=False))
        self._odd = odd

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
        except OSError as error:
            self._note_once(path, f"{notice.why} It could not be moved: {error.strerror}.")
            return
        self._notices.append(notice)
        # the notice tells the reason too, so a disk without room for it costs nothing but the slip beside it
        with suppress(OSError):
            _beside(moved, "", ".reason.txt").write_text(f"{notice.why}\n", encoding="utf-8")

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


def _watchable(root: Path, leave_out: frozenset[Path]) -> Path:
    try:
        whole = root.expanduser().resolve()
        is_folder = whole.is_dir()
    except (OSError, RuntimeError, ValueError):
        is_folder = False
    if not is_folder:
        raise Misconfigured(
            f"{root} is no folder.", "Only a folder can be watched.", "Make it, or name another."
        )
    if whole in leave_out:
        raise Misconfigured(
            f"{root} cannot be watched.",
            "In this folder Chancery keeps its own files, and watching would move them.",
            "Name a folder of its own for what comes in.",
        )
    return whole


def _closed(error: OSError) -> str:
    return f"The folder may not be read: {error.strerror}."


def _oddity(path: Path) -> dict[Path, str]:
    """What stands in the way of taking it, by its path; nothing where it is a file or has gone."""
    try:
        why = no_file(path)
    except FileNotFoundError:
        return {}
    except OSError as error:
        why = f"The machine could not read the file: {error.strerror}."
    return {path: why} if why else {}


def _lying(path: Path) -> Fingerprint | None:
    try:
        return Fingerprint.of(path)
    except OSError:
        return None


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
