"""Pages to look at: where their images lie and where their words stand."""

from __future__ import annotations

import json
import zlib
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from pipeline import places
from pipeline.intake import IntakeDocument as Document
from store import documents
from store.database import Transaction, bare
from store.tables.intake import IntakeDocument, PageView

_VIEW, _DOCUMENT = bare(PageView), bare(IntakeDocument)
_OF = (
    select(_VIEW)
    .join(_DOCUMENT, _DOCUMENT.c.text_id == _VIEW.c.text_id)
    .where(_DOCUMENT.c.control_number == bindparam("control_number"))
    .order_by(_VIEW.c.page)
)
_ONE = _OF.where(_VIEW.c.page == bindparam("number"))
_NUMBERS = select(_VIEW.c.page).where(_VIEW.c.text_id == bindparam("text"))
_COUNT = (
    select(func.count())
    .select_from(_VIEW)
    .join(_DOCUMENT, _DOCUMENT.c.text_id == _VIEW.c.text_id)
    .where(_DOCUMENT.c.control_number == bindparam("control_number"))
)
_NEW = insert(_VIEW)


def kept(connection: Connection, document: Document) -> bool:
    """Whether any page of the document's present text is kept."""
    return bool(connection.execute(_COUNT, {"control_number": document.control_number}).scalar())


def row(image_sha256: str, view: places.PageView) -> dict[str, Any]:
    """What the record keeps of a page whose image is kept already."""
    return {
        "page": view.page,
        "image_sha256": image_sha256,
        "media_type": view.media_type,
        "width": view.width,
        "height": view.height,
        "points_width": view.points_width,
        "points_height": view.points_height,
        "words": zlib.compress(json.dumps(view.words.rows, separators=(",", ":")).encode()),
    }


def keep(move: Transaction, document: Document, rows: list[dict[str, Any]]) -> int:
    """Add the pages that are not there yet to the text on which the document stands; how many."""
    stands = documents.lock(move.connection, document.control_number)
    if stands.text_id is None or not rows:
        return 0
    known = set(move.connection.execute(_NUMBERS, {"text": stands.text_id}).scalars())
    new = [values | {"text_id": stands.text_id} for values in rows if values["page"] not in known]
    if new:
        move.connection.execute(_NEW, new)
        move.log("system", "document.shown", stands.control_number, {}, {"pages": len(new)})
    return len(new)


def one(connection: Connection, control_number: str, page: int) -> Row[Any] | None:
    """The row of one page. Raises NotFound for an unknown document."""
    documents.find(connection, control_number)
    return connection.execute(_ONE, {"control_number": control_number, "number": page}).one_or_none()


def view(found: Row[Any], image: bytes) -> places.PageView:
    """The page as it was kept."""
    size = (found.width, found.height, found.points_width, found.points_height)
    return places.PageView(found.page, found.media_type, image, *size, _words(found))


def words(connection: Connection, control_number: str) -> tuple[places.PageWords, ...]:
    """The words of every kept page, in order. Raises NotFound for an unknown document."""
    documents.find(connection, control_number)
    return tuple(map(_words, connection.execute(_OF, {"control_number": control_number})))


def _words(found: Row[Any]) -> places.PageWords:
    return places.PageWords(found.page, tuple(json.loads(zlib.decompress(found.words))))


def sheets(connection: Connection, control_number: str) -> tuple[places.PageSheet, ...]:
    """Every kept page in order, without its image. Raises NotFound for an unknown document."""
    documents.find(connection, control_number)
    return tuple(
        places.PageSheet(row.page, row.points_width, row.points_height, _words(row))
        for row in connection.execute(_OF, {"control_number": control_number})
    )
