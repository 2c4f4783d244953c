"""Taking an executive action out of the record: its number, category and dates stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, delete, func, or_, select, update

from coordination.actions import LifecycleStage
from pipeline.encoding import Json
from store import audit, entries, findable
from store.database import Transaction, bare
from store.entries import EntryKind
from store.tables import clearance, correspondence, metadata, oversight, steering, tasking, telling, webhooks
from store.tables.assessment import Assessment, Impact, RiskItem
from store.tables.coordination import ExecutiveAction, ExecutiveActionDocument
from store.tables.exchange import ExternalRecord
from store.tables.intake import IntakeDocument, Original
from store.tables.processes import ProcessRun
from store.tables.propagation import AuthorityChangeEffect

GONE = "(disposed of)"
"""Stands where a name or words were."""

_ACTION, _TIE, _DOCUMENT = bare(ExecutiveAction), bare(ExecutiveActionDocument), bare(IntakeDocument)
_ITEM, _RESTS, _RUN = bare(tasking.ActionItem), bare(tasking.ActionItemAuthority), bare(ProcessRun)
_STUDY, _RISK, _IMPACT, _EFFECT = map(bare, (Assessment, RiskItem, Impact, AuthorityChangeEffect))
_CASE, _CAME = bare(correspondence.CorrespondenceCase), bare(correspondence.CorrespondenceLetter)
_PASSAGE, _OUT = bare(correspondence.LetterPassage), bare(correspondence.OutgoingLetter)
_SENT, _ASKED = bare(correspondence.CorrespondenceDispatch), bare(correspondence.OutgoingConcurrence)
_PAPER, _ORIGINAL, _DIGEST = bare(clearance.DocumentLink), bare(Original), bare(telling.DailyDigest)
_DEPENDENCY, _EXTERNAL = bare(steering.ExecutiveActionDependency), bare(ExternalRecord)
_UPDATE, _DECISION = bare(steering.ExecutiveStatusUpdate), bare(steering.ExecutiveDecisionLog)
HANGING = (
    *(_DECISION, _UPDATE, bare(steering.Milestone), bare(steering.SuspenseEvent)),
    *(bare(telling.ToldSuspense), bare(webhooks.MissedSuspense), bare(clearance.DiscussionItem), _PAPER),
    *(bare(clearance.SignatureApproval), bare(clearance.ReviewApprovalDecision)),
    *(bare(steering.ExecutiveActionPartner), bare(oversight.AuditFinding), bare(oversight.ClosureAnswer)),
)
"""Tables whose rows belong to one action, and go with it; a row comes before what it names."""

OWN = (_IMPACT, _RISK, _STUDY, _ITEM, _RUN)
"""Tables whose rows go too, and which others may name: these name nothing then."""

_STAY = frozenset(
    (
        *("id", "public_id", "created_at", "created_by", "version", "action_number", "category", "priority"),
        *("executive_action_type_id", "action_status", "security_classification", "visibility"),
        *("received_date_time", "issue_date", "start_date", "due_date", "internal_due_date"),
        *("target_completion_date", "actual_completion_date", "lead_organization_unit"),
        *("lead_organization_unit_id", "source_document_id", "parent_action_id", "external_number"),
        *("requires_formal_decision", "compliance_driven"),
    )
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a certificate says of an action, and the fingerprints of the files that hung on it."""

    told: dict[str, Json]
    files: tuple[str, ...]


def take_out(move: Transaction, number: str, why: str, actor: str) -> Taken:
    """Take an action with all that belongs to it out of every table and the index of words."""
    connection = move.connection
    row = connection.execute(select(_ACTION).where(_ACTION.c.action_number == number)).one()
    taken = Taken(_told(connection, row), tuple(sorted(_files(connection, row.id))))
    case = select(_CASE.c.id).where(_CASE.c.executive_action_id == row.id)
    _forget_words(connection, row)
    _delete_effects(connection, row.id)
    _delete_letters(connection, case)
    for table in HANGING:
        connection.execute(delete(table).where(table.c.executive_action_id == row.id))
    either = or_(_DEPENDENCY.c.predecessor_action_id == row.id, _DEPENDENCY.c.successor_action_id == row.id)
    connection.execute(delete(_DEPENDENCY).where(either))
    connection.execute(delete(_RESTS).where(_RESTS.c.action_item_id.in_(_of(_ITEM, row.id))))
    for table in OWN:
        _let_go(connection, table, row.id)
        connection.execute(delete(table).where(table.c.executive_action_id == row.id))
    connection.execute(update(_ACTION).where(_ACTION.c.id == row.id).values(_blank(move, row, why, actor)))
    findable.action(connection, row.id)
    move.log(audit.who(actor), "action.disposed", number, None, taken.told)
    return taken


def _of(table: Table, action: int) -> Select[Any]:
    return select(table.c.id).where(table.c.executive_action_id == action)


