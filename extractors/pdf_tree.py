"""The page tree of a PDF against the pages that it counts (ISO 32000-1, 7.7.3).

Readers and viewers trust the count of each node; a page beyond it is in the file and none of them shows it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_STREAM = re.compile(rb"/Type\s*/ObjStm.{0,400}?stream\r?\n", re.S)
_LARGEST_STREAM = 1 << 22
_LARGEST_MENDED = 64 << 20

_shown: dict[tuple[int, int], int] = {}
_counted: dict[tuple[int, int], int | None] = {}
"""The last file that was looked at: it is opened anew for each page that is drawn."""


def pages_in_tree(data: bytes, read: int, password: str = "") -> int | None:
    """The leaves of the page tree, counted only where the bytes show more pages than were read; else None.

    A page that an editor threw away may lie in the bytes still: the tree decides.
    """
    key = len(data), hash(data)
    if key not in _shown:
        _shown.clear()
        _counted.clear()
        _shown[key] = _pages_in_bytes(data)
    if _shown[key] <= read:
        return None
    if key not in _counted:
        from extractors.pdf_catalog import leaves

        _counted[key] = leaves(data, password)
    return _counted[key]


def mended(data: bytes, read: int, password: str = "") -> bytes | None:
    """The file with true counts, and without its lock; None where nothing can or need be mended.

    `read` is how many pages were found so far.
    """
    if len(data) > _LARGEST_MENDED or (pages_in_tree(data, read, password) or 0) <= read:
        return None
    from extractors.pdf_catalog import recounted

    return recounted(data, password)


def _pages_in_bytes(data: bytes) -> int:
    return sum(len(_PAGE.findall(part)) for part in (data, *_packed(data)))


def _packed(data: bytes) -> Iterator[bytes]:
    """The object streams, unpacked as far as they are small."""
    whole = memoryview(data)
    for head in _STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(whole[head.end() :], _LARGEST_STREAM)
        except zlib.error:
            continue
