"""`migrate-store` as an operator meets it: a real desk moves to PostgreSQL, and its commands go on there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from cli.exits import Exit

pytestmark = pytest.mark.postgres

Run = Callable[..., Any]


def test_a_desk_moves_and_goes_on(
    chancery: Run, taken_in: str, postgres_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE outgrown"))
    engine.dispose()
    before = chancery("show", taken_in, "--json").json
    said = chancery("migrate-store", "--to", f"{postgres_server}/outgrown")
    assert said.code == Exit.GOOD, said.err
    assert "Moved 1 document:" in said.out and "1 original, all in their folder." in said.out
    assert "set CHANCERY_DATABASE_URL" in said.err
    refused = chancery("queue")
    assert refused.code == Exit.CONFIGURATION
    assert "were moved to PostgreSQL on" in refused.err
    monkeypatch.setenv("CHANCERY_DATABASE_URL", f"{postgres_server}/outgrown")
    assert chancery("show", taken_in, "--json").json == before
    assert chancery("audit", "verify", "--json").json["holds"]
    assert "do not lie in an SQLite file" in chancery("migrate-store", "--to", postgres_server).err
