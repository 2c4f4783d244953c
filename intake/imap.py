"""IMAP as a mailbox needs it, over the standard library: ask, fetch, move, and wait. Nothing is parsed.

Messages come as the bytes that the server holds (`BODY.PEEK[]`), and no message is ever deleted that was not
copied first. Every fault of line or server comes out as ResourceShort, a refused sign-in as Misconfigured.
"""

from __future__ import annotations

import imaplib
import re
import select
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from intake.accounts import Account
from intake.folder_names import decoded, encoded
from intake.signing_in import faults, signed_in, text_of, told
from pipeline.problems import NotFound

SECONDS = 60.0
"""Longest wait for one answer of the server."""

SPAN = 50_000
"""Messages asked for at once: the standard library takes no line of more than a million characters."""

KEYWORD = "$Chancery"
_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) (?:NIL|"(?:\\.|[^"])*") (?P<name>.*)', re.S)
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder as it is when it is opened. `marks` tells whether own keywords can be set in it."""

    validity: int
    messages: int
    following: int
    marks: bool


@dataclass(frozen=True, slots=True)
class Size:
    """What the server says of a message before it is fetched."""

    size: int
    arrived_at: datetime | None


class Line:
    """One signed-in connection. Raises as the module says; ends with `close`."""

    def __init__(self, account: Account, seconds: float = SECONDS) -> None:
        self._account = account
        self._imap = signed_in(account, seconds)

    def close(self, *, broken: bool = False) -> None:
        """Sign out; from a broken line without a word, which nobody would answer."""
        if not broken:
            with suppress(imaplib.IMAP4.error, OSError):
                self._imap.logout()
        with suppress(imaplib.IMAP4.error, OSError):
            self._imap.shutdown()

    @property
    def can_idle(self) -> bool:
        """Whether the server tells of new messages by itself."""
        return "IDLE" in self._imap.capabilities

    def folders(self) -> tuple[str, ...]:
        """The names of all folders that hold messages."""
        with faults(self._account, "list the folders of"):
            listed = told(self._imap.list('""', "*"))
        names = []
        for item in listed:
            head, literal = item if isinstance(item, tuple) else (item, None)
            found = _LISTED.match(head or b"")
            if found and b"\\noselect" not in found["flags"].lower():
                name = literal if literal is not None else found["name"].strip()
                names.append(decoded(name))
        return tuple(names)

    def open(self, folder: str) -> Opened:
        """Open a folder. Raises NotFound where there is none."""
        with faults(self._account, "open a folder of"):
            kind, data = self._imap.select(_quoted(folder), readonly=self._account.after == "leave")
            if kind != "OK":
                raise NotFound(f"The mailbox {self._account.name} has no folder {folder}.", text_of(data))
            said = self._imap.untagged_responses
            flags = b" ".join(part for part in said.get("PERMANENTFLAGS", []) if isinstance(part, bytes))
            return Opened(
                _number(said.get("UIDVALIDITY")),
                _number(data),
                _number(said.get("UIDNEXT")),
                b"\\*" in flags or KEYWORD.encode() in flags,
            )

    def uids(self, opened: Opened, which: str = "ALL") -> list[int]:
        """The UIDs in the open folder, in order."""
        found: set[int] = set()
        with faults(self._account, "search"):
            for first in range(1, opened.messages + 1, SPAN):
                last = first + SPAN - 1
                numbers = f"{first}:{last if last < opened.messages else '*'}"
                data = told(self._imap.uid("SEARCH", numbers, which))
                found |= {int(word) for part in data if part for word in part.split()}
        return sorted(found)

    def sizes(self, uids: Sequence[int]) -> dict[int, Size]:
        """What is said of these messages; those that have gone are left out."""
        with faults(self._account, "ask"):
            data = told(self._imap.uid("FETCH", _set(uids), "(UID RFC822.SIZE INTERNALDATE)"))
        found: dict[int, Size] = {}
        for part in data:
            head = part[0] if isinstance(part, tuple) else part or b""
            uid, size = _UID.search(head), _SIZE.search(head)
            if uid and size:
                found[int(uid[1])] = Size(int(size[1]), _arrived(head))
        return found

    def messages(self, uids: Sequence[int], part: str = "BODY.PEEK[]") -> dict[int, bytes]:
        """These messages, or a part of them, as the server holds them. None is marked as seen."""
        with faults(self._account, "fetch from"):
            data = told(self._imap.uid("FETCH", _set(uids), f"(UID {part})"))
        found: dict[int, bytes] = {}
        for number, item in enumerate(data):
            if not isinstance(item, tuple):
                continue
            after = data[number + 1] if number + 1 < len(data) else b""
            uid = _UID.search(item[0]) or _UID.search(after if isinstance(after, bytes) else b"")
            if uid:
                found[int(uid[1])] = item[1]
        return found

    def move(self, uids: Sequence[int], folder: str) -> bool:
        """Move messages; False where this server cannot without touching other people's deletions."""
        with faults(self._account, "move messages of"):
            if "MOVE" in self._imap.capabilities:
                self._with_folder(folder, lambda: self._imap.uid("MOVE", _set(uids), _quoted(folder)))
                return True
            if "UIDPLUS" not in self._imap.capabilities:
                return False
            self._with_folder(folder, lambda: self._imap.uid("COPY", _set(uids), _quoted(folder)))
            told(self._imap.uid("STORE", _set(uids), "+FLAGS.SILENT", r"(\Deleted)"))
            told(self._imap.uid("EXPUNGE", _set(uids)))
            return True

    def flag(self, uids: Sequence[int], *, keyword: bool) -> None:
        """Mark messages: by a keyword of our own where the server keeps such, else as seen."""
        with faults(self._account, "flag messages of"):
            mark = f"({KEYWORD})" if keyword else r"(\Seen)"
            told(self._imap.uid("STORE", _set(uids), "+FLAGS.SILENT", mark))

    def idle(self, seconds: float, wanted: Callable[[], bool]) -> bool:
        """Wait until the server tells of something; whether it did. `wanted` is asked every moment."""
        with faults(self._account, "wait for"):
            imap: Any = self._imap
            tag = imap._new_tag()
            imap.send(tag + b" IDLE\r\n")
            if not imap.readline().startswith(b"+"):
                raise imaplib.IMAP4.abort("the server does not wait")
            heard = self._hear(imap, time.monotonic() + seconds, wanted)
            imap.send(b"DONE\r\n")
            while not imap.readline().startswith(tag):
                pass
            return heard

    def _hear(self, imap: Any, end: float, wanted: Callable[[], bool]) -> bool:
        while (left := end - time.monotonic()) > 0 and wanted():
            if _readable(imap, min(left, 0.2)):
                line = imap.readline()
                if not line:
                    raise imaplib.IMAP4.abort("the line was closed")
                if line.startswith(b"* ") and b"EXISTS" in line:
                    return True
        return False

    def _with_folder(self, folder: str, deed: Callable[[], tuple[str, list[Any]]]) -> None:
        """Do it; where the folder is missing, make it and do it again."""
        kind, _ = deed()
        if kind != "OK":
            self._imap.create(_quoted(folder))
            told(deed())


def _quoted(folder: str) -> str:
    return '"' + encoded(folder).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _set(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


def _number(data: Sequence[Any] | None) -> int:
    last = data[-1] if data else None
    return int(last) if isinstance(last, bytes) and last.isdigit() else 0


def _arrived(head: bytes) -> datetime | None:
    found = imaplib.Internaldate2tuple(head)
    return datetime.fromtimestamp(time.mktime(found), UTC) if found else None


def _readable(imap: Any, seconds: float) -> bool:
    """Whether a line waits: in the buffer of the connection or of its encryption, or on the wire."""
    buffer = getattr(imap, "_file", None) or imap.file
    before = imap.sock.gettimeout()
    imap.sock.settimeout(0)
    try:
        if buffer.peek(1):
            return True
    except ssl.SSLWantReadError:
        pass
    finally:
        imap.sock.settimeout(before)
    return bool(select.select([imap.sock], [], [], seconds)[0])


def folders_of(conf: Account, seconds: float = SECONDS) -> dict[str, bool]:
    """The mailbox's folders, and whether each is read. Nothing is opened or changed."""
    line = Line(conf, seconds)
    try:
        return {folder: conf.reads(folder) for folder in line.folders()}
    finally:
        line.close()
