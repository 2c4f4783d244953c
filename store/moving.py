"""Moving whole records from an SQLite file into PostgreSQL: each row compared afterwards, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, create_engine, event, insert, inspect, select
from sqlalchemy.exc import OperationalError

from pipeline.problems import IllegalMove, Misconfigured, ResourceShort
from pipeline.settings import Settings
from store import audit, copying, opening
from store.blobs import Blobs
from store.database import Database, bare, is_sqlite
from store.tables.audit import AuditEvent
from store.tables.counting import StoreState
from store.tables.intake import IntakeDocument, Original
from store.views import AuditCheck

_EVENT = bare(AuditEvent)


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
    rows = copying.counted(old)
    missing = _missing(old, source)
    found = Moved(
        rows, rows[IntakeDocument.__tablename__], chain.events, chain.head, rows["original"], missing
    )
    with target.write() as move:
        move.lock("schema")
        if _came_before(move.connection, chain):
            return Moved(**{**_fields(found), "again": True})
        copying.whole(old, move.connection, chain, told)
        copying.index(move.connection)
        after = {"rows": found.total, "events": chain.events, "head": chain.head}
        move.log(actor, "records.moved", "records", {"database": "sqlite"}, after)
        audit.append(move)
    return found


def _fields(moved: Moved) -> dict[str, Any]:
    return {
        name: getattr(moved, name) for name in ("rows", "documents", "events", "head", "originals", "missing")
    }


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
    if _EVENT.name in tables:
        link = select(_EVENT.c.hash).where(_EVENT.c.number == chain.events)
        if chain.events and new.execute(link).scalar() == chain.head:
            return True
    raise IllegalMove(
        "The database is not empty.",
        f"It holds {len(tables)} tables already, among them {sorted(tables)[0]}.",
        "Make a new one with `createdb`, and name that.",
    )
