"""PDF through pdfium: raw text with an own order check, unseen text, comments, embedded files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.columns import by_columns, settled
from extractors.pagefacts import PageFacts, facts_of, is_garbled, page_notes, unseen_characters
from extractors.pagelines import Box, Line, PageText
from extractors.pdf_layout import Leaf, PdfBuilder
from pipeline.documents import Attachment, ExtractedDocument, PageSource
from pipeline.problems import Damaged, NeedsPassword, Quarantined

MEDIA_TYPES = frozenset({"application/pdf"})

_MOST_PAGES = 20_000
_MOST_CHARACTERS = 20_000_000
_MOST_ATTACHMENTS = 200
_LARGEST_ATTACHMENTS = 40 * 1024 * 1024
_XFA = 2
_READABLE_SIZE = 1.5
_OCR_LAYER = 0.8


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The text in reading order. Raises NeedsPassword, Damaged; Quarantined where there is too much."""
    document = _opened(data)
    try:
        return _read(document)
    finally:
        document.close()


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise NeedsPassword(
                "It is locked with a password.",
                "The PDF is encrypted and the empty password does not open it.",
                "Ask the sender for the password or an open copy.",
            ) from None
        raise Damaged("The PDF is damaged.", str(error), "Ask the sender to send it again.") from None


def _read(document: pypdfium2.PdfDocument) -> ExtractedDocument:
    count = len(document)
    if count > _MOST_PAGES:
        raise Quarantined("It has too many pages.", f"{count:,} of at most {_MOST_PAGES:,}.")
    builder = PdfBuilder(list(_leaves(document)))
    if document.get_formtype() == _XFA:
        builder.flag("It is an XFA form; what was filled in cannot be read.", partial=True)
    attachments, left_out = _attachments(document)
    if left_out:
        builder.flag(f"{left_out} embedded files are too many or too large and were left out.", partial=True)
    metadata = document.get_metadata_dict(skip_empty=True)
    return builder.document({key.lower(): value for key, value in metadata.items()}, attachments, "pdfium")


def _leaves(document: pypdfium2.PdfDocument) -> Iterator[Leaf]:
    total = 0
    for number in range(len(document)):
        try:
            leaf = _leaf(document, number)
        except pypdfium2.PdfiumError:
            leaf = Leaf(damaged=True)
        total += sum(len(line.text) for line in leaf.lines)
        if total > _MOST_CHARACTERS:
            raise Quarantined("It holds too much text.", f"More than {_MOST_CHARACTERS:,} characters.")
        yield leaf


def _leaf(document: pypdfium2.PdfDocument, number: int) -> Leaf:
    page = document[number]
    notes, fields = page_notes(page.raw)
    if fields and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = document[number]
    left, bottom, right, top = page.get_cropbox()
    frame = _Frame(left, bottom, right, top, page.get_rotation())
    handle = page.get_textpage()
    facts = facts_of(page.raw, frame.width * frame.height)
    text = PageText(handle.raw, frame.placed)
    leaf = Leaf([], frame.width, frame.height, frame.rotation, notes=notes)
    _fill(leaf, text, facts)
    handle.close()
    page.close()
    return leaf


def _fill(leaf: Leaf, text: PageText, facts: PageFacts) -> None:
    leaf.needs_ocr = facts.needs_ocr(text.text)
    if is_garbled(text.text):
        return
    if facts.cloaked:
        unseen, invisible = unseen_characters(text.handle, text.text, facts)
        if invisible > _OCR_LAYER and facts.picture > 0.7:
            leaf.source = PageSource.FOREIGN_OCR
        else:
            text.hide(unseen)
    leaf.lines = _in_order(text)
    for line in leaf.lines:
        line.hidden = line.hidden or line.size < _READABLE_SIZE or _is_outside(line, leaf)
    if leaf.needs_ocr:
        leaf.source = PageSource.NONE


def _in_order(text: PageText) -> list[Line]:
    ordered = by_columns(text.pieces()) if text.mixed() else None
    return (ordered or settled(text.lines())) + text.hidden_lines()


def _is_outside(line: Line, leaf: Leaf) -> bool:
    return line.right < 0 or line.bottom < 0 or line.left > leaf.width or line.top > leaf.height


@dataclass(frozen=True, slots=True)
class _Frame:
    """The shown part of a page: turns pdfium's coordinates into points from its top left corner."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """How wide the page is as it is shown."""
        return self.top - self.bottom if self.rotation in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        """How high the page is as it is shown."""
        return self.right - self.left if self.rotation in (90, 270) else self.top - self.bottom

    def placed(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Where a box of the page's own space lies as it is shown."""
        if self.rotation == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.rotation == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.rotation == 270:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


def _attachments(document: pypdfium2.PdfDocument) -> tuple[tuple[Attachment, ...], int]:
    """The embedded files, and how many were left out."""
    found: list[Attachment] = []
    count, size = document.count_attachments(), 0
    for number in range(min(count, _MOST_ATTACHMENTS)):
        part = document.get_attachment(number)
        try:
            data = bytes(part.get_data())
        except pypdfium2.PdfiumError:
            continue
        size += len(data)
        if size > _LARGEST_ATTACHMENTS:
            break
        found.append(Attachment(part.get_name() or f"attachment-{number + 1}", data))
    return tuple(found), count - len(found)
