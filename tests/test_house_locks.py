"""The lock files fit the project, name no host, and the commands that use them exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TO_RUN = ROOT / "requirements.lock"
TO_DEVELOP = ROOT / "requirements-dev.lock"
TO_TRY_A_MODEL = ROOT / "requirements-llama.lock"


def _pins(lock: Path) -> dict[str, Version]:
    lines = [line for line in lock.read_text(encoding="utf-8").splitlines() if re.match(r"[a-z0-9]", line)]
    pins = [Requirement(line) for line in lines]
    assert all(len(pin.specifier) == 1 for pin in pins)
    return {_plain(pin.name): Version(next(iter(pin.specifier)).version) for pin in pins}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


LEFT_TO_CHOICE = ("legacy", "caselaw", "oidc")
"""Extras that the pinned set to run leaves out: an office that has no use for them need not carry them."""


def _asked_to_run() -> list[str]:
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    return [
        *project["dependencies"],
        *(n for x in sorted(extras.keys() - set(LEFT_TO_CHOICE)) for n in extras[x]),
    ]


@pytest.mark.parametrize("extra", LEFT_TO_CHOICE)
def test_what_is_left_to_choice_is_pinned_to_develop(extra: str) -> None:
    for need in PROJECT["project"]["optional-dependencies"][extra]:
        wanted = Requirement(need)
        assert _pins(TO_DEVELOP)[_plain(wanted.name)] in wanted.specifier
        assert _plain(wanted.name) not in _pins(TO_RUN)


@pytest.mark.parametrize("need", _asked_to_run())
def test_what_is_needed_to_run_is_pinned_within_its_range(need: str) -> None:
    wanted = Requirement(need)
    assert _pins(TO_RUN)[_plain(wanted.name)] in wanted.specifier
    assert _pins(TO_DEVELOP)[_plain(wanted.name)] in wanted.specifier


@pytest.mark.parametrize("need", PROJECT["dependency-groups"]["dev"])
def test_what_is_needed_to_develop_is_pinned_within_its_range(need: str) -> None:
    wanted = Requirement(need)
    assert _pins(TO_DEVELOP)[_plain(wanted.name)] in wanted.specifier


def test_developing_pins_everything_that_running_pins_to_the_same_versions() -> None:
    to_run, to_develop = _pins(TO_RUN), _pins(TO_DEVELOP)
    assert {name: to_develop.get(name) for name in to_run} == to_run


@pytest.mark.parametrize("need", PROJECT["dependency-groups"]["llama"])
def test_what_a_model_server_needs_is_pinned_apart(need: str) -> None:
    wanted = Requirement(need)
    assert f"\n{_plain(wanted.name)}==" in TO_TRY_A_MODEL.read_text(encoding="utf-8")
    assert _plain(wanted.name) not in _pins(TO_DEVELOP)


@pytest.mark.parametrize("lock", [TO_RUN, TO_DEVELOP, TO_TRY_A_MODEL], ids=lambda path: path.name)
def test_a_lock_names_neither_address_nor_folder(lock: Path) -> None:
    told = re.findall(r".*(?:://|file:|--index|--find-links|@ ).*", lock.read_text(encoding="utf-8"))
    assert not told


def test_every_make_target_is_declared_and_every_mention_exists() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = set(re.search(r"^\.PHONY: (.*)$", text, re.M)[1].split())  # type: ignore[index]
    rules = set(re.findall(r"^([a-z]+):(?! COMPILE)", text, re.M))
    assert rules == declared
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / ".ci" / "run", *ROOT.glob("docs/**/*.md")]
    for page in pages:
        mentioned = re.findall(r"(?:^|`|\s)make ([a-z]+)(?=[\s`]|$)", _code(page), re.M)
        assert set(mentioned) <= declared, page.name


def _code(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    if page.suffix != ".md":
        return text
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    return "\n".join([*fenced, *re.findall(r"`[^`\n]+`", text)])


def test_the_whole_check_starts_from_a_fresh_environment_and_ends_with_the_tests() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()
    assert lines[-1] == "make test"
    assert "rm -rf .venv" in lines
