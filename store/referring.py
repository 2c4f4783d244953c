"""Filing approved cross-references: what an authority says of another, in its words, and what follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert, select, update

from pipeline.decisions import Draft
from pipeline.findings import RelationKind
from store import checking
from store.authorities import Citing, ensure, key_of
from store.database import Transaction
from store.tables.mandates import LegalAmendment, LegalAuthority, LegalCrossReference

_STATUS_AFTER = {
    RelationKind.AMENDS: "Amended",
    RelationKind.REVOKES: "Revoked",
    RelationKind.SUPERSEDES: "Superseded",
    RelationKind.REPEALS: "Repealed",
    RelationKind.TERMINATES: "Expired",
}
_LIVING = ("Proposed", "Enacted", "In Effect", "Amended", "Unknown")
_DIRECT = frozenset(_STATUS_AFTER) | {RelationKind.CONTINUES, RelationKind.EXTENDS, RelationKind.SUPPLEMENTS}


def own_authority(connection: Connection, document: int) -> int | None:
    """The authority that a document is the text of."""
    query = select(LegalAuthority.id).where(LegalAuthority.document_id == document)
    return connection.execute(query.order_by(LegalAuthority.id).limit(1)).scalar()


def file_references(move: Transaction, citing: Citing, drafts: Iterable[Draft]) -> dict[str, str]:
    """Make the cross-references of approved drafts, and what follows from them; each draft's record."""
    drafts = tuple(drafts)
    targets = {draft.id: checking.needed(draft.values, "target") for draft in drafts}
    known = ensure(move, targets.values(), citing.actor)
    own = own_authority(move.connection, citing.document.id)
    became: dict[str, str] = {}
    for draft in drafts:
        related = known[key_of(targets[draft.id])]
        row = _reference(citing, draft, own, related)
        new = insert(LegalCrossReference).values(row).returning(LegalCrossReference.public_id)
        became[draft.id] = str(move.connection.execute(new).scalar_one())
        _follow(move, citing, draft, own, related)
    return became


def _reference(citing: Citing, draft: Draft, own: int | None, related: int) -> dict[str, Any]:
    relation = checking.relation(checking.needed(draft.values, "relation"))
    return {
        "name": f"{citing.document.control_number}: {draft.title}",
        "primary_authority_id": own,
        "related_authority_id": related,
        "relation": relation.value,
        "in_part": draft.values.get("in_part") is True,
        "pinpoint": checking.said(draft.values, "pinpoint"),
        "legal_authority_impact": "Direct" if relation in _DIRECT else "Indirect",
        "document_id": citing.document.id,
        "draft_id": citing.drafts[draft.id],
        "evidence": _place(draft),
        "created_by": citing.actor,
        "updated_by": citing.actor,
    }


def _place(draft: Draft) -> dict[str, Any] | None:
    """Where the document says so, in its words, with what an amendment does."""
    if not draft.evidence:
        return None
    at = draft.evidence[0]
    return {
        "start": at.start,
        "end": at.end,
        "quote": at.quote,
        "page": at.page,
        "operations": _operations(draft),
    }


def _operations(draft: Draft) -> list[str]:
    said = draft.values.get("operations")
    return [str(one) for one in said] if isinstance(said, list) else []


def _changes(draft: Draft) -> str:
    """What the amendment does to the words, else the words that say that it does."""
    operations = _operations(draft)
    if operations:
        return "; ".join(operations)
    return draft.evidence[0].quote


def _follow(move: Transaction, citing: Citing, draft: Draft, own: int | None, related: int) -> None:
    """What an approved relation does to its target. An authority changes an authority; a letter does not."""
    relation = checking.relation(checking.needed(draft.values, "relation"))
    if own is None or relation not in _STATUS_AFTER:
        return
    partly = draft.values.get("in_part") is True
    status = "Amended" if partly else _STATUS_AFTER[relation]
    living = update(LegalAuthority).where(LegalAuthority.id == related, LegalAuthority.status.in_(_LIVING))
    values = {"status": status, "version": LegalAuthority.version + 1, "updated_by": citing.actor}
    move.connection.execute(living.values(updated_at=move.now, **values))
    if status == "Amended":
        amendment = insert(LegalAmendment).values(
            name=draft.title,
            original_authority_id=related,
            amending_authority_id=own,
            changes_summary=_changes(draft),
            document_id=citing.document.id,
            draft_id=citing.drafts[draft.id],
            created_by=citing.actor,
            updated_by=citing.actor,
        )
        move.connection.execute(amendment)
