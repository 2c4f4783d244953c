"""Pictures whose headers claim far more than their bytes hold."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.extractors.hostile.case import (
    FAILED,
    PARTLY,
    READ,
    SCAN,
    SET_ASIDE,
    UNKNOWN,
    Hostile,
    Trap,
    fixed,
    hostile,
)

SIDE = 60_000
ENDS = (SCAN, SET_ASIDE, FAILED, UNKNOWN)
"""No picture here holds a word; where no OCR is at hand they wait for it."""

ANY = (*ENDS, READ, PARTLY)


def cases() -> Iterator[Hostile]:
    """All pictures."""
    yield hostile("huge.png", fixed(png(SIDE, SIDE)), *ENDS, note="60,000 by 60,000 dots, header alone")
    yield hostile("huge-claimed.png", fixed(png(0x7FFFFFFF, 0x7FFFFFFF)), *ENDS, note="2^62 dots")
    yield hostile("none.png", fixed(png(0, 0)), *ENDS, note="a picture of no size")
    yield hostile("text.png", _text_bomb, *ENDS, note="200 MB packed into a text chunk")
    yield hostile(
        "chunks.png", fixed(png(9, 9, _chunk(b"tEXt", b"a\0b") * 100_000)), *ENDS, note="100,000 chunks"
    )
    yield hostile(
        "long-chunk.png", fixed(png(9, 9) + struct.pack(">I", 0xFFFFFFFF)), *ENDS, note="a 4 GB chunk"
    )
    yield hostile("bomb.png", _swelling, *ENDS, note="12,000 by 12,000 dots of one colour, packed")
    yield hostile("huge.bmp", fixed(_bitmap(SIDE, SIDE)), *ENDS, note="60,000 by 60,000 dots")
    yield hostile("negative.bmp", fixed(_bitmap(-5, -(1 << 31))), *ENDS, note="negative sizes")
    yield hostile("huge.gif", fixed(_animation(65_535, 1)), *ENDS, note="65,535 by 65,535 dots")
    yield hostile("frames.gif", fixed(_animation(8, 10_000)), *ENDS, note="10,000 frames")
    yield hostile("huge.tif", fixed(_tiff(SIDE, SIDE)), *ENDS, note="60,000 by 60,000 dots")
    yield hostile("loop.tif", fixed(_tiff(8, 8, following=8)), *ENDS, note="a directory that follows itself")
    yield hostile("far.tif", fixed(_tiff(8, 8, following=0xFFFFFFF0)), *ENDS, note="a directory far outside")
    yield hostile("entries.tif", fixed(b"II*\0\x08\0\0\0\xff\xff" + bytes(400)), *ENDS, note="65,535 entries")
    yield hostile("frames.tif", lambda _: _pages(5000), *ENDS, note="5,000 pages", dear=True)
    photo = _photo()
    for percent in (5, 50, 95):
        cut = photo[: len(photo) * percent // 100]
        yield hostile(f"cut-{percent}.jpg", fixed(cut), *ENDS, note=f"cut after {percent} %")
    yield hostile("huge.jpg", fixed(_claimed(photo, 65_500)), *ENDS, note="65,500 by 65,500 dots claimed")
    yield hostile("huge.webp", fixed(_webp()), *ENDS, note="16,384 by 16,384 dots claimed")
    yield hostile(
        "page.jpg", fixed(b"\xff\xd8\xff<html><script>x</script>"), *ENDS, note="a page in a picture"
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, more: bytes = b"") -> bytes:
    """A PNG that claims this size and holds next to nothing."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + more + _chunk(b"IDAT", zlib.compress(bytes(99))) + _chunk(b"IEND", b"")
    )


def _text_bomb(_: Trap) -> bytes:
    return png(9, 9, _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200 << 20), 9)))


def _swelling(_: Trap) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 12_000, 12_000, 8, 2, 0, 0, 0))
    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(bytes(36_001)) for _row in range(12_000)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _bitmap(width: int, height: int) -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + info + bytes(60)


def _animation(side: int, frames: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b"\x3b"


def _tiff(width: int, height: int, following: int = 0) -> bytes:
    entries = ((256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (278, height), (279, 64))
    rows = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    return (
        b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + rows + struct.pack("<I", following) + bytes(64)
    )


def _pages(count: int) -> bytes:
    """Directories of one size in a row, each naming the next."""
    first = _tiff(8, 8)[8:]
    pages = []
    for number in range(count):
        following = 8 + (number + 1) * len(first) if number < count - 1 else 0
        pages.append(first[:-68] + struct.pack("<I", following) + first[-64:])
    return b"II*\0\x08\0\0\0" + b"".join(pages)


def _photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), (200, 180, 90)).save(out, "JPEG")
    return out.getvalue()


def _claimed(photo: bytes, side: int) -> bytes:
    at = photo.index(b"\xff\xc0")
    return photo[: at + 5] + struct.pack(">HH", side, side) + photo[at + 9 :]


def _webp() -> bytes:
    body = b"VP8L" + struct.pack("<I", 10) + b"\x2f\xff\xff\xff\x0f" + bytes(5)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
