"""Full text over what was read: FTS5 or tsvector. An index that can be thrown away and built anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select, text

from pipeline.searching import Search
from store.tables.intake import ExtractedText, IntakeDocument
from store.tables.row import storable

PART = 100_000
"""Characters in one row of the index: a tsvector holds no more than a megabyte of words."""

MOST_PARTS = 1 << 12

_FIND = {
    "sqlite": text(
        "SELECT rowid / :parts AS document_id, rank AS score, "
        "snippet(text_search, 1, '', '', '…', 24) AS passage FROM text_search "
        "WHERE text_search MATCH :words AND rank MATCH 'bm25(4.0, 1.0)' ORDER BY rank LIMIT :limit"
    ),
    "postgresql": text(
        "WITH hits AS (SELECT document_id, body, ts_rank_cd(words, query) AS score, query "
        "FROM text_search, to_tsquery('english', :words) query WHERE words @@ query "
        "ORDER BY score DESC LIMIT :limit) "
        "SELECT document_id, -score AS score, "
        "ts_headline('english', body, query, "
        '\'StartSel="", StopSel="", MaxWords=24, MinWords=12\') AS passage '
        "FROM hits"
    ),
}
_FORGET = {
    "sqlite": text("DELETE FROM text_search WHERE rowid >= :first AND rowid < :last"),
    "postgresql": text("DELETE FROM text_search WHERE document_id = :document"),
}
_PUT = {
    "sqlite": text("INSERT INTO text_search (rowid, title, body) VALUES (:row, :title, :body)"),
    "postgresql": text(
        "INSERT INTO text_search (document_id, part, body, words) VALUES (:document, :part, :body, "
        "setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :body))"
    ),
}


def put(connection: Connection, document: int, title: str, body: str) -> None:
    """Index a document's text in place of what was indexed of it before."""
    name = connection.dialect.name
    first = document * MOST_PARTS
    connection.execute(_FORGET[name], {"first": first, "last": first + MOST_PARTS, "document": document})
    rows = [
        {"row": first + part, "document": document, "part": part, "title": storable(title), "body": piece}
        for part, piece in enumerate(_pieces(storable(body)))
    ]
    if rows:
        connection.execute(_PUT[name], rows[:MOST_PARTS])


def _pieces(body: str) -> Iterator[str]:
    """The text in pieces that end between words."""
    start = 0
    while start < len(body):
        end = start + PART
        if end < len(body):
            space = body.rfind(" ", start + PART // 2, end)
            end = space if space > 0 else end
        yield body[start:end]
        start = end


def query_of(dialect: str, search: Search) -> str:
    """What is looked for in the words of a database: all of it, or any of its words."""
    any_of = search.any_of
    if dialect == "sqlite":
        parts = [f'"{word}"' for word in search.words] + [f'"{" ".join(said)}"' for said in search.phrases]
        joined = f" {'OR' if any_of else 'AND'} ".join(parts)
        barred = " ".join(f'NOT "{word}"' for word in search.without)
        return f"({joined}) {barred}".strip()
    phrases = (" <-> ".join(f"'{word}'" for word in said) for said in search.phrases)
    parts = [f"'{word}'" for word in search.words] + [f"({phrase})" for phrase in phrases]
    joined = f" {'|' if any_of else '&'} ".join(parts)
    return " & ".join([f"({joined})", *(f"!'{word}'" for word in search.without)])


def find(connection: Connection, search: Search, limit: int) -> list[Row[Any]]:
    """Documents by number with score and passage, the best first."""
    if search.empty or limit < 1:
        return []
    found = _rows(connection, query_of(connection.dialect.name, search), limit)
    best: dict[int, Row[Any]] = {}
    for row in found:
        best.setdefault(row.document_id, row)
    return list(best.values())[:limit]


def _rows(connection: Connection, query: str, limit: int) -> Iterable[Row[Any]]:
    # a long document has several rows: ask for more than are wanted, then keep each document's best
    values = {"words": query, "limit": limit * 4, "parts": MOST_PARTS}
    return connection.execute(_FIND[connection.dialect.name], values).all()


def rebuild(connection: Connection) -> int:
    """Index every document that has text; how many."""
    connection.execute(text("DELETE FROM text_search"))
    query = select(IntakeDocument.id, IntakeDocument.title, IntakeDocument.file_name, ExtractedText.id)
    query = query.join(ExtractedText, ExtractedText.id == IntakeDocument.text_id)
    documents = connection.execute(query.where(ExtractedText.text != "")).all()
    for number, title, name, held in documents:
        body = connection.execute(select(ExtractedText.text).where(ExtractedText.id == held)).scalar_one()
        put(connection, number, title or name, body)
    return len(documents)
