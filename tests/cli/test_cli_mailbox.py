"""Mailboxes through the commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mail_server import PASSWORD, MailServer
from cli.exits import Exit
from intake.accounts import password_variable

Run = Callable[..., Any]

LETTER = b"From: Ann <ann@harbor.example>\r\nSubject: Lock 1\r\n\r\nPlease mend the lock by June 1, 2026.\r\n"
BOUNCE = b"From: MAILER-DAEMON@mx.example\r\nSubject: failure\r\n\r\nIt was not delivered.\r\n"


def describe(tmp_path: Path, port: int, authority: Path) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    text = f'[letters]\nhost = "127.0.0.1"\nuser = "desk"\nport = {port}\nauthority = "{authority}"\n'
    (tmp_path / "home" / "mailboxes.toml").write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_a_mailbox_is_watched_once_and_its_ledger_shown(
    chancery: Run, tmp_path: Path, dovecot: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    describe(tmp_path, dovecot.tls_port, dovecot.folder / "authority.pem")
    monkeypatch.setenv(password_variable("letters"), PASSWORD)
    dovecot.deliver(LETTER, BOUNCE)

    checked = chancery("mailbox", "letters", "--check", "--json")
    assert checked.json["folders"] == {"INBOX": True}
    assert "1 of 1 folders are read" in chancery("mailbox", "letters", "--check").out

    said = chancery("watch", "--mailbox", "letters", "--once", "--json")
    assert said.code == Exit.SET_ASIDE
    assert (said.json["admitted"], said.json["totals"]["set_aside"]) == (2, 1)

    ledger = chancery("mailbox", "letters", "--json").json
    assert ledger["counts"] == {"taken": 1, "aside": 1}
    shown = chancery("mailbox", "letters").out
    assert "Lock 1" in shown and "needs review" in shown and "1 aside, 1 taken" in shown
    listed = chancery("mailbox", "--json").json["mailboxes"]
    assert listed == [{"name": "letters", "messages": {"taken": 1, "aside": 1}}]
    assert f"127.0.0.1:{dovecot.tls_port}" in chancery("mailbox").out
    assert PASSWORD not in shown + said.out + said.err + checked.out

    again = chancery("watch", "--mailbox", "letters", "--once", "--json")
    assert (again.code, again.json["admitted"]) == (Exit.GOOD, 0)


def test_without_mailboxes_the_commands_say_what_to_do(chancery: Run, tmp_path: Path) -> None:
    assert "No mailbox is described" in chancery("mailbox").err
    assert chancery("watch", "--mailbox", "letters", "--once").code == Exit.CONFIGURATION
    assert chancery("mailbox", "letters", "--check").code == Exit.CONFIGURATION
    assert "No message of letters" in chancery("mailbox", "letters").err
    nothing = chancery("watch")
    assert nothing.code != Exit.GOOD and "--mailbox" in nothing.err


def test_a_mailbox_without_a_password_is_told_before_anything_is_asked(chancery: Run, tmp_path: Path) -> None:
    describe(tmp_path, 1, tmp_path / "none.pem")
    said = chancery("watch", "--mailbox", "letters")
    assert said.code == Exit.CONFIGURATION
    assert password_variable("letters") in said.err
