"""Connections: how SQLite and PostgreSQL are spoken to, and what a write transaction is."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from pipeline.encoding import Json, to_plain
from pipeline.problems import Misconfigured, ResourceShort
from pipeline.settings import Settings
from store import sight
from store.tables.row import Model, now

BUSY_SECONDS = 30
_SQLITE = {"timeout": BUSY_SECONDS, "check_same_thread": False, "cached_statements": 512}
"""Python keeps 128 statements ready, which is less than the pages ask; narrowed ones are long to prepare."""
_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_NOMEM,
    }
)


def bare(model: type[Model]) -> Table:
    """The table of a model alone. Writes over it cost half of what they cost over the model."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for the audit log: who did what to which record."""

    who: str
    what: str
    subject: str
    before: Json = None
    after: Json = None


@dataclass(slots=True)
class Transaction:
    """One write in progress. Its events are appended to the audit log just before it commits."""

    connection: Connection
    settings: Settings
    now: datetime = field(default_factory=now)
    events: list[Event] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day in the office's own time zone."""
        return self.now.astimezone(self.settings.zone).date()

    def log(self, who: str, what: str, subject: str, before: object = None, after: object = None) -> None:
        """Note an event for the audit log; `before` and `after` are kept as JSON."""
        self.events.append(Event(who, what, subject, to_plain(before), to_plain(after)))

    def lock(self, name: str) -> None:
        """Let no other process hold this lock until the end. SQLite has one writer at a time anyway."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtext('chancery'), hashtext(:name))"), {"name": name}
            )


class Database:
    """An engine whose reads wait for nobody and whose writes come one after another where they must."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engine = _engine(settings.records_url)
        sight.watch(self.engine)
        self._writer = self.engine.execution_options(writes=True)
        sqlite = self.engine.dialect.name == "sqlite"
        self._turn = threading.Lock() if sqlite else None
        self._reader = (
            self.engine if sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        )

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A write transaction: committed at the end, undone by any exception.

        Raises ResourceShort when the database is busy, full or away.
        """
        with passing_faults(), self._in_turn(), self._writer.begin() as connection:
            yield Transaction(connection, self.settings)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """One writer of this process after another: SQLite's own waiting sleeps up to a tenth of a second."""
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise ResourceShort("The records are busy.", "Another change takes long.", "It is tried again.")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view for reading. Raises ResourceShort like `write`."""
        with passing_faults(), self._reader.connect() as connection:
            yield connection

    def dispose(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


@contextmanager
def passing_faults() -> Iterator[None]:
    """Turn what a busy, full or absent database says into ResourceShort; let our own faults out whole."""
    try:
        yield
    except OperationalError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        if isinstance(error.orig, sqlite3.Error) and (code is None or code & 0xFF not in _PASSING):
            raise
        raise ResourceShort(
            "The records cannot be reached now.",
            str(error.orig).strip().splitlines()[0],
            "Nothing was changed; it is tried again.",
        ) from error


def is_sqlite(url: str) -> bool:
    """Whether this address names an SQLite file."""
    return url.startswith("sqlite")


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        arguments: dict[str, Any] = _SQLITE if sqlite else {}
        engine = create_engine(
            parsed, connect_args=arguments, pool_size=10, max_overflow=30, pool_pre_ping=not sqlite
        )
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise Misconfigured(
            "The setting CHANCERY_DATABASE_URL names no database that can be used.",
            str(error).splitlines()[0],
            "Use sqlite:///… or postgresql+psycopg://…, the latter with the postgres extra installed.",
        ) from None
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    # the driver's own BEGIN is deferred: two readers that both turn writers would both have read the same
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
