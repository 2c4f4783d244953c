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


def test_what_is_no_file_says_what_it_is_and_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("one")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to("real.txt")
    (tmp_path / "elsewhere").symlink_to("/")
    (tmp_path / "nowhere.txt").symlink_to("gone.txt")
    (tmp_path / "letter.pdf").mkdir()
    channel = NamedFiles([tmp_path], 100)
    assert [part.name for part in channel.waiting(NOON)] == ["real.txt"]
    told = {Path(notice.source).name: notice for notice in channel.notices()}
    assert set(told) == {"pipe.txt", "link.txt", "elsewhere", "nowhere.txt"}
    assert all(notice.refused for notice in told.values())
    assert "pipe" in told["pipe.txt"].why
    assert "link" in told["elsewhere"].why


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_text("one")
    look = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return look(path)

    monkeypatch.setattr(os, "scandir", refuse)
    channel = NamedFiles([tmp_path], 100)
    assert [path.name for path in channel.files] == ["open.txt"]
    assert [(Path(notice.source).name, notice.refused) for notice in channel.notices()] == [("closed", True)]


def test_the_folder_of_the_records_is_not_taken_in(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "records.db").write_text("ours")
    (home / "inbox").mkdir()
    (home / "inbox" / "b.txt").write_text("two")
    (tmp_path / "a.txt").write_text("one")
    own = frozenset({home})
    assert [path.name for path in NamedFiles([tmp_path], 100, own).files] == ["a.txt"]
    assert [path.name for path in NamedFiles([home / "inbox"], 100, own).files] == ["b.txt"]
    channel = NamedFiles([home], 100, own)
    assert channel.files == ()
    assert "its own files" in channel.notices()[0].why


def test_what_is_passed_over_for_its_name_is_known(tmp_path: Path) -> None:
    for name in (".hidden", "~$memo.docx", "memo.pdf.part", "memo.pdf"):
        (tmp_path / name).write_text("one")
    channel = NamedFiles([tmp_path, tmp_path / ".hidden"], 100)
    assert sorted(path.name for path in channel.files) == [".hidden", "memo.pdf"]
    assert sorted(path.name for path in channel.unfinished) == ["memo.pdf.part", "~$memo.docx"]


def test_sizes_open_nothing_and_leave_out_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "dead.txt").symlink_to("gone")
    channel = NamedFiles([tmp_path], 100)
    assert list(channel.sizes()) == [(tmp_path / "a.txt", 3)]
    assert len(channel.notices()) == 1


@pytest.mark.parametrize("name", ["a" * 5000, "null\0name", "~nobody-of-this-name/a.txt", "circle"])
def test_a_name_that_leads_nowhere_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("circle").symlink_to("circle")
    with pytest.raises(NotFound) as told:
        NamedFiles([Path(name)], 100)
    assert len(told.value.lines) == 3
