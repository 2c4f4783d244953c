"""Killed at random moments and started again, an ingest loses nothing and doubles nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_a_killed_ingest_loses_and_doubles_nothing() -> None:
    """The benchmark on a smaller scale; its seed is in the output, should it ever fail."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.kill", "--files", "24", "--kills", "5"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "nothing lost, nothing doubled" in told.stdout
