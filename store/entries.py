"""Short records by their words: authorities, drafts, actions and items, each as a title and what it says.

An index that can be thrown away and built anew from the records.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, text

from store.tables.row import storable


class EntryKind(StrEnum):
    """What an entry is."""

    AUTHORITY = "authority"
    DRAFT = "draft"
    ACTION = "action"
    ITEM = "item"


_ROOM = 1 << 40
_PLACES = {kind: number * _ROOM for number, kind in enumerate(EntryKind, 1)}
"""In SQLite the kind is a part of the row's number, so that a record is found and replaced without a scan."""

_FORGET = {
    "sqlite": text("DELETE FROM index_entry WHERE rowid = :row"),
    "postgresql": text("DELETE FROM index_entry WHERE kind = :kind AND record_id = :record"),
}
_PUT = {
    "sqlite": text("INSERT INTO index_entry (rowid, kind, title, body) VALUES (:row, :kind, :title, :body)"),
    "postgresql": text(
        "INSERT INTO index_entry (kind, record_id, title, body, words) "
        "VALUES (:kind, :record, :title, :body, "
        "setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :body))"
    ),
}
_FIND = {
    "sqlite": text(
        "SELECT rowid % :room AS record, kind, bm25(index_entry, 0.0, 4.0, 1.0) AS score, "
        "snippet(index_entry, 2, '', '', '…', 20) AS passage FROM index_entry "
        "WHERE index_entry MATCH :words AND rowid >= :first AND rowid < :last ORDER BY score LIMIT :limit"
    ),
    "postgresql": text(
        "SELECT record_id AS record, kind, -ts_rank_cd(words, query) AS score, "
        "ts_headline('english', body, query, "
        '\'StartSel="", StopSel="", MaxWords=20, MinWords=8\') AS passage '
        "FROM index_entry, to_tsquery('english', :words) query "
        "WHERE words @@ query AND kind = :kind ORDER BY score LIMIT :limit"
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it is indexed."""

    kind: EntryKind
    record: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Found:
    """A record that holds the words: higher scores are better."""

    record: int
    score: float
    passage: str


def put(connection: Connection, entries: Iterable[Entry]) -> None:
    """Index records in place of what was indexed of them before."""
    rows = [
        {
            "row": _PLACES[entry.kind] + entry.record,
            "kind": entry.kind.value,
            "record": entry.record,
            "title": storable(entry.title),
            "body": storable(entry.body),
        }
        for entry in entries
    ]
    if rows:
        connection.execute(_FORGET[connection.dialect.name], rows)
        connection.execute(_PUT[connection.dialect.name], rows)


def forget(connection: Connection, kind: EntryKind, records: Iterable[int]) -> None:
    """Take records of a kind out of the index."""
    rows = [{"row": _PLACES[kind] + one, "kind": kind.value, "record": one} for one in records]
    if rows:
        connection.execute(_FORGET[connection.dialect.name], rows)


def find(connection: Connection, kind: EntryKind, words: str, limit: int) -> list[Found]:
    """Records of a kind that the query finds (in the words of the database), the best first."""
    values = {
        "words": words,
        "kind": kind.value,
        "first": _PLACES[kind],
        "last": _PLACES[kind] + _ROOM,
        "room": _ROOM,
        "limit": limit,
    }
    found = connection.execute(_FIND[connection.dialect.name], values)
    return [Found(row.record, -float(row.score), " ".join((row.passage or "").split())) for row in found]


def clear(connection: Connection) -> None:
    """Forget everything."""
    connection.execute(text("DELETE FROM index_entry"))
