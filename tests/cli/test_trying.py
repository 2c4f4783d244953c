"""What somebody tries out with a button says what is so, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.checks import Verdict
from cli.trying import try_folder


def test_a_folder_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a letter")
    (finding,) = try_folder(str(tmp_path))
    assert finding.verdict is Verdict.OK and "1 file in it" in finding.found


@pytest.mark.parametrize("name", ["", " ", "letters", "/nowhere/at/all"])
def test_a_folder_that_cannot(name: str) -> None:
    (finding,) = try_folder(name)
    assert finding.verdict is Verdict.FAIL and finding.remedy
