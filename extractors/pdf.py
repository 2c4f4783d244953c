"""PDF through pdfium: raw text with an own order check, unseen text, comments, embedded files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.aids import NO_AIDS, Aids, Picture
from extractors.columns import by_columns, is_suspect, rows_of, settled
from extractors.pagefacts import PageFacts, PageNotes, facts_of, is_garbled, notes_of, unseen_characters
from extractors.pagelines import Line, PageText, text_direction
from extractors.pdf_attached import attached
from extractors.pdf_frame import Frame, frame_of
from extractors.pdf_layout import Leaf, PdfBuilder
from extractors.pdf_render import picture_of
from extractors.pdf_tree import mended
from extractors.ruled import Grid, grids, in_rows, rules_of
from pipeline.documents import ExtractedDocument, PageSource
from pipeline.problems import NeedsPassword, Quarantined, broken

MEDIA_TYPES = frozenset({"application/pdf"})

_MOST_PAGES = 20_000
_MOST_CHARACTERS = 20_000_000
_XFA = (2, 3)
_READABLE_SIZE = 1.5
_OCR_LAYER = 0.8
_FIELD_SIZE = 10.0


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The text in reading order. Raises NeedsPassword, Damaged; Quarantined where there is too much."""
    return extract_aided(data, name, NO_AIDS)


def extract_aided(data: bytes, name: str, aids: Aids) -> ExtractedDocument:
    """The same, with a password, and with the words that were recognised on pictured pages."""
    document = opened(data, aids.password)
    try:
        return _read(document, data, aids)
    finally:
        document.close()


def render(data: bytes, number: int, password: str = "") -> Picture:
    """The picture of one page, numbered from 1, as an engine wants to see it."""
    document = opened(data, password)
    try:
        return picture_of(document, number)
    finally:
        document.close()


def opened(data: bytes, password: str) -> pypdfium2.PdfDocument:
    """The open document, all its pages counted. Raises NeedsPassword, Damaged."""
    document = _opened(data, password)
    whole = mended(data, len(document), password)
    if whole is None:
        return document
    try:
        found = Mended(whole)
    except pypdfium2.PdfiumError:
        return document
    if len(found) <= len(document):
        found.close()
        return document
    found.stated = f"{len(document)} page{'' if len(document) == 1 else 's'}"
    document.close()
    return found


class Mended(pypdfium2.PdfDocument):  # type: ignore[misc] # the library has no types
    """A document with pages behind a false count: `stated` is how many it says it has, in words."""

    stated = ""


