"""Compressed rich text as Outlook keeps it ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

from pipeline.problems import Damaged, Quarantined

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_LARGEST = 64 * 1024 * 1024


def unpacked(data: bytes) -> bytes:
    """The rich text. Raises Damaged where it is none, Quarantined where it swells beyond measure."""
    if len(data) < 16:
        raise Damaged("Its body is damaged.", "The compressed rich text is cut short.")
    size, raw_size, kind = struct.unpack_from("<II4s", data)
    body = data[16 : size + 4]
    if kind == b"MELA":
        return body[:raw_size]
    if kind != b"LZFu":
        raise Damaged("Its body is damaged.", "The compressed rich text has an unknown form.")
    return _inflated(body, min(raw_size, _LARGEST))


def _inflated(body: bytes, limit: int) -> bytes:
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b"\0"))
    end, out, at = len(_DICTIONARY), bytearray(), 0
    while at < len(body):
        flags = body[at]
        at += 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                part = body[at : at + 1]
                at += 1
            else:
                if at + 1 >= len(body):
                    return bytes(out)
                offset, length = body[at] << 4 | body[at + 1] >> 4, (body[at + 1] & 15) + 2
                at += 2
                if offset == end % _WINDOW:
                    return bytes(out)
                part = b""
                for step in range(length):
                    byte = window[(offset + step) % _WINDOW : (offset + step) % _WINDOW + 1]
                    part += byte
                    window[(end + step) % _WINDOW : (end + step) % _WINDOW + 1] = byte
                end += length
                out += part
                continue
            window[end % _WINDOW : end % _WINDOW + 1] = part
            end += 1
            out += part
        if len(out) > limit + _WINDOW:
            raise Quarantined("Its body swells beyond measure when unpacked.", f"More than {limit:,} bytes.")
    return bytes(out)
