"""Files and folders that a person names."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.files import NamedFiles
from pipeline.problems import NotFound

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_a_file_named_twice_or_by_its_folder_too_comes_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    channel = NamedFiles([path, tmp_path, path], 100)
    assert [part.name for part in channel.waiting(NOON)] == ["a.txt"]


def test_a_hidden_file_that_is_named_outright_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".letter").write_text("one")
    channel = NamedFiles([tmp_path / ".letter"], 100)
    assert [part.name for part in channel.waiting(NOON)] == [".letter"]


def test_a_relative_path_and_a_link_name_the_same_receipt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.txt").symlink_to("a.txt")
    monkeypatch.chdir(tmp_path)
    channel = NamedFiles([Path("a.txt"), Path("b.txt")], 100)
    assert [part.source for part in channel.waiting(NOON)] == [str(tmp_path / "a.txt")]


def test_an_empty_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    channel = NamedFiles([tmp_path], 100)
    assert not list(channel.waiting(NOON))
    assert ["empty" in notice.why for notice in channel.notices()] == [True]


def test_a_name_that_is_not_there_is_told_before_anything_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    with pytest.raises(NotFound, match="nowhere"):
        NamedFiles([tmp_path / "a.txt", tmp_path / "nowhere"], 100)


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    channel = NamedFiles([tmp_path / "pipe"], 100)
    assert not list(channel.waiting(NOON))
    assert len(channel.notices()) == 1


def test_a_file_that_went_since_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    channel = NamedFiles([path], 100)
    path.unlink()
    assert not list(channel.waiting(NOON))
    assert len(channel.notices()) == 1
