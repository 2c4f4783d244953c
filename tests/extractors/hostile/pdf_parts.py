"""A PDF put together from raw objects, so that it can be as wrong as wanted."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

LETTER = "A letter of plain words."
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def shown(text: str, size: float = 12) -> bytes:
    """Drawing operators that show one line."""
    return f"BT /F1 {size} Tf 72 700 Td ({text}) Tj ET".encode("latin-1")


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def deflated(data: bytes, entries: bytes = b"") -> bytes:
    """The same, packed."""
    return stream(zlib.compress(data, 9), entries + b" /Filter /FlateDecode")


def page(more: bytes = b"", box: bytes = b"[0 0 612 792]") -> bytes:
    """A page object with the font F1 and the content 4."""
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> %s >>" % (box, more)
    )


def letter_objects(text: str = LETTER) -> dict[int, bytes]:
    """The objects of a sound letter of one page; change them to spoil it."""
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    return {1: catalog, 2: PAGES, 3: page(), 4: stream(shown(text)), 5: FONT}


def assembled(objects: Mapping[int, bytes], trailer: bytes = b"", version: bytes = b"1.7") -> bytes:
    """A file with a right cross-reference table. `trailer` adds entries; `{start}` is its place."""
    out = bytearray(b"%PDF-" + version + b"\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        at = places.get(number)
        out += b"0000000000 65535 f \n" if at is None else b"%010d 00000 n \n" % at
    trailer = trailer.replace(b"{start}", b"%d" % start)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def letter(changed: Mapping[int, bytes] | None = None, trailer: bytes = b"") -> bytes:
    """A letter of one page, with some of its objects changed."""
    return assembled(letter_objects() | dict(changed or {}), trailer)


def catalog(more: bytes) -> dict[int, bytes]:
    """A changed catalog alone."""
    return {1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % more}
