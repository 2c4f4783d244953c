"""The texts on the record in passages: indexed by their words here, and noted for the index of vectors.

All of it can be thrown away and built anew from the records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Text,
    delete,
    insert,
    select,
    text,
)

from pipeline.documents import Span
from pipeline.passages import passages
from store.database import bare
from store.tables.intake import ExtractedText, IntakeDocument
from store.tables.mandates import AuthorityText, LegalAuthority
from store.tables.row import storable

_INDEXES = MetaData()
PASSAGE = Table(
    "index_passage",
    _INDEXES,
    Column("id", Integer, primary_key=True),
    Column("key", Text),
    Column("document_id", Integer),
    Column("authority_id", Integer),
    Column("number", Integer),
    Column("start_offset", Integer),
    Column("end_offset", Integer),
)
TASK = Table(
    "index_task",
    _INDEXES,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer),
    Column("authority_id", Integer),
    Column("again", Integer, default=0),
)
EDITION = Table(
    "index_edition",
    _INDEXES,
    Column("id", Integer, primary_key=True),
    Column("passages", Integer),
    Column("weights", LargeBinary),
    Column("ready", Integer, default=0),
)

_PUT = {
    "sqlite": text("INSERT INTO index_words (rowid, title, body) VALUES (:id, :title, :body)"),
    "postgresql": text(
        "INSERT INTO index_words (passage_id, words) VALUES (:id, "
        "setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :body))"
    ),
}
_FORGET = {
    "sqlite": "DELETE FROM index_words WHERE rowid IN (SELECT id FROM index_passage WHERE {column} = :owner)",
    "postgresql": (
        "DELETE FROM index_words WHERE passage_id IN (SELECT id FROM index_passage WHERE {column} = :owner)"
    ),
}
_FIND = {
    "sqlite": text(
        "SELECT rowid AS id, -bm25(index_words, 1.0, 1.0) AS score FROM index_words "
        "WHERE index_words MATCH :words ORDER BY bm25(index_words, 1.0, 1.0) LIMIT :limit"
    ),
    "postgresql": text(
        "SELECT passage_id AS id, ts_rank(words, query, 1) AS score "
        "FROM index_words, to_tsquery('english', :words) query WHERE words @@ query "
        "ORDER BY score DESC LIMIT :limit"
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Owner:
    """Whose text a passage is: of a receipt or of an authority, by the row's number."""

    document: int = 0
    authority: int = 0

    @property
    def prefix(self) -> str:
        """What the keys of its passages begin with."""
        return f"d{self.document}:" if self.document else f"a{self.authority}:"

    @property
    def columns(self) -> dict[str, int | None]:
        """The same as columns of a row."""
        return {"document_id": self.document or None, "authority_id": self.authority or None}


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an owner's text."""

    id: int
    key: str
    owner: Owner
    span: Span


def put(connection: Connection, owner: Owner, title: str, body: str) -> None:
    """Index an owner's text in place of what was indexed of it before, and note it for the vectors."""
    title, again = storable(title), forget(connection, owner)
    rows = [_row(owner, number, span, body) for number, span in enumerate(passages(body))]
    if rows:
        added = insert(PASSAGE).returning(PASSAGE.c.id, sort_by_parameter_order=True)
        numbers = connection.execute(added, rows).scalars().all()
        words = [
            {"id": number, "title": title, "body": storable(body[row["start_offset"] : row["end_offset"]])}
            for number, row in zip(numbers, rows, strict=True)
        ]
        connection.execute(_PUT[connection.dialect.name], words)
    connection.execute(insert(TASK), {**owner.columns, "again": int(again)})


def _row(owner: Owner, number: int, span: Span, body: str) -> dict[str, Any]:
    fingerprint = hashlib.sha256(body[span.start : span.end].encode("utf-8", "replace")).hexdigest()[:12]
    return {
        **owner.columns,
        "key": f"{owner.prefix}{number}:{fingerprint}",
        "number": number,
        "start_offset": span.start,
        "end_offset": span.end,
    }


