"""Folders, tables and lists say the same, and no room knows what it must not know."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def _folders_with_code() -> set[str]:
    apart = {"tests", "benchmarks", "docs", "deploy", "build", "dist"}
    return {
        folder.name
        for folder in ROOT.iterdir()
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in apart
        if any(folder.rglob("*.py"))
    }


def test_every_room_is_in_the_wheel_and_every_listed_room_exists() -> None:
    assert set(PACKAGES) == _folders_with_code()


def test_type_checker_and_import_rules_look_at_every_room() -> None:
    assert set(PROJECT["tool"]["mypy"]["files"]) == {*PACKAGES, "tests", "benchmarks"}
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_tells_that_it_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()
    assert (ROOT / package / "__init__.py").is_file()


def test_every_folder_of_modules_is_a_package() -> None:
    apart = {"versions"}
    bare = {
        module.parent.relative_to(ROOT)
        for package in PACKAGES
        for module in (ROOT / package).rglob("*.py")
        if not (module.parent / "__init__.py").is_file() and module.parent.name not in apart
    }
    assert not bare - {Path("store/migrations")}, "the wheel holds them, an import does not find them"


def test_no_flow_is_named_as_a_room() -> None:
    """Prefect puts a script's folder first on the path: a `flows/store.py` would hide the store."""
    assert not {module.stem for module in (ROOT / "flows").rglob("*.py")} & set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_has_a_name_that_says_nothing(package: str) -> None:
    empty = {"utils", "util", "helpers", "helper", "manager", "common", "base", "misc"}
    assert not {module.stem for module in (ROOT / package).rglob("*.py")} & empty


def _defines(module: Path, names: Iterable[str]) -> bool:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    wanted = set(names)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in wanted:
            return True
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id in wanted for target in targets):
            return True
    return False


def _modules(package: str, names: Iterable[str]) -> set[str]:
    return {
        f"{package}.{module.stem}"
        for module in (ROOT / package).glob("*.py")
        if module.stem != "__init__" and _defines(module, names)
    }


def test_every_reader_is_in_the_table_and_every_entry_is_a_reader() -> None:
    from extractors import READERS, SPARE_READERS

    assert {*READERS.values(), *SPARE_READERS.values()} == _modules("extractors", ["extract"])
    assert set(SPARE_READERS) <= set(READERS.values())
    for name in {*READERS.values()}:
        stated = importlib.import_module(name).MEDIA_TYPES
        assert {media_type for media_type, reader in READERS.items() if reader == name} == stated, name


def test_every_channel_is_in_the_table_and_every_entry_is_a_channel() -> None:
    from intake import CHANNELS

    assert set(CHANNELS.values()) == {
        f"intake.{module.stem}"
        for module in (ROOT / "intake").glob("*.py")
        if "def waiting(" in module.read_text(encoding="utf-8") and module.stem != "__init__"
    }
    for name in CHANNELS.values():
        importlib.import_module(name)


@pytest.mark.slow
def test_imports_point_down() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_no_room_but_its_owner_imports_a_heavy_library_when_it_is_loaded() -> None:
    """The contracts allow what is imported inside a function; what a module loads at once is checked here."""
    at_once = {"prefect": "flows", "chromadb": "", "langchain": "", "openai": "", "unstructured": ""}
    wrong = [
        f"{module.relative_to(ROOT)} imports {name} when it is loaded"
        for package in PACKAGES
        for module in (ROOT / package).rglob("*.py")
        for name in _loaded_at_once(module)
        if name in at_once and at_once[name] != package
    ]
    assert not wrong


def _loaded_at_once(module: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_package_and_changelog_name_one_version() -> None:
    from importlib.metadata import version

    assert version("chancery") == PROJECT["project"]["version"]
    newest = next(
        line.split()[1]
        for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("## ") and line != "## Unreleased"
    )
    assert newest == PROJECT["project"]["version"]
