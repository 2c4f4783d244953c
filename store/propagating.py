"""A change of an authority, followed to the open work that rests on it, in the transaction that filed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from coordination import propagation
from coordination.propagation import CHANGING, Answer, Change, Effect, Reach, Standing
from pipeline.findings import RelationKind
from store import audit, resting
from store.database import Transaction, bare
from store.resting import Resting
from store.tables import coordination
from store.tables.drafting import Draft, Evidence
from store.tables.mandates import AuthorityText, LegalAuthority, LegalCrossReference
from store.tables.propagation import AuthorityChange, AuthorityChangeEffect

_REFERENCE, _AUTHORITY = bare(LegalCrossReference).c, bare(LegalAuthority).c
_CHANGE, _EFFECT = bare(AuthorityChange), bare(AuthorityChangeEffect)
_SURE = ("review", "note", "text")
"""Who says so, the surest first."""

_MOST_NOTE = 600


@dataclass(frozen=True, slots=True)
class _Told:
    """One change as its references tell it together."""

    changed: int
    changing: int
    change: Change
    places: str | None
    summary: str | None
    basis: str
    signed: date | None
    evidence: list[dict[str, Any]]
    document: int | None
    draft: int | None


def of_document(move: Transaction, document: int, actor: str) -> None:
    """Follow what reviewers approved of a document to the work that it reaches. Again changes nothing."""
    _propagate(move, actor, _REFERENCE.document_id == document, _REFERENCE.basis == "review")


def of_authorities(move: Transaction, numbers: Collection[int], actor: str) -> None:
    """Follow what a library tells of these authorities, as changing or as changed."""
    wanted = sorted(set(numbers))
    for at in range(0, len(wanted), 400):
        part = wanted[at : at + 400]
        told = or_(_REFERENCE.primary_authority_id.in_(part), _REFERENCE.related_authority_id.in_(part))
        _propagate(move, actor, told, _REFERENCE.basis != "review")


def withdraw(move: Transaction, drafts: Collection[int], actor: str) -> None:
    """Take back the changes that these drafts told; what else tells of them stays."""
    query = select(_CHANGE).where(_CHANGE.c.draft_id.in_(list(drafts)), _CHANGE.c.withdrawn.is_(False))
    for row in move.connection.execute(query).all():
        gone = {"withdrawn": True, "version": row.version + 1, "updated_by": actor, "updated_at": move.now}
        move.connection.execute(update(_CHANGE).where(_CHANGE.c.id == row.id).values(gone))
        effects = select(_EFFECT).where(_EFFECT.c.authority_change_id == row.id)
        for effect in move.connection.execute(effects).all():
            write(move, effect, effect_of(effect).withdraw(), actor)
        move.log(audit.who(actor), "authority.change_withdrawn", _citation(move.connection, row))
        still = (
            _REFERENCE.primary_authority_id == row.changing_authority_id,
            _REFERENCE.related_authority_id == row.changed_authority_id,
        )
        _propagate(move, actor, *still)


def _citation(connection: Connection, change: Row[Any]) -> str:
    query = select(_AUTHORITY.citation).where(_AUTHORITY.id == change.changed_authority_id)
    return str(connection.execute(query).scalar_one())


def _propagate(move: Transaction, actor: str, *conditions: Any) -> None:
    rows = _references(move.connection, conditions)
    together: dict[tuple[int, int, str], list[Row[Any]]] = {}
    for row in rows:
        key = (row.related_authority_id, row.primary_authority_id, row.relation)
        together.setdefault(key, []).append(row)
    work: dict[int, list[Resting]] = {}
    for one in resting.on(move.connection, {changed for changed, _, _ in together}):
        work.setdefault(one.authority, []).append(one)
    for (changed, _, _), group in together.items():
        if changed in work:
            _follow(move, _told(move.connection, group), work[changed], actor)


def _references(connection: Connection, conditions: Sequence[Any]) -> Sequence[Row[Any]]:
    query = (
        select(bare(LegalCrossReference), _AUTHORITY.signing_date, bare(Draft).c.current_values)
        .join(bare(LegalAuthority), _AUTHORITY.id == _REFERENCE.primary_authority_id)
        .outerjoin(bare(Draft), bare(Draft).c.id == _REFERENCE.draft_id)
        .where(*conditions, _REFERENCE.relation.in_([kind.value for kind in CHANGING]))
        .where(_REFERENCE.primary_authority_id != _REFERENCE.related_authority_id)
        .order_by(_REFERENCE.id)
    )
    return connection.execute(query).all()


def _told(connection: Connection, group: list[Row[Any]]) -> _Told:
    """What references to one change say together: the surest decides, the places are those that any names."""
    group = sorted(group, key=lambda row: _SURE.index(row.basis))
    first = group[0]
    placed = next((row for row in group if row.pinpoint or _operations(row)), first)
    operations = _operations(placed)
    relation = RelationKind(first.relation)
    places = propagation.places(placed.pinpoint, operations)
    return _Told(
        first.related_authority_id,
        first.primary_authority_id,
        Change(relation, all(row.in_part for row in group), places),
        ", ".join(sorted(map(str, places))) or placed.pinpoint,
        "; ".join(operations) or None,
        first.basis,
        first.signing_date,
        [place for row in group for place in _evidence(connection, row)],
        first.document_id,
        first.draft_id,
    )


def _operations(row: Row[Any]) -> list[str]:
    held = (row.current_values or {}) if row.draft_id else (row.evidence or {})
    found = held.get("operations") or []
    return [str(one) for one in found] if isinstance(found, list) else []


def _evidence(connection: Connection, row: Row[Any]) -> list[dict[str, Any]]:
    """The words that say so: of a draft, its evidence; of a text, its place; of a note, the note."""
    if row.draft_id:
        place = bare(Evidence).c
        query = select(place.quote, place.start_offset, place.end_offset, place.page)
        found = connection.execute(query.where(place.draft_id == row.draft_id).order_by(place.place))
        return [{"quote": q, "start": start, "end": end, "page": page} for q, start, end, page in found]
    if row.evidence:
        return [{name: row.evidence.get(name) for name in ("quote", "start", "end", "page")}]
    text = bare(AuthorityText).c
    for authority in (row.primary_authority_id, row.related_authority_id):
        notes = connection.execute(select(text.notes).where(text.authority_id == authority)).scalar()
        if notes:
            return [{"quote": notes[:_MOST_NOTE], "start": None, "end": None, "page": None}]
    return []


def _follow(move: Transaction, told: _Told, work: Iterable[Resting], actor: str) -> None:
    """Put the change before those whose work it reaches. What came with the change itself knows of it."""
    reached = [
        (one, propagation.reach(told.change, one.part))
        for one in work
        if one.document is None or one.document != told.document
        if told.basis == "review" or propagation.is_news(told.change, told.signed, one.begun)
    ]
    if not reached:
        return
    change = _kept(move, told, actor)
    query = select(_EFFECT).where(_EFFECT.c.authority_change_id == change)
    before: dict[tuple[int | None, ...], Row[Any]] = {
        (row.executive_action_id, row.action_item_id, row.risk_item_id, row.impact_id): row
        for row in move.connection.execute(query)
    }
    fresh: Counter[int | None] = Counter()
    for one, found in reached:
        held = before.get(one.key)
        if held is None:
            _put(move, change, one, found, actor)
            fresh[one.action] += 1
        elif effect_of(held).widen(found) != effect_of(held):
            write(move, held, effect_of(held).widen(found), actor)
            fresh[one.action] += 1
    if fresh:
        _tell(move, told, fresh, actor)


def _kept(move: Transaction, told: _Told, actor: str) -> int:
    values = {
        "in_part": told.change.in_part,
        "places": told.places,
        "changes_summary": told.summary,
        "signed": told.signed,
        "evidence": told.evidence,
        "basis": told.basis,
        "document_id": told.document,
        "draft_id": told.draft,
        "withdrawn": False,
        "updated_by": actor,
    }
    key = {
        "changed_authority_id": told.changed,
        "changing_authority_id": told.changing,
        "relation": told.change.relation.value,
    }
    query = select(_CHANGE.c.id, _CHANGE.c.basis, _CHANGE.c.withdrawn)
    held = move.connection.execute(query.filter_by(**key)).one_or_none()
    if held is None:
        new = insert(AuthorityChange).values(**key, **values, created_by=actor)
        return move.connection.execute(new.returning(AuthorityChange.id)).scalar_one()
    if held.withdrawn or _SURE.index(told.basis) <= _SURE.index(held.basis):
        change = update(_CHANGE).where(_CHANGE.c.id == held.id)
        stamp = {"version": _CHANGE.c.version + 1, "updated_at": move.now}
        move.connection.execute(change.values(values | stamp))
    return int(held.id)


def _put(move: Transaction, change: int, one: Resting, found: Reach, actor: str) -> None:
    new = insert(AuthorityChangeEffect).values(
        authority_change_id=change,
        executive_action_id=one.action,
        action_item_id=one.item,
        risk_item_id=one.risk,
        impact_id=one.impact,
        rests_on=one.part,
        reach=found.value,
        standing=Standing.OPEN.value,
        created_by=actor,
        updated_by=actor,
    )
    move.connection.execute(new)


def effect_of(row: Row[Any]) -> Effect:
    """An effect as its row tells it."""
    return Effect(
        Reach(row.reach),
        Standing(row.standing),
        Answer(row.answer) if row.answer else None,
        row.words,
        row.answered_by,
        row.answered_at,
    )


def write(move: Transaction, row: Row[Any], after: Effect, actor: str) -> None:
    """Store an effect after a move."""
    values = {
        "reach": after.reach.value,
        "standing": after.standing.value,
        "answer": after.answer.value if after.answer else None,
        "words": after.words,
        "answered_by": after.by,
        "answered_at": after.at,
        "version": row.version + 1,
        "updated_at": move.now,
        "updated_by": actor,
    }
    move.connection.execute(update(_EFFECT).where(_EFFECT.c.id == row.id).values(values))


def _tell(move: Transaction, told: _Told, fresh: Counter[int | None], actor: str) -> None:
    names = dict(
        move.connection.execute(
            select(_AUTHORITY.id, _AUTHORITY.citation).where(_AUTHORITY.id.in_([told.changed, told.changing]))
        ).all()
    )
    action = bare(coordination.ExecutiveAction).c
    query = select(action.id, action.action_number).where(action.id.in_([key for key in fresh if key]))
    numbers = {key: number for key, number in move.connection.execute(query)}
    said = {
        "authority": names[told.changed],
        "relation": told.change.relation.value,
        "by": names[told.changing],
        "places": told.places,
        "said_by": told.basis,
    }
    counted = {numbers[key] if key else "no action": count for key, count in fresh.items()}
    move.log(audit.who(actor), "authority.changed", names[told.changed], None, said | {"reached": counted})
    for key, count in fresh.items():
        if key:
            move.log(audit.who(actor), "authority.changed", numbers[key], None, said | {"records": count})