def forget(connection: Connection, owner: Owner) -> bool:
    """Take an owner's passages out of the index of words; whether it had any."""
    column = "document_id" if owner.document else "authority_id"
    number = owner.document or owner.authority
    statement = _FORGET[connection.dialect.name].format(column=column)
    connection.execute(text(statement), {"owner": number})
    return connection.execute(delete(PASSAGE).where(PASSAGE.c[column] == number)).rowcount > 0


def by_words(connection: Connection, words: Sequence[str], limit: int) -> list[tuple[int, float]]:
    """Passages that hold any of these words, by their row's number, with their scores, the best first."""
    if not words:
        return []
    lite = connection.dialect.name == "sqlite"
    query = " OR ".join(f'"{word}"' for word in words) if lite else " | ".join(f"'{word}'" for word in words)
    found = connection.execute(_FIND[connection.dialect.name], {"words": query, "limit": limit})
    return [(row.id, float(row.score)) for row in found]


def matching(connection: Connection, query: str, limit: int) -> list[int]:
    """Passages that a query in the words of the database finds, by their row's number, the best first."""
    found = connection.execute(_FIND[connection.dialect.name], {"words": query, "limit": limit})
    return [row.id for row in found]


def with_ids(connection: Connection, numbers: Iterable[int]) -> dict[int, Passage]:
    """Passages by their row's number."""
    query = select(PASSAGE).where(PASSAGE.c.id.in_(list(numbers)))
    return {one.id: one for one in _passages(connection, query)}


def with_keys(connection: Connection, keys: Iterable[str]) -> dict[str, Passage]:
    """Passages by their key; a key of a text that was replaced since is not among them."""
    query = select(PASSAGE).where(PASSAGE.c.key.in_(list(keys)))
    return {one.key: one for one in _passages(connection, query)}


def of_owner(connection: Connection, owner: Owner) -> list[Passage]:
    """An owner's passages in order."""
    column = PASSAGE.c.document_id if owner.document else PASSAGE.c.authority_id
    query = select(PASSAGE).where(column == (owner.document or owner.authority))
    return list(_passages(connection, query.order_by(PASSAGE.c.number)))


def _passages(connection: Connection, query: Select[Any]) -> Iterable[Passage]:
    for row in connection.execute(query):
        owner = Owner(row.document_id or 0, row.authority_id or 0)
        yield Passage(row.id, row.key, owner, Span(row.start_offset, row.end_offset))


def text_of(connection: Connection, owner: Owner) -> tuple[str, str]:
    """An owner's title and text; empty where it has none."""
    if owner.document:
        query = select(IntakeDocument.title, IntakeDocument.file_name, ExtractedText.text)
        query = query.join(ExtractedText, ExtractedText.id == IntakeDocument.text_id)
        found = connection.execute(query.where(IntakeDocument.id == owner.document)).one_or_none()
        return (found.title or found.file_name, found.text) if found else ("", "")
    query = select(LegalAuthority.name, LegalAuthority.citation, AuthorityText.text)
    query = query.join(AuthorityText, AuthorityText.authority_id == LegalAuthority.id)
    found = connection.execute(query.where(LegalAuthority.id == owner.authority)).one_or_none()
    return (f"{found.citation} {found.name}", found.text) if found else ("", "")


def owners(connection: Connection) -> list[Owner]:
    """Everything on the record that has a text."""
    document, held = bare(IntakeDocument).c, bare(ExtractedText).c
    query = select(document.id).join(bare(ExtractedText), held.id == document.text_id).where(held.text != "")
    documents = connection.execute(query.order_by(document.id)).scalars()
    kept = bare(AuthorityText).c
    authorities = connection.execute(
        select(kept.authority_id).where(kept.text != "").order_by(kept.authority_id)
    ).scalars()
    return [*(Owner(document=one) for one in documents), *(Owner(authority=one) for one in authorities)]


def rebuild(connection: Connection) -> int:
    """Index every text anew and note all for the vectors; how many passages there are."""
    for table in (PASSAGE, TASK, EDITION):
        connection.execute(delete(table))
    connection.execute(text("DELETE FROM index_words"))
    for owner in owners(connection):
        put(connection, owner, *text_of(connection, owner))
    return int(connection.execute(text("SELECT count(*) FROM index_passage")).scalar_one())
