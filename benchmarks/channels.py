"""Soak the ways in: a flood into a folder with two watchers, a mailbox over a line that keeps breaking.

    python -m benchmarks.channels folder [--files 20000] [--database URL]
    python -m benchmarks.channels mailbox [--messages 5000] [--cuts 50] [--database URL]

Only taking in is measured, nothing is analysed. Ends with 1 when a document is missing or stands twice.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.mail_server import CutLine, MailServer, mail_server
from flows.watch import own_folders
from intake import Channel
from intake.accounts import Account
from intake.folder import FolderRules, WatchedFolder
from intake.mailbox import Mailbox
from pipeline.problems import ResourceShort
from pipeline.settings import Settings
from pipeline.stages import admit
from store import open_records
from store.records import SqlRecords

SLOWLY, RENAMED = 200, 200
"""Files that are written in pieces, and files that are renamed, while the watchers look."""

SETTLE_SECONDS = 1.5
_PIECES = 4


def drain(records: SqlRecords, channel: Channel) -> int:
    """Admit all that the channel brings now; how many receipts were new."""
    new = 0
    for incoming in channel.waiting(datetime.now(UTC)):
        new += admit(records, incoming, "soak").new
        channel.committed(incoming)
    return new


def fingerprints(records: SqlRecords) -> Counter[str]:
    """How many receipts there are of each content."""
    found: Counter[str] = Counter()
    last = None
    while rows := records.queue(limit=5000, after=last):
        found.update(records.document(row.control_number).sha256 for row in rows)
        last = rows[-1].control_number
    return found


def told(expected: Counter[str], found: Counter[str]) -> int:
    """Say what is missing or stands twice; the exit code."""
    missing, twice = expected - found, found - expected
    print(f"missing {sum(missing.values())}, doubled or unknown {sum(twice.values())}")
    return int(bool(missing or twice))


# the folder


def _body(number: int) -> bytes:
    return f"Letter {number}: please mend lock {number}.\n".encode() * 20


def _watch(conf: Settings, folder: Path, stop: str) -> None:
    """One watcher in a process of its own, until the stop file is there and nothing is left to do."""
    with open_records(conf) as records:
        channel = WatchedFolder(folder, FolderRules(SETTLE_SECONDS, 10**7, own_folders(conf)))
        while True:
            ending = Path(stop).exists()
            new = drain(records, channel)
            if ending and not new and not channel.restless:
                return
            time.sleep(0.5)


def _disturb(folder: Path, first: int, rename: list[Path]) -> None:
    """Write some files piece by piece, and rename others meanwhile."""
    slowly = [(folder / f"slowly-{number}.txt", _body(number)) for number in range(first, first + SLOWLY)]
    for piece in range(_PIECES):
        for path, data in slowly:
            size = len(data) // _PIECES
            end = len(data) if piece == _PIECES - 1 else (piece + 1) * size
            with path.open("ab") as file:
                file.write(data[piece * size : end])
        for path in rename[piece::_PIECES]:
            try:
                path.rename(path.with_name(f"renamed-{path.name}"))
            except FileNotFoundError:
                continue
        time.sleep(SETTLE_SECONDS / 3)


def soak_folder(conf: Settings, root: Path, files: int) -> int:
    """Drop the files at once, disturb them, let two watchers take them; the exit code."""
    open_records(conf).dispose()
    folder, stop = root / "in", root / "stop"
    for number in range(files):
        path = folder / f"{number % 50:02d}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_body(number))
    spawn = multiprocessing.get_context("spawn")
    watchers = [spawn.Process(target=_watch, args=(conf, folder, str(stop))) for _ in range(2)]
    started = time.monotonic()
    for watcher in watchers:
        watcher.start()
    chosen = random.Random(7).sample(range(files), min(RENAMED, files))
    _disturb(folder, files, [folder / f"{number % 50:02d}" / f"{number}.txt" for number in chosen])
    stop.touch()
    for watcher in watchers:
        watcher.join()
    seconds = time.monotonic() - started
    whole = files + SLOWLY
    print(f"folder: {whole} files, two watchers, {seconds:.0f} s, {whole / seconds:.0f} files/s")
    expected = Counter(hashlib.sha256(_body(number)).hexdigest() for number in range(whole))
    left = sum(1 for path in folder.rglob("*.txt") if "processed" not in path.parts)
    print(f"left in the folder {left}")
    with open_records(conf) as records:
        return told(expected, fingerprints(records)) or int(left > 0)


# the mailbox


def _message(number: int) -> bytes:
    head = f"From: a{number}@harbor.example\r\nSubject: Lock {number}\r\nMessage-ID: <{number}@b.example>\r\n"
    return (head + "\r\n" + f"Please mend lock {number}.\r\n" * 40).encode()


def _lay(server: MailServer, folder: str, numbers: range) -> None:
    """Put messages where Dovecot keeps them, as a delivery does."""
    place = server.folder / "mail" / f".{folder}" / "new"
    for number in numbers:
        path = place / f"{number}.soak.localhost"
        path.write_bytes(_message(number))
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)


def _cuts(count: int, chance: random.Random, made: Callable[[], int], total: int) -> Iterator[int | None]:
    """After so many bytes each line breaks, until it happened so often: in the sign-in, or amid messages.

    What lies between two breaks amid messages is at most one share of all bytes, so that none is left over.
    """
    while made() < count:
        yield chance.choice(
            [chance.randrange(300, 6000), chance.randrange(10_000, max(20_000, total // count))]
        )


def soak_mailbox(conf: Settings, messages: int, cuts: int, seed: int) -> int:
    """Fetch over a line that breaks, with a folder that is renumbered midway; the exit code."""
    with mail_server() as server, open_records(conf) as records:
        server.deliver(_message(0), folder="Letters")
        _lay(server, "Letters", range(1, messages))
        made: list[CutLine] = []
        size = messages * len(_message(0))
        line = CutLine(server.tls_port, _cuts(cuts, random.Random(seed), lambda: made[0].cuts, size))
        made.append(line)
        account = replace(server.account(port=line.port), folders=("Letters",))
        started, looks, renumbered = time.monotonic(), 0, threading.Event()
        while server.holds("Letters") or line.cuts < cuts:
            looks += _look(records, account)
            if not renumbered.is_set() and records.counts().documents >= messages // 2:
                server.renumber("Letters")
                renumbered.set()
        seconds = time.monotonic() - started
        print(
            f"mailbox: {messages} messages, {line.cuts} cuts over {line.connections} lines, {looks} looks, "
            f"renumbered {renumbered.is_set()}, {seconds:.0f} s, {messages / seconds:.0f} messages/s"
        )
        print(f"ledger: {dict(records.mail_counts('desk'))}; put away {server.holds('Chancery')}")
        line.close()
        expected = Counter(hashlib.sha256(_message(number)).hexdigest() for number in range(messages))
        return told(expected, fingerprints(records)) or int(line.cuts < cuts or not renumbered.is_set())


def _look(records: SqlRecords, account: Account) -> int:
    """One look, which a broken line may end; at most so many messages, that the folder can be renumbered."""
    channel = Mailbox(account, records, 10**7, "soak", sleep=lambda _: None)
    try:
        for number, incoming in enumerate(channel.waiting(datetime.now(UTC))):
            admit(records, incoming, "soak")
            channel.committed(incoming)
            if number > 400:
                break
    except ResourceShort:
        pass
    finally:
        channel.close()
    return 1


def main() -> int:
    """Run one soak."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("way", choices=("folder", "mailbox"))
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--messages", type=int, default=5_000)
    parser.add_argument("--cuts", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="address of empty records; by default SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-soak-") as name:
        conf = Settings(home=Path(name) / "home", database_url=given.database)
        if given.way == "folder":
            return soak_folder(conf, Path(name), given.files)
        return soak_mailbox(conf, given.messages, given.cuts, given.seed)


if __name__ == "__main__":
    raise SystemExit(main())
