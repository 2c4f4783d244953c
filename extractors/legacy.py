"""The office formats of old (DOC, PPT, XLS, WordPerfect), where the optional engine is installed."""

from __future__ import annotations

import importlib.util
import re

from extractors.canonical import Builder, tidy
from pipeline.documents import ExtractedDocument
from pipeline.problems import Damaged, NeedsPassword, UnsupportedFormat, broken

MEDIA_TYPES = frozenset(
    {
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.wordperfect",
    }
)

_NAMES = {
    "application/msword": "The old Word format (DOC)",
    "application/vnd.ms-excel": "An old spreadsheet (XLS)",
    "application/vnd.ms-powerpoint": "Old slides (PPT)",
    "application/vnd.wordperfect": "WordPerfect",
}
_STREAMS = (
    ("WordDocument", "application/msword"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
)
_BLANK = re.compile(r"\n\s*\n")


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The text as the engine gives it, in paragraphs, without places on pages.

    Raises UnsupportedFormat where the engine is missing or does not know the file, NeedsPassword, Damaged.
    """
    kind = _kind(data)
    if importlib.util.find_spec("kreuzberg") is None or kind == "application/vnd.wordperfect":
        raise _unsupported(kind)
    import kreuzberg

    try:
        text = kreuzberg.extract_bytes_sync(data, kind).content
    except kreuzberg.KreuzbergError as error:
        raise _told(kind, str(error)) from None
    except BaseException as error:
        # what breaks inside the engine comes out as a kind of error of its own, which is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _told(kind, str(error)) from None
    builder = Builder()
    for paragraph in _BLANK.split(tidy(text)):
        builder.add(paragraph)
    flags = ("It was read by the engine for old formats: hold it against the original.",)
    return builder.document(flags=flags, reader="kreuzberg")


def _kind(data: bytes) -> str:
    if data.startswith(b"\xffWPC"):
        return "application/vnd.wordperfect"
    found = (kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data)
    return next(found, "application/msword")


def _told(kind: str, why: str) -> Damaged | NeedsPassword | UnsupportedFormat:
    lower = why.lower()
    if "password" in lower or "encrypt" in lower:
        return NeedsPassword(
            "It is locked with a password.", "The document is encrypted.", "Ask the sender for an open copy."
        )
    if "unsupported" in lower:
        return _unsupported(kind)
    return broken("The file is damaged.")


def _unsupported(kind: str) -> UnsupportedFormat:
    remedy = "Open it in the program that made it, save it as DOCX or PDF, and offer that file."
    if kind != "application/vnd.wordperfect":
        remedy += " Or install the engine for old formats: pip install 'chancery[legacy]'."
    return UnsupportedFormat(f"{_NAMES[kind]} cannot be read.", "No reader for it is installed.", remedy)
