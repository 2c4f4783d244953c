"""What a PDF carries: files in its table of names, and files pinned to a page like a note.

ISO 32000-1, 7.11.4 and 12.5.6.15.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from ctypes import c_void_p, cast
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.documents import Attachment

_MOST_ATTACHMENTS = 200
_LARGEST_ATTACHMENTS = 40 * 1024 * 1024
_MOST_NOTES = 2000


def attached(
    document: pypdfium2.PdfDocument, anew: Callable[[], pypdfium2.PdfDocument], pages: Iterable[int]
) -> tuple[tuple[Attachment, ...], int]:
    """The embedded files, each once, and how many were left out: too many, too large or damaged.

    `pages` are the numbers (from 0) of those with a file pinned to them. Reading a page may have merged its
    notes into it, so they are looked up in the document opened `anew`.
    """
    numbers = list(pages)
    if not numbers:
        return _taken(_named(document))
    untouched = anew()
    try:
        return _taken([*_named(untouched), *_pinned(untouched, numbers)])
    finally:
        untouched.close()


def _named(document: pypdfium2.PdfDocument) -> list[pypdfium2.PdfAttachment]:
    return [document.get_attachment(number) for number in range(document.count_attachments())]


def _pinned(document: pypdfium2.PdfDocument, pages: list[int]) -> Iterator[pypdfium2.PdfAttachment]:
    for number in pages:
        page = document[number]
        for place in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST_NOTES)):
            note = pdfium.FPDFPage_GetAnnot(page.raw, place)
            if not note:
                continue
            held = pdfium.FPDFAnnot_GetFileAttachment(note) if _is_pin(note) else None
            pdfium.FPDFPage_CloseAnnot(note)
            if held:
                yield pypdfium2.PdfAttachment(held, document)
        page.close()


def _is_pin(note: object) -> bool:
    return bool(pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_FILEATTACHMENT)


def _taken(parts: Iterable[pypdfium2.PdfAttachment]) -> tuple[tuple[Attachment, ...], int]:
    """The files; the same one may be named and pinned, and pinned more than once."""
    once = {cast(part.raw, c_void_p).value: part for part in parts}
    found: dict[Attachment, None] = {}
    left_out = max(0, len(once) - _MOST_ATTACHMENTS)
    size = 0
    for number, part in enumerate(islice(once.values(), _MOST_ATTACHMENTS), start=1):
        try:
            data = bytes(part.get_data())
        except pypdfium2.PdfiumError:
            left_out += 1
            continue
        if size + len(data) > _LARGEST_ATTACHMENTS:
            left_out += 1
            continue
        size += len(data)
        found[Attachment(part.get_name() or f"attachment-{number}", data)] = None
    return tuple(found), left_out
