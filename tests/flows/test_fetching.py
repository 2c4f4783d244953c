"""A mailbox as `up` serves it: fetched from at once, told of, and started again after a crash."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.mail_server import PASSWORD, MailServer
from cli.running import _mailbox
from flows.fetching import keep_fetching
from flows.supervisor import Stop, Supervisor
from flows.wiring import Desk
from intake.accounts import FILE_NAME, password_variable
from intake.ways import WayIn, ways
from pipeline.intake import Stage

pytestmark = [pytest.mark.slow, pytest.mark.network]

PATIENCE = 60


@pytest.fixture
def described(desk: Desk, dovecot: MailServer, monkeypatch: pytest.MonkeyPatch) -> Desk:
    lines = {
        "host": '"127.0.0.1"',
        "user": '"desk"',
        "port": str(dovecot.tls_port),
        "authority": f'"{dovecot.folder / "authority.pem"}"',
    }
    text = "".join(f"{name} = {value}\n" for name, value in lines.items())
    (desk.settings.home / FILE_NAME).write_text(f"[letters]\n{text}", encoding="utf-8")
    monkeypatch.setenv(password_variable("letters"), PASSWORD)
    monkeypatch.setenv("CHANCERY_HOME", str(desk.settings.home))
    return desk


def letter(number: int) -> bytes:
    head = f"From: ann@harbor.example\r\nSubject: Lock {number}\r\nMessage-ID: <{number}@harbor.example>\r\n"
    return f"{head}\r\nPlease mend lock {number}.\r\n".encode()


def until(reached: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def way(desk: Desk) -> WayIn | None:
    return next(iter(ways(desk.settings.home)), None)


def test_a_served_mailbox_is_fetched_from_at_once_and_told_of(described: Desk, dovecot: MailServer) -> None:
    stop = threading.Event()
    serving = threading.Thread(target=keep_fetching, args=(described.settings, "letters", stop))
    dovecot.deliver(letter(1))
    serving.start()
    try:
        until(lambda: described.records.counts().documents == 1, "the first message did not come in")
        dovecot.deliver(letter(2))
        until(lambda: described.records.counts().documents == 2, "the second one waited for the poll")
        until(lambda: (told := way(described)) and told.looked_at, "nobody said that it was looked into")
    finally:
        stop.set()
        serving.join(timeout=PATIENCE)
    assert not serving.is_alive() and way(described) is None
    assert described.records.counts().by_stage == {Stage.RECEIVED.value: 2}, "others process what it takes"


def test_a_password_that_ran_out_is_told_and_ends_nothing(
    described: Desk, dovecot: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(password_variable("letters"), "an old one")
    stop = threading.Event()
    serving = threading.Thread(target=keep_fetching, args=(described.settings, "letters", stop))
    serving.start()
    try:
        until(lambda: (told := way(described)) and "lets nobody in" in told.problem, "nobody said so")
        assert serving.is_alive()
    finally:
        stop.set()
        serving.join(timeout=PATIENCE)
    assert not serving.is_alive()


def test_a_part_that_is_killed_comes_back_and_brings_nothing_twice(
    described: Desk, dovecot: MailServer, tmp_path: Path
) -> None:
    told: list[str] = []
    stop = Stop()
    tree = Supervisor([_mailbox("letters")], tmp_path / "logs", told.append)
    running = threading.Thread(target=tree.run, args=(stop,))
    running.start()
    try:
        dovecot.deliver(letter(1))
        until(lambda: described.records.counts().documents == 1, "the first message did not come in")
        process = tree._running[0].process
        assert process is not None
        os.killpg(process.pid, signal.SIGKILL)
        dovecot.deliver(letter(2))
        until(lambda: described.records.counts().documents == 2, "nobody fetches any more")
    finally:
        stop.asked = 1
        running.join(timeout=PATIENCE)
    assert told and "mailbox-letters ended by signal 9" in told[0]
    assert dict(described.records.mail_counts("letters")) == {"taken": 2}
