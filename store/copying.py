"""Copying whole records from one database into an empty one, each row compared afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Table, create_engine, delete, func, insert, select, text

from pipeline.problems import Conflict
from store import audit, findable, opening, passages, search
from store.database import bare, passing_faults
from store.tables import metadata
from store.tables.audit import AuditEvent
from store.views import AuditCheck

CHUNK = 1000
_GUARDED = bare(AuditEvent)
"""Its rows can only be added: the new database has none yet."""


def whole(old: Connection, new: Connection, chain: AuditCheck, told: Callable[[str, int], None]) -> None:
    """Make the schema in an empty database, copy every row, and compare. `told` hears of each table.

    Indexes are not made. Raises Conflict where the copy differs; the caller's transaction is then undone.
    """
    opening.migrate(new, None)
    with _references_checked_at_the_end(new):
        _copy(old, new, told)
    _compare(old, new, chain)
    if new.dialect.name == "postgresql":
        _renew_numbers(new)


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """An SQLite file to read from, as it lies: nothing beside it is made."""
    engine = create_engine(f"sqlite:///{path}")
    try:
        with passing_faults(), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def counted(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def index(connection: Connection) -> None:
    """Make the indexes of words anew, and note every text for that of vectors."""
    findable.rebuild(connection)
    passages.rebuild(connection)
    search.rebuild(connection)


@contextmanager
def _references_checked_at_the_end(new: Connection) -> Iterator[None]:
    """A row may come before the row of the same table that it names; all of them are checked at the end."""
    if new.dialect.name == "sqlite":
        new.execute(text("PRAGMA defer_foreign_keys=ON"))
        yield
        return
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
                    "Nothing was copied. Report this; the records stay as they are.",
                )
    copied = audit.verify(new)
    if copied != chain:
        raise Conflict("The audit log of the copy differs.", copied.why or "", "Nothing was copied.")


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
