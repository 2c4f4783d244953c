"""Opening the records: folders, schema, seed data."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import OperationalError, ProgrammingError

from pipeline.problems import Misconfigured, ResourceShort
from pipeline.settings import Settings
from store import audit, parties, seed, templating
from store.blobs import Blobs
from store.database import Database, Transaction, bare, is_sqlite
from store.records import SqlRecords
from store.tables.access import UserAccount
from store.tables.coordination import ExecutiveActionType
from store.tables.counting import StoreState

SCHEMA = "0031"
"""The revision that this version of the program needs."""

RESTORING = "restoring"
"""A folder in the home folder while a backup is restored into it."""

MOVED = "moved"
"""The fact about a store that another database took its place."""


def open_sql(settings: Settings) -> SqlRecords:
    """Open as `store.open_records` says."""
    _make_folders(settings)
    database = Database(settings)
    try:
        if _state(database) != (SCHEMA, seed.VERSION):
            _prepare(database)
        Blobs(settings.originals_folder).sweep()
    except BaseException:
        database.dispose()
        raise
    return SqlRecords(settings, database)


def upgrade_schema(settings: Settings) -> str:
    """Bring schema and seed data up to date; the revision."""
    _make_folders(settings)
    database = Database(settings)
    try:
        _prepare(database)
    finally:
        database.dispose()
    return SCHEMA


def _make_folders(settings: Settings) -> None:
    if (settings.home / RESTORING).exists():
        raise Misconfigured(
            f"A backup is being restored into {settings.home}, or that was cut off.",
            "Half a record is none.",
            "Wait for it, or run `chancery restore` again.",
        )
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        settings.originals_folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(
            f"The home folder {settings.home}, or that of the originals, cannot be made.",
            error.strerror or str(error),
            "Set CHANCERY_HOME, and CHANCERY_ORIGINALS if it is used, to folders that can be written.",
        ) from None


def _state(database: Database) -> tuple[str | None, str | None]:
    """The revision and the seed version that are stored; None for what is not."""
    with database.read() as connection:
        revision = _stored_revision(connection)
    if revision != SCHEMA:
        return revision, None
    with database.read() as connection:
        return revision, _stored_seed(connection)


def _stored_revision(connection: Connection) -> str | None:
    try:
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except (OperationalError, ProgrammingError) as error:
        # each database says in its own words that the table is missing; anything else comes up again later
        if "alembic_version" in str(error.orig):
            return None
        raise
    return found


def _stored_seed(connection: Connection) -> str | None:
    """Which seed data there are. Raises Misconfigured for records that another database took over."""
    facts = bare(StoreState)
    known = {row.name: row.value for row in connection.execute(select(facts))}
    if MOVED in known:
        raise Misconfigured(
            f"These records were moved to PostgreSQL on {known[MOVED]}.",
            "What was written here now would be missing there.",
            "Set CHANCERY_DATABASE_URL to the address of the new database.",
        )
    return known.get("seed")


def _prepare(database: Database) -> None:
    with _alone(database), database.write() as move:
        move.lock("schema")
        found = _revision_inside(move.connection)
        if found != SCHEMA:
            migrate(move.connection, found)
        _sow(move)
        audit.append(move)


def _revision_inside(connection: Connection) -> str | None:
    """Like `_stored_revision`, where a failed query would spoil the transaction."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return _stored_revision(connection)


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """One process of this home folder at a time; PostgreSQL has its own lock for several machines."""
    path: Path = database.settings.home / "records.lock"
    if not is_sqlite(database.settings.records_url):
        yield
        return
    try:
        with path.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise ResourceShort(f"{path} cannot be locked.", error.strerror or str(error)) from error


def migrate(connection: Connection, found: str | None) -> None:
    """Bring the schema up to date from the revision that was found. Raises Misconfigured."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    import store.migrations

    folder = Path(store.migrations.__file__).parent
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise Misconfigured(
            f"The records were made by another version of the program (schema {found}).",
            f"This version knows schema {SCHEMA} and those before it.",
            "Install the newer version again, or restore a backup made with this one.",
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _sow(move: Transaction) -> None:
    """Put in what is missing of the seed data; what an office has changed stays as it is."""
    connection = move.connection
    held = _stored_seed(connection)
    if held == seed.VERSION:
        return
    parties.put_agency(connection, seed.agency())
    _sow_types(connection)
    known = {template.name for template in templating.templates(connection, everything=True)}
    for template in seed.process_templates():
        if template.name not in known:
            templating.sow(connection, template, "system")
    names = set(connection.execute(select(UserAccount.name)).scalars())
    for user in seed.users():
        if user.name not in names:
            parties.add_user(move, user, "system")
    if held is None:
        connection.execute(insert(StoreState).values(name="seed", value=seed.VERSION))
    else:
        connection.execute(update(StoreState).where(StoreState.name == "seed").values(value=seed.VERSION))
    move.log("system", "records.prepared", "records", held, seed.VERSION)


def _sow_types(connection: Connection) -> None:
    known = set(connection.execute(select(ExecutiveActionType.name)).scalars())
    rows = [
        {
            "name": kind.name,
            "description": kind.description,
            "executive_action_category": kind.category,
            "default_priority": kind.priority,
            "requires_legal_authority": "legal authority" in kind.requires,
            "requires_impact_assessment": "impact assessment" in kind.requires,
            "requires_risk_assessment": "risk assessment" in kind.requires,
            "default_suspense_days": kind.suspense_days,
            "default_suspense_unit": kind.suspense_unit,
            "default_process_template": kind.template,
        }
        for kind in seed.action_types()
        if kind.name not in known
    ]
    if rows:
        connection.execute(insert(ExecutiveActionType), rows)
