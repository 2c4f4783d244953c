"""A compound file ([MS-CFB]) of small streams, enough for an Outlook message."""

from __future__ import annotations

import struct
from collections.abc import Mapping

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """All streams lie in the mini stream, one after the other; none may reach 4,096 bytes."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    mini = b""
    chain: list[int] = []
    starts: dict[str, int] = {}
    for name in names:
        starts[name] = len(chain)
        count = -(-len(streams[name]) // 64)
        chain += [*range(len(chain) + 1, len(chain) + count), END] if count else []
        mini += streams[name].ljust(count * 64, b"\0")
    rows = [_row("Root Entry", 5, 1, FREE, 0, len(mini))]
    for number, name in enumerate(names, start=1):
        following = number + 1 if number < len(names) else FREE
        rows.append(_row(name, 2, FREE, following, starts[name], len(streams[name])))
    parts = [b"".join(rows), struct.pack(f"<{len(chain)}I", *chain), mini]
    return _laid(parts)


def _row(name: str, kind: int, child: int, right: int, first: int, size: int) -> bytes:
    coded = name.encode("utf-16-le") + b"\0\0"
    head = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), kind, 1)
    links = struct.pack("<III", FREE, right, child if kind == 5 else FREE)
    return head + links + bytes(36) + struct.pack("<IQ", first, size)


def _laid(parts: list[bytes]) -> bytes:
    """Directory, mini table and mini stream behind one allocation table, each in its own sectors."""
    table, firsts, body = [TABLE], [], b""
    for fill, part in zip((b"\0", b"\xff", b"\0"), parts, strict=True):
        count = max(1, -(-len(part) // 512))
        firsts.append(len(table))
        table += [*range(len(table) + 1, len(table) + count), END]
        body += part.ljust(count * 512, fill)
    root = bytearray(body)
    root[116:120] = struct.pack("<I", firsts[2])
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, firsts[0], 0, 4096, firsts[1], 1, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    return head + struct.pack("<128I", *table, *[FREE] * (128 - len(table))) + bytes(root)


def outlook_message(body: str, subject: str = "A letter") -> bytes:
    """A message with a subject, a sender and a body."""
    said = {"001A": "IPM.Note", "0037": subject, "0C1A": "A Sender", "1000": body}
    streams = {f"__substg1.0_{tag}001F": text.encode("utf-16-le") for tag, text in said.items()}
    rows = b"".join(
        struct.pack("<HHIII", 0x1F, int(tag, 16), 6, 2 * len(text) + 2, 0) for tag, text in said.items()
    )
    return compound_file(streams | {"__properties_version1.0": bytes(32) + rows})
