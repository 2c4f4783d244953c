"""Records made findable: drafts, actions, items and authorities as entries of the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from pipeline.decisions import DraftStatus
from store import entries
from store.database import bare
from store.entries import Entry, EntryKind
from store.tables.coordination import ExecutiveAction
from store.tables.drafting import Draft
from store.tables.mandates import LegalAuthority
from store.tables.tasking import ActionItem

_DRAFT, _ACTION, _ITEM = bare(Draft), bare(ExecutiveAction), bare(ActionItem)
_AUTHORITY = bare(LegalAuthority)
_CHUNK = 500
_WORDED = (str, int)


def drafts(connection: Connection, document: int) -> None:
    """Index a document's drafts as they stand."""
    query = select(_DRAFT.c.id, _DRAFT.c.title, _DRAFT.c.current_values)
    query = query.where(_DRAFT.c.document_id == document, _DRAFT.c.status != DraftStatus.SUPERSEDED.value)
    rows = connection.execute(query).all()
    entries.put(
        connection, (Entry(EntryKind.DRAFT, row.id, row.title, _said(row.current_values)) for row in rows)
    )


def _said(values: dict[str, Any]) -> str:
    """What the fields of a draft say, in words."""
    return " · ".join(str(value) for value in values.values() if isinstance(value, _WORDED) and value)


def action(connection: Connection, number: int) -> None:
    """Index an executive action with its items."""
    row = connection.execute(select(_ACTION).where(_ACTION.c.id == number)).one()
    said_of = (row.description, row.lead_organization_unit, row.category, row.strategic_alignment)
    about = " · ".join(filter(None, (*said_of, *(row.tags or ()))))
    items = connection.execute(select(_ITEM).where(_ITEM.c.executive_action_id == number)).all()
    found = [Entry(EntryKind.ACTION, number, f"{row.action_number} {row.name}", about)]
    for item in items:
        said = " · ".join(filter(None, (item.details, item.assignee, item.lead_organization_unit)))
        found.append(Entry(EntryKind.ITEM, item.id, item.subject, said))
    entries.put(connection, found)


def authorities(connection: Connection, numbers: Iterable[int]) -> None:
    """Index these authorities."""
    entries.put(connection, _authorities(connection, list(numbers)))


def _authorities(connection: Connection, numbers: list[int]) -> Iterator[Entry]:
    for at in range(0, len(numbers), _CHUNK):
        query = select(_AUTHORITY.c.id, _AUTHORITY.c.citation, _AUTHORITY.c.name, _AUTHORITY.c.authority_type)
        for row in connection.execute(query.where(_AUTHORITY.c.id.in_(numbers[at : at + _CHUNK]))):
            title = row.citation if row.name == row.citation else f"{row.citation} {row.name}"
            yield Entry(EntryKind.AUTHORITY, row.id, title, row.authority_type)


def rebuild(connection: Connection) -> None:
    """Index every record anew."""
    entries.clear(connection)
    for document in connection.execute(select(_DRAFT.c.document_id).distinct()).scalars().all():
        drafts(connection, document)
    for number in connection.execute(select(_ACTION.c.id)).scalars().all():
        action(connection, number)
    authorities(connection, connection.execute(select(_AUTHORITY.c.id)).scalars().all())
