"""Legal authorities: known by their citation first, filled in when their text arrives, never twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from coordination.issuing import issued_by
from coordination.provisions import parts
from pipeline.citation_forms import authority_key
from pipeline.decisions import Draft
from pipeline.findings import AuthorityType
from store import checking, findable
from store.database import Transaction
from store.tables.mandates import AuthorityText, LegalAmendment, LegalAuthority, LegalCrossReference
from store.views import AuthorityRow

_T = AuthorityType
_LABEL = {
    _T.USC: "Statute",
    _T.CFR: "Regulation",
    _T.PUBLIC_LAW: "Public Law",
    _T.STAT: "Statute",
    _T.FEDERAL_REGISTER: "Regulation",
    _T.EXECUTIVE_ORDER: "Executive Order",
    _T.PRESIDENTIAL_MEMORANDUM: "Presidential Memorandum",
    _T.PROCLAMATION: "Proclamation",
    _T.OMB_MEMO: "Policy",
    _T.OMB_CIRCULAR: "Circular",
    _T.DIRECTIVE: "Directive",
    _T.ACT: "Statute",
    _T.BILL: "Statute",
    _T.TREATY: "Treaty",
    _T.STATE_LAW: "Statute",
    _T.CASE: "Case Law",
    _T.OTHER: "Policy",
}
_FORMS = (
    (re.compile(r"EO \d"), _T.EXECUTIVE_ORDER),
    (re.compile(r"\d+ U\.S\.C\. "), _T.USC),
    (re.compile(r"\d+ CFR "), _T.CFR),
    (re.compile(r"Pub\. L\. "), _T.PUBLIC_LAW),
    (re.compile(r"\d+ FR \d"), _T.FEDERAL_REGISTER),
    (re.compile(r"\d+ Stat\. "), _T.STAT),
    (re.compile(r"OMB M-"), _T.OMB_MEMO),
    (re.compile(r"OMB Circular "), _T.OMB_CIRCULAR),
    (re.compile(r"Proclamation \d"), _T.PROCLAMATION),
    (re.compile(r"Presidential Memorandum of "), _T.PRESIDENTIAL_MEMORANDUM),
    (re.compile(r"(?:[HNP]SPD|PPD|NSM|BOD|ED)[- ]"), _T.DIRECTIVE),
    (re.compile(r"(?:H\.R\.|S\.|H\.J\.Res\.|S\.J\.Res\.) \d"), _T.BILL),
    (re.compile(r".+ Act\b"), _T.ACT),
)
"""Forms of normalised citations: the first that fits is the type of what is known by its citation alone."""

_MOST_KEYS = 500
"""In one question: SQLite takes no more than some thousand values."""


def rows(connection: Connection) -> tuple[AuthorityRow, ...]:
    """Every authority by citation, with the number of documents and authorities that refer to it."""
    citing = (
        select(
            LegalCrossReference.related_authority_id,
            func.count(speaker(LegalCrossReference).distinct()).label("speakers"),
        )
        .group_by(LegalCrossReference.related_authority_id)
        .subquery()
    )
    query = select(
        LegalAuthority.public_id,
        LegalAuthority.citation,
        LegalAuthority.authority_type,
        LegalAuthority.name,
        LegalAuthority.status,
        LegalAuthority.document_id,
        LegalAuthority.jurisdiction_level,
        LegalAuthority.citation_type,
        func.coalesce(citing.c.speakers, 0).label("cited_by"),
        AuthorityText.id.label("text"),
    ).outerjoin(citing, citing.c.related_authority_id == LegalAuthority.id)
    query = query.outerjoin(AuthorityText, AuthorityText.authority_id == LegalAuthority.id)
    return tuple(
        AuthorityRow(
            str(row.public_id),
            row.citation,
            row.authority_type,
            row.name if row.name != row.citation else None,
            row.status,
            row.document_id is not None or row.text is not None,
            row.cited_by,
            row.jurisdiction_level,
            issued_by(AuthorityType(row.citation_type), row.citation),
        )
        for row in connection.execute(query.order_by(LegalAuthority.citation_key))
    )


def speaker(reference: Any) -> Any:
    """Who makes a reference, as one number: a document (below zero) before the authority that it is."""
    return func.coalesce(-reference.document_id, reference.primary_authority_id)


def key_of(citation: str) -> str:
    """What makes two citations one authority: its pinpoints, case and white space do not count."""
    return _folded(authority_key(" ".join(citation.split())))


def pinpoint_of(citation: str) -> str | None:
    """The part of an authority that a citation in normal form names; None where it names all of it."""
    plain = " ".join(citation.split())
    whole = authority_key(plain)
    rest = plain[len(whole) :].strip(" ,") if plain.startswith(whole) else ""
    return rest if parts(rest) else None


def with_part(citation: str, part: str | None) -> str:
    """The citation of a part of an authority, as it is written."""
    if not part:
        return citation
    forms = (f"{citation}{mark}{part}" for mark in ("", " ", ", "))
    return next((form for form in forms if pinpoint_of(form) == part), f"{citation} {part}")


def _folded(citation: str) -> str:
    return " ".join(citation.replace("\u00a7", " ").split()).casefold()


def type_of(citation: str) -> AuthorityType:
    """The type that a normalised citation's form tells."""
    return next((kind for form, kind in _FORMS if form.match(citation)), AuthorityType.OTHER)


