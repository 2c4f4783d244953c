"""Names of private persons on the record: masked also where the reader may not see whose they are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from pipeline.archives import private_names
from pipeline.findings import Kind
from store import sight
from store.database import bare
from store.tables.coordination import ExecutiveAction, ExecutiveActionDocument
from store.tables.correspondence import CorrespondenceCase, CorrespondenceLetter
from store.tables.intake import IntakeDocument

PRIVATE = (Kind.PUBLIC_LETTER.value, Kind.EMAIL.value)
"""Kinds of document whose writer is a private person unless somebody says otherwise."""

_DOCUMENT, _LETTER, _CASE = bare(IntakeDocument), bare(CorrespondenceLetter), bare(CorrespondenceCase)
_ACTION, _LINK = bare(ExecutiveAction), bare(ExecutiveActionDocument)


def names_of_document(connection: Connection, document: int) -> tuple[str, ...]:
    """The private writer of a document and of all that lies with it, by every name it is logged under."""
    with sight.everything():
        top = _DOCUMENT.alias("top")
        found = connection.execute(select(_DOCUMENT.c.parent_id).where(_DOCUMENT.c.id == document)).scalar()
        family = (_DOCUMENT.c.id == document) | (_DOCUMENT.c.parent_id == document)
        if found is not None:
            family = family | (_DOCUMENT.c.id == found) | (_DOCUMENT.c.parent_id == found)
        first = select(top.c.sender).join(_DOCUMENT, _DOCUMENT.c.duplicate_of_id == top.c.id)
        rows = connection.execute(first.where(_DOCUMENT.c.id == document, top.c.kind.in_(PRIVATE)))
        return _names(connection, family, rows.scalars().all())


def names_of_action(connection: Connection, action: int) -> tuple[str, ...]:
    """The private writers of all documents of an action."""
    tied = select(_LINK.c.document_id).where(_LINK.c.executive_action_id == action)
    source = select(_ACTION.c.source_document_id).where(_ACTION.c.id == action)
    logged = select(_LETTER.c.document_id).join(_CASE, _CASE.c.id == _LETTER.c.case_id)
    logged = logged.where(_CASE.c.executive_action_id == action)
    with sight.everything():
        return _names(
            connection, _DOCUMENT.c.id.in_(tied) | _DOCUMENT.c.id.in_(source) | _DOCUMENT.c.id.in_(logged)
        )


def _names(connection: Connection, which: Any, more: Any = ()) -> tuple[str, ...]:
    private = _DOCUMENT.c.kind.in_(PRIVATE)
    senders = connection.execute(select(_DOCUMENT.c.sender).where(which, private)).scalars().all()
    logged = select(_LETTER.c.correspondent).join(_DOCUMENT, _DOCUMENT.c.id == _LETTER.c.document_id)
    correspondents = connection.execute(logged.where(which, private)).scalars().all()
    found = {name for full in (*senders, *correspondents, *more) for name in private_names(full)}
    # the longest first: a surname alone must not tear a whole name apart
    return tuple(sorted(found, key=lambda name: (-len(name), name)))
