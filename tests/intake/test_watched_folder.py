"""A watched folder under the hands of people, scanners and full disks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.folder import FolderRules, WatchedFolder
from intake.putting_away import After
from pipeline.intake import Incoming
from pipeline.problems import Misconfigured

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def put(path: Path, data: bytes, at: float = 0) -> Path:
    path.write_bytes(data)
    os.utime(path, (NOON.timestamp() + at,) * 2)
    return path


def names(found: Iterator[Incoming]) -> list[str]:
    return [part.name for part in found]


def taken(folder: WatchedFolder, at: float) -> list[str]:
    brought = []
    for incoming in folder.waiting(after(at)):
        brought.append(incoming.name)
        folder.committed(incoming)
    return brought


def test_one_scan_is_not_enough(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", b"one", at=-600)
    folder = WatchedFolder(tmp_path, FolderRules(2, 1000))
    assert names(folder.waiting(NOON)) == []
    assert names(folder.waiting(after(1))) == ["a.txt"]


def test_a_growing_file_is_taken_only_once_it_lies_still(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path, FolderRules(2, 1000))
    for second in range(5):
        put(tmp_path / "scan.pdf", b"x" * (second + 1), at=second)
        assert names(folder.waiting(after(second))) == []
    assert names(folder.waiting(after(5))) == []
    assert names(folder.waiting(after(6.5))) == ["scan.pdf"]


def test_a_file_from_the_future_is_taken_by_our_own_clock(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", b"one", at=86_400)
    folder = WatchedFolder(tmp_path, FolderRules(2, 1000))
    assert names(folder.waiting(after(0))) == []
    assert names(folder.waiting(after(1))) == []
    assert names(folder.waiting(after(3))) == ["a.txt"]


def test_after_the_commit_it_lies_in_processed_under_its_own_path(tmp_path: Path) -> None:
    (tmp_path / "monday").mkdir()
    put(tmp_path / "monday" / "a.txt", b"one", at=-60)
    folder = WatchedFolder(tmp_path, FolderRules(2, 1000))
    taken(folder, 0)
    assert taken(folder, 3) == ["a.txt"]
    assert (tmp_path / "processed" / "monday" / "a.txt").read_bytes() == b"one"
    assert not (tmp_path / "monday" / "a.txt").exists()
    assert taken(folder, 6) == taken(folder, 9) == []


def test_a_second_file_of_the_same_name_overwrites_nothing(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path, FolderRules(2, 1000))
    for round_, data in enumerate([b"one", b"two", b"three"]):
        put(tmp_path / "a.txt", data, at=-60)
        taken(folder, 10 * round_)
        assert taken(folder, 10 * round_ + 5) == ["a.txt"]
    kept = {path.name: path.read_bytes() for path in (tmp_path / "processed").iterdir()}
    assert kept == {"a.txt": b"one", "a-2.txt": b"two", "a-3.txt": b"three"}


def test_a_process_that_died_before_the_move_offers_the_file_again(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", b"one", at=-60)
    first = WatchedFolder(tmp_path, FolderRules(2, 1000))
    taken(first, 0)
    (before,) = first.waiting(after(3))

    second = WatchedFolder(tmp_path, FolderRules(2, 1000))
    taken(second, 10)
    (again,) = second.waiting(after(13))

    assert again.receipt_key == before.receipt_key


def test_a_file_written_to_after_it_was_read_stays_and_is_taken_again(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", b"one", at=-60)
    folder = WatchedFolder(tmp_path, FolderRules(2, 1000))
    taken(folder, 0)
    (incoming,) = folder.waiting(after(3))
    put(path, b"one and more", at=4)
    folder.committed(incoming)

    assert path.read_bytes() == b"one and more"
    assert taken(folder, 7) == []
    assert taken(folder, 10) == ["a.txt"]


def test_an_empty_file_is_reported_once_after_a_minute_and_taken_when_it_fills(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", b"", at=-600)
    folder = WatchedFolder(tmp_path, FolderRules(2, 1000))
    reported = []
    for second in range(0, 181, 20):
        assert taken(folder, second) == []
        reported += [second for _ in folder.notices()]
    assert reported == [60]

    put(path, b"words", at=190)
    taken(folder, 200)
    assert taken(folder, 210) == ["a.txt"]


def test_what_is_refused_lies_in_failed_with_the_reason(tmp_path: Path) -> None:
    put(tmp_path / "big.bin", b"x" * 11, at=-60)
    folder = WatchedFolder(tmp_path, FolderRules(2, 10))
    taken(folder, 0)
    assert taken(folder, 3) == []
    assert (tmp_path / "failed" / "big.bin").stat().st_size == 11
    assert "larger" in (tmp_path / "failed" / "big.bin.reason.txt").read_text()
    assert [notice.refused for notice in folder.notices()] == [True]
    assert taken(folder, 6) == taken(folder, 9) == []


def test_a_file_that_cannot_be_moved_is_read_once_and_moved_when_it_can_be(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", b"one", at=-60)
    (tmp_path / "processed").symlink_to(tmp_path / "a share that is gone")
    folder = WatchedFolder(tmp_path, FolderRules(2, 1000))
    taken(folder, 0)
    assert taken(folder, 3) == ["a.txt"]
    assert taken(folder, 6) == []
    assert ["could not be moved" in notice.why for notice in folder.notices()] == [True]

    (tmp_path / "processed").unlink()
    assert taken(folder, 9) == []
    assert (tmp_path / "processed" / "a.txt").read_bytes() == b"one"
    assert not (tmp_path / "a.txt").exists()


def test_a_folder_that_is_missing_is_a_setting_to_mend(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured):
        WatchedFolder(tmp_path / "nowhere", FolderRules(2, 1000))


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.sampled_from(["write", "wait", "take", "die"]), max_size=14))
def test_whatever_happens_no_content_is_lost_and_none_is_taken_twice_by_one_watcher(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    root = tmp_path_factory.mktemp("watched")
    folder, clock, written, receipts = WatchedFolder(root, FolderRules(2, 1000)), 0.0, set(), []
    for number, step in enumerate([*steps, "wait", "take", "wait", "take"]):
        clock += 5 if step == "wait" else 0.1
        if step == "write":
            written.add(put(root / f"{number}.txt", f"content {number}".encode(), at=clock).name)
        elif step == "die":
            folder = WatchedFolder(root, FolderRules(2, 1000))
        elif step == "take":
            receipts += taken(folder, clock)
    kept = {path.name for path in root.rglob("*.txt")}
    assert kept == written
    assert sorted(receipts) == sorted(set(receipts))


def test_the_folder_of_the_records_is_never_watched_nor_moved(tmp_path: Path) -> None:
    home = tmp_path / "home"
    put(tmp_path / "a.txt", b"one", at=-60)
    home.mkdir()
    put(home / "records.db", b"ours", at=-60)
    own = frozenset({home})
    with pytest.raises(Misconfigured, match="cannot be watched"):
        WatchedFolder(home, FolderRules(2, 1000, own))
    folder = WatchedFolder(tmp_path, FolderRules(2, 1000, own))
    taken(folder, 0)
    assert taken(folder, 3) == ["a.txt"]
    assert (home / "records.db").exists()


def test_what_is_no_file_is_told_once_and_stays(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.txt")
    folder = WatchedFolder(tmp_path, FolderRules(2, 1000))
    assert taken(folder, 0) == taken(folder, 3) == []
    assert sorted(Path(notice.source).name for notice in folder.notices()) == ["link.txt", "pipe.txt"]
    taken(folder, 6)
    assert folder.notices() == ()
    assert (tmp_path / "link.txt").is_symlink()


def test_a_name_of_greatest_length_can_be_set_aside_twice_with_the_reason(tmp_path: Path) -> None:
    name = "a" * 251 + ".bin"
    folder = WatchedFolder(tmp_path, FolderRules(2, 10))
    for second in (0, 10):
        put(tmp_path / name, b"x" * 11, at=-60)
        taken(folder, second)
        taken(folder, second + 3)
    lying = sorted(path.name for path in (tmp_path / "failed").iterdir())
    assert sum(part.endswith(".bin") for part in lying) == 2
    assert sum(part.endswith(".reason.txt") for part in lying) >= 1
    assert [notice.refused for notice in folder.notices()] == [True, True]


def watching(root: Path, settle: float = 2, **rules: Any) -> WatchedFolder:
    return WatchedFolder(root, FolderRules(settle, 1000, **rules))


def test_left_files_stay_and_are_taken_once_also_after_a_restart(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", b"one", at=-60)
    kept: set[tuple[str, str]] = set()

    def known(source: str, mark: str) -> bool:
        return (source, mark) in kept

    folder = watching(tmp_path, after=After.LEAVE, known=known)
    list(folder.waiting(NOON))
    (incoming,) = folder.waiting(after(3))
    folder.committed(incoming)
    kept.add((incoming.source, incoming.mark))
    assert taken(folder, 6) == []

    again = watching(tmp_path, after=After.LEAVE, known=known)
    assert taken(again, 10) == taken(again, 13) == []
    put(path, b"another", at=14)
    assert taken(again, 15) == []
    assert taken(again, 20) == ["a.txt"]
    assert path.read_bytes() == b"another"


def test_removed_files_are_gone_only_after_the_commit(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", b"one", at=-60)
    folder = watching(tmp_path, after=After.REMOVE)
    list(folder.waiting(NOON))
    (incoming,) = folder.waiting(after(3))
    assert path.exists()
    folder.committed(incoming)
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


@pytest.mark.parametrize("name", ["Thumbs.db", "notes.bak", "drafts/letter.txt", "THUMBS.DB"])
def test_ignored_names_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "drafts").mkdir()
    path = put(tmp_path / name, b"one", at=-60)
    folder = watching(tmp_path, ignored=("thumbs.db", "*.bak", "drafts/*"))
    taken(folder, 0)
    assert taken(folder, 3) == []
    assert path.exists()
    assert folder.notices() == ()


def test_a_file_that_grew_after_it_was_put_away_comes_back_and_is_taken_again(tmp_path: Path) -> None:
    path = put(tmp_path / "slow.pdf", b"half", at=-60)
    folder = watching(tmp_path)
    taken(folder, 0)
    with path.open("ab") as scanner:
        assert taken(folder, 3) == ["slow.pdf"]
        scanner.write(b" and the rest")
    os.utime(tmp_path / "processed" / "slow.pdf", (NOON.timestamp() + 4,) * 2)

    assert taken(folder, 5) == []
    assert ["written to after" in notice.why for notice in folder.notices()] == [True]
    assert path.read_bytes() == b"half and the rest"
    assert taken(folder, 9) == ["slow.pdf"]


def test_a_file_renamed_between_reading_and_commit_is_no_second_receipt(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", b"one", at=-60)
    folder = watching(tmp_path)
    list(folder.waiting(NOON))
    (incoming,) = folder.waiting(after(3))
    path.rename(tmp_path / "b.txt")
    folder.committed(incoming)
    assert taken(folder, 6) == taken(folder, 9) == []
    assert (tmp_path / "processed" / "b.txt").read_bytes() == b"one"


def test_another_file_that_took_the_place_is_not_put_away_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "a.txt", b"one", at=-60)
    folder = watching(tmp_path)
    list(folder.waiting(NOON))
    (incoming,) = folder.waiting(after(3))
    replace = Path.replace

    def at_the_worst_moment(self: Path, target: Path) -> Path:
        if self == path:
            put(path, b"another letter", at=3)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", at_the_worst_moment)
    folder.committed(incoming)
    monkeypatch.undo()
    assert taken(folder, 5) == []
    assert taken(folder, 9) == ["a.txt"] or taken(folder, 12) == ["a-2.txt"]
    assert b"another letter" in {one.read_bytes() for one in (tmp_path / "processed").iterdir()}


def test_two_watchers_of_one_folder_bring_each_file_as_one_receipt(tmp_path: Path) -> None:
    for number in range(20):
        put(tmp_path / f"{number}.txt", f"letter {number}".encode(), at=-60)
    one, two = watching(tmp_path), watching(tmp_path)
    taken(one, 0)
    taken(two, 0)
    keys: list[str] = []
    for first, second in zip_longest(one.waiting(after(3)), two.waiting(after(3))):
        for folder, incoming in ((one, first), (two, second)):
            if incoming is not None:
                keys.append(incoming.receipt_key)
                folder.committed(incoming)
    assert len(set(keys)) == 20
    assert len(list((tmp_path / "processed").iterdir())) == 20
    assert one.notices() == two.notices() == ()


def test_a_share_that_goes_away_is_told_and_taken_from_when_it_is_back(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    folder = watching(share)
    share.rename(tmp_path / "away")
    assert taken(folder, 0) == taken(folder, 3) == []
    assert ["may not be read" in notice.why for notice in folder.notices()] == [True]
    (tmp_path / "away").rename(share)
    put(share / "a.txt", b"one", at=-60)
    taken(folder, 6)
    assert taken(folder, 9) == ["a.txt"]
