"""Moving whole records from an SQLite file into PostgreSQL: each row compared afterwards, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import OperationalError

from pipeline.problems import Conflict, IllegalMove, Misconfigured, ResourceShort
from pipeline.settings import Settings
from store import audit, findable, opening, passages, search
from store.blobs import Blobs
from store.database import Database, bare, is_sqlite
from store.tables import metadata
from store.tables.audit import AuditEvent
from store.tables.counting import StoreState
from store.tables.intake import IntakeDocument, Original
from store.views import AuditCheck

CHUNK = 1000
_GUARDED = bare(AuditEvent)
"""Its rows can only be added: the new database has none yet."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: rows by table, the audit log to its last hash, originals that are not in their folder.

    `again`: an earlier move had come to its end already.
    """

    rows: dict[str, int]
    documents: int
    events: int
    head: str
    originals: int
    missing: tuple[str, ...]
    again: bool = False
    total: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum(self.rows.values()))


def move_records(source: Settings, url: str, actor: str, told: Callable[[str, int], None]) -> Moved:
    """Copy the SQLite records of these settings to an empty PostgreSQL database, and close the old ones.

    Every row is read back and compared, and the audit log is computed anew on both sides, before anything
    is committed. `told` hears of each table. Raises Misconfigured for an address that does not fit,
    ResourceShort while somebody else has the records open, IllegalMove for a database that is not empty or
    a broken audit log, Conflict where the copy differs.
    """
    _check(source, url)
    opening.upgrade_schema(source)
    target = Database(Settings(home=source.home, database_url=url))
    try:
        with _alone_with(source) as old:
            moved = _moved(old, target, source, actor, told)
            words = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
            old.execute(insert(StoreState).values(name=opening.MOVED, value=words))
    finally:
        target.dispose()
    return moved


def _check(source: Settings, url: str) -> None:
    if not is_sqlite(source.records_url):
        raise Misconfigured(
            "The records do not lie in an SQLite file.",
            "CHANCERY_DATABASE_URL names another database already.",
            "Take the setting away for this command, or move them with the tools of that database.",
        )
    if not url.startswith(("postgresql", "postgres")):
        raise Misconfigured(
            "Records move to PostgreSQL alone.", remedy="Write postgresql://user@host/database."
        )


@contextmanager
def _alone_with(source: Settings) -> Iterator[Connection]:
    """The only connection to the SQLite file there is, so that nothing is written behind the copy."""
    engine = create_engine(source.records_url, connect_args={"timeout": 1})

    def prepare(connection: Any, record: object) -> None:
        connection.isolation_level = None
        # an open file is held with a shared lock: this one is had only when nobody else has it open
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN EXCLUSIVE"))
    try:
        with engine.begin() as connection:
            yield connection
    except OperationalError as error:
        if "locked" not in str(error.orig):
            raise
        raise ResourceShort(
            "The records are open in another process.",
            "What it wrote meanwhile would not be moved.",
            "Stop `chancery up` and all that uses this home folder, and move them then.",
        ) from None
    finally:
        engine.dispose()


def _moved(
    old: Connection, target: Database, source: Settings, actor: str, told: Callable[[str, int], None]
) -> Moved:
    chain = audit.verify(old)
    if not chain.holds:
        raise IllegalMove(
            f"The audit log is broken: {chain.why}.",
            "A copy would hide where.",
            "Find out what happened, or restore a backup; then move the records.",
        )
    rows = {table.name: _count(old, table) for table in metadata.sorted_tables}
    missing = _missing(old, source)
    found = Moved(
        rows, rows[IntakeDocument.__tablename__], chain.events, chain.head, rows["original"], missing
    )
    with target.write() as move:
        move.lock("schema")
        if _came_before(move.connection, chain):
            return Moved(**{**_fields(found), "again": True})
        opening.migrate(move.connection, None)
        with _references_checked_at_the_end(move.connection):
            _copy(old, move.connection, told)
        _compare(old, move.connection, chain)
        _renew_numbers(move.connection)
        _index(move.connection)
        after = {"rows": found.total, "events": chain.events, "head": chain.head}
        move.log(actor, "records.moved", "records", {"database": "sqlite"}, after)
        audit.append(move)
    return found


def _fields(moved: Moved) -> dict[str, Any]:
    return {
        name: getattr(moved, name) for name in ("rows", "documents", "events", "head", "originals", "missing")
    }


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _missing(old: Connection, source: Settings) -> tuple[str, ...]:
    """Fingerprints of originals whose bytes are not where the new records will look for them."""
    blobs = Blobs(source.originals_folder)
    kept = old.execute(select(Original.sha256)).scalars()
    return tuple(sha256 for sha256 in kept if not blobs.place(sha256).is_file())


def _came_before(new: Connection, chain: AuditCheck) -> bool:
    """Whether this very record is there already. Raises IllegalMove where anything else is."""
    tables = inspect(new).get_table_names()
    if not tables:
        return False
    if _GUARDED.name in tables:
        link = select(_GUARDED.c.hash).where(_GUARDED.c.number == chain.events)
        if chain.events and new.execute(link).scalar() == chain.head:
            return True
    raise IllegalMove(
        "The database is not empty.",
        f"It holds {len(tables)} tables already, among them {sorted(tables)[0]}.",
        "Make a new one with `createdb`, and name that.",
    )


@contextmanager
def _references_checked_at_the_end(new: Connection) -> Iterator[None]:
    """A row may come before the row of the same table that it names; all of them are checked at the end."""
    alter = "ALTER TABLE {} ALTER CONSTRAINT {} {}"
    names = [
        (table.name, str(key.constraint.name))
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is table and key.constraint is not None
    ]
    for table, name in names:
        new.execute(text(alter.format(table, name, "DEFERRABLE INITIALLY DEFERRED")))
    yield
    new.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table, name in names:
        new.execute(text(alter.format(table, name, "NOT DEFERRABLE")))


def _copy(old: Connection, new: Connection, told: Callable[[str, int], None]) -> None:
    for table in reversed(metadata.sorted_tables):
        if table is not _GUARDED:
            new.execute(delete(table))
    for table in metadata.sorted_tables:
        count = 0
        for part in _rows(old, table).partitions(CHUNK):
            new.execute(insert(table), [row._asdict() for row in part])
            count += len(part)
        told(table.name, count)


def _rows(connection: Connection, table: Table) -> Any:
    query = select(table).order_by(*table.primary_key.columns)
    return connection.execute(query.execution_options(yield_per=CHUNK))


def _compare(old: Connection, new: Connection, chain: AuditCheck) -> None:
    for table in metadata.sorted_tables:
        for number, (one, other) in enumerate(zip_longest(*_both(old, new, table)), start=1):
            if one is None or other is None or tuple(one) != tuple(other):
                raise Conflict(
                    f"The copy of the table {table.name} differs in its row {number}.",
                    "A value means something else in the other database.",
                    "Nothing was moved. Report this; the records stay as they are.",
                )
    copied = audit.verify(new)
    if copied != chain:
        raise Conflict("The audit log of the copy differs.", copied.why or "", "Nothing was moved.")


def _both(old: Connection, new: Connection, table: Table) -> tuple[Iterator[Row[Any]], Iterator[Row[Any]]]:
    """The rows of both sides in one order. Databases do not agree on the order of words."""
    worded = any(column.type.python_type is not int for column in table.primary_key.columns)
    ours, theirs = _rows(old, table), _rows(new, table)
    if not worded:
        return iter(ours), iter(theirs)
    return iter(sorted(ours, key=repr)), iter(sorted(theirs, key=repr))


def _renew_numbers(new: Connection) -> None:
    """Let the next row of each table get a number that none has."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        highest = new.execute(select(func.max(column))).scalar()
        if highest is not None:
            place = text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)")
            new.execute(place, {"table": table.name, "column": column.name, "highest": highest})


def _index(new: Connection) -> None:
    findable.rebuild(new)
    passages.rebuild(new)
    search.rebuild(new)
