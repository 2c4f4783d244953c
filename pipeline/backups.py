"""What a backup is made of, which settings go into it, and which names may lie in one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import datetime

from pipeline.encoding import from_plain, to_plain
from pipeline.problems import Damaged
from pipeline.settings import Settings

FORM = "chancery.backup/1"
MANIFEST, RECORDS, ORIGINALS = "manifest.json", "records.db", "originals"
UNFINISHED = ".unfinished"
"""Ends the name of a backup that is being made; the last step takes it off."""

SETTINGS_FILES = ("chancery.toml", "suspense.toml", "retention.toml", "mailboxes.toml")
_OF_THIS_MACHINE = frozenset({"home", "originals"})
_PASSWORD = re.compile(r"^[ \t]*password[ \t]*=.*\n?", re.MULTILINE | re.IGNORECASE)
_SIGNED_IN = re.compile(r"(?<=://)[^/@\s]*@")
_NAME = re.compile(
    rf"{MANIFEST}|{RECORDS}|settings/(?:{'|'.join(map(re.escape, SETTINGS_FILES))})"
    rf"|{ORIGINALS}/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}"
)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a backup: its name in it, its size and the fingerprint of its bytes."""

    name: str
    size: int
    sha256: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.name == MANIFEST:
            raise ValueError(f"no file of a backup: {self.name[:120]!r}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. It is written last: a backup without one is none.

    `fault` says where the audit log was broken when the backup was made; `missing` names originals that
    were not in their folder, `damaged` those that were no longer what was received.
    """

    form: str
    program: str
    schema: str
    engine: str
    made_at: datetime
    made_by: str
    documents: int
    events: int
    head: str
    rows: dict[str, int]
    files: tuple[KeptFile, ...]
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    fault: str | None = None

    @property
    def originals(self) -> tuple[KeptFile, ...]:
        """The originals alone."""
        return tuple(file for file in self.files if file.name.startswith(f"{ORIGINALS}/"))

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)

    @property
    def sound(self) -> bool:
        """Whether nothing was wrong with what it was made from."""
        return not (self.missing or self.damaged or self.fault)


def written(manifest: Manifest) -> bytes:
    """The manifest as it lies in the backup."""
    return (json.dumps(to_plain(manifest), indent=1) + "\n").encode()


def read(data: bytes) -> Manifest:
    """What `written` wrote. Raises Damaged for anything else."""
    try:
        found = from_plain(Manifest, json.loads(data))
    except (ValueError, TypeError, KeyError) as error:
        raise Damaged(
            "The manifest of the backup cannot be read.", str(error)[:200], "Take another backup."
        ) from None
    if found.form != FORM:
        raise Damaged(
            f"The backup has the form {found.form[:40]}.",
            f"This version knows {FORM}.",
            "Restore it with the version that made it.",
        )
    return found


def may_lie_in_a_backup(name: str) -> bool:
    """Whether a backup holds files of this name; nothing else is ever taken out of one."""
    return _NAME.fullmatch(name) is not None


def original_name(sha256: str) -> str:
    """Where the original of this fingerprint lies in a backup."""
    return f"{ORIGINALS}/{sha256[:2]}/{sha256}"


def kept_settings(settings: Settings) -> str:
    """Settings that differ from their defaults, as TOML; without secrets and folders of this machine."""
    lines = []
    for part in fields(Settings):
        value = getattr(settings, part.name)
        if part.name in _OF_THIS_MACHINE or part.metadata.get("secret") or value == part.default:
            continue
        lines.append(f"{part.name} = {_literal(value)}\n")
    return "".join(lines)


def without_passwords(text: str) -> str:
    """A settings file without the lines that give a password."""
    return _PASSWORD.sub("", text)


def _literal(value: str | int | float) -> str:
    if isinstance(value, str):
        return json.dumps(_SIGNED_IN.sub("", value), ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)
