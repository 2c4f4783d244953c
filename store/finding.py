"""The one search: documents, drafts, actions and authorities by words, phrases and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, select

from coordination.issuing import issued_by
from pipeline.findings import AuthorityType
from pipeline.searching import Search
from store import entries, passages, search
from store.authorities import key_of
from store.database import bare
from store.entries import EntryKind
from store.tables.coordination import ExecutiveAction
from store.tables.drafting import Draft
from store.tables.intake import IntakeDocument
from store.tables.mandates import LegalAuthority
from store.tables.tasking import ActionItem
from store.views import Found

_DOCUMENT, _DRAFT, _AUTHORITY = bare(IntakeDocument), bare(Draft), bare(LegalAuthority)
_ACTION, _ITEM = bare(ExecutiveAction), bare(ActionItem)
_MORE, _NARROWED = 5, 50
"""So many times what is wanted is asked of the index, for need to know and filters take some away."""


def find(connection: Connection, wanted: Search, limit: int) -> tuple[Found, ...]:
    """What holds the words, kind by kind, the best of each first, at most `limit` of each kind.

    Where nothing of any kind holds all of them, what holds any.
    """
    if wanted.empty or limit < 1:
        return ()
    finders: dict[str, Callable[[Connection, Search, int], Iterator[Found]]] = {
        "documents": _documents,
        "drafts": _drafts,
        "actions": _actions,
        "authorities": _authorities,
    }
    more = limit * (_NARROWED if wanted.filters else _MORE)
    for any_of in (False, True):
        found: list[Found] = []
        for kind in wanted.kinds:
            rows = finders[kind](connection, replace(wanted, any_of=any_of), more)
            found += [row for _, row in zip(range(limit), rows, strict=False)]
        if found or wanted.all_of:
            break
    return tuple(found)


def citations(connection: Connection) -> tuple[str, ...]:
    """Every citation on the record."""
    return tuple(connection.execute(select(_AUTHORITY.c.citation)).scalars())


def jump(connection: Connection, citation: str) -> str | None:
    """The citation of the authority on the record that this one names; None where it is not there."""
    query = select(_AUTHORITY.c.citation).where(_AUTHORITY.c.citation_key == key_of(citation))
    return connection.execute(query.limit(1)).scalar()


def _documents(connection: Connection, wanted: Search, limit: int) -> Iterator[Found]:
    hits = search.find(connection, wanted, limit)
    rows = _rows(connection, select(_DOCUMENT).where(_DOCUMENT.c.id.in_([hit.document_id for hit in hits])))
    for hit in hits:
        row = rows.get(hit.document_id)
        if row is None or not _fits(wanted, {"kind": row.kind, "stage": row.stage}):
            continue
        day = row.received_at.date()
        if (wanted.after and day < wanted.after) or (wanted.before and day >= wanted.before):
            continue
        passage = " ".join(hit.passage.split())
        title = row.title or row.file_name
        yield Found("document", row.control_number, title, row.stage, passage, -float(hit.score))


def _entries(
    connection: Connection, wanted: Search, kind: EntryKind, limit: int, query: Select[Any]
) -> Iterator[tuple[Any, entries.Found]]:
    dialect = connection.dialect.name
    hits = entries.find(connection, kind, search.query_of(dialect, wanted), limit)
    rows = _rows(connection, query.where(query.selected_columns[0].in_([hit.record for hit in hits])))
    for hit in hits:
        if hit.record in rows:
            yield rows[hit.record], hit


def _drafts(connection: Connection, wanted: Search, limit: int) -> Iterator[Found]:
    query = select(_DRAFT.c.id, _DRAFT.c.number, _DRAFT.c.title, _DRAFT.c.kind, _DRAFT.c.status)
    query = query.add_columns(_DRAFT.c.document_id).where(_DRAFT.c.status != "superseded")
    found = [
        (row, hit)
        for row, hit in _entries(connection, wanted, EntryKind.DRAFT, limit, query)
        if _fits(wanted, {"kind": row.kind, "status": row.status})
    ]
    # asked for by themselves: joined, SQLite looks at every document that somebody may see
    papers = select(_DOCUMENT.c.id, _DOCUMENT.c.control_number)
    owners = _rows(connection, papers.where(_DOCUMENT.c.id.in_({row.document_id for row, _ in found})))
    for row, hit in found:
        if row.document_id in owners:
            ref = f"{owners[row.document_id].control_number}#{row.number}"
            kind = f"draft {row.kind.replace('_', ' ')}"
            yield Found(kind, ref, row.title, row.status, hit.passage, hit.score)


def _actions(connection: Connection, wanted: Search, limit: int) -> Iterator[Found]:
    query = select(_ACTION.c.id, _ACTION.c.action_number, _ACTION.c.name, _ACTION.c.action_status)
    for row, hit in _entries(connection, wanted, EntryKind.ACTION, limit, query):
        if _fits(wanted, {"status": row.action_status}):
            yield Found("action", row.action_number, row.name, row.action_status, hit.passage, hit.score)
    items = select(_ITEM.c.id, _ITEM.c.subject, _ITEM.c.action_status, _ACTION.c.action_number)
    items = items.join(_ACTION, _ACTION.c.id == _ITEM.c.executive_action_id)
    for row, hit in _entries(connection, wanted, EntryKind.ITEM, limit, items):
        if _fits(wanted, {"status": row.action_status}):
            yield Found("item", row.action_number, row.subject, row.action_status, hit.passage, hit.score)


def _authorities(connection: Connection, wanted: Search, limit: int) -> Iterator[Found]:
    """Those whose citation or title holds the words first, then those whose text does."""
    seen: set[int] = set()
    for row, hit in _entries(connection, wanted, EntryKind.AUTHORITY, limit, select(_AUTHORITY)):
        seen.add(row.id)
        if _fits(wanted, _facts(row)):
            yield _authority(row, row.authority_type, hit.score)
    numbers = passages.matching(connection, search.query_of(connection.dialect.name, wanted), limit)
    known = passages.with_ids(connection, numbers)
    held = [known[one] for one in numbers if one in known and known[one].owner.authority]
    best = {one.owner.authority: one for one in reversed(held)}
    rows = _rows(connection, select(_AUTHORITY).where(_AUTHORITY.c.id.in_(list(best))))
    for number, passage in sorted(best.items(), key=lambda pair: numbers.index(pair[1].id)):
        row = rows[number]
        if number not in seen and _fits(wanted, _facts(row)):
            _, body = passages.text_of(connection, passage.owner)
            yield _authority(row, " ".join(body[passage.span.start : passage.span.end].split()), 0.0)


def _facts(row: Any) -> dict[str, str | None]:
    """What an authority can be narrowed by."""
    issuer = issued_by(AuthorityType(row.citation_type), row.citation)
    return {
        "type": row.authority_type,
        "status": row.status,
        "jurisdiction": row.jurisdiction_level,
        "issuer": issuer,
    }


def _authority(row: Any, passage: str, score: float) -> Found:
    title = row.name if row.name != row.citation else ""
    return Found("authority", row.citation, title, row.status, passage, score)


def _rows(connection: Connection, query: Select[Any]) -> dict[int, Any]:
    return {row.id: row for row in connection.execute(query)}


def _fits(wanted: Search, facts: dict[str, str | None]) -> bool:
    """Whether a row fits the filters; one that its kind of record has no fact for shuts it out."""
    for name, value in wanted.filters.items():
        fact = facts.get(name)
        if fact is None or _plain(value) not in _plain(fact):
            return False
    return True


def _plain(words: str) -> str:
    return words.replace("_", " ").replace("-", " ").casefold()
