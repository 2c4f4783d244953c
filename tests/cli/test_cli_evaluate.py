"""`evaluate` on the labelled corpus, as a user runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.exits import Exit

Run = Callable[..., Any]
pytestmark = pytest.mark.corpus


LOST_ON_SCANS = 1
"""Of the core obligations on the four scans, so many are neither drafted nor listed. It may only fall."""


@pytest.mark.parametrize(("ocr", "lost"), [("off", 0), ("auto", LOST_ON_SCANS)])
def test_no_evidence_is_wrong_and_no_core_obligation_is_lost(
    chancery: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch, ocr: str, lost: int
) -> None:
    monkeypatch.setenv("CHANCERY_OCR", ocr)
    report = chancery("evaluate", str(corpus), "--json").json
    whole = {part["name"]: part for part in report["slices"]}
    assert {"total", "fit", "check"} <= whole.keys()
    evidence = whole["total"]["measures"]["evidence"]
    assert evidence["labels"] == evidence["hits"] > 0
    assert whole["fit"]["counts"]["core neither drafted nor listed"] == 0
    assert whole["total"]["counts"]["core neither drafted nor listed"] <= lost
    assert report["faults"] == []


def test_errors_are_listed_for_the_fit_split_and_never_for_check(chancery: Run, corpus: Path) -> None:
    check = (corpus / "manifest.csv").read_text().splitlines()
    closed = {line.split(",")[1] for line in check if line.endswith(",check")}
    faults = chancery("evaluate", str(corpus), "--errors", "--json").json["faults"]
    assert faults and not closed & {fault["document"] for fault in faults}
    assert chancery("evaluate", str(corpus), "--split", "check", "--errors").code == Exit.CONFIGURATION


def test_the_table_shows_the_groups_only_when_asked(chancery: Run, corpus: Path) -> None:
    assert "letters and mail" not in chancery("evaluate", str(corpus), "--split", "fit").out
    assert "letters and mail" in chancery("evaluate", str(corpus), "--split", "fit", "--groups").out
