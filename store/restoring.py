"""Restoring a backup into an empty place: every file by its fingerprint, and nothing counts before all do."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from sqlalchemy import inspect

from pipeline import backups
from pipeline.backups import MANIFEST, RECORDS, KeptFile, Manifest
from pipeline.encoding import Json
from pipeline.problems import Damaged, IllegalMove, Misconfigured
from pipeline.settings import Settings
from store import audit, copying, opening
from store.blobs import Blobs
from store.database import Database, Transaction, is_sqlite
from store.opening import RESTORING
from store.packing import CHUNK, PACKED, disk_faults, flush


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and what reading it again found: events of the audit log, originals, rows.

    `kept_settings` names settings files that were there already and stayed as they were.
    """

    manifest: Manifest
    manifest_sha256: str
    events: int
    head: str
    originals: int
    kept_settings: tuple[str, ...] = ()
    verified: bool = False


def check(path: Path, told: Callable[[str], None]) -> Restored:
    """Whether a backup is whole: each file by its fingerprint, the audit log link by link. Changes nothing.

    Raises Damaged for one that is not, Misconfigured where there is none.
    """
    with disk_faults(), _unpacked(path, path.with_name(path.name + ".checked")) as (folder, manifest, data):
        told(f"{len(manifest.files)} files")
        for file in manifest.files:
            _copied(folder / file.name, file, None)
        _check_chain(folder / RECORDS, manifest)
    return _restored(manifest, data)


def restore(
    settings: Settings, path: Path, actor: str, told: Callable[[str], None], *, verify: bool
) -> Restored:
    """Put a backup where these settings look for records, originals and settings; nothing may be there yet.

    Until the last step the records cannot be opened; a restore that was cut off is begun again. `verify`
    reads everything again from where it lies then. Raises IllegalMove for a place that is not empty,
    Damaged for a backup that is not whole, Misconfigured where there is none.
    """
    mark = settings.home / RESTORING
    _check_empty(settings, mark.exists())
    with disk_faults():
        settings.home.mkdir(parents=True, exist_ok=True)
        mark.mkdir(exist_ok=True)
        with _unpacked(path, mark / "unpacked") as (folder, manifest, data):
            told(f"{len(manifest.originals)} originals and images of pages")
            for file in manifest.originals:
                _copied(folder / file.name, file, settings.originals_folder / file.name.partition("/")[2])
            told("the records")
            _bring_up_to_date(settings, mark, folder, manifest, data, actor)
            kept = tuple(_put_settings(settings, folder, manifest))
        flush(settings.home)
        shutil.rmtree(mark)
    found = _restored(manifest, data, kept)
    return _verified(settings, found, told) if verify else found


def _restored(manifest: Manifest, data: bytes, kept: tuple[str, ...] = ()) -> Restored:
    own = hashlib.sha256(data).hexdigest()
    return Restored(manifest, own, manifest.events, manifest.head, len(manifest.originals), kept)


def _check_empty(settings: Settings, cut_off: bool) -> None:
    originals = settings.originals_folder
    held = []
    if is_sqlite(settings.records_url):
        held += [RECORDS] if not cut_off and (settings.home / RECORDS).exists() else []
    else:
        held += [] if cut_off else _tables(settings)
    if not cut_off and originals.is_dir() and any(originals.glob("??/*")):
        held.append(str(originals))
    if held:
        raise IllegalMove(
            "A backup is restored into an empty place only.",
            f"There is {held[0]} already in {settings.home if held[0] == RECORDS else 'it'}.",
            "Set CHANCERY_HOME to a new folder, or move the old one away.",
        )


def _tables(settings: Settings) -> list[str]:
    database = Database(settings)
    try:
        with database.read() as connection:
            return [f"the table {name}" for name in sorted(inspect(connection).get_table_names())[:1]]
    finally:
        database.dispose()


@contextmanager
def _unpacked(path: Path, beside: Path) -> Iterator[tuple[Path, Manifest, bytes]]:
    """The folder of a backup, with its manifest. A packed one is unpacked, and removed afterwards."""
    if path.is_dir():
        yield path, *_manifest(path)
        return
    if not path.is_file() or path.suffix not in PACKED:
        raise Misconfigured(f"{path} is no backup.", "", "Name the folder or the .tar that `backup` made.")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        _unpack(path, beside)
        yield beside, *_manifest(beside)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unpack(path: Path, to: Path) -> None:
    try:
        with tarfile.open(path) as archive:
            for entry in archive:
                source = archive.extractfile(entry) if entry.isreg() else None
                if source is None or not backups.may_lie_in_a_backup(entry.name):
                    raise Damaged(f"{path} holds what no backup holds: {entry.name[:80]!r}.")
                place = to / entry.name
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as target:
                    shutil.copyfileobj(source, target, CHUNK)
    except (tarfile.TarError, EOFError) as error:
        raise Damaged(f"{path} cannot be unpacked.", str(error), "Take another backup.") from None


