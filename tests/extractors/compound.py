"""A compound file ([MS-CFB]) with storages inside storages, written for tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Tree: TypeAlias = "Mapping[str, bytes | Tree]"


def compound(tree: Tree) -> bytes:
    """The bytes of a file with these streams and storages. Streams lie in the mini stream: none of 4,096 bytes."""
    made = _Made()
    made.fill(tree, 0)
    return made.packed()


class _Made:
    def __init__(self) -> None:
        self._rows: list[_Row] = [_Row("Root Entry", 5)]
        self._mini = b""
        self._mini_links: list[int] = []

    def fill(self, tree: Tree, parent: int) -> None:
        """Children hang on their parent as a chain to the right."""
        numbers: list[int] = []
        for name, held in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
            numbers.append(len(self._rows))
            if isinstance(held, bytes):
                self._rows.append(_Row(name, 2, first=self._keep(held), size=len(held)))
            else:
                self._rows.append(_Row(name, 1))
                self.fill(held, numbers[-1])
        for number, following in pairwise([*numbers, FREE]):
            self._rows[number].right = following
        if numbers:
            self._rows[parent].child = numbers[0]

    def _keep(self, data: bytes) -> int:
        assert len(data) < 4096
        first, count = len(self._mini_links), max(1, -(-len(data) // 64))
        self._mini += data.ljust(count * 64, b"\0")
        self._mini_links += [*range(first + 1, first + count), END]
        return first

    def packed(self) -> bytes:
        """Directory, mini table and mini stream in sectors of their own, behind one table for all."""
        mini_table = struct.pack(f"<{len(self._mini_links)}I", *self._mini_links)
        listing = len(self._rows) * 128
        sectors = [-(-size // 512) or 1 for size in (listing, len(mini_table), len(self._mini))]
        firsts = [1, 1 + sectors[0], 1 + sectors[0] + sectors[1]]
        table = [TABLE]
        for count in sectors:
            table += [*range(len(table) + 1, len(table) + count), END]
        assert len(table) <= 128
        self._rows[0].first, self._rows[0].size = firsts[2], len(self._mini)
        parts = (b"".join(row.packed() for row in self._rows), mini_table, self._mini)
        fills = (b"\0", b"\xff", b"\0")
        body = b"".join(p.ljust(n * 512, f) for p, n, f in zip(parts, sectors, fills, strict=True))
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, firsts[0], 0, 4096, firsts[1], sectors[1], END, 0)
        head += struct.pack("<109I", 0, *[FREE] * 108)
        return head + struct.pack("<128I", *table, *[FREE] * (128 - len(table))) + body


@dataclass
class _Row:
    name: str
    kind: int
    child: int = FREE
    right: int = FREE
    first: int = 0
    size: int = 0

    def packed(self) -> bytes:
        coded = self.name.encode("utf-16-le") + b"\0\0"
        head = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), self.kind, 1)
        links = struct.pack("<III", FREE, self.right, self.child)
        return head + links + bytes(36) + struct.pack("<IQ", self.first, self.size)