def _opened(data: bytes, password: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        # pdfium leaves the reason of an earlier file in place where it has none for this one
        if b"/Encrypt" in data and ("password" in str(error).lower() or "security" in str(error).lower()):
            tried = "The password given" if password else "The empty password"
            raise NeedsPassword(
                "It is locked with a password.",
                f"The PDF is encrypted. {tried} does not open it.",
                "Ask the sender for its password and use `chancery unlock REF`, or for an open copy.",
            ) from None
        raise broken(
            "The PDF is damaged.",
            "Its parts do not hang together as those of a PDF do: it was cut short or changed on its way.",
        ) from None


def _read(document: pypdfium2.PdfDocument, data: bytes, aids: Aids) -> ExtractedDocument:
    count = len(document)
    if count > _MOST_PAGES:
        raise Quarantined("It has too many pages.", f"{count:,} of at most {_MOST_PAGES:,}.")
    leaves = list(_leaves(document))
    for number, page in aids.recognised.items():
        leaves[number - 1].fill_in(page)
    form = _form(document, leaves, data, aids.password)
    builder = PdfBuilder(leaves)
    if form is not None:
        builder.flag(form or "It is an XFA form; what was filled in cannot be read.", partial=not form)
    pinned = [number for number, leaf in enumerate(leaves) if leaf.pinned]
    attachments, left_out = attached(document, lambda: opened(data, aids.password), pinned)
    if isinstance(document, Mended):
        builder.flag(f"It says that it has {document.stated}: all {count} that were found were read.")
    if attachments and _is_portfolio(data, aids.password):
        builder.flag("It is a portfolio: its documents have numbers of their own; this is only its cover.")
    if left_out:
        flag = f"{left_out} embedded files are too many, too large or damaged and were left out."
        builder.flag(flag, partial=True)
    metadata = document.get_metadata_dict(skip_empty=True)
    return builder.document({key.lower(): value for key, value in metadata.items()}, attachments, "pdfium")


def _form(document: pypdfium2.PdfDocument, leaves: list[Leaf], data: bytes, password: str) -> str | None:
    """What to say of an XFA form once its words are filled in; empty without them, None for other files."""
    if document.get_formtype() not in _XFA:
        return None
    from extractors.xfa import fill_in

    return fill_in(leaves, data, password) or ""


def _is_portfolio(data: bytes, password: str) -> bool:
    from extractors.pdf_catalog import is_portfolio

    return is_portfolio(data, password)


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
    notes = notes_of(page.raw)
    if (
        notes.fields
        and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
    ):
        page.close()
        page = document[number]
    shown = frame_of(page)
    handle = page.get_textpage()
    facts = facts_of(page.raw, shown.width * shown.height)
    # Words are laid out by their own direction: a page may be turned against its text.
    frame = Frame(shown.box, text_direction(handle.raw))
    text = PageText(handle.raw, frame)
    sizes = shown.width, shown.height, shown.rotation, frame.width, frame.height
    leaf = Leaf([], *sizes, notes=notes.comments, pinned=notes.pinned)
    tables = grids(*rules_of(page.raw, frame.placing())) if facts.shapes else []
    _fill(leaf, text, facts, tables)
    leaf.lines += _unmerged(notes, text.text, frame)
    handle.close()
    page.close()
    return leaf


def _unmerged(notes: PageNotes, text: str, frame: Frame) -> list[Line]:
    """Fields and free text that have no picture of their own: they could not be merged into the page."""
    there = "".join(text.split())
    placed = frame.placing()
    return [
        Line(words, *placed(left, top, right, bottom), size=_FIELD_SIZE)
        for words, (left, bottom, right, top) in notes.shown
        if "".join(words.split()) not in there
    ]


def _fill(leaf: Leaf, text: PageText, facts: PageFacts, tables: Sequence[Grid]) -> None:
    garbled = is_garbled(text.text)
    leaf.needs_ocr = facts.needs_ocr(text.text, garbled)
    if garbled:
        return
    if facts.cloaked:
        unseen, invisible = unseen_characters(text.handle, text.text, facts)
        if invisible > _OCR_LAYER and facts.picture > 0.7:
            leaf.source = PageSource.FOREIGN_OCR
        else:
            text.hide(unseen)
    leaf.lines = _in_order(text, tables)
    for line in leaf.lines:
        line.hidden = line.hidden or line.size < _READABLE_SIZE or _is_outside(line, leaf)
    if leaf.needs_ocr:
        leaf.source = PageSource.NONE


def _in_order(text: PageText, tables: Sequence[Grid]) -> list[Line]:
    rows, pieces = in_rows(text.pieces(), tables) if tables else ([], [])
    if rows:
        lines = _among(rows, by_columns(pieces) or rows_of(pieces))
    elif is_suspect(text.outlines()):
        lines = by_columns(text.pieces()) or settled(text.lines())
    else:
        lines = settled(text.lines())
    return lines + text.hidden_lines()


def _among(rows: list[Line], lines: list[Line]) -> list[Line]:
    """The lines with the rows of tables before the first line that stands below them."""
    placed = list(lines)
    for row in rows:
        beneath = (at for at, line in enumerate(placed) if not line.row and line.middle > row.bottom)
        placed.insert(next(beneath, len(placed)), row)
    return placed


def _is_outside(line: Line, leaf: Leaf) -> bool:
    return line.right < 0 or line.bottom < 0 or line.left > leaf.text_width or line.top > leaf.text_height
