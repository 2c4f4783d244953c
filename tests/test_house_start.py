"""The command answers at once: help and version load nothing that they do not need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOMS = (
    "pipeline",
    "coordination",
    "intake",
    "extractors",
    "prompts",
    "analysis",
    "store",
    "flows",
    "review",
    "cli",
)
LIBRARIES = {
    "sqlalchemy",
    "alembic",
    "fastapi",
    "starlette",
    "uvicorn",
    "jinja2",
    "pydantic",
    "lxml",
    "pypdf",
    "pypdfium2",
}
HEAVY = {
    "prefect",
    "chromadb",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "openai",
    "unstructured",
    "pandas",
}
FRONT = """
import json, sys
before = set(sys.modules)
sys.argv = ["chancery", *sys.argv[1:]]
from cli.entry import run
try:
    run()
except SystemExit as end:
    assert not end.code, end.code
finally:
    names = {name.partition(".")[0] for name in set(sys.modules) - before}
    print(json.dumps(sorted(names)), file=sys.stderr)
"""


def _loaded(home: Path, *arguments: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", FRONT, *arguments],
        env={**os.environ, "CHANCERY_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return set(json.loads(told.stderr.splitlines()[-1]))


def test_the_version_loads_the_standard_library_alone(tmp_path: Path) -> None:
    assert _loaded(tmp_path, "--version") - set(sys.stdlib_module_names) == {"cli"}


@pytest.mark.parametrize(
    "command", [(), ("analyze",), ("status",), ("demo",)], ids=lambda words: "-".join(words)
)
def test_help_loads_no_room_but_the_front_and_the_ground_floors(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    loaded = _loaded(tmp_path, *command, "--help")
    assert not loaded & (HEAVY | LIBRARIES)
    assert loaded & set(ROOMS) <= {"cli", "pipeline", "coordination"}


@pytest.mark.parametrize("command", ["status", "queue"])
def test_looking_loads_no_heavy_library(command: str, tmp_path: Path) -> None:
    assert not _loaded(tmp_path, command, "--json") & HEAVY


def test_status_of_an_empty_desk_is_one_object(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from cli.entry import run; run()", "status", "--json"],
        env={**os.environ, "CHANCERY_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    counts = json.loads(told.stdout)
    assert {"documents", "children", "by_stage", "by_reading", "drafts", "actions"} <= counts.keys()
    assert counts["documents"] == 0
