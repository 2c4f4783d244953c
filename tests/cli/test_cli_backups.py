"""`backup` and `restore` as an operator meets them: a desk in one folder, rehearsed in an empty one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.exits import Exit

Run = Callable[..., Any]


def test_a_rehearsal(chancery: Run, taken_in: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {"show": chancery("show", taken_in, "--json").json, "queue": chancery("queue", "--json").json}
    said = chancery("backup", "nightly.tar")
    assert said.code == Exit.GOOD, said.err
    assert "Backed up 1 document and" in said.out and "The audit log is whole:" in said.out
    assert "being" not in said.err
    again = chancery("backup", "nightly.tar")
    assert again.code == Exit.CONFIGURATION and "there already" in again.err
    refused = chancery("restore", "nightly.tar")
    assert refused.code == Exit.CONFLICT and "into an empty place only" in refused.err
    looked = chancery("restore", "nightly.tar", "--dry-run", "--json")
    assert looked.code == Exit.GOOD and looked.json["restored"] is False
    monkeypatch.setenv("CHANCERY_HOME", str(tmp_path / "empty machine"))
    back = chancery("restore", "nightly.tar", "--verify")
    assert back.code == Exit.GOOD, back.err
    assert "Read again:" in back.out and "The audit log is whole:" in back.out
    assert chancery("show", taken_in, "--json").json == before["show"]
    assert chancery("queue", "--json").json == before["queue"]
    assert chancery("audit", "verify").code == Exit.GOOD


@pytest.mark.usefixtures("no_home")
def test_what_is_no_backup_is_said(chancery: Run, tmp_path: Path) -> None:
    told = chancery("restore", "nothing")
    assert told.code == Exit.CONFIGURATION and "is no backup" in told.err
    (tmp_path / "empty").mkdir()
    told = chancery("restore", "empty")
    assert told.code == Exit.SET_ASIDE and "has no manifest" in told.err
    told = chancery("backup", "b")
    assert told.code == Exit.CONFIGURATION and "There are no records" in told.err


def test_a_missing_original_ends_with_a_failed_check(chancery: Run, taken_in: str, tmp_path: Path) -> None:
    for path in (tmp_path / "home" / "originals").glob("??/*"):
        path.unlink()
    told = chancery("backup", "b", "--json")
    assert told.code == Exit.CHECK_FAILED
    assert told.json["missing"] and "are missing" in told.err
