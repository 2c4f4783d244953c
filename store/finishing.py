"""Finishing a document: every decided draft becomes a record, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from coordination import stages
from coordination.stages import Filing
from pipeline import separation
from pipeline.decisions import Draft, DraftKind, DraftStatus
from pipeline.intake import Stage
from pipeline.problems import IllegalMove
from store import (
    assessing,
    audit,
    authorities,
    checking,
    corresponding,
    documents,
    findable,
    parties,
    propagating,
    queries,
    referring,
    tracking,
)
from store.database import Transaction
from store.tables import drafting
from store.tracking import Kept, Source
from store.views import Filed

_FACTS = ("kind", "kind_detail", "title", "sender", "addressee", "number")
_CONSEQUENCES = (DraftKind.RISK, DraftKind.IMPACT)


@dataclass(slots=True)
class _Records:
    """What has been made so far: the record of each draft, the action, the analysis, the document's tie."""

    became: dict[str, str] = field(default_factory=dict)
    action: Kept | None = None
    analysis: int | None = None
    tied: bool = False


def finish(
    move: Transaction, control_number: str, actor: str, at: datetime, joins: str | None, made: str | None
) -> Filed:
    """File what was decided. Raises IllegalMove or NotFound."""
    audit.person(actor, "finish a document")
    row = documents.lock(move.connection, control_number)
    if row.stage not in (Stage.NEEDS_REVIEW, Stage.REVIEWED):
        raise IllegalMove(f"{control_number} is {row.stage}.", "Only what was reviewed can be finished.")
    move.lock("records")
    drafts = queries.drafts_of(move.connection, row.id, control_number)
    drafts = tuple(draft for draft in drafts if draft.status is not DraftStatus.SUPERSEDED)
    fresh = tuple(draft for draft in drafts if draft.status.stands and draft.record is None)
    if move.settings.separation == "on":
        separation.check(fresh, actor)
    made = checking.name_given(made)
    joins = joins or (None if made else _own_action(move, row, fresh))
    filing = stages.finish(control_number, drafts, joins=joins, made=made)
    ends = filing.waiting == 0 and row.stage != Stage.REVIEWED
    filed = _file(move, _confirmed(move, row, fresh, actor), actor, at, filing, fresh, ends)
    if ends:
        documents.change(
            move,
            documents.by_id(move.connection, row.id),
            actor,
            "document.reviewed",
            Stage.REVIEWED,
            reason=None,
        )
    return filed


def _own_action(move: Transaction, row: Row[Any], fresh: tuple[Draft, ...]) -> str | None:
    """The action this document already has, for what is decided after it was made."""
    if any(draft.kind is DraftKind.EXECUTIVE_ACTION for draft in fresh):
        return None
    return tracking.own_action(move, row.id)


def _confirmed(move: Transaction, row: Row[Any], fresh: tuple[Draft, ...], actor: str) -> Row[Any]:
    """The document with its approved facts: first, because other records repeat them."""
    for draft in fresh:
        if draft.kind is DraftKind.METADATA:
            values: dict[str, Any] = {name: draft.values.get(name) for name in _FACTS if name in draft.values}
            values["document_date"] = draft.values.get("date")
            stage = Stage(row.stage)
            documents.change(
                move, row, actor, "document.facts_confirmed", stage, facts_confirmed=True, **values
            )
            return documents.by_id(move.connection, row.id)
    return row


def _file(
    move: Transaction,
    row: Row[Any],
    actor: str,
    at: datetime,
    filing: Filing,
    fresh: tuple[Draft, ...],
    ends: bool,
) -> Filed:
    ids = _draft_ids(move, row.id)
    made = _Records()
    by_kind = {kind: tuple(draft for draft in filing.others if draft.kind is kind) for kind in DraftKind}
    citing = authorities.Citing(row, actor, ids)
    made.became |= authorities.file_authorities(move, citing, by_kind[DraftKind.AUTHORITY])
    own = referring.own_authority(move.connection, row.id)
    year = at.astimezone(move.settings.zone).year
    source = Source(row, own, actor, year, ids, parties.units(move.connection))
    _file_action(move, source, filing, fresh, made)
    _file_assessment(move, source, at, filing, made)
    made.became |= referring.file_references(move, citing, by_kind[DraftKind.CROSS_REFERENCE])
    propagating.of_document(move, row.id, actor)
    made.became |= {draft.id: str(row.public_id) for draft in by_kind[DraftKind.METADATA]}
    _mark(move, ids, made.became)
    if made.action:
        findable.action(move.connection, made.action.id)
    filed = _count(filing, made, by_kind, row.uncovered)
    if made.became or filing.action or made.tied or ends:
        _tell(move, filed, made, fresh, actor, new_action=filing.action is not None)
    return filed


