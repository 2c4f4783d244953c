"""A scan that holds several documents: taken apart at the sheets between them, or only remarked upon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractors.aids import Aids
from extractors.beginnings import beginnings
from extractors.canonical import Builder
from extractors.ocr.separators import is_marked_start, is_separator
from extractors.split import PDF, TIFF, part, part_name
from pipeline.documents import Attachment, BlockKind, ExtractedDocument, Page, PageSource
from pipeline.media import media_type_of
from pipeline.problems import Unread

SPLIT_BEFORE = "split_before"
"""The metadata key under which the pages stand that may begin another letter: "4,7"."""

_SCANNED = (PageSource.OCR, PageSource.FOREIGN_OCR)
_MOST_PARTS = 500
_LARGEST = 40 * 1024 * 1024
Ranges = list[tuple[int, int]]


def divided(document: ExtractedDocument, data: bytes, name: str, aids: Aids) -> ExtractedDocument:
    """The document as a table of contents with its parts as attachments, if sheets lie between them.

    Otherwise the document itself, with a remark and the key `split_before` where another letter may begin.
    Only scans are looked at. A file that cannot be cut, or would grow too large, is left whole, and says so.
    """
    if len(document.pages) < 2 or not any(page.source in _SCANNED for page in document.pages):
        return document
    patches = {number: page.patch for number, page in aids.recognised.items() if page.patch}
    sheets, found = _parts(document, patches)
    if len(found) < 2:
        return _remarked(document, sheets)
    kind = media_type_of(data, name)
    cut = _cut(data, kind, name, found, aids.password) if kind in (PDF, TIFF) else None
    if cut is None:
        return _uncut(document, sheets, found)
    return _contents(document, cut, sheets, found)


def _parts(document: ExtractedDocument, patches: Mapping[int, str]) -> tuple[list[int], Ranges]:
    """The numbers of the sheets, and the first and last page of each document between them."""
    sheets: list[int] = []
    runs: list[list[int]] = [[]]
    for page in document.pages:
        words, patch = _words(document, page), patches.get(page.number, "")
        if page.source in _SCANNED and is_separator(words, patch):
            sheets.append(page.number)
            runs.append([])
        elif is_marked_start(words, patch):
            runs.append([page.number])
        elif words or page.source is PageSource.NONE or runs[-1]:
            # the empty back of a sheet belongs to no document
            runs[-1].append(page.number)
    return sheets, [(run[0], run[-1]) for run in runs if run]


def _words(document: ExtractedDocument, page: Page) -> str:
    return document.text[page.span.start : page.span.end].strip()


def _cut(data: bytes, kind: str, name: str, found: Ranges, password: str) -> list[Attachment] | None:
    """The parts as files; None where they cannot be had or would not cross over to the parent."""
    if len(found) > _MOST_PARTS:
        return None
    made: list[Attachment] = []
    size = 0
    for first, last in found:
        try:
            piece = part(data, kind, first, last, password)
        except Unread:
            return None
        size += len(piece)
        if size > _LARGEST:
            return None
        made.append(Attachment(part_name(name, kind, first, last), piece))
    return made


def _contents(
    document: ExtractedDocument, cut: list[Attachment], sheets: list[int], found: Ranges
) -> ExtractedDocument:
    """The whole retold: on each page what became of it. Nothing of it is the sender's own words."""
    builder = Builder()
    begun = {first: (last, made.name) for (first, last), made in zip(found, cut, strict=True)}
    for page in document.pages:
        builder.page(page.source, page.width or 0.0, page.height or 0.0, page.rotation, page.confidence)
        if page.number in sheets:
            builder.add(f"Page {page.number}: a separator sheet", BlockKind.LIST_ITEM, level=1, gap="\n")
        elif page.number in begun:
            last, made_name = begun[page.number]
            which = f"Page {last}" if last == page.number else f"Pages {page.number} to {last}"
            builder.add(f"{which}: {made_name}", BlockKind.LIST_ITEM, level=1, gap="\n")
    said = f"It is a scan of {len(cut)} documents, each under a number of its own."
    return builder.document(
        document.state,
        (said, *document.flags),
        {**document.metadata, "container": "scan"},
        (*document.attachments, *cut),
        document.reader,
    )


def _uncut(document: ExtractedDocument, sheets: list[int], found: Ranges) -> ExtractedDocument:
    """The whole as it is, with the places where it should have been cut."""
    said = f"It is a scan of {len(found)} documents that could not be taken apart: split it by hand."
    return _noted(document, said, [first for first, _ in found if first > 1])


def _remarked(document: ExtractedDocument, sheets: list[int]) -> ExtractedDocument:
    starts = beginnings([_words(document, page) for page in document.pages])
    if not starts:
        return document
    named = ", ".join(map(str, starts))
    few = f"Page {named} may begin another letter."
    return _noted(
        document, few if len(starts) == 1 else f"Pages {named} may each begin another letter.", starts
    )


def _noted(document: ExtractedDocument, said: str, starts: list[int]) -> ExtractedDocument:
    metadata = {**document.metadata, SPLIT_BEFORE: ",".join(map(str, starts))}
    return replace(document, flags=(*document.flags, said), metadata=metadata)
