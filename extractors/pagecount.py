"""Pages that a file says it has, held against the pages that were read: none may be lost in silence."""

from __future__ import annotations

import io
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace

from pipeline.documents import ExtractedDocument
from pipeline.problems import ReadingState

_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_STREAM = re.compile(rb"/Type\s*/ObjStm.{0,400}?stream\r?\n", re.S)
_SLIDES = re.compile(rb"<(?:\w+:)?Slides>(\d{1,6})</")
_PAGES_TAG = 297
_DECK = "extractors.slides"
_MOST_PAGES = 20_000
_LARGEST_STREAM = 1 << 22


def counted(found: ExtractedDocument, data: bytes, module: str) -> ExtractedDocument:
    """What this reader module made of the bytes, remarked upon where they hold more pages than it found."""
    if not found.state.has_text:
        return found
    said = _declared(data, module, len(found.pages))
    if said is None or said <= len(found.pages):
        return found
    what = "slides" if module == _DECK else "pages"
    flag = f"The file holds {said} {what}, of which {len(found.pages)} could be found: look at the original."
    return replace(found, state=ReadingState.EXTRACTED_PARTIAL, flags=(*found.flags, flag))


def _declared(data: bytes, module: str, read: int) -> int | None:
    """The number of pages that the file itself states; None where it states none."""
    if module == "extractors.pdf":
        return _pdf(data, read)
    if module == "extractors.picture" and data[:2] in (b"II", b"MM"):
        return _tiff(data)
    return _slides(data) if module == _DECK else None


def _pdf(data: bytes, read: int) -> int | None:
    """The leaves of the page tree, counted only where the bytes show more pages than were read.

    A page that an editor threw away may lie in the bytes still: the tree decides.
    """
    if _pages_in_bytes(data) <= read:
        return None
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        root = pypdf.PdfReader(io.BytesIO(data)).root_object["/Pages"]
        return _leaves(root)
    except (pypdf.errors.PyPdfError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        # what this parser cannot walk, the reader has walked in its own way
        return None


def _pages_in_bytes(data: bytes) -> int:
    return sum(len(_PAGE.findall(part)) for part in (data, *_packed(data)))


def _packed(data: bytes) -> Iterator[bytes]:
    """The object streams, unpacked as far as they are small."""
    for head in _STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[head.end() :], _LARGEST_STREAM)
        except zlib.error:
            continue


def _leaves(root: object) -> int:
    """Pages under this node; one that is reached twice counts twice, a circle ends."""
    count, waiting, above = 0, [(root, 0)], 0
    while waiting and above < _MOST_PAGES:
        above += 1
        node, depth = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        kids = node.get("/Kids") if isinstance(node, dict) and depth < 50 else None
        if kids is None:
            count += isinstance(node, dict) and node.get("/Type") == "/Page"
        else:
            waiting += [(kid, depth + 1) for kid in kids.get_object()]
    return count


def _tiff(data: bytes) -> int | None:
    """The total that the first picture of a fax or scan names beside its own number."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            named = getattr(image, "tag_v2", {}).get(_PAGES_TAG)
    except (OSError, SyntaxError, ValueError):
        return None
    return int(named[1]) if isinstance(named, tuple) and len(named) == 2 and named[1] else None


def _slides(data: bytes) -> int | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            found = _SLIDES.search(package.read("docProps/app.xml")[:100_000])
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, zlib.error):
        return None
    return int(found[1]) if found else None
