"""Names of mail folders as the wire has them: modified UTF-7 (RFC 3501, section 5.1.3)."""

from __future__ import annotations

import binascii
import re

_SHIFTED = re.compile(r"&([^-]*)-")


def encoded(name: str) -> str:
    """A folder's name in the characters that may stand in a command."""
    return re.sub(r"&|[^\x20-\x7e]+", _shift, name)


def _shift(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&-"
    data = binascii.b2a_base64(found[0].encode("utf-16-be"), newline=False)
    return f"&{data.rstrip(b'=').replace(b'/', b',').decode('ascii')}-"


def decoded(wire: bytes) -> str:
    """The name that a server sent, its quotes taken off; as it stands where it is not in that form."""
    if wire[:1] == b'"' and wire[-1:] == b'"' and len(wire) > 1:
        wire = re.sub(rb"\\(.)", rb"\1", wire[1:-1])
    name = wire.decode("utf-8", "replace")
    try:
        return _SHIFTED.sub(_unshift, name)
    except (binascii.Error, UnicodeError):
        return name


def _unshift(found: re.Match[str]) -> str:
    if not found[1]:
        return "&"
    data = found[1].replace(",", "/")
    return binascii.a2b_base64(data + "=" * (-len(data) % 4)).decode("utf-16-be")
