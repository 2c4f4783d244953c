"""What `deploy/` says, held against the program: commands, options, settings, files."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml  # type: ignore[import-untyped]  # comes with Prefect; only its own tests bring its types

from cli.main import app
from pipeline.settings import Settings, variable_of

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
OURS = {variable_of(part) for part in fields(Settings)}
FROM_FILE = {"CHANCERY_DB_PASSWORD", "CHANCERY_PREFECT_PASSWORD", "CHANCERY_INBOX"}


def _compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def _commands() -> list[list[str]]:
    units = [re.findall(r"^ExecStart=/opt/chancery/bin/(.+)$", unit.read_text(), re.M)[0] for unit in UNITS]
    services = [one["command"] for one in _compose()["services"].values() if "command" in one]
    return [*(shlex.split(line) for line in units), *services]


@pytest.mark.parametrize("words", _commands(), ids=" ".join)
def test_every_command_is_one_that_exists(words: list[str]) -> None:
    if words[0] == "chroma":
        assert words[1:3] == ["run", "--path"] and "--host" in words
        return
    command: Any = typer.main.get_command(app)
    assert words[0] == "chancery"
    options = {name for param in command.commands[words[1]].params for name in param.opts}
    assert {word for word in words[2:] if word.startswith("-")} <= options


def _settings() -> set[str]:
    found: set[str] = set()
    for one in _compose()["services"].values():
        found |= set(one.get("environment", {}))
    written = (DEPLOY / "systemd" / "chancery.env.example").read_text()
    return found | set(re.findall(r"^#? ?([A-Z_]+)=", written, re.M))


def test_every_setting_is_one_that_is_read() -> None:
    from prefect.settings import Settings as Prefect

    theirs = {name for name in _settings() if name.startswith("PREFECT_")}
    known = {str(alias) for alias in _aliases(Prefect)}
    assert theirs <= known
    assert _settings() - theirs <= OURS | {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}


def _aliases(model: Any) -> set[str]:
    """Every variable that Prefect's settings read."""
    found: set[str] = set()
    for name, part in model.model_fields.items():
        inside = getattr(part.annotation, "model_fields", None)
        if inside is not None:
            found |= _aliases(part.annotation)
        prefix = model.model_config.get("env_prefix", "")
        found |= {f"{prefix}{name}".upper(), *map(str, getattr(part.validation_alias, "choices", ()))}
    return {alias.upper() for alias in found}


def test_what_compose_mounts_and_fills_in_is_there() -> None:
    whole = (DEPLOY / "compose.yaml").read_text()
    assert set(re.findall(r"\$\{(\w+)", whole)) == FROM_FILE
    written = (DEPLOY / "secrets.env.example").read_text()
    assert set(re.findall(r"^(\w+)=", written, re.M)) == FROM_FILE
    for mount in re.findall(r"- \./([\w.-]+):", whole):
        assert (DEPLOY / mount).exists()
    for name, one in _compose()["services"].items():
        assert "outer" not in one.get("networks", ()) or name == "desk", name
    assert _compose()["networks"]["inner"]["internal"]


def test_the_image_is_built_from_the_lock_and_copies_nothing_private() -> None:
    told = (DEPLOY / "Dockerfile").read_text()
    assert "-r requirements.lock" in told and "USER chancery" in told
    assert ".git" in (DEPLOY.parent / ".dockerignore").read_text().split()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_the_units(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    copy = tmp_path / unit.name
    # the program is not installed where the tests run
    copy.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.M))
    told = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False
    )
    assert unit.name not in told.stderr, told.stderr
