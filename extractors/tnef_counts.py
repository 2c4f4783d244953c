"""How many properties a winmail.dat envelope says it has ([MS-OXTNEF] 2.1.3.4): a parser counts them all out.

Its lists state their own length, and so do properties of several values, whether or not anything follows.
"""

from __future__ import annotations

import contextlib
import struct
from uuid import UUID

from pipeline.problems import Quarantined

_MOST = 100_000
"""In one list, and of one property. A long mail has a few hundred."""

_DEEPEST = 20
_ASK = "Ask the sender to send it again as plain mail."
_HEAD = struct.Struct("<BHHI")
_PROPERTIES, _ATTACHMENT, _RECIPIENTS = 0x9003, 0x9005, 0x9004
_OBJECT = 0x3701
_MESSAGE = UUID("00020307-0000-0000-c000-000000000046").bytes_le
_SEVERAL, _NAMED = 0x1000, 0x8000
_SIZES = {0x02: 2, 0x0B: 2, 0x03: 4, 0x04: 4, 0x0A: 4, 0x05: 8, 0x07: 8, 0x06: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_COUNTED = frozenset({0x00, 0x0D, 0x1E, 0x1F, 0x0102})


def check_counts(data: bytes, depth: int = 0) -> None:
    """Raises Quarantined where a list is longer than any mail's, or envelopes are nested too deeply.

    What is broken otherwise is left to the parser, which stops there.
    """
    if depth > _DEEPEST:
        raise Quarantined("It is nested too deeply to be read.", "Envelopes lie in envelopes.", _ASK)
    at = 6
    while at + _HEAD.size <= len(data):
        _, name, _, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if name in (_PROPERTIES, _ATTACHMENT, _RECIPIENTS):
            held = data[at : at + length]
            with contextlib.suppress(struct.error, KeyError):
                _Lists(held, depth).walk(rows=name == _RECIPIENTS)
        at += length + 2


class _Lists:
    """The property lists of one attribute, gone through without keeping anything."""

    def __init__(self, data: bytes, depth: int) -> None:
        self._data, self._depth, self._at = data, depth, 0

    def walk(self, rows: bool) -> None:
        """All lists. Raises Quarantined; struct.error or KeyError where the bytes end or make no sense."""
        for _ in range(self._count() if rows else 1):
            for _ in range(self._count()):
                if self._at >= len(self._data):
                    break
                self._property()

    def _property(self) -> None:
        kind, name = self._number("<H"), self._number("<H")
        if name >= _NAMED:
            self._at += 16
            named = self._number("<I")
            length = self._number("<I") if named else 4
            self._at += _padded(length)
        several = bool(kind & _SEVERAL)
        kind &= ~_SEVERAL
        if kind in _COUNTED:
            for _ in range(self._count()):
                self._value(name)
        else:
            values = self._count() if several else 1
            self._at += _padded(_SIZES[kind] * values)

    def _value(self, name: int) -> None:
        length = self._number("<I")
        if name == _OBJECT and self._data[self._at : self._at + 16] == _MESSAGE:
            check_counts(self._data[self._at + 16 : self._at + length], self._depth + 1)
        self._at += _padded(length)

    def _count(self) -> int:
        count = self._number("<I")
        if count > _MOST:
            raise Quarantined(
                "It says that it holds far more than a mail does.", f"{count:,} properties in one list.", _ASK
            )
        return count

    def _number(self, form: str) -> int:
        (found,) = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return int(found)


def _padded(length: int) -> int:
    return length + -length % 4