def _told(connection: Connection, row: Row[Any]) -> dict[str, Json]:
    documents = select(_DOCUMENT.c.control_number).join(_TIE, _TIE.c.document_id == _DOCUMENT.c.id)
    documents = documents.where(_TIE.c.executive_action_id == row.id).order_by(_DOCUMENT.c.control_number)
    sent = select(_SENT.c.id).join(_CASE, _CASE.c.id == _SENT.c.case_id)
    days = ("received_date_time", "due_date", "actual_completion_date")
    return {
        "number": row.action_number,
        "category": row.category,
        "status": row.action_status,
        **{day: str(row._mapping[day]) if row._mapping[day] else None for day in days},
        "documents": list(connection.execute(documents).scalars()),
        "items": _count(connection, _of(_ITEM, row.id)),
        "letters_sent": _count(connection, sent.where(_CASE.c.executive_action_id == row.id)),
    }


def _count(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())


def _files(connection: Connection, action: int) -> set[str]:
    """The fingerprints of its papers, and of what was sent on its case."""
    papers = select(_ORIGINAL.c.sha256).join(_PAPER, _PAPER.c.original_id == _ORIGINAL.c.id)
    sent = select(_ORIGINAL.c.sha256).join(_SENT, _SENT.c.original_id == _ORIGINAL.c.id)
    sent = sent.join(_CASE, _CASE.c.id == _SENT.c.case_id)
    found = set(connection.execute(papers.where(_PAPER.c.executive_action_id == action)).scalars())
    return found | set(connection.execute(sent.where(_CASE.c.executive_action_id == action)).scalars())


def _forget_words(connection: Connection, row: Row[Any]) -> None:
    """Words of it that stand elsewhere: the index, digests, and what came with it from another system."""
    entries.forget(connection, EntryKind.ITEM, connection.execute(_of(_ITEM, row.id)).scalars())
    named = _DIGEST.c.text.contains(row.action_number, autoescape=True)
    connection.execute(update(_DIGEST).where(named).values(text=GONE))
    for table in (_UPDATE, _DECISION):
        _forget_external(connection, table, _of(table, row.id))
    _forget_external(connection, _ACTION, select(_ACTION.c.id).where(_ACTION.c.id == row.id))
    for end in (_DEPENDENCY.c.predecessor_action_id, _DEPENDENCY.c.successor_action_id):
        _forget_external(connection, _DEPENDENCY, select(_DEPENDENCY.c.id).where(end == row.id))


def _forget_external(connection: Connection, table: Table, rows: Select[Any]) -> None:
    came = delete(_EXTERNAL).where(_EXTERNAL.c.row_table == table.name, _EXTERNAL.c.row_id.in_(rows))
    connection.execute(came)


def _delete_effects(connection: Connection, action: int) -> None:
    """Changes of the law as they reached it."""
    reached = (
        _EFFECT.c.executive_action_id == action,
        _EFFECT.c.action_item_id.in_(_of(_ITEM, action)),
        _EFFECT.c.risk_item_id.in_(_of(_RISK, action)),
        _EFFECT.c.impact_id.in_(_of(_IMPACT, action)),
    )
    connection.execute(delete(_EFFECT).where(or_(*reached)))


def _delete_letters(connection: Connection, case: Select[Any]) -> None:
    came = select(_CAME.c.id).where(_CAME.c.case_id.in_(case))
    out = select(_OUT.c.id).where(_OUT.c.case_id.in_(case))
    connection.execute(delete(_PASSAGE).where(_PASSAGE.c.letter_id.in_(came)))
    connection.execute(delete(_CAME).where(_CAME.c.case_id.in_(case)))
    connection.execute(delete(_SENT).where(_SENT.c.case_id.in_(case)))
    connection.execute(delete(_ASKED).where(_ASKED.c.outgoing_letter_id.in_(out)))
    connection.execute(delete(_OUT).where(_OUT.c.case_id.in_(case)))
    connection.execute(delete(_CASE).where(_CASE.c.id.in_(case)))


def _let_go(connection: Connection, table: Table, action: int) -> None:
    """Let nothing name the rows of a table that belong to an action."""
    for other, name in _naming(table):
        named = update(other).where(other.c[name].in_(_of(table, action)))
        connection.execute(named.values({name: None, "updated_at": other.c.updated_at}))


def _naming(table: Table) -> Iterator[tuple[Table, str]]:
    """Columns that may name a row of this table, and need not."""
    for other in metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table and key.parent.nullable:
                yield other, key.parent.name


def _blank(move: Transaction, row: Row[Any], why: str, actor: str) -> dict[str, Any]:
    """The columns of the row that stays: what is not of number, category and dates goes."""
    gone: dict[str, Any] = dict.fromkeys({column.name for column in _ACTION.columns} - _STAY)
    ended = dict.fromkeys(("outcome_summary", "lessons_learned", "closed_by"), GONE)
    return gone | ended | {
        "name": GONE,
        "status_reason": why,
        "lifecycle_stage": LifecycleStage.ARCHIVED.value,
        "version": row.version + 1,
        "updated_at": move.now,
        "updated_by": actor,
        "disposed_at": move.now,
    }  # fmt: skip