def _file_action(
    move: Transaction, source: Source, filing: Filing, fresh: tuple[Draft, ...], made: _Records
) -> None:
    if filing.action:
        summary = next((draft for draft in filing.others if draft.kind is DraftKind.SUMMARY), None)
        text = checking.said(summary.values, "text") if summary else None
        made.action = tracking.file_action(move, source, filing.action, text)
    elif filing.joins:
        made.action = tracking.existing(move, filing.joins, takes_items=bool(filing.items))
    if made.action is None:
        return
    made.tied = tracking.tie(move, source, made.action.id)
    corresponding.enter_tied(move, made.action.id, source.document, source.actor)
    kept = tracking.file_items(move, source, made.action.id, filing.items)
    leads = {item.draft: lead for item, lead in zip(filing.items, kept, strict=True) if item.draft}
    tracking.rest_on(move, source, leads, fresh)
    made.became |= {draft: lead.public_id for draft, lead in leads.items()}
    # an approved action draft whose document joins another action has become that action
    made.became |= {
        draft.id: made.action.public_id for draft in fresh if draft.kind is DraftKind.EXECUTIVE_ACTION
    }


def _file_assessment(move: Transaction, source: Source, at: datetime, filing: Filing, made: _Records) -> None:
    action = made.action.id if made.action else None
    today = at.astimezone(move.settings.zone).date()
    for draft in filing.others:
        if draft.kind is DraftKind.SUMMARY:
            made.analysis, name = assessing.file_assessment(move, source, action, draft, today)
            made.became[draft.id] = name
    consequences = tuple(draft for draft in filing.others if draft.kind in _CONSEQUENCES)
    made.became |= assessing.file_consequences(move, source, action, made.analysis, consequences, today)


def _draft_ids(move: Transaction, document: int) -> dict[str, int]:
    query = select(drafting.Draft.public_id, drafting.Draft.id).where(drafting.Draft.document_id == document)
    return {str(name): number for name, number in move.connection.execute(query)}


def _mark(move: Transaction, ids: dict[str, int], became: dict[str, str]) -> None:
    if became:
        mark = update(drafting.Draft).where(drafting.Draft.id == bindparam("row"))
        rows = [{"row": ids[draft], "became": record} for draft, record in became.items()]
        move.connection.execute(mark.values(record=bindparam("became"), updated_at=move.now), rows)


def _count(
    filing: Filing, made: _Records, by_kind: dict[DraftKind, tuple[Draft, ...]], uncovered: int
) -> Filed:
    return Filed(
        filing.document,
        made.action.number if made.action else None,
        sum(1 + len(item.children) for item in filing.items),
        len(by_kind[DraftKind.RISK]),
        len(by_kind[DraftKind.IMPACT]),
        len(by_kind[DraftKind.AUTHORITY]),
        len(by_kind[DraftKind.CROSS_REFERENCE]),
        filing.waiting,
        uncovered,
    )


def _tell(
    move: Transaction, filed: Filed, made: _Records, fresh: Iterable[Draft], actor: str, *, new_action: bool
) -> None:
    records = {
        str(draft.number): {"kind": draft.kind.value, "record": made.became[draft.id]}
        for draft in fresh
        if draft.id in made.became
    }
    after = {
        "action": filed.action,
        "new_action": new_action,
        "items": filed.items,
        "waiting": filed.waiting,
        "records": records,
    }
    move.log(audit.who(actor), "document.finished", filed.document, None, after)
