"""What the pages try out when somebody presses “Test”."""

from __future__ import annotations

import os
from pathlib import Path

from cli.checks import Finding, Verdict


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
