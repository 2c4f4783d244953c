"""Originals kept whole, once each, under the fingerprint of their bytes."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from pipeline.problems import Damaged, ResourceShort

STRAY_SECONDS = 24 * 3600


class Blobs:
    """A folder of originals. What `put` has returned survives a power cut; nothing half written is ever seen.

    Bytes are written under a temporary name, flushed, renamed into place, and the folder is flushed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unfinished = folder / "unfinished"

    def place(self, sha256: str) -> Path:
        """Where the bytes of this fingerprint lie, or would lie. Raises ValueError for no fingerprint."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"not a fingerprint: {sha256[:80]!r}")
        return self.folder / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keep these bytes; their sha256. Known bytes are kept once, and mended where they were damaged.

        Raises ResourceShort when the disk does not take them.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        place = self.place(sha256)
        with _disk_faults("keep"):
            if not _holds(place, sha256):
                self._write(place, data)
            # also for known bytes: whoever wrote them may have died between the rename and this flush
            _flush_folder(place.parent)
            _flush_folder(self.folder)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises ResourceShort when they cannot be read, Damaged when they are not as kept."""
        with _disk_faults("read"):
            data = self.place(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged(
                "A kept original is no longer what was received.",
                f"Its bytes do not have the fingerprint {sha256[:12]}…",
                "Restore the folder of originals, or offer the document again.",
            )
        return data

    def remove(self, sha256: str) -> None:
        """Remove the bytes for good; nothing happens where they are gone. Raises ResourceShort."""
        place = self.place(sha256)
        with _disk_faults("remove"):
            place.unlink(missing_ok=True)
            if place.parent.is_dir():
                _flush_folder(place.parent)

    def sweep(self) -> int:
        """Remove what interrupted writes left behind more than a day ago; how many files."""
        if not self._unfinished.is_dir():
            return 0
        old = time.time() - STRAY_SECONDS
        strays = [path for path in self._unfinished.iterdir() if path.stat().st_mtime < old]
        for stray in strays:
            stray.unlink(missing_ok=True)
        return len(strays)

    def _write(self, place: Path, data: bytes) -> None:
        self._unfinished.mkdir(parents=True, exist_ok=True)
        place.parent.mkdir(exist_ok=True)
        unfinished = self._unfinished / uuid4().hex
        try:
            with unfinished.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(place)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise


def _holds(place: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(place.read_bytes()).hexdigest() == sha256
    except FileNotFoundError:
        return False


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _disk_faults(verb: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ResourceShort(
            f"The machine could not {verb} an original.",
            error.strerror or str(error),
            "Make room or mend the disk; it is tried again by itself.",
        ) from error
