"""The door: help, version, options anywhere, and how things that go wrong are told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from cli.entry import in_front
from cli.exits import Exit, exit_of
from pipeline import problems

Run = Callable[..., Any]


def test_the_version_is_the_distributions(chancery: Run) -> None:
    assert chancery("--version").out == f"chancery {version('chancery')}\n"
    assert chancery("-q", "--version").out == f"chancery {version('chancery')}\n"


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ("queue", "--help"), ("audit", "verify", "-h")])
def test_help_ends_well_and_touches_nothing(chancery: Run, no_home: Path, arguments: tuple[str, ...]) -> None:
    said = chancery(*arguments)
    assert said.code == Exit.GOOD
    assert said.out.startswith("Usage: chancery")
    assert not no_home.exists()


@pytest.mark.parametrize("arguments", [("no-such-command",), ("queue", "--no-such-option"), ("show",)])
def test_a_wrong_call_is_told_with_its_code(chancery: Run, arguments: tuple[str, ...]) -> None:
    said = chancery(*arguments)
    assert said.code == Exit.USAGE
    assert "Usage: chancery" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["queue", "-q"], ["-q", "queue"]),
        (["approve", "1", "2", "--as", "ada"], ["--as", "ada", "approve", "1", "2"]),
        (["approve", "--as=ada", "1"], ["--as=ada", "approve", "1"]),
        (["search", "--", "--quiet"], ["search", "--", "--quiet"]),
        (["queue", "--as"], ["--as", "queue"]),
    ],
)
def test_some_options_may_stand_anywhere(given: list[str], expected: list[str]) -> None:
    assert in_front(given) == expected


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (problems.Misconfigured("x"), 4),
        (problems.AnalyzerAway("x"), 5),
        (problems.NotFound("x"), 2),
        (problems.Conflict("x"), 6),
        (problems.IllegalMove("x"), 6),
        (problems.ResourceShort("x"), 6),
        (problems.Damaged("x"), 3),
    ],
)
def test_every_kind_of_problem_has_its_code(problem: problems.Problem, code: int) -> None:
    assert exit_of(problem) == code


def test_a_problem_is_told_in_three_lines_without_a_traceback(
    chancery: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHANCERY_ANALYZER", "oracle")
    said = chancery("status")
    assert said.code == Exit.CONFIGURATION
    assert len(said.err.splitlines()) == 3
    assert "CHANCERY_ANALYZER" in said.err
    assert "Traceback" not in said.err


def test_debug_shows_the_traceback(chancery: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANCERY_ANALYZER", "oracle")
    with pytest.raises(problems.Misconfigured):
        chancery("status", "--debug")


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -c 'from cli.entry import run; run()' --help | true"
    told = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**os.environ, "CHANCERY_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in told.stderr
