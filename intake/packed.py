"""An archive as a box of files: each member listed, and read within limits, nothing written to disk."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from pipeline.problems import Misconfigured, ResourceShort

_ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    ValueError,
    NotImplementedError,
    KeyError,
)
ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `mark` changes with its content; `refusal` says why it cannot be had."""

    name: str
    size: int
    mark: str
    refusal: str = ""


class Box(Protocol):
    """An open archive."""

    def members(self) -> Iterator[Member]:
        """What lies in it that is no folder, in order. Raises ValueError where it is broken midway."""

    def read(self, member: Member, most: int) -> bytes:
        """A member's bytes; one more than `most` where it holds more. Raises ValueError for a broken one."""


def is_archive(path: Path) -> bool:
    """Whether this file is one by its name."""
    return path.name.lower().endswith(ENDINGS)


@contextmanager
def opened(path: Path) -> Iterator[Box]:
    """An archive's content. Raises Misconfigured for a broken one, ResourceShort where it cannot be read."""
    try:
        box: _Zip | _Tar
        if path.name.lower().endswith(".zip"):
            box = _Zip(zipfile.ZipFile(path))
        else:
            squeezed = path.name.lower().endswith("gz")
            tape = tarfile.TarFile.gzopen(path) if squeezed else tarfile.TarFile.taropen(path)  # noqa: SIM115 - closed below
            box = _Tar(tape)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise Misconfigured(f"The archive {path} cannot be opened.", f"{error.strerror}.") from None
    except _BROKEN as error:
        why = f"It is broken or cut short: {error}."
        raise Misconfigured(f"The archive {path} cannot be opened.", why, "Ask for it again.") from None
    except OSError as error:
        why = f"{error.strerror or error}."
        raise ResourceShort(f"The archive {path} cannot be read.", why, "Try again.") from error
    with closing(box):
        yield box


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._found: dict[str, zipfile.ZipInfo] = {}

    def close(self) -> None:
        self._archive.close()

    def members(self) -> Iterator[Member]:
        for info in self._archive.infolist():
            if info.is_dir():
                continue
            twice = self._found.setdefault(info.filename, info) is not info
            mark = f"{info.CRC:08x}/{info.file_size}/{info.date_time}"
            why = "The archive holds two files of this name." if twice else _zip_refusal(info)
            yield Member(info.filename, info.file_size, mark, why)

    def read(self, member: Member, most: int) -> bytes:
        try:
            with self._archive.open(self._found[member.name]) as stream:
                return _read(stream, most)
        except (*_BROKEN, RuntimeError) as error:
            raise ValueError(str(error)) from None


def _zip_refusal(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x1:
        return "It is encrypted; unpack the archive, and take in what comes out."
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        return "It is a link, and links are not followed."
    if info.compress_type not in _ZIP_METHODS:
        return "It is packed in a way that is not read; only stored and deflated files are."
    return ""


class _Tar:
    def __init__(self, tape: tarfile.TarFile) -> None:
        self._tape = tape
        self._found: dict[str, tarfile.TarInfo] = {}

    def close(self) -> None:
        self._tape.close()

    def _entries(self) -> Iterator[tarfile.TarInfo]:
        try:
            yield from self._tape
        except (*_BROKEN, OSError) as error:
            raise ValueError(str(error)) from None

    def members(self) -> Iterator[Member]:
        for info in self._entries():
            if info.isdir():
                continue
            twice = self._found.setdefault(info.name, info) is not info
            why = "" if info.isreg() else "It is no regular file, but a link, pipe or device."
            why = "The archive holds two files of this name." if twice else why
            yield Member(info.name, info.size, f"{info.size}/{info.mtime}/{info.offset_data}", why)

    def read(self, member: Member, most: int) -> bytes:
        try:
            stream = self._tape.extractfile(self._found[member.name])
            assert stream is not None, "only regular files are read"
            data = _read(stream, most)
        except (*_BROKEN, OSError) as error:
            raise ValueError(str(error)) from None
        if len(data) < min(member.size, most):
            raise ValueError("it is cut short")
        return data


def _read(stream: IO[bytes], most: int) -> bytes:
    return stream.read(most + 1)
