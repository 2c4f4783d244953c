"""`reanalyze` as a person meets it: after an update, what the earlier release analysed is analysed anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import analysis.offline
from cli.exits import Exit

Run = Callable[..., Any]


def test_after_an_update_what_is_outdated_is_told_and_made_anew(
    chancery: Run, taken_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert chancery("reanalyze", "--dry-run").out == ""
    monkeypatch.setattr(analysis.offline, "RELEASE", "9.9")
    would = chancery("reanalyze", "--dry-run")
    assert (would.out, would.err) == (f"{taken_in}\n", "1 document would be analysed anew.\n")
    assert chancery("reanalyze", "--dry-run", "--json").json == {"documents": [taken_in]}
    said = chancery("reanalyze", taken_in)
    assert (said.code, said.out) == (Exit.GOOD, "1 analysed anew, 0 of them with other drafts than before.\n")
    assert chancery("reanalyze", "--json").json["done"] == 0


def test_a_timetable_that_is_none_is_refused(chancery: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANCERY_REANALYZE_AT", "every night")
    said = chancery("reanalyze")
    assert said.code == Exit.CONFIGURATION
    assert "CHANCERY_REANALYZE_AT" in said.err


def test_a_silent_model_ends_it_with_the_reason(
    chancery: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    for number in range(6):
        (letters / f"{number}.txt").write_text(f"Please report on buoy {number} by June 1, 2026.")
    chancery("ingest", str(letters))
    monkeypatch.setenv("CHANCERY_MODEL", "none")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("CHANCERY_WORKERS", "1")
    said = chancery("reanalyze")
    assert said.code == Exit.UNREACHABLE
    assert "0 analysed anew" in said.out
    assert "Ended early: unavailable" in said.err
    assert "6 documents left" in said.err
