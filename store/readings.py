"""Texts as they were read: one row per original, reader version and text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from pipeline.documents import (
    Annotation,
    Attachment,
    Block,
    BlockKind,
    ExtractedDocument,
    Page,
    PageSource,
    Span,
)
from pipeline.encoding import from_plain, to_plain
from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.places import PageWords
from pipeline.problems import Conflict, ReadingState
from store import documents
from store.blobs import Blobs
from store.database import Transaction, bare
from store.tables.intake import ExtractedText, Original
from store.work import AT_ONCE, holds

_TEXT, _ORIGINAL = bare(ExtractedText), bare(Original)
_WHOLE = select(_TEXT, _ORIGINAL.c.sha256).join(_ORIGINAL, _ORIGINAL.c.id == _TEXT.c.original_id)
_BY_ID = _WHOLE.where(_TEXT.c.id == bindparam("number"))
_WORDS: Select[Any] = select(_TEXT.c.id, _TEXT.c.text, _TEXT.c.text_sha256).where(
    _TEXT.c.id == bindparam("number")
)
_WITH_TEXT = (
    _WHOLE.where(_ORIGINAL.c.sha256 == bindparam("original"))
    .where(_TEXT.c.state.in_([state.value for state in ReadingState if state.has_text]))
    .order_by(_TEXT.c.id.desc())
    .limit(1)
)
_STORED = _WITH_TEXT.where(_TEXT.c.reader == bindparam("by"), _TEXT.c.state == ReadingState.EXTRACTED.value)
_SAME = select(_TEXT.c.id).where(
    _TEXT.c.original_id == bindparam("original"),
    _TEXT.c.reader == bindparam("by"),
    _TEXT.c.text_sha256 == bindparam("fingerprint"),
)
_NEW = insert(_TEXT).returning(_TEXT.c.id)


def fingerprint(text: str) -> str:
    """The sha256 of a text, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def stored(connection: Connection, document: Document, reader: str) -> Row[Any] | None:
    """The latest reading of these bytes by this reader version that has the whole text.

    What was read in part is read anew: the machine may have been short of something.
    """
    return connection.execute(_STORED, {"original": document.sha256, "by": reader}).one_or_none()


def last(connection: Connection, document: Document) -> Row[Any] | None:
    """The latest reading of these bytes by any reader version that has text."""
    return connection.execute(_WITH_TEXT, {"original": document.sha256}).one_or_none()


def by_id(connection: Connection, number: int) -> Row[Any]:
    """A reading's row."""
    return connection.execute(_BY_ID, {"number": number}).one()


def words_of(connection: Connection, document: Row[Any]) -> Row[Any] | None:
    """The id, text and fingerprint of the reading that a document stands on now."""
    if not document.text_id:
        return None
    return connection.execute(_WORDS, {"number": document.text_id}).one()


def with_attachments(row: Row[Any], blobs: Blobs) -> ExtractedDocument:
    """The document with the bytes of its attachments. Raises ResourceShort when they cannot be read."""
    kept = tuple(Attachment(name, blobs.get(sha256)) for name, sha256 in row.layout["attachments"])
    return replace(without_attachments(row), attachments=kept)


def without_attachments(row: Row[Any]) -> ExtractedDocument:
    """The document as a page needs it."""
    layout: dict[str, Any] = row.layout
    return ExtractedDocument(
        row.sha256,
        layout["name"],
        layout["media_type"],
        row.text,
        _pages(layout["pages"]),
        tuple(
            Block(BlockKind(kind), Span(start, end), page, level, bool(hidden))
            for kind, start, end, page, level, hidden in layout["blocks"]
        ),
        tuple(from_plain(Annotation, note) for note in layout["annotations"]),
        (),
        ReadingState(row.state),
        tuple(layout["flags"]),
        layout["language"],
        layout["metadata"],
        layout["reader"],
        tuple(PageWords(page, tuple(rows)) for page, rows in layout.get("words", ())),
    )


