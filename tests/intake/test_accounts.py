"""Mail accounts: what a file may say, and what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.accounts import FILE_NAME, Account, account, accounts, password_variable
from pipeline.problems import Misconfigured

GOOD = '[letters]\nhost = "mail.office.example"\nuser = "desk"\n'


def write(home: Path, text: str) -> Path:
    (home / FILE_NAME).write_text(text, encoding="utf-8")
    return home


def test_without_a_file_there_is_none(tmp_path: Path) -> None:
    assert accounts(tmp_path, {}) == ()
    with pytest.raises(Misconfigured, match="no mailbox letters"):
        account(tmp_path, "letters", {})


def test_a_password_comes_from_the_environment_and_is_never_shown(tmp_path: Path) -> None:
    assert password_variable("front-office") == "CHANCERY_MAILBOX_FRONT_OFFICE_PASSWORD"
    environment = {password_variable("letters"): "drei Hafen"}
    found = account(write(tmp_path, GOOD), "letters", environment)
    assert (found.password, found.at, found.security) == ("drei Hafen", 993, "tls")
    assert "drei Hafen" not in repr(found)


def test_or_from_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("aus der Datei\n")
    write(tmp_path, GOOD + 'password_file = "secret"\n')
    assert account(tmp_path, "letters", {}).password == "aus der Datei"
    assert account(tmp_path, "letters", {password_variable("letters"): "x"}).password == "x"


def test_folders_are_read_by_rules() -> None:
    one = Account(
        "letters", "h", "u", folders=("INBOX", "Letters/*"), leave_out=("*/Old",), moved_to="Letters/Done"
    )
    assert [one.reads(name) for name in ("INBOX", "inbox", "Letters/New", "Sent")] == [
        True,
        True,
        True,
        False,
    ]
    assert not one.reads("Letters/Old")
    assert not one.reads("Letters/Done"), "what was put away would come in again"


@pytest.mark.parametrize(
    "line",
    [
        'security = "none"',
        'security = "ssl"',
        "port = 70000",
        'port = "imap"',
        "poll_seconds = 0",
        "folders = []",
        "folders = 3",
        'moved_to = ""',
        'moved_to = "inbox"',
        'aside_to = "INBOX"',
        'after = "delete"',
        'automatic = "drop"',
        'folders = ["a\\u0007"]',
        'password = "in plain sight"',
        'password_file = "missing"',
        "poll_seconds = true",
    ],
)
def test_what_does_not_fit_is_refused_in_words(tmp_path: Path, line: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        accounts(write(tmp_path, f"{GOOD}{line}\n"), {})
    assert all(refused.value.lines) and len(refused.value.lines) >= 2
    assert "in plain sight" not in " ".join(refused.value.lines)


@pytest.mark.parametrize(
    "text",
    ['[letters]\nhost = "h"\n', "letters = 3", "[Letters!]\n", "[letters", '[letters]\nuser=""\nhost=""'],
)
def test_what_is_not_whole_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Misconfigured):
        accounts(write(tmp_path, text), {})


def test_two_accounts_over_one_mailbox_are_refused(tmp_path: Path) -> None:
    second = GOOD.replace("[letters]", "[again]").replace("mail.office", "MAIL.office")
    with pytest.raises(Misconfigured, match="one and the same"):
        accounts(write(tmp_path, GOOD + second), {})
    assert len(accounts(write(tmp_path, GOOD + second.replace('"desk"', '"other"')), {})) == 2


def test_a_password_may_cross_this_machine_in_plain_words() -> None:
    assert Account("letters", "127.0.0.1", "u", security="none").at == 143
    assert Account("letters", "localhost", "u", security="none", port=1143).at == 1143
