"""Mail accounts: where letters come in by mail, and what becomes of a message once it is on the record."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pipeline.addresses import is_here
from pipeline.problems import Misconfigured

FILE_NAME = "mailboxes.toml"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PORTS = {"tls": 993, "starttls": 143, "none": 143}
_LONGEST_IDLE = 29 * 60


@dataclass(frozen=True, slots=True)
class Account:
    """One mailbox. `folders` and `leave_out` are patterns with `*` and `?`; what is moved to is never read.

    Raises Misconfigured for what does not fit. A line without encryption is allowed on this machine alone.
    """

    name: str
    host: str
    user: str
    password: str = field(default="", repr=False)
    port: int = 0
    security: str = "tls"
    authority: str = ""
    folders: tuple[str, ...] = ("INBOX",)
    leave_out: tuple[str, ...] = ()
    after: str = "move"
    moved_to: str = "Chancery"
    aside_to: str = ""
    automatic: str = "aside"
    poll_seconds: float = 120.0

    def __post_init__(self) -> None:
        for name in ("host", "user"):
            if not str(getattr(self, name)).strip():
                raise self._wrong(name, "It is empty.")
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise self._wrong(name, f"It must be one of {', '.join(choices)}.")
        if not 0 <= self.port <= 65535:
            raise self._wrong("port", "A port lies between 0 and 65535.")
        if not 1 <= self.poll_seconds <= _LONGEST_IDLE:
            raise self._wrong("poll_seconds", f"It must lie between 1 and {_LONGEST_IDLE}.")
        self._check_security()
        self._check_folders()

    def _check_security(self) -> None:
        if self.security == "none" and not is_here(self.host):
            raise self._wrong("security", "A password may only cross a network encrypted: tls or starttls.")

    def _check_folders(self) -> None:
        if not self.folders:
            raise self._wrong("folders", "No folder is named.")
        for name in ("moved_to", "aside_to"):
            if getattr(self, name).upper() == "INBOX":
                raise self._wrong(name, "What is put away cannot lie where new messages come in.")
        if self.after == "move" and not self.moved_to.strip():
            raise self._wrong("moved_to", "Messages are to be moved, but where to is not said.")
        if any(ord(letter) < 32 for name in (*self.folders, self.moved_to, self.aside_to) for letter in name):
            raise self._wrong("folders", "A folder's name has no control characters.")

    @property
    def at(self) -> int:
        """The port."""
        return self.port or _PORTS[self.security]

    def reads(self, folder: str) -> bool:
        """Whether messages of this folder are taken in."""
        if folder in (self.moved_to, self.aside_to) and self.after == "move":
            return False
        named = folder.upper() if folder.upper() == "INBOX" else folder
        return _matches(named, self.folders) and not _matches(named, self.leave_out)

    def goes_to(self, *, aside: bool) -> str:
        """The folder that a message is moved to."""
        return (self.aside_to or self.moved_to) if aside else self.moved_to

    def _wrong(self, name: str, why: str) -> Misconfigured:
        shown = getattr(self, name)
        return Misconfigured(
            f"The mailbox {self.name} cannot have the {name} {shown!r}.", why, f"Mend it in {FILE_NAME}."
        )


_CHOICES = {
    "security": ("tls", "starttls", "none"),
    "after": ("move", "flag", "leave"),
    "automatic": ("aside", "take"),
}


def _matches(folder: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(folder, pattern) for pattern in patterns)


def password_variable(name: str) -> str:
    """The environment variable that holds a mailbox's password."""
    return f"CHANCERY_MAILBOX_{name.upper().replace('-', '_')}_PASSWORD"


def accounts(home: Path, environment: Mapping[str, str] = os.environ) -> tuple[Account, ...]:
    """The accounts of `mailboxes.toml` in the home folder, by name; none where it is not there.

    A password comes from the account's variable of the environment, else from the file that `password_file`
    names. Raises Misconfigured.
    """
    path = home / FILE_NAME
    if not path.exists():
        return ()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Misconfigured(f"{path} cannot be read.", str(error), "Mend the line that it names.") from None
    return _distinct(path, [_account(path, name, tables[name], environment) for name in sorted(tables)])


def _distinct(path: Path, found: list[Account]) -> tuple[Account, ...]:
    """Two accounts over one mailbox would move its messages to and fro."""
    seen: dict[tuple[str, int, str], str] = {}
    for one in found:
        other = seen.setdefault((one.host.lower(), one.at, one.user), one.name)
        if other != one.name:
            raise Misconfigured(
                f"The mailboxes {other} and {one.name} in {path} are one and the same.",
                f"Both sign in to {one.host} as {one.user}.",
                "Give one of them all the folders, and remove the other.",
            )
    return tuple(found)


def account(home: Path, name: str, environment: Mapping[str, str] = os.environ) -> Account:
    """The account of this name. Raises Misconfigured where there is none."""
    known = accounts(home, environment)
    for one in known:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in known) or "none"
    raise Misconfigured(
        f"There is no mailbox {name}.", f"Known mailboxes: {names}.", f"Describe it in {home / FILE_NAME}."
    )


def _account(path: Path, name: str, given: Any, environment: Mapping[str, str]) -> Account:
    if not _NAME.fullmatch(name) or not isinstance(given, dict):
        raise Misconfigured(
            f"{path} has no place for {name!r}.",
            "Each mailbox is a table under its name: small letters, digits and hyphens.",
            f"Write [letters] above its lines in {FILE_NAME}.",
        )
    values = dict(given)
    password = environment.get(password_variable(name)) or _from_file(path, values.pop("password_file", ""))
    values.pop("password_file", None)
    known = {part.name: part for part in fields(Account) if part.name not in ("name", "password")}
    unknown = sorted(values.keys() - known.keys())
    if unknown:
        raise Misconfigured(
            f"The mailbox {name} in {path} has lines that mean nothing: {', '.join(unknown)}.",
            f"Known: {', '.join(sorted(known))}, password_file.",
            f"A password stands in the variable {password_variable(name)}, not in this file.",
        )
    for list_of_names in ("folders", "leave_out"):
        if isinstance(values.get(list_of_names), list):
            values[list_of_names] = tuple(str(one) for one in values[list_of_names])
    return _made(path, name, password, values)


def _made(path: Path, name: str, password: str, values: dict[str, Any]) -> Account:
    for part in fields(Account):
        value = values.get(part.name)
        wanted = (int, float) if part.name == "poll_seconds" else {"port": int}.get(part.name, (str, tuple))
        if value is not None and (not isinstance(value, wanted) or isinstance(value, bool)):
            raise Misconfigured(
                f"The mailbox {name} in {path} has a {part.name} of the wrong kind.",
                f"It is {value!r}.",
                "See docs/ways-in.md for an example.",
            )
    try:
        return Account(name=name, password=password, **values)
    except TypeError as error:
        missing = str(error).rpartition(":")[2].strip() or str(error)
        raise Misconfigured(
            f"The mailbox {name} in {path} is not whole.", f"It lacks {missing}.", "Add the line."
        ) from None


def _from_file(path: Path, named: object) -> str:
    if not named:
        return ""
    file = path.parent / str(named)
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"The password file {file} cannot be read.", str(error), "Name a file that may be read."
        ) from None
