"""Empty records on both engines, made once and then copied: making them anew takes longer than most tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from pipeline.settings import Settings
from store import open_records

TEMPLATE = "chancery_template"


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with empty records, to be copied."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    open_records(Settings(home=home)).dispose()
    return home


@pytest.fixture
def settings(tmp_path: Path, prepared_home: Path) -> Settings:
    """Default settings with a home folder of the test's own, with empty records in it."""
    shutil.copytree(prepared_home, tmp_path / "home")
    return Settings(home=tmp_path / "home")


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL of the tests' own, without a database name."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("PostgreSQL is not installed in /usr/lib/postgresql")
    folder = Path(tempfile.mkdtemp(prefix="chancery-pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
    port, tools = _free_port(), programs[-1].parent
    if os.geteuid() == 0:
        os.chown(folder, 65534, 65534)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run = [str(tools / "pg_ctl"), "-D", f"{folder}/data", "-w", "-l", f"{folder}/log"]
    initial = [str(tools / "initdb"), "-D", f"{folder}/data", "-A", "trust", "-U", "chancery", "-E", "UTF8"]
    quiet: dict[str, Any] = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, **_unprivileged()}
    subprocess.run([*initial, "--locale=C", "--no-sync"], **quiet)
    subprocess.run([*run, "-o", options, "start"], **quiet)
    try:
        yield f"postgresql+psycopg://chancery@127.0.0.1:{port}"
    finally:
        subprocess.run([*run, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder)


def _in_server(server: str, statement: str) -> None:
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def prepared_server(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A server whose template database holds empty records."""
    _in_server(postgres_server, f"CREATE DATABASE {TEMPLATE}")
    home = tmp_path_factory.mktemp("template")
    open_records(Settings(home=home, database_url=f"{postgres_server}/{TEMPLATE}")).dispose()
    return postgres_server


@pytest.fixture
def postgres_settings(prepared_server: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings of empty records in a PostgreSQL database."""
    name = f"t{uuid4().hex}"
    _in_server(prepared_server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    yield Settings(home=tmp_path / "home", database_url=f"{prepared_server}/{name}")
    _in_server(prepared_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(
    params=["settings", pytest.param("postgres_settings", marks=pytest.mark.postgres)],
    ids=["sqlite", "postgres"],
)
def on_each_engine(request: pytest.FixtureRequest) -> Settings:
    """Settings of empty records, once on each engine."""
    found: Settings = request.getfixturevalue(request.param)
    return found
