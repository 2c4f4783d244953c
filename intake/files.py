"""Files and folders named by a person. They stay where they are."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
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

    @property
    def mark(self) -> str:
        """The fingerprint as it is kept with a receipt."""
        return f"{self.size}/{self.modified_ns}/{self.inode}"


def finished_name(name: str) -> bool:
    """Whether a name is that of a document: not hidden, no lock file, no download under way."""
    return not name.startswith((".", "~$")) and not name.lower().endswith(_UNFINISHED)


def files_under(
    folder: Path,
    leave_out: frozenset[Path] = frozenset(),
    closed: Callable[[OSError], None] | None = None,
    unfinished: Callable[[Path], None] | None = None,
) -> Iterator[Path]:
    """What lies in a folder and its subfolders, by name: files, and links and the like as what they are.

    No link is followed, so nothing leaves the folder. `leave_out` is neither given nor entered.
    `closed` hears of each subfolder that may not be read, `unfinished` of each file that is passed over by
    its name.
    """
    for place, folders, names in os.walk(folder, onerror=closed):
        here = Path(place)
        folders[:] = sorted(name for name in folders if finished_name(name) and here / name not in leave_out)
        linked = [name for name in folders if (here / name).is_symlink()]
        for name in sorted([*names, *linked]):
            if here / name in leave_out:
                continue
            if finished_name(name):
                yield here / name
            elif unfinished is not None:
                unfinished(here / name)


def written(path: Path) -> str:
    """A path or name in characters that can be stored and printed, also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def no_file(path: Path) -> str | None:
    """Why nothing can be taken from what is no regular file; None for a regular file. Raises OSError."""
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return "It is a link, and links are not followed; name the file that it leads to."
    return "It is no regular file, but a folder, pipe, socket or device."


def take(path: Path, now: datetime, largest: int) -> Incoming | Notice | None:
    """The file as a receipt, a notice where it cannot be had, or None where it is gone or being written.

    `largest` is in bytes. Raises OSError only where the machine is short, not the file.
    """
    try:
        before = Fingerprint.of(path)
        if before is None:
            return _no_file(path)
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
    return Incoming(
        RECEIPT_CHANNEL, written(Path(path.name)), data, now, source=written(path), mark=before.mark
    )


def _no_file(path: Path) -> Notice | None:
    why = no_file(path)
    return Notice(written(path), why, refused=True) if why else None


class NamedFiles:
    """The channel of files and folders that a person names, in that order, each file once.

    What it cannot take it has given up: nobody but that person looks at it again. Folders in `leave_out`,
    which must be resolved, are not entered, and refused where they are named themselves.
    """

    def __init__(self, paths: Iterable[Path], largest: int, leave_out: frozenset[Path] = frozenset()) -> None:
        self._largest = largest
        self._leave_out = leave_out
        self._notices: list[Notice] = []
        self._unfinished: dict[Path, None] = {}
        self.files = tuple(dict.fromkeys(self._expanded(paths)))

    @property
    def unfinished(self) -> tuple[Path, ...]:
        """Files in the folders that were passed over for their names: hidden, locks, downloads under way."""
        return tuple(path for path in self._unfinished if path not in self.files)

    def sizes(self) -> Iterator[tuple[Path, int]]:
        """Each file that can be taken, with its size in bytes. Nothing is opened."""
        for path in self.files:
            try:
                found = Fingerprint.of(path)
            except OSError as error:
                self._refuse(path, f"The machine could not read the file: {error.strerror}.")
                continue
            if found is not None:
                yield path, found.size
            elif notice := _no_file(path):
                self._notices.append(notice)

    def waiting(self, now: datetime) -> Iterator[Incoming]:
        """Each file once, in order."""
        for path in self.files:
            try:
                found = take(path, now, self._largest)
            except OSError as error:
                self._refuse(path, f"The machine could not read the file: {error.strerror}.")
                continue
            if isinstance(found, Incoming):
                yield found
            else:
                self._refuse(path, found.why if found else "The file went or changed while it was read.")

    def committed(self, incoming: Incoming) -> None:
        """A named file stays where it is."""

    def notices(self) -> tuple[Notice, ...]:
        """What could not be taken."""
        notices, self._notices = tuple(self._notices), []
        return notices

    def _refuse(self, path: Path, why: str) -> None:
        self._notices.append(Notice(written(path), why, refused=True))

    def _closed(self, error: OSError) -> None:
        self._refuse(Path(error.filename), f"The folder may not be read: {error.strerror}.")

    def _expanded(self, paths: Iterable[Path]) -> Iterator[Path]:
        for path in paths:
            whole = _resolved(path)
            if whole in self._leave_out:
                self._refuse(whole, "In this folder Chancery keeps its own files.")
            elif whole.is_dir():
                yield from files_under(whole, self._leave_out, self._closed, self._passed_over)
            else:
                yield whole

    def _passed_over(self, path: Path) -> None:
        self._unfinished[path] = None


def _resolved(path: Path) -> Path:
    """The whole path that a name stands for. Raises NotFound where nothing is there."""
    try:
        whole = path.expanduser().resolve()
        whole.lstat()
    except (OSError, RuntimeError, ValueError) as error:
        # a home folder that nobody has, a circle of links, a name too long or with a null in it
        why = getattr(error, "strerror", None) or str(error)
        raise NotFound(
            f"There is no file {path}.", f"{why.rstrip('.')}.", "Name a file or a folder that exists."
        ) from None
    return whole