def keep(
    move: Transaction, document: Document, read: ExtractedDocument, reader: str, kept: tuple[str, ...]
) -> Document:
    """Store a reading whose attachments' bytes are kept already, and move its document on."""
    row = documents.lock(move.connection, document.control_number)
    if not holds(row, document):
        return documents.told(row)
    text = _text_row(move, row.original_id, read, reader, kept)
    has_text = read.state.has_text
    if row.stage in (Stage.RECEIVED, Stage.HELD):
        documents.change(move, row, "system", "document.claimed", Stage.READING)
        row = documents.by_id(move.connection, row.id)
    return documents.change(
        move,
        row,
        f"system:{row.claimed_by}" if row.claimed_by else "system",
        "document.read",
        Stage.ANALYSING if has_text else Stage.READING,
        reading_state=read.state.value,
        text_id=text,
        pages=len(read.pages),
        language=read.language,
        reason=None if has_text else " ".join(read.flags) or None,
    )


def unlock(
    move: Transaction,
    document: Document,
    read: ExtractedDocument,
    reader: str,
    kept: tuple[str, ...],
    actor: str,
) -> Document:
    """Store what a person's password opened, and let the document go on. Raises IllegalMove, Conflict."""
    row = documents.lock(move.connection, document.control_number)
    if row.version != document.version:
        raise Conflict(f"{row.control_number} was changed meanwhile.", remedy="Look at it again.")
    return documents.change(
        move,
        row,
        actor,
        "document.unlocked",
        Stage.RECEIVED,
        reading_state=read.state.value,
        text_id=_text_row(move, row.original_id, read, reader, kept),
        pages=len(read.pages),
        language=read.language,
        coverage=None,
        reason=None,
        attempts=0,
        ready_at=AT_ONCE,
        claimed_by=None,
    )


def _text_row(
    move: Transaction, original: int, read: ExtractedDocument, reader: str, kept: tuple[str, ...]
) -> int:
    sha256 = fingerprint(read.text)
    move.lock("text")
    key = {"original": original, "by": reader, "fingerprint": sha256}
    known: int | None = move.connection.execute(_SAME, key).scalar()
    values: dict[str, Any] = {"state": read.state.value, "layout": _layout(read, kept)}
    if known is not None:
        move.connection.execute(update(_TEXT).where(_TEXT.c.id == known).values(values))
        return known
    values |= {"original_id": original, "reader": reader, "text": read.text, "text_sha256": sha256}
    new: int = move.connection.execute(_NEW, values).scalar_one()
    return new


def _layout(read: ExtractedDocument, kept: tuple[str, ...]) -> dict[str, Any]:
    """Everything but the text; pages and blocks as short lists, because there are thousands of them."""
    return {
        "name": read.name,
        "media_type": read.media_type,
        "pages": [
            [page.span.end, page.source.value, page.confidence, page.width, page.height, page.rotation]
            for page in read.pages
        ],
        "blocks": [
            [block.kind.value, block.span.start, block.span.end, block.page, block.level, int(block.hidden)]
            for block in read.blocks
        ],
        "annotations": to_plain(read.annotations),
        "attachments": [[part.name, sha256] for part, sha256 in zip(read.attachments, kept, strict=True)],
        "flags": list(read.flags),
        "language": read.language,
        "metadata": dict(read.metadata),
        "reader": read.reader,
        "words": [[placed.page, list(placed.rows)] for placed in read.words],
    }


def _pages(rows: list[list[Any]]) -> tuple[Page, ...]:
    starts = [0, *(row[0] for row in rows)]
    return tuple(
        Page(number, Span(starts[number - 1], end), PageSource(source), confidence, width, height, rotation)
        for number, (end, source, confidence, width, height, rotation) in enumerate(rows, start=1)
    )


def text_of(connection: Connection, document: Row[Any]) -> Row[Any] | None:
    """The reading that a document stands on now."""
    return by_id(connection, document.text_id) if document.text_id else None


def standing(connection: Connection, control_number: str) -> tuple[Document, ExtractedDocument | None]:
    """A document and the text that it stands on. Raises NotFound."""
    row = documents.find(connection, control_number)
    text = text_of(connection, row)
    return documents.told(row), without_attachments(text) if text is not None else None
