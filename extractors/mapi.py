"""Outlook's properties in a compound file ([MS-OXMSG]): one message, its people, what hangs on it."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from olefile import OleFileIO

_ENTRY = struct.Struct("<HHI8s")
_TEXT, _ANSI, _BINARY = 0x001F, 0x001E, 0x0102
_CODE_PAGES = (0x3FFD, 0x3FDE)
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_LARGEST_STREAM = 64 * 1024 * 1024
_MOST = 2000

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A message, recipient or attachment: a storage and the size of its property stream's head."""

    ole: OleFileIO
    place: Place = ()
    head: int = 32
    charset: str = "cp1252"

    def text(self, tag: int) -> str:
        """A property's words; empty where it has none."""
        wide = self._stream(tag, _TEXT)
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._stream(tag, _ANSI)
        return narrow.decode(self.charset, "replace").rstrip("\0") if narrow is not None else ""

    def binary(self, tag: int) -> bytes:
        """A property's bytes; empty where it has none."""
        return self._stream(tag, _BINARY) or b""

    def fixed(self, tag: int) -> bytes:
        """The eight bytes of a property that is stored in line; empty where it has none."""
        name = [*self.place, "__properties_version1.0"]
        if not self.ole.exists(name):
            return b""
        data = self._read(name)
        for at in range(self.head, len(data) - 15, 16):
            _, found, _, value = _ENTRY.unpack_from(data, at)
            if found == tag:
                return bytes(value)
        return b""

    def number(self, tag: int) -> int:
        """A whole number; 0 where it has none."""
        value = self.fixed(tag)
        return int(struct.unpack_from("<i", value)[0]) if value else 0

    def moment(self, tag: int) -> datetime | None:
        """A point in time, in UTC; None where it has none or none that a calendar has."""
        value = self.fixed(tag)
        ticks = struct.unpack("<Q", value)[0] if value else 0
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def inside(self, prefix: str, head: int = 8) -> Iterator[Item]:
        """The storages directly inside whose name begins so, in order."""
        depth = len(self.place)
        names = {
            entry[depth]
            for entry in map(tuple, self.ole.listdir(streams=True, storages=True))
            if len(entry) > depth and entry[:depth] == self.place and entry[depth].startswith(prefix)
        }
        for name in sorted(names)[:_MOST]:
            yield Item(self.ole, (*self.place, name), head, self.charset)

    @property
    def embedded(self) -> Item | None:
        """The message that an attachment is; None where it is a file."""
        place = (*self.place, "__substg1.0_3701000D")
        inner = (*place, "__properties_version1.0")
        return message(self.ole, place, 24) if self.ole.exists(list(inner)) else None

    def _stream(self, tag: int, kind: int) -> bytes | None:
        name = [*self.place, f"__substg1.0_{tag:04X}{kind:04X}"]
        return self._read(name) if self.ole.exists(name) else None

    def _read(self, name: list[str]) -> bytes:
        with self.ole.openstream(name) as stream:
            data = bytes(stream.read(_LARGEST_STREAM))
        if len(data) < min(self.ole.get_size(name), _LARGEST_STREAM):
            raise OSError(f"{name[-1]} is cut short")
        return data


def message(ole: OleFileIO, place: Place = (), head: int = 32) -> Item:
    """The message at this place, with the code page of its narrow words."""
    bare = Item(ole, place, head)
    pages = (bare.number(tag) for tag in _CODE_PAGES)
    return Item(ole, place, head, next((found for page in pages if (found := _codec(page))), "cp1252"))


def _codec(page: int) -> str:
    name = {65001: "utf-8", 20127: "cp1252", 28591: "cp1252", 50220: "iso2022_jp"}.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name if page else ""
    except LookupError:
        return ""
