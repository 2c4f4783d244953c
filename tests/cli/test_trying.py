"""What somebody tries out with a button says what is so, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.checks import Verdict, mailboxes
from cli.trying import described, try_folder, try_mailbox
from pipeline.problems import ResourceShort
from pipeline.settings import Settings


def test_a_folder_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a letter")
    (finding,) = try_folder(str(tmp_path))
    assert finding.verdict is Verdict.OK and "1 file in it" in finding.found


@pytest.mark.parametrize("name", ["", " ", "letters", "/nowhere/at/all"])
def test_a_folder_that_cannot(name: str) -> None:
    (finding,) = try_folder(name)
    assert finding.verdict is Verdict.FAIL and finding.remedy


def describe(home: Path, text: str) -> None:
    (home / "mailboxes.toml").write_text(text, encoding="utf-8")


def test_a_mailbox_that_lets_us_in(tmp_path: Path) -> None:
    describe(tmp_path, '[letters]\nhost = "127.0.0.1"\nuser = "desk"\n')
    assert described(tmp_path) == ("letters",)
    (finding,) = try_mailbox(tmp_path, "letters", lambda *_: {"INBOX": True, "Sent": False})
    assert finding.verdict is Verdict.OK and "1 of 2 folders are read: INBOX" in finding.found
    (finding,) = try_mailbox(tmp_path, "letters", lambda *_: {"Sent": False})
    assert finding.verdict is Verdict.WARN and "Sent" in finding.remedy


def test_a_mailbox_that_does_not(tmp_path: Path) -> None:
    describe(tmp_path, '[letters]\nhost = "127.0.0.1"\nuser = "desk"\n')

    def refused(*_: object) -> dict[str, bool]:
        raise ResourceShort("The mailbox letters cannot be reached.", "Connection refused.", "Try later.")

    (finding,) = try_mailbox(tmp_path, "letters", refused)
    assert (finding.verdict, finding.remedy) == (Verdict.FAIL, "Try later.")
    assert "Connection refused." in finding.found
    (finding,) = try_mailbox(tmp_path, "others", refused)
    assert finding.verdict is Verdict.FAIL and "letters" in finding.found


def test_a_broken_description_is_said_by_the_checks(tmp_path: Path) -> None:
    assert mailboxes(Settings(home=tmp_path)).verdict is Verdict.OK
    describe(tmp_path, "[letters")
    assert described(tmp_path) == ()
    assert mailboxes(Settings(home=tmp_path)).verdict is Verdict.FAIL
