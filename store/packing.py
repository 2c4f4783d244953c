"""Where a backup is written to: a folder, or one file. It gets its name when it is whole, never before."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from pipeline.backups import MANIFEST, UNFINISHED, KeptFile
from pipeline.problems import ResourceShort

CHUNK = 1 << 20
PACKED = frozenset({".tar", ".gz", ".tgz"})
"""Endings of a backup that is one file."""


class Packing(Protocol):
    """A backup that is being written."""

    def add(self, name: str, path: Path) -> KeptFile:
        """Copy a file into it; its size and the fingerprint of the bytes that were copied."""

    def finish(self, manifest: bytes) -> None:
        """Write the manifest, flush everything, and give the backup its name."""


class Hashing(io.RawIOBase):
    """Reads another file, and knows the fingerprint and number of the bytes that went through."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._hash, self.size = source, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._source.read(size)
        self._hash.update(data)
        self.size += len(data)
        return data

    @property
    def sha256(self) -> str:
        """The fingerprint of what was read so far."""
        return self._hash.hexdigest()


@contextmanager
def packing(to: Path) -> Iterator[Packing]:
    """A backup under a name that says that it is not finished; what fails leaves nothing else.

    Raises ResourceShort while another process writes the same backup.
    """
    unfinished = to.with_name(to.name + UNFINISHED)
    with disk_faults():
        to.parent.mkdir(parents=True, exist_ok=True)
        if to.suffix in PACKED:
            unfinished.touch(mode=0o600)
        else:
            unfinished.mkdir(mode=0o700, exist_ok=True)
        with _alone_at(unfinished):
            made: _Folder | _Archive = (
                _Archive(unfinished, to) if to.suffix in PACKED else _Folder(unfinished, to)
            )
            try:
                yield made
            finally:
                made.close()


@contextmanager
def scratch(to: Path) -> Iterator[Path]:
    """A folder beside a backup for what goes into it; what a killed run left there goes first."""
    folder = to.with_name(to.name + ".scratch")
    with disk_faults():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone_at(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise ResourceShort(
            f"{path} is being written.", "Another backup of this name runs.", "Wait for it, or name another."
        ) from None
    finally:
        os.close(handle)


@contextmanager
def disk_faults() -> Iterator[None]:
    """Turn what a full or read-only disk says into ResourceShort."""
    try:
        yield
    except BlockingIOError:
        raise
    except OSError as error:
        why = error.strerror or str(error)
        raise ResourceShort(
            "The backup was not finished.",
            f"{error.filename or 'the disk'}: {why}",
            "Make room or give the right to it, and start it again; a half-made backup never has its name.",
        ) from error


class _Folder:
    def __init__(self, unfinished: Path, to: Path) -> None:
        self._folder, self._to, self._added = unfinished, to, list[Path]()
        for left in unfinished.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()

    def add(self, name: str, path: Path) -> KeptFile:
        place = self._folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as source, place.open("xb") as target:
            read = Hashing(source)
            shutil.copyfileobj(read, target, CHUNK)
        self._added.append(place)
        return KeptFile(name, read.size, read.sha256)

    def finish(self, manifest: bytes) -> None:
        # after all of them were written: most are on disk by now, and little is waited for
        for path in self._added:
            flush(path)
        (self._folder / MANIFEST).write_bytes(manifest)
        flush(self._folder / MANIFEST)
        flush(self._folder)
        self._folder.rename(self._to)
        flush(self._to.parent)

    def close(self) -> None:
        """A folder holds nothing open."""


class _Archive:
    def __init__(self, unfinished: Path, to: Path) -> None:
        self._path, self._to = unfinished, to
        if to.suffix == ".tar":
            self._tar = tarfile.open(unfinished, "w")  # noqa: SIM115 - stays open
        else:
            self._tar = tarfile.open(unfinished, "w:gz", compresslevel=6)  # noqa: SIM115 - stays open

    def add(self, name: str, path: Path) -> KeptFile:
        with path.open("rb") as source:
            read = Hashing(source)
            self._tar.addfile(_entry(name, os.fstat(source.fileno()).st_size), read)
        return KeptFile(name, read.size, read.sha256)

    def finish(self, manifest: bytes) -> None:
        self._tar.addfile(_entry(MANIFEST, len(manifest)), io.BytesIO(manifest))
        self._tar.close()
        flush(self._path)
        self._path.rename(self._to)
        flush(self._to.parent)

    def close(self) -> None:
        """Let go of the file, whole or not."""
        self._tar.close()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def flush(path: Path) -> None:
    """Let a file's bytes, or the names in a folder, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
