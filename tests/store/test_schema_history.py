"""The schema: migrations and models agree, an upgrade survives crashes, races, newer programs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

import store
import store.migrations
from pipeline.problems import Misconfigured, ResourceShort
from pipeline.settings import Settings
from store import seed
from store.opening import SCHEMA
from store.tables import metadata

COMMON = {"id", "public_id", "created_at", "created_by", "updated_at", "updated_by", "version"}
BOOKS = {"audit_event", "audit_head", "counter", "likeness_band", "store_state"}


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_migrations_make_what_the_models_say(conf: Settings) -> None:
    assert store.upgrade(conf) == SCHEMA
    engine = create_engine(conf.records_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda thing, name, kind, *rest: (
                    not str(name).startswith(("text_search", "index_"))
                ),
            },
        )
        difference = compare_metadata(context, metadata)
    engine.dispose()
    assert difference == []


def test_the_database_checks_the_choices_that_the_models_name(conf: Settings) -> None:
    """Autogeneration does not compare CHECK constraints."""
    engine = create_engine(conf.records_url)
    inspector = inspect(engine)
    for table in metadata.sorted_tables:
        wanted = {str(rule.name) for rule in table.constraints if str(rule.name).startswith("ck_")}
        found = {rule["name"]: rule["sqltext"] for rule in inspector.get_check_constraints(table.name)}
        assert wanted == set(found)
        for column in table.columns:
            choices = getattr(column.type, "enums", ())
            assert all(f"'{value}'" in found[f"ck_{table.name}_{column.name}"] for value in choices)
    engine.dispose()


def test_the_program_wants_the_newest_revision() -> None:
    config = Config()
    assert store.migrations.__file__
    config.set_main_option("script_location", str(Path(store.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA


def test_every_table_of_people_s_data_has_the_common_columns() -> None:
    for table in metadata.sorted_tables:
        if table.name not in BOOKS:
            assert {column.name for column in table.columns} >= COMMON, table.name
            assert table.columns["public_id"].unique


def test_opening_again_changes_nothing(conf: Settings) -> None:
    with store.open_records(conf) as records:
        before = records.verify()
    with store.open_records(conf) as records:
        assert records.verify() == before


def test_records_of_a_newer_program_are_left_alone(conf: Settings) -> None:
    store.open_records(conf).dispose()
    engine = create_engine(conf.records_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(Misconfigured) as told:
        store.open_records(conf)
    assert "9999" in told.value.what


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "oracle+what://x"])
def test_an_address_of_no_database_is_told_plainly(tmp_path: Path, url: str) -> None:
    with pytest.raises(Misconfigured):
        store.open_records(Settings(home=tmp_path, database_url=url))


def test_a_database_that_is_away_may_come_back(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    with pytest.raises(ResourceShort):
        store.open_records(Settings(home=tmp_path, database_url=url))


def test_a_file_that_is_no_database_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"my holiday photographs" * 100)
    with pytest.raises(Exception, match="not a database"):
        store.open_records(Settings(home=tmp_path))
    assert (tmp_path / "records.db").read_bytes().startswith(b"my holiday")


def test_sqlite_is_set_to_lose_nothing(settings: Settings) -> None:
    from store.database import Database

    database = Database(settings)
    with database.read() as connection:
        told = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    database.dispose()
    assert told == ["wal", 2, 1, 30000]


@pytest.mark.slow
def test_processes_that_open_new_records_together_make_them_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import store; from pipeline.settings import Settings\n"
        "with store.open_records(Settings(home=Path(sys.argv[1]))) as r: print(r.verify().events)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "home")]
    openers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = [opener.communicate(timeout=60)[0].strip() for opener in openers]
    assert told == ["2", "2", "2"]


@pytest.mark.slow
@pytest.mark.parametrize("alive", [0.4, 0.6, 0.8])
def test_a_first_start_that_is_killed_can_be_repeated(tmp_path: Path, alive: float) -> None:
    code = (
        "import sys; from pathlib import Path; import store; from pipeline.settings import Settings\n"
        "store.open_records(Settings(home=Path(sys.argv[1])))"
    )
    starter = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "home")])
    try:
        starter.wait(alive)
    except subprocess.TimeoutExpired:
        starter.kill()
        starter.wait()
    with store.open_records(Settings(home=tmp_path / "home")) as records:
        assert records.agency() == seed.agency()
        assert records.verify().holds