def _manifest(folder: Path) -> tuple[Manifest, bytes]:
    path = folder / MANIFEST
    if not path.is_file():
        raise Damaged(
            f"{folder} is no whole backup.", "It has no manifest, which is written last.", "Take another one."
        )
    data = path.read_bytes()
    return backups.read(data), data


def _copied(source: Path, file: KeptFile, to: Path | None) -> None:
    """Read a file of the backup, and write it where it belongs. Raises Damaged where it is another."""
    found = hashlib.sha256()
    try:
        with source.open("rb") as read:
            if to is None:
                _pour(read, found.update)
            else:
                to.parent.mkdir(parents=True, exist_ok=True)
                with to.open("wb") as target:
                    _pour(read, found.update, target.write)
                flush(to)
    except FileNotFoundError:
        raise Damaged("The backup is not whole.", f"{file.name} is missing.", "Take another one.") from None
    if found.hexdigest() != file.sha256:
        raise Damaged(
            "The backup is not what was written.",
            f"{file.name} does not have the fingerprint that the manifest names.",
            "Take another one.",
        )


def _pour(source: IO[bytes], *into: Callable[[bytes], object]) -> None:
    while part := source.read(CHUNK):
        for take in into:
            take(part)


def _check_chain(path: Path, manifest: Manifest) -> None:
    with copying.opened(path) as connection:
        found = audit.verify(connection)
    if (found.events, found.head, found.why) != (manifest.events, manifest.head, manifest.fault):
        raise Damaged("The audit log of the backup is not as the manifest says.", found.why or "")


def _bring_up_to_date(
    settings: Settings, mark: Path, folder: Path, manifest: Manifest, data: bytes, actor: str
) -> None:
    """Check the records in a place of their own, bring them up to date, and put them where they belong."""
    file = next((file for file in manifest.files if file.name == RECORDS), None)
    if file is None:
        raise Damaged("The backup holds no records.")
    place, here = mark / RECORDS, Settings(home=mark, office=settings.office)
    for left in mark.glob(f"{RECORDS}*"):
        left.unlink()
    _copied(folder / RECORDS, file, place)
    _check_chain(place, manifest)
    opening.upgrade_schema(here)
    own = hashlib.sha256(data).hexdigest()
    said: dict[str, Json] = {"manifest": own, "made": manifest.made_at.isoformat()}
    if is_sqlite(settings.records_url):
        with _writing(here) as move:
            _end(move, said, actor)
        with closing(sqlite3.connect(place)) as one_file:
            one_file.execute("PRAGMA journal_mode=DELETE")
        place.rename(settings.home / RECORDS)
    else:
        _into_server(settings, place, said, actor)


def _into_server(settings: Settings, place: Path, said: dict[str, Json], actor: str) -> None:
    with copying.opened(place) as old, _writing(settings) as move:
        move.lock("schema")
        if not inspect(move.connection).get_table_names():
            copying.whole(old, move.connection, audit.verify(old), lambda table, count: None)
            _end(move, said, actor)


@contextmanager
def _writing(settings: Settings) -> Iterator[Transaction]:
    database = Database(settings)
    try:
        with database.write() as move:
            yield move
    finally:
        database.dispose()


def _end(move: Transaction, said: dict[str, Json], actor: str) -> None:
    copying.index(move.connection)
    move.log(audit.who(actor), "records.restored", "records", None, said)
    audit.append(move)


def _put_settings(settings: Settings, folder: Path, manifest: Manifest) -> Iterator[str]:
    """Put settings files where none is; the names of those that are there already."""
    for file in manifest.files:
        if file.name.startswith("settings/"):
            place = settings.home / file.name.partition("/")[2]
            if place.exists():
                yield place.name
            else:
                _copied(folder / file.name, file, place)


def _verified(settings: Settings, found: Restored, told: Callable[[str], None]) -> Restored:
    """Read everything again from where it lies now. Raises Damaged where something is not as it was."""
    blobs, broken = Blobs(settings.originals_folder), set(found.manifest.damaged)
    told("everything again")
    for file in found.manifest.originals:
        sha256 = file.name.rpartition("/")[2]
        if sha256 not in broken:
            blobs.get(sha256)
    database = Database(settings)
    try:
        with database.read() as connection:
            chain, rows = audit.verify(connection), copying.counted(connection)
    finally:
        database.dispose()
    if chain.why != found.manifest.fault or chain.events < found.manifest.events:
        raise Damaged("The restored audit log is not whole.", chain.why or "")
    # more there may be: the event of the restore, and what a newer version brings along
    fewer = [name for name, count in found.manifest.rows.items() if rows.get(name, 0) < count]
    if fewer:
        raise Damaged("Rows are missing from what was restored.", ", ".join(fewer))
    return replace(found, events=chain.events, head=chain.head, verified=True)
