"""What ways in tell of themselves: alive, in trouble, or given up by a process that died."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake import ways as module
from intake.ways import FOLDER, Sign, ways
from pipeline.problems import ResourceShort


def test_a_way_in_is_told_while_it_is_looked_after_and_gone_afterwards(tmp_path: Path) -> None:
    with Sign(tmp_path, "folder", "/srv/in") as sign:
        (way,) = ways(tmp_path)
        assert (way.kind, way.name, way.looked_at, way.problem) == ("folder", "/srv/in", None, "")
        sign.well()
        (way,) = ways(tmp_path)
        assert way.looked_at is not None and way.served(datetime.now(UTC))
        sign.short(ResourceShort("The share is away.", "No route.", "Mount it."))
        assert ways(tmp_path)[0].problem == "The share is away. No route. Mount it."
        sign.well()
        assert ways(tmp_path)[0].problem == ""
    assert ways(tmp_path) == ()


def test_a_process_that_died_leaves_a_way_in_that_nobody_serves(tmp_path: Path) -> None:
    with Sign(tmp_path, "mailbox", "letters"):
        (path,) = (tmp_path / FOLDER).glob("*.json")
        left = path.read_text()
    path.write_text(left)
    (way,) = ways(tmp_path)
    assert way.served(datetime.now(UTC)) and not way.served(datetime.now(UTC) + timedelta(minutes=2))


def test_it_goes_on_telling_between_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.02)
    with Sign(tmp_path, "folder", "a"):
        first = ways(tmp_path)[0].alive_at
        end = datetime.now(UTC) + timedelta(seconds=20)
        while ways(tmp_path)[0].alive_at == first:
            assert datetime.now(UTC) < end, "no sign of life"


def test_what_cannot_be_read_or_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    with Sign(tmp_path, "folder", "a") as sign:
        sign.well()
    assert ways(tmp_path) == ()
    (tmp_path / FOLDER).unlink()
    (tmp_path / FOLDER).mkdir()
    for number, text in enumerate(("", "[]", "{}", json.dumps({"kind": "folder"}))):
        (tmp_path / FOLDER / f"{number}.json").write_text(text)
    assert ways(tmp_path) == ()
