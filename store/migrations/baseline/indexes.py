"""Indexes that can be thrown away and built anew from the records: passages, short entries, what waits."""

from __future__ import annotations

_PASSAGE = (
    "CREATE TABLE index_passage (id {serial}, key text NOT NULL, document_id integer, authority_id integer, "
    "number integer NOT NULL, start_offset integer NOT NULL, end_offset integer NOT NULL)"
)
_TASK = (
    "CREATE TABLE index_task (id {serial}, document_id integer, authority_id integer, "
    "again integer NOT NULL DEFAULT 0)"
)
_EDITION = (
    "CREATE TABLE index_edition (id {serial}, passages integer NOT NULL, weights {bytes} NOT NULL, "
    "ready integer NOT NULL DEFAULT 0)"
)
_BOTH = (
    "CREATE UNIQUE INDEX index_passage_key ON index_passage (key)",
    "CREATE INDEX index_passage_document ON index_passage (document_id)",
    "CREATE INDEX index_passage_authority ON index_passage (authority_id)",
)
_LITE = {"serial": "INTEGER PRIMARY KEY AUTOINCREMENT", "bytes": "BLOB"}
_POSTGRES = {"serial": "SERIAL PRIMARY KEY", "bytes": "BYTEA"}

INDEXES = {
    "sqlite": (
        *(words.format(**_LITE) for words in (_PASSAGE, _TASK, _EDITION)),
        *_BOTH,
        "CREATE VIRTUAL TABLE index_words USING fts5(title, body, tokenize = 'porter unicode61')",
        "CREATE VIRTUAL TABLE index_entry USING fts5(kind UNINDEXED, title, body, "
        "tokenize = 'porter unicode61')",
    ),
    "postgresql": (
        *(words.format(**_POSTGRES) for words in (_PASSAGE, _TASK, _EDITION)),
        *_BOTH,
        "CREATE TABLE index_words (passage_id integer PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX index_words_words ON index_words USING gin (words)",
        "CREATE TABLE index_entry (kind text NOT NULL, record_id integer NOT NULL, title text NOT NULL, "
        "body text NOT NULL, words tsvector NOT NULL, PRIMARY KEY (kind, record_id))",
        "CREATE INDEX index_entry_words ON index_entry USING gin (words)",
    ),
}
