"""What the pages try out when somebody presses “Test”."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cli.checks import Finding, Verdict
from intake.accounts import Account, account, accounts
from intake.imap import folders_of
from pipeline.problems import Problem

if TYPE_CHECKING:
    from store.records import SqlRecords

WAIT = 10.0
"""Seconds for a mailbox to answer while somebody looks at the page."""


def try_folder(name: str) -> list[Finding]:
    """Whether documents can be taken in from a folder: it is there, and can be read and emptied."""
    folder = Path(name)
    if not name.strip() or not folder.is_absolute():
        return [
            Finding(Verdict.FAIL, "folder", "no whole path", "Write it from the root on, as /srv/letters.")
        ]
    try:
        waiting = sum(1 for one in os.scandir(folder) if one.is_file())
    except OSError as error:
        why = error.strerror or str(error)
        return [Finding(Verdict.FAIL, "folder", f"{folder}: {why}", "Make it, or mend its rights.")]
    found = f"{folder} can be read; {waiting} file{'' if waiting == 1 else 's'} in it now"
    if not os.access(folder, os.W_OK | os.X_OK):
        remedy = "Files stay where they are; to move them away, let Chancery write there."
        return [Finding(Verdict.WARN, "folder", f"{found}, not written", remedy)]
    return [Finding(Verdict.OK, "folder", found)]


def try_mailbox(
    home: Path, name: str, look: Callable[[Account, float], dict[str, bool]] = folders_of
) -> list[Finding]:
    """Whether a mailbox of `mailboxes.toml` lets us in, and which of its folders would be read."""
    try:
        conf = account(home, name)
        folders = look(conf, WAIT)
    except Problem as problem:
        what, why, remedy = (*problem.lines, "", "")[:3]
        return [Finding(Verdict.FAIL, f"mailbox {name}", " ".join(filter(None, (what, why))), remedy)]
    read = sorted(folder for folder, wanted in folders.items() if wanted)
    told = f"{conf.host} lets {conf.user} in; {len(read)} of {len(folders)} folders are read"
    if not read:
        remedy = f"There are: {', '.join(sorted(folders)[:20]) or 'none'}. Name one in mailboxes.toml."
        return [Finding(Verdict.WARN, f"mailbox {name}", told, remedy)]
    return [Finding(Verdict.OK, f"mailbox {name}", f"{told}: {', '.join(read[:10])}")]


def try_webhook(records: SqlRecords, name: str, user: str) -> list[Finding]:
    """Whether a webhook takes a message of the kind `test`. Raises NotFound."""
    from flows.telling import send_test

    answer = send_test(records, name, user)
    if answer.taken:
        return [Finding(Verdict.OK, f"webhook {name}", f"it took the test: {answer.said}")]
    remedy = "Nothing was lost: what happens is sent once it answers with 200 to 299."
    return [Finding(Verdict.FAIL, f"webhook {name}", answer.said, remedy)]


def described(home: Path) -> tuple[str, ...]:
    """The names of the mailboxes in `mailboxes.toml`; none where that file is broken, which `doctor` says."""
    try:
        return tuple(one.name for one in accounts(home))
    except Problem:
        return ()