def ensure(
    move: Transaction,
    citations: Iterable[str],
    actor: str,
    types: Mapping[str, AuthorityType] = MappingProxyType({}),
) -> dict[str, int]:
    """The authorities of these citations by key, each made as a stub where it was not known.

    `types` tells by key what is known of their types; the others go by the form of the citation.
    """
    wanted = {key_of(citation): authority_key(citation) for citation in citations}
    known: dict[str, int] = {}
    keys = list(wanted)
    for at in range(0, len(keys), _MOST_KEYS):
        query = select(LegalAuthority.citation_key, LegalAuthority.id)
        query = query.where(LegalAuthority.citation_key.in_(keys[at : at + _MOST_KEYS]))
        known |= {key: number for key, number in move.connection.execute(query)}
    new = [
        _stub(key, citation, actor, types.get(key) or type_of(citation))
        for key, citation in sorted(wanted.items())
        if key not in known
    ]
    if new:
        added = insert(LegalAuthority).returning(LegalAuthority.citation_key, LegalAuthority.id)
        made = {key: number for key, number in move.connection.execute(added, new)}
        findable.authorities(move.connection, made.values())
        known |= made
    return known


def _stub(key: str, citation: str, actor: str, kind: AuthorityType) -> dict[str, Any]:
    order = re.match(r"EO (\d+(?:-[A-Z])?)", citation)
    return {
        "name": citation,
        "citation": citation,
        "citation_key": key,
        "citation_type": kind.value,
        "authority_type": _LABEL[kind],
        "jurisdiction_level": _jurisdiction(kind),
        "status": "Unknown",
        "document_number": order[1] if order else None,
        "executive_order_number": order[1] if order else None,
        "created_by": actor,
        "updated_by": actor,
    }


def _jurisdiction(kind: AuthorityType) -> str:
    if kind is AuthorityType.STATE_LAW:
        return "State"
    return "International" if kind is AuthorityType.TREATY else "Federal"


@dataclass(frozen=True, slots=True)
class Citing:
    """The document whose drafts are filed: its row, who files them, the internal ids of drafts."""

    document: Row[Any]
    actor: str
    drafts: dict[str, int]


def file_authorities(move: Transaction, citing: Citing, drafts: Iterable[Draft]) -> dict[str, str]:
    """Make or fill in the authorities of approved drafts; the record that each draft became."""
    drafts = tuple(drafts)
    named = {draft.id: checking.needed(draft.values, "citation") for draft in drafts}
    known = ensure(move, named.values(), citing.actor)
    for draft in drafts:
        _describe(move, citing, draft, known[key_of(named[draft.id])])
    names = _public_ids(move.connection, known.values())
    return {draft.id: names[known[key_of(named[draft.id])]] for draft in drafts}


def _public_ids(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    query = select(LegalAuthority.id, LegalAuthority.public_id).where(LegalAuthority.id.in_(set(numbers)))
    return {number: str(name) for number, name in connection.execute(query)}


def _describe(move: Transaction, citing: Citing, draft: Draft, number: int) -> None:
    """Put in what is not known yet: an approved draft fills gaps and overwrites nothing."""
    query = select(LegalAuthority.__table__).where(LegalAuthority.id == number)
    held = move.connection.execute(query).one()
    values: dict[str, Any] = {}
    title = checking.said(draft.values, "title")
    if held.draft_id is None:
        kind = AuthorityType(checking.said(draft.values, "type") or held.citation_type)
        values |= {
            "citation_type": kind.value,
            "authority_type": _LABEL[kind],
            "jurisdiction_level": _jurisdiction(kind),
            "draft_id": citing.drafts[draft.id],
        }
    if draft.values.get("self") is True and held.document_id is None:
        values |= _own_facts(citing.document) | {"document_id": citing.document.id}
        _claim_references(move, citing.document.id, number)
    elif title and held.name == held.citation:
        values["name"] = title
    if values:
        values |= {"version": held.version + 1, "updated_by": citing.actor, "updated_at": move.now}
        move.connection.execute(update(LegalAuthority).where(LegalAuthority.id == number).values(values))
        findable.authorities(move.connection, [number])


def _own_facts(document: Row[Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if document.title:
        facts["name"] = document.title
    if document.document_date and len(document.document_date) == len("2026-01-31"):
        facts["signing_date"] = date.fromisoformat(document.document_date)
    return facts


def _claim_references(move: Transaction, document: int, number: int) -> None:
    """References that were filed before the document's own authority was known now start from it."""
    for table, column in (
        (LegalCrossReference, "primary_authority_id"),
        (LegalAmendment, "amending_authority_id"),
    ):
        open_ones = update(table).where(table.document_id == document, getattr(table, column).is_(None))
        move.connection.execute(open_ones.values({column: number}))
