"""A records package as a ZIP file: written whole or not at all, and read again byte by byte."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from pipeline import archives
from pipeline.archives import MANIFEST, Kept, Manifest, Member
from pipeline.problems import Damaged, IllegalMove, Misconfigured

_ALWAYS = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Checked:
    """A package that was read: its manifest, the fingerprint of the file, and everything that is wrong."""

    manifest: Manifest
    sha256: str
    wrong: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is altered, missing or added."""
        return not self.wrong


class Writer:
    """Puts members into a package, one after the other; `kept` is what the manifest says of them.

    Nothing is squeezed and no time is noted: the same members are the same bytes, on every machine.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self.kept: list[Kept] = []

    def add(self, member: Member) -> None:
        """Put one file in."""
        _put(self._zip, member.name, member.data)
        sha256 = hashlib.sha256(member.data).hexdigest()
        self.kept.append(Kept(member.name, len(member.data), sha256, member.masked))

    def finish(self, manifest: Manifest) -> Manifest:
        """Put the manifest in, which then names every member; it as it was written."""
        members = tuple(sorted(self.kept, key=lambda one: one.name))
        told = replace(
            manifest,
            members=members,
            masked=sum(one.masked for one in members),
            whole=archives.whole(members),
        )
        _put(self._zip, MANIFEST, archives.written(told))
        self._zip.close()
        return told


def _put(into: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ALWAYS)
    entry.create_system, entry.external_attr = 3, 0o600 << 16
    into.writestr(entry, data)


@contextmanager
def new_file(to: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when the block ends well. Raises IllegalMove where one has it already."""
    if to.exists():
        raise IllegalMove(f"{to} is there already.", "A package never replaces another.", "Name a new file.")
    beside = to.with_name(to.name + ".unfinished")
    try:
        with beside.open("w+b") as file:
            os.fchmod(file.fileno(), 0o600)
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(to)
    except OSError as error:
        raise Misconfigured(f"{to} was not written.", error.strerror or str(error)) from error
    finally:
        beside.unlink(missing_ok=True)


def fingerprint(file: IO[bytes]) -> str:
    """The fingerprint of a whole file."""
    file.seek(0)
    found = hashlib.sha256()
    while part := file.read(_CHUNK):
        found.update(part)
    return found.hexdigest()


def check(path: Path) -> Checked:
    """Read a package again: each member by its fingerprint, and every byte between them.

    The package is written anew from its members and compared, so that nothing can hide in it. Raises
    Damaged for what is no package at all, Misconfigured for a file that is not there.
    """
    try:
        with path.open("rb") as file:
            sha256 = fingerprint(file)
            with zipfile.ZipFile(file) as held:
                manifest = _manifest(held)
                wrong = list(_wrong(held, manifest))
                if not wrong and not _same_bytes(held, manifest, sha256):
                    wrong.append("there are bytes in the file that belong to no member")
                return Checked(manifest, sha256, tuple(wrong))
    except FileNotFoundError:
        raise Misconfigured(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Damaged(f"{path.name} is no records package, or is damaged.", str(error)[:200]) from None


def _manifest(held: zipfile.ZipFile) -> Manifest:
    try:
        return archives.read(held.read(MANIFEST))
    except KeyError:
        raise Damaged("The package has no manifest.", "It is written last.", "Take another one.") from None


def _wrong(held: zipfile.ZipFile, manifest: Manifest) -> Iterator[str]:
    found = [entry.filename for entry in held.infolist()]
    named = {member.name: member for member in manifest.members}
    yield from (f"{name} is there twice" for name, times in sorted(Counter(found).items()) if times > 1)
    yield from (f"{name} is missing" for name in sorted(named.keys() - set(found)))
    yield from (f"{name} was added" for name in sorted(set(found) - named.keys() - {MANIFEST}))
    for name in sorted(named.keys() & set(found)):
        try:
            data = held.read(name)
        except zipfile.BadZipFile:
            yield f"{name} was altered"
            continue
        if (len(data), hashlib.sha256(data).hexdigest()) != (named[name].size, named[name].sha256):
            yield f"{name} was altered"
    if archives.whole(manifest.members) != manifest.whole:
        yield f"{MANIFEST} was altered: its members do not give the fingerprint that it names"
    if sum(member.masked for member in manifest.members) != manifest.masked:
        yield f"{MANIFEST} was altered: its members were not masked in as many places as it says"


def _same_bytes(held: zipfile.ZipFile, manifest: Manifest, sha256: str) -> bool:
    """Whether the members, written anew in the order in which they lie, are this very file."""
    masked = {member.name: member.masked for member in manifest.members}
    with tempfile.TemporaryFile() as again:
        writer = Writer(again)
        for entry in held.infolist():
            if entry.filename in masked and archives.may_lie_in_a_package(entry.filename):
                writer.add(Member(entry.filename, held.read(entry), masked[entry.filename]))
        writer.finish(manifest)
        return fingerprint(again) == sha256
