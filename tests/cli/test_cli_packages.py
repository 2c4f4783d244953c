"""`records export` and `records verify`."""

from __future__ import annotations

import zipfile
from pathlib import Path

from cli.exits import Exit
from tests.cli.conftest import Run


def test_a_package_is_written_and_verified(chancery: Run, taken_in: str, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    made = chancery("records", "export", str(path), taken_in.lower(), "--json")
    assert made.code == Exit.GOOD and made.json["documents"] == [taken_in]
    checked = chancery("records", "verify", str(path))
    assert checked.code == Exit.GOOD
    assert "The package is whole" in checked.out and "The audit log here knows it" in checked.out
    assert made.json["sha256"] in checked.out


def test_an_altered_package_ends_with_seven(chancery: Run, taken_in: str, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    chancery("records", "export", str(path), taken_in)
    with zipfile.ZipFile(path, "a") as held:
        held.writestr("documents/EC-1/more.txt", "more")
    found = chancery("records", "verify", str(path))
    assert found.code == Exit.CHECK_FAILED and "documents/EC-1/more.txt was added" in found.err


def test_nothing_is_written_over_and_nothing_is_left_of_what_failed(
    chancery: Run, taken_in: str, tmp_path: Path
) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(b"mine")
    assert chancery("records", "export", str(path), taken_in).code != Exit.GOOD
    assert path.read_bytes() == b"mine"
    other = tmp_path / "other.zip"
    assert chancery("records", "export", str(other), "EC-1999-00001").code != Exit.GOOD
    assert list(tmp_path.glob("other*")) == []
