"""Files and folders named by a person. They stay where they are."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import Notice
from pipeline.intake import Incoming
from pipeline.problems import NotFound

RECEIPT_CHANNEL = "folder"
"""A file is the same receipt whether a person names it or a watched folder holds it."""

_UNFINISHED = (".tmp", ".part", ".crdownload", ".filepart")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What changes when somebody writes to a file."""

    size: int
    modified_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Fingerprint | None:
        """The fingerprint of a regular file; None for anything else, links included. Raises OSError."""
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return None
        return cls(status.st_size, status.st_mtime_ns, status.st_ino)


def finished_name(name: str) -> bool:
    """Whether a name is that of a document: not hidden, no lock file, no download under way."""
    return not name.startswith((".", "~$")) and not name.lower().endswith(_UNFINISHED)


def files_under(folder: Path, leave_out: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """The files of a folder and its subfolders, by name. Links are not followed, so nothing leaves it."""
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(name for name in folders if finished_name(name) and here / name not in leave_out)
        yield from (here / name for name in sorted(names) if finished_name(name))


def written(path: Path) -> str:
    """A path or name in characters that can be stored and printed, also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def take(path: Path, now: datetime, largest: int) -> Incoming | Notice | None:
    """The file as a receipt, a notice where it cannot be had, or None where it is gone or being written.

    `largest` is in bytes. Raises OSError only where the machine is short, not the file.
    """
    try:
        before = Fingerprint.of(path)
        if before is None:
            return None
        if before.size == 0:
            return Notice(written(path), "The file is empty.", refused=False)
        if before.size > largest:
            limit = f"{largest // MEGABYTE} MB"
            return Notice(written(path), f"The file is larger than the limit of {limit}.", refused=True)
        data = path.read_bytes()
        if Fingerprint.of(path) != before or len(data) != before.size:
            return None
    except FileNotFoundError:
        return None
    except PermissionError as error:
        return Notice(written(path), f"The file may not be read: {error.strerror}.", refused=True)
    return Incoming(RECEIPT_CHANNEL, written(Path(path.name)), data, now, source=written(path))


class NamedFiles:
    """The channel of files and folders that a person names, in that order, each file once."""

    def __init__(self, paths: Iterable[Path], largest: int) -> None:
        self._largest = largest
        self._notices: list[Notice] = []
        self.files = tuple(dict.fromkeys(_expanded(paths)))

    def waiting(self, now: datetime) -> Iterator[Incoming]:
        """Each file once, in order."""
        for path in self.files:
            found = self._take(path, now)
            if isinstance(found, Incoming):
                yield found
            elif found is not None:
                self._notices.append(found)

    def _take(self, path: Path, now: datetime) -> Incoming | Notice:
        try:
            found = take(path, now, self._largest)
        except OSError as error:
            return Notice(
                written(path), f"The machine could not read the file: {error.strerror}.", refused=True
            )
        return found or Notice(written(path), "The file went or changed while it was read.", refused=False)

    def committed(self, incoming: Incoming) -> None:
        """A named file stays where it is."""

    def notices(self) -> tuple[Notice, ...]:
        """What could not be taken."""
        notices, self._notices = tuple(self._notices), []
        return notices


def _expanded(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        whole = path.expanduser().resolve()
        if whole.is_dir():
            yield from files_under(whole)
        elif whole.exists():
            yield whole
        else:
            raise NotFound(f"There is no file {path}.", remedy="Name a file or a folder that exists.")
