"""Pages that a file says it has, held against the pages that were read: none may be lost in silence."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import replace

from extractors.pdf_tree import pages_in_tree
from pipeline.documents import ExtractedDocument
from pipeline.problems import ReadingState

_SLIDES = re.compile(rb"<(?:\w+:)?Slides>(\d{1,6})</")
_PAGES_TAG = 297
_DECK = "extractors.slides"


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
        return pages_in_tree(data, read)
    if module == "extractors.picture" and data[:2] in (b"II", b"MM"):
        return _tiff(data)
    return _slides(data) if module == _DECK else None


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
