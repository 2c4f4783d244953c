"""A desk in a temporary home, used through its commands as a person would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.entry import main
from pipeline.settings import Settings

MEMO = """\
MEMORANDUM FOR BUREAU HEADS

FROM: Ada Quill, Chief of Staff
DATE: March 3, 2026
SUBJECT: Mooring inventory

Under 33 U.S.C. 1223, each bureau head shall submit an inventory of moorings to the Chief of Staff within
30 days of the date of this memorandum.

The Director of Harbors shall publish a schedule of inspections no later than June 1, 2026.
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def chancery(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in this process, in a home of its own with empty records; what it said."""
    monkeypatch.setenv("CHANCERY_HOME", str(settings.home))
    monkeypatch.setenv("CHANCERY_SETTLE_SECONDS", "0.05")
    monkeypatch.setenv("CHANCERY_WORKERS", "2")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Said:
        capfd.readouterr()
        code = main(arguments)
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def no_home(settings: Settings) -> Path:
    """Where the home folder would be; nothing stands there yet."""
    shutil.rmtree(settings.home)
    return settings.home


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    """A memorandum with two taskings and one authority."""
    path = tmp_path / "memo.txt"
    path.write_text(MEMO)
    return path


@pytest.fixture
def taken_in(chancery: Run, memo: Path) -> str:
    """The control number of the memorandum after its ingest."""
    number: str = chancery("ingest", str(memo), "--json").json["documents"][0]["control_number"]
    return number
