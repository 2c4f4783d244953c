"""PDF through pypdf: slower and plainer, for the files on which pdfium breaks."""

from __future__ import annotations

import io
import re

import pypdf
from pypdf.errors import PyPdfError

from extractors.canonical import Builder
from pipeline.documents import Attachment, ExtractedDocument, PageSource
from pipeline.problems import NeedsPassword, Quarantined, ReadingState, broken

_MOST_PAGES = 5000
_MOST_CHARACTERS = 20_000_000
_LARGEST_ATTACHMENTS = 40 * 1024 * 1024
_BROKEN_WORD = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The text page by page, in drawing order. Raises NeedsPassword, Damaged or Quarantined."""
    try:
        return _read(pypdf.PdfReader(io.BytesIO(data), strict=False))
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError):
        # Broken files make pypdf fail in each of these ways.
        raise broken("The PDF is damaged.") from None


def _read(reader: pypdf.PdfReader) -> ExtractedDocument:
    if reader.is_encrypted and not reader.decrypt(""):
        raise NeedsPassword(
            "It is locked with a password.",
            "The PDF is encrypted and the empty password does not open it.",
            "Ask the sender for its password and use `chancery unlock REF`, or for an open copy.",
        )
    if len(reader.pages) > _MOST_PAGES:
        raise Quarantined("It has too many pages.", f"{len(reader.pages):,} of at most {_MOST_PAGES:,}.")
    if not len(reader.pages):
        raise broken("It has no pages.", "The PDF opens, but is empty.")
    builder = Builder()
    wordless: list[int] = []
    for number, page in enumerate(reader.pages, start=1):
        text = _BROKEN_WORD.sub("", page.extract_text())
        builder.page(PageSource.NATIVE, float(page.mediabox.width), float(page.mediabox.height))
        for paragraph in re.split(r"\n\s*\n", text):
            builder.add(paragraph)
        if not text.strip():
            wordless.append(number)
        if builder.here > _MOST_CHARACTERS:
            raise Quarantined("It holds too much text.", f"More than {_MOST_CHARACTERS:,} characters.")
    return _finished(reader, builder, wordless)


def _finished(reader: pypdf.PdfReader, builder: Builder, wordless: list[int]) -> ExtractedDocument:
    attachments = _attachments(reader)
    if not builder.here:
        reasons = ("No text could be had from it.", "Its pages may be pictures.", "Look at the original.")
        return builder.document(ReadingState.NEEDS_OCR, reasons, _facts(reader), attachments, "pypdf")
    flags = ["Columns may be mixed: compare with the original."]
    if wordless:
        flags.append(f"Without text: page {', '.join(map(str, wordless[:50]))}.")
    return builder.document(
        ReadingState.EXTRACTED_PARTIAL, tuple(flags), _facts(reader), attachments, "pypdf"
    )


def _facts(reader: pypdf.PdfReader) -> dict[str, str]:
    return {str(key).strip("/").lower(): str(value) for key, value in (reader.metadata or {}).items()}


def _attachments(reader: pypdf.PdfReader) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    size = 0
    for name, contents in reader.attachments.items():
        for data in contents:
            size += len(data)
            if size > _LARGEST_ATTACHMENTS:
                return tuple(found)
            found.append(Attachment(name, bytes(data)))
    return tuple(found)
