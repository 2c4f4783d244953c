"""What has become of an authority: computed from the references to it, never typed in.

Only what a reviewer approved or the Register notes decides on the status. What a text alone seems to say is
shown as not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select, update

from pipeline.findings import RelationKind
from store.database import Transaction, bare
from store.tables.mandates import AuthorityText, LegalAuthority, LegalCrossReference

_K = RelationKind
ENDS = {
    _K.REVOKES: "Revoked",
    _K.REPEALS: "Repealed",
    _K.SUPERSEDES: "Superseded",
    _K.TERMINATES: "Expired",
}
"""Relations that end their target, and how it then stands."""

CHANGES = (*ENDS, _K.AMENDS, _K.CONTINUES, _K.EXTENDS, _K.SUPPLEMENTS)
"""Relations that change their target or its term."""

DECIDES = ("review", "note")
_COMPUTED = ("Unknown", "In Effect", "Amended", *ENDS.values())

PASSIVE = {
    "amends": "amended by",
    "revokes": "revoked by",
    "supersedes": "superseded by",
    "repeals": "repealed by",
    "continues": "continued by",
    "extends": "extended by",
    "terminates": "terminated by",
    "supplements": "supplemented by",
    "implements": "implemented by",
    "under_authority_of": "authority for",
    "delegates_under": "delegated under by",
    "consistent_with": "said to be followed by",
    "cites": "cited by",
    "contradicts": "contradicted by",
}
"""Each relation as its target sees it."""


def status_of(changes: Iterable[tuple[str, bool]], held: bool) -> str:
    """How an authority stands after changes that are beyond doubt, each a relation and whether in part."""
    found = list(changes)
    for relation, status in ENDS.items():
        if (relation.value, False) in found:
            return status
    # what ends a part of it changes it
    changing = {_K.AMENDS.value, *(relation.value for relation in ENDS)}
    if any(relation in changing for relation, _ in found):
        return "Amended"
    return "In Effect" if held else "Unknown"


def settle(move: Transaction, numbers: Iterable[int], actor: str, *, revive: bool = False) -> int:
    """Compute the status of these authorities anew; how many changed. A status typed in or imported stays.

    One that has ended stays so, unless `revive`: then what ended it was taken back.
    """
    authority, reference = bare(LegalAuthority).c, bare(LegalCrossReference).c
    wanted = list(set(numbers))
    query = select(reference.related_authority_id, reference.relation, reference.in_part)
    query = query.where(
        reference.related_authority_id.in_(wanted),
        reference.basis.in_(DECIDES),
        reference.primary_authority_id.is_not(None),
    )
    changes: dict[int, list[tuple[str, bool]]] = {}
    for number, relation, in_part in move.connection.execute(query):
        changes.setdefault(number, []).append((relation, bool(in_part)))
    held = _held(move.connection, wanted)
    changed = 0
    rows = select(authority.id, authority.status).where(
        authority.id.in_(wanted), authority.status.in_(_COMPUTED)
    )
    for row in move.connection.execute(rows).all():
        status = status_of(changes.get(row.id, ()), row.id in held)
        lasting = not revive and status in ("Unknown", "In Effect") and row.status in ENDS.values()
        if status != row.status and not lasting:
            _set(move, row.id, status, actor)
            changed += 1
    return changed


def _held(connection: Connection, numbers: list[int]) -> set[int]:
    authority, text = bare(LegalAuthority).c, bare(AuthorityText).c
    query = select(authority.id).outerjoin(bare(AuthorityText), text.authority_id == authority.id)
    query = query.where(authority.id.in_(numbers))
    query = query.where(authority.document_id.is_not(None) | text.id.is_not(None))
    return set(connection.execute(query).scalars())


def _set(move: Transaction, number: int, status: str, actor: str) -> None:
    values: dict[str, Any] = {
        "status": status,
        "version": LegalAuthority.version + 1,
        "updated_by": actor,
        "updated_at": move.now,
    }
    move.connection.execute(update(LegalAuthority).where(LegalAuthority.id == number).values(values))
