"""What every channel promises, whatever it is connected to."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from intake import CHANNELS, Channel
from intake.files import NamedFiles
from intake.folder import FolderRules, WatchedFolder

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LARGEST = 1000
ROOT = Path(__file__).parents[2]


def _named(root: Path) -> Channel:
    return NamedFiles([root], LARGEST)


def _watched(root: Path) -> Channel:
    folder = WatchedFolder(root, FolderRules(1.0, LARGEST))
    assert not list(folder.waiting(NOON - timedelta(seconds=5)))
    return folder


ELSEWHERE = {"mailbox": "tests/flows/test_mailboxes.py", "batch": "tests/intake/test_batch.py"}
"""Channels that take no folder, and where the same promises are asked of them."""

OPENED: dict[str, Callable[[Path], Channel]] = {"files": _named, "folder": _watched}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (NOON.timestamp() - 60,) * 2)
    return path


@pytest.fixture(params=sorted(OPENED))
def opened(request: pytest.FixtureRequest) -> Callable[[Path], Channel]:
    return OPENED[request.param]


def test_every_channel_of_the_table_is_tested_and_exists() -> None:
    assert CHANNELS.keys() == OPENED.keys() | ELSEWHERE.keys()
    assert all((ROOT / suite).is_file() for suite in ELSEWHERE.values())
    for module in CHANNELS.values():
        assert import_module(module).__doc__


def test_it_brings_every_file_with_its_bytes_and_an_absolute_source(
    opened: Callable[[Path], Channel], root: Path
) -> None:
    put(root / "a.txt", b"one")
    put(root / "deep" / "b.txt", b"two")

    brought = list(opened(root).waiting(NOON))

    assert [(part.name, part.data) for part in brought] == [("a.txt", b"one"), ("b.txt", b"two")]
    assert all(Path(part.source).is_absolute() and part.received_at == NOON for part in brought)


def test_the_same_file_makes_the_same_receipt_whichever_channel_brings_it(root: Path) -> None:
    put(root / "a.txt", b"one")
    keys = {next(iter(opened(root).waiting(NOON))).receipt_key for opened in OPENED.values()}
    assert len(keys) == 1


@pytest.mark.parametrize(
    "name",
    [".hidden", "~$letter.docx", "scan.pdf.part", "a.TMP", "b.crdownload", "c.filepart", ".git/config"],
)
def test_it_leaves_unfinished_and_hidden_files_alone(
    opened: Callable[[Path], Channel], root: Path, name: str
) -> None:
    put(root / name, b"not yet")
    channel = opened(root)
    assert not list(channel.waiting(NOON))
    assert (root / name).read_bytes() == b"not yet"


def test_it_follows_no_link_out_of_the_folder(
    opened: Callable[[Path], Channel], root: Path, tmp_path: Path
) -> None:
    put(tmp_path / "secret" / "key.txt", b"secret")
    (root / "link.txt").symlink_to(tmp_path / "secret" / "key.txt")
    (root / "away").symlink_to(tmp_path / "secret")
    assert not list(opened(root).waiting(NOON))


def test_nothing_is_moved_before_it_is_on_the_record(opened: Callable[[Path], Channel], root: Path) -> None:
    path = put(root / "a.txt", b"one")
    list(opened(root).waiting(NOON))
    assert path.read_bytes() == b"one"


def test_no_byte_is_lost_after_the_commit(opened: Callable[[Path], Channel], root: Path) -> None:
    put(root / "a.txt", b"one")
    channel = opened(root)
    for incoming in channel.waiting(NOON):
        channel.committed(incoming)
    kept = [path.read_bytes() for path in root.rglob("*") if path.is_file()]
    assert kept == [b"one"]


def test_a_file_over_the_limit_is_refused_with_the_reason_and_kept(
    opened: Callable[[Path], Channel], root: Path
) -> None:
    put(root / "big.bin", b"x" * (LARGEST + 1))
    channel = opened(root)

    assert not list(channel.waiting(NOON))

    (notice,) = channel.notices()
    assert notice.refused
    assert "larger" in notice.why
    assert notice.source == str(root / "big.bin")
    assert [path.stat().st_size for path in root.rglob("big.bin")] == [LARGEST + 1]
    assert channel.notices() == ()


def test_a_name_that_is_no_unicode_comes_through_printable(
    opened: Callable[[Path], Channel], root: Path
) -> None:
    raw = os.fsencode(root) + b"/caf\xe9.txt"
    try:
        put(Path(os.fsdecode(raw)), b"one")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    channel = opened(root)
    (incoming,) = channel.waiting(NOON)
    incoming.name.encode("utf-8")
    incoming.source.encode("utf-8")
    channel.committed(incoming)
