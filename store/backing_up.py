"""Backups: records as they are at one moment, originals by their fingerprint, settings without secrets."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from pipeline import backups
from pipeline.backups import KeptFile, Manifest
from pipeline.problems import Misconfigured
from pipeline.settings import Settings
from store import audit, copying, opening
from store.database import Database, is_sqlite
from store.packing import Packing, packing, scratch
from store.tables.intake import IntakeDocument, Original, PageView


def back_up(settings: Settings, to: Path, actor: str, told: Callable[[str], None]) -> Manifest:
    """Make a backup, while others go on working; what it holds.

    `to` is a new folder, or a new file where it ends in .tar, .tar.gz or .tgz. It gets its name when it is
    whole. Raises Misconfigured where something has that name, ResourceShort when the disk is full.
    """
    if to.is_file() or (to.is_dir() and any(to.iterdir())):
        raise Misconfigured(f"{to} is there already.", "A backup never replaces another.", "Name a new one.")
    if not settings.database_url and not (settings.home / backups.RECORDS).is_file():
        raise Misconfigured(
            f"There are no records in {settings.home}.",
            "",
            "Set CHANCERY_HOME to the folder of the records.",
        )
    opening.upgrade_schema(settings)
    with packing(to) as pack, scratch(to) as folder:
        copied = folder / backups.RECORDS
        told("the records")
        _copy_records(settings, copied)
        files = [pack.add(backups.RECORDS, copied), *_settings(settings, pack, folder)]
        with copying.opened(copied) as connection:
            manifest = _filled(connection, settings, files, pack, actor, told)
        data = backups.written(manifest)
        _log(settings, to, data, manifest, actor)
        pack.finish(data)
    return manifest


def _copy_records(settings: Settings, to: Path) -> None:
    """The records as they are at one moment, as an SQLite file, wherever they lie."""
    if is_sqlite(settings.records_url):
        _online_copy(settings, to)
    else:
        _portable_copy(settings, to)
    # one file alone, without a log beside it
    with closing(sqlite3.connect(to)) as copied:
        copied.execute("PRAGMA journal_mode=DELETE")


def _online_copy(settings: Settings, to: Path) -> None:
    source = Database(settings)
    try:
        with source.read() as connection, closing(sqlite3.connect(to)) as copy:
            driver: Any = connection.connection.driver_connection
            # in one step: a copy in several begins anew whenever another process writes
            driver.backup(copy)
    finally:
        source.dispose()


def _portable_copy(settings: Settings, to: Path) -> None:
    source = Database(settings)
    target = Database(Settings(home=to.parent, database_url=f"sqlite:///{to}"))
    try:
        with source.read() as old, target.write() as move:
            copying.whole(old, move.connection, audit.verify(old), lambda table, count: None)
    finally:
        target.dispose()
        source.dispose()


def _settings(settings: Settings, pack: Packing, folder: Path) -> Iterator[KeptFile]:
    for name in backups.SETTINGS_FILES:
        path = settings.home / name
        if name == backups.SETTINGS_FILES[0]:
            text = backups.kept_settings(settings)
        else:
            text = backups.without_passwords(path.read_text(encoding="utf-8")) if path.is_file() else ""
        if text:
            made = folder / name
            made.write_text(text, encoding="utf-8")
            yield pack.add(f"settings/{name}", made)


def _filled(
    copy: Connection,
    settings: Settings,
    files: list[KeptFile],
    pack: Packing,
    actor: str,
    told: Callable[[str], None],
) -> Manifest:
    """Put every original into the backup; the manifest of all."""
    wanted = _fingerprints(copy)
    told(f"{len(wanted)} originals and images of pages")
    kept, missing, damaged = [], [], []
    for sha256 in wanted:
        path = settings.originals_folder / sha256[:2] / sha256
        if not path.is_file():
            missing.append(sha256)
            continue
        file = pack.add(backups.original_name(sha256), path)
        kept.append(file)
        if file.sha256 != sha256:
            damaged.append(sha256)
    chain, rows = audit.verify(copy), copying.counted(copy)
    return Manifest(
        backups.FORM,
        version("chancery"),
        opening.SCHEMA,
        "sqlite" if is_sqlite(settings.records_url) else "postgresql",
        datetime.now(UTC),
        actor,
        rows[IntakeDocument.__tablename__],
        chain.events,
        chain.head,
        rows,
        (*files, *kept),
        tuple(missing),
        tuple(damaged),
        chain.why,
    )


def _fingerprints(copy: Connection) -> list[str]:
    """Everything that the records say lies in the folder of originals."""
    kept = set(copy.execute(select(Original.sha256).where(Original.disposed_at.is_(None))).scalars())
    return sorted(kept | set(copy.execute(select(PageView.image_sha256)).scalars()))


def _log(settings: Settings, to: Path, data: bytes, manifest: Manifest, actor: str) -> None:
    said = {
        "name": to.name,
        "manifest": hashlib.sha256(data).hexdigest(),
        "documents": manifest.documents,
        "events": manifest.events,
    }
    database = Database(settings)
    try:
        with database.write() as move:
            move.log(audit.who(actor), "records.backed_up", "records", None, said)
            audit.append(move)
    finally:
        database.dispose()
