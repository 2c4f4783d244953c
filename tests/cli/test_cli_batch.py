"""Batches through the command."""

from __future__ import annotations

import os
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.exits import Exit

Run = Callable[..., Any]


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    folder = tmp_path / "batch"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"Please answer by June 1, 2026. This is letter {name}.\n")
    path = folder / "list.csv"
    path.write_text("path,id,received,sender\none.txt,A1,2026-03-01,Ann\ntwo.txt,A2,,Ben\ngone.txt,A3,,\n")
    return path


def test_a_batch_is_planned_taken_and_taken_up_again(chancery: Run, manifest: Path) -> None:
    planned = chancery("batch", str(manifest), "--dry-run", "--json")
    assert planned.json["counts"] == {"new": 2, "refused": 1}
    assert planned.code == Exit.SET_ASIDE
    assert chancery("status", "--json").json["documents"] == 0
    assert "2 would be taken in" in chancery("batch", str(manifest), "--dry-run").out

    said = chancery("batch", str(manifest), "--json")
    assert (said.json["admitted"], len(said.json["refused"])) == (2, 1)
    assert said.json["refused"][0]["why"] == "There is no such file."
    queue = chancery("queue", "--json").json["documents"]
    assert sorted(row["received_at"][:10] for row in queue)[0] == "2026-03-01"

    (manifest.parent / "gone.txt").write_text("Here it is: please answer by June 2, 2026.\n")
    again = chancery("batch", str(manifest), "--json")
    assert (again.code, again.json["admitted"], again.json["known"]) == (Exit.GOOD, 1, 0)
    assert "2 files of the batch were on the record before" in again.err
    assert chancery("batch", str(manifest), "--dry-run", "--json").json["counts"] == {"known": 3}


def test_an_archive_is_many_documents(chancery: Run, tmp_path: Path) -> None:
    path = tmp_path / "scans.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", f"Letter {number}: please answer.")
        archive.writestr(".hidden", "x")
    said = chancery("batch", str(path), "--json")
    assert said.json["admitted"] == 3
    assert "1 file" in said.err and "passed over" in said.err
    assert chancery("status", "--json").json["documents"] == 3


def test_an_interrupted_batch_goes_on_where_it_stood(
    chancery: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from intake.batch import Batch

    path = tmp_path / "scans.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.txt", f"Letter {number}: please answer.")
    committed = Batch.committed
    with monkeypatch.context() as broken:
        seen: list[object] = []

        def stop_after_two(self: Batch, incoming: Any) -> None:
            committed(self, incoming)
            seen.append(incoming)
            if len(seen) == 2:
                os.kill(os.getpid(), signal.SIGINT)

        broken.setattr(Batch, "committed", stop_after_two)
        assert chancery("batch", str(path), "--json").code == Exit.INTERRUPTED
    assert chancery("status", "--json").json["documents"] == 2
    said = chancery("batch", str(path), "--json")
    assert said.json["admitted"] == 3
    status = chancery("status", "--json").json
    assert (status["documents"], status["by_stage"]) == (5, {"needs_review": 5})


def test_what_is_no_batch_is_told(chancery: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name\nx\n")
    said = chancery("batch", str(tmp_path / "a.csv"))
    assert said.code == Exit.CONFIGURATION and "no manifest" in said.err
    assert chancery("batch", str(tmp_path / "gone.zip")).code != Exit.GOOD
