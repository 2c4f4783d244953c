"""Signed mail whose words lie inside its signature (S/MIME, RFC 8551; CMS, RFC 5652): the words taken out.

The signature is not checked: that needs certificates, and a person who trusts them.
"""

from __future__ import annotations

from collections.abc import Iterator

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _OBJECT, _OCTETS = 0x30, 0x06, 0x04
_EXPLICIT, _CONSTRUCTED = 0xA0, 0x20
_DEEPEST = 12

Node = tuple[int, bytes]
"""A tag, and what it holds."""


def signed_content(data: bytes) -> bytes | None:
    """What was signed; None where the bytes hold no signed content, as when they are encrypted."""
    try:
        return _content(data)
    except (IndexError, ValueError, StopIteration):
        return None


def _content(data: bytes) -> bytes | None:
    outer = list(_nodes(_only(data, _SEQUENCE)))
    if outer[0] != (_OBJECT, _SIGNED_DATA):
        return None
    signed = list(_nodes(_only(outer[1][1], _SEQUENCE)))
    for tag, held in signed:
        inside = list(_nodes(held)) if tag == _SEQUENCE else []
        if len(inside) == 2 and inside[0][0] == _OBJECT and inside[1][0] == _EXPLICIT:
            return b"".join(_octets(inside[1][1], 0))
    return None


def _only(data: bytes, tag: int) -> bytes:
    found, held = next(_nodes(data))
    if found != tag:
        raise ValueError("not what was expected")
    return held


def _octets(data: bytes, depth: int) -> Iterator[bytes]:
    """A string of bytes that may be cut into parts, which may be cut again."""
    if depth > _DEEPEST:
        raise ValueError("cut too often")
    for tag, held in _nodes(data):
        if tag == _OCTETS:
            yield held
        elif tag == _OCTETS | _CONSTRUCTED:
            yield from _octets(held, depth + 1)


def _nodes(data: bytes) -> Iterator[Node]:
    """The values one behind the other. Raises ValueError, IndexError where they are broken."""
    at = 0
    while at < len(data):
        start = at
        tag, held, at = _node(data, at)
        if at <= start:
            raise ValueError("no way forward")
        yield tag, held


def _node(data: bytes, at: int) -> tuple[int, bytes, int]:
    tag, first = data[at], data[at + 1]
    at += 2
    if first == 0x80:
        end = _end_of_open(data, at, 0)
        return tag, data[at:end], end + 2
    if first & 0x80:
        count = first & 0x7F
        if count > 8:
            raise ValueError("a length beyond measure")
        first = int.from_bytes(data[at : at + count], "big")
        at += count
    if at + first > len(data):
        raise ValueError("cut short")
    return tag, data[at : at + first], at + first


def _end_of_open(data: bytes, at: int, depth: int) -> int:
    """Where a value of no stated length ends: at two zero bytes behind whole values."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    while data[at : at + 2] != b"\0\0":
        if data[at + 1] == 0x80:
            at = _end_of_open(data, at + 2, depth + 1) + 2
        else:
            _, _, at = _node(data, at)
    return at
