"""Which open work rests on an authority, and on which part of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from coordination.actions import ENDED
from store.database import bare
from store.tables import coordination, tasking
from store.tables.assessment import Impact, RiskItem
from store.tables.drafting import Draft
from store.tables.mandates import LegalAuthority

_ACTION, _ITEM = bare(coordination.ExecutiveAction).c, bare(tasking.ActionItem).c
_TIE, _AUTHORITY, _DRAFT = bare(tasking.ActionItemAuthority).c, bare(LegalAuthority).c, bare(Draft).c
_MOST = 500
"""Authorities in one question: SQLite takes no more than some thousand values."""


@dataclass(frozen=True, slots=True)
class Resting:
    """A piece of open work. `part` is what it rests on, None for all of the authority; `begun` since when.

    Of the four keys, `action` is that of the action it belongs to, the others name what it is itself.
    """

    authority: int
    part: str | None
    begun: date
    document: int | None
    action: int | None
    item: int | None = None
    risk: int | None = None
    impact: int | None = None

    @property
    def key(self) -> tuple[int | None, ...]:
        """What makes it the same piece of work."""
        return self.action, self.item, self.risk, self.impact


def on(connection: Connection, authorities: Collection[int]) -> tuple[Resting, ...]:
    """The open actions, items, risks and impacts that rest on these authorities."""
    found: dict[tuple[int, tuple[int | None, ...]], Resting] = {}
    wanted = sorted(set(authorities))
    for at in range(0, len(wanted), _MOST):
        for one in _on(connection, wanted[at : at + _MOST]):
            held = found.setdefault((one.authority, one.key), one)
            if held is not one:
                found[one.authority, one.key] = replace(held, part=_both(held.part, one.part))
    return tuple(found.values())


def _both(one: str | None, other: str | None) -> str | None:
    """Both parts; all of the authority where one of them is."""
    return "; ".join(dict.fromkeys((one, other))) if one and other else None


def _on(connection: Connection, wanted: list[int]) -> Iterator[Resting]:
    yield from _actions(connection, wanted)
    yield from _tied(connection, wanted)
    yield from _ordered(connection, wanted)
    for table, name in ((RiskItem, "risk"), (Impact, "impact")):
        yield from _consequences(connection, wanted, bare(table).c, name)


def _actions(connection: Connection, wanted: list[int]) -> Iterator[Resting]:
    query = select(
        _ACTION.id,
        _ACTION.source_legal_authority_id,
        _ACTION.source_authority_pinpoint,
        _ACTION.created_at,
        _ACTION.source_document_id,
    ).where(_ACTION.source_legal_authority_id.in_(wanted), _ACTION.action_status.not_in(ENDED))
    for key, authority, part, at, document in connection.execute(query.order_by(_ACTION.id)):
        yield Resting(authority, part or None, at.date(), document, key)


def _open_items(*columns: Any) -> Any:
    return (
        select(_ITEM.id, _ITEM.executive_action_id, _ITEM.created_at, _ITEM.document_id, *columns)
        .join(_ACTION.id.table, _ACTION.id == _ITEM.executive_action_id)
        .where(_ITEM.action_status.not_in(ENDED), _ACTION.action_status.not_in(ENDED))
        .order_by(_ITEM.id)
    )


def _tied(connection: Connection, wanted: list[int]) -> Iterator[Resting]:
    """Items that cite an authority."""
    query = _open_items(_TIE.legal_authority_id, _TIE.pinpoint)
    query = query.join(_TIE.id.table, _TIE.action_item_id == _ITEM.id)
    for row in connection.execute(query.where(_TIE.legal_authority_id.in_(wanted))):
        yield Resting(
            row.legal_authority_id,
            row.pinpoint or None,
            row.created_at.date(),
            row.document_id,
            row.executive_action_id,
            row.id,
        )


def _ordered(connection: Connection, wanted: list[int]) -> Iterator[Resting]:
    """Items that the authority itself orders, each by the section that does."""
    query = _open_items(_AUTHORITY.id.label("authority"), _DRAFT.current_values)
    query = query.join(_AUTHORITY.id.table, _AUTHORITY.document_id == _ITEM.document_id)
    query = query.join(_DRAFT.id.table, _DRAFT.id == _ITEM.draft_id)
    for row in connection.execute(query.where(_AUTHORITY.id.in_(wanted))):
        section = str((row.current_values or {}).get("section") or "").strip()
        yield Resting(
            row.authority,
            section or None,
            row.created_at.date(),
            row.document_id,
            row.executive_action_id,
            row.id,
        )


def _consequences(connection: Connection, wanted: list[int], table: Any, name: str) -> Iterator[Resting]:
    query = (
        select(
            table.id,
            table.executive_action_id,
            table.created_at,
            table.document_id,
            table.legal_authority_id,
            table.authority_pinpoint,
        )
        .outerjoin(_ACTION.id.table, _ACTION.id == table.executive_action_id)
        .where(
            table.legal_authority_id.in_(wanted),
            or_(table.action_status.is_(None), table.action_status.not_in(ENDED)),
            or_(_ACTION.id.is_(None), _ACTION.action_status.not_in(ENDED)),
        )
    )
    for row in connection.execute(query.order_by(table.id)):
        found = Resting(
            row.legal_authority_id,
            row.authority_pinpoint or None,
            row.created_at.date(),
            row.document_id,
            row.executive_action_id,
        )
        yield replace(found, risk=row.id) if name == "risk" else replace(found, impact=row.id)
