"""Filing an analysis: its run, its drafts and their evidence in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from pipeline import handling
from pipeline.decisions import DraftKind, DraftStatus, Proposal
from pipeline.encoding import Json
from pipeline.findings import Analysis, Confidence
from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.ports import Stamp
from pipeline.problems import Conflict, IllegalMove
from store import audit, covering, documents, findable, passages, pressing, readings, runs, search
from store.database import Transaction, bare
from store.passages import Owner
from store.tables.drafting import AnalysisRun, Draft, Evidence
from store.tables.intake import IntakeDocument

_TAKES_FINDINGS = (Stage.ANALYSING, Stage.NEEDS_REVIEW, Stage.REVIEWED)
_FACTS = ("kind", "kind_detail", "title", "sender", "addressee", "number", "language")

_DRAFT, _EVIDENCE = bare(Draft), bare(Evidence)
_BY_HAND = select(AnalysisRun.id).where(AnalysisRun.outcome == covering.BY_HAND)
"""What people added is theirs to take back."""
_HELD = select(
    *(_DRAFT.c.id, _DRAFT.c.number, _DRAFT.c.status, _DRAFT.c.kind, _DRAFT.c.proposed),
    *(_DRAFT.c.confidence, _DRAFT.c.confidence_reason),
).where(_DRAFT.c.document_id == bindparam("document"))
_NEW_DRAFTS = insert(_DRAFT).returning(_DRAFT.c.id, sort_by_parameter_order=True)
_NEW_EVIDENCE = insert(_EVIDENCE)
_LIVE = select(_DRAFT.c.current_values).where(
    _DRAFT.c.document_id == bindparam("document"),
    _DRAFT.c.kind.in_([DraftKind.EXECUTIVE_ACTION.value, DraftKind.ACTION_ITEM.value]),
    _DRAFT.c.status.not_in([DraftStatus.REJECTED.value, DraftStatus.SUPERSEDED.value]),
)
_WAITING = (
    select(_DRAFT.c.confidence)
    .distinct()
    .where(_DRAFT.c.document_id == bindparam("document"), _DRAFT.c.status == DraftStatus.PROPOSED.value)
)


def file(
    move: Transaction, document: Document, analysis: Analysis, stamp: Stamp, drafts: tuple[Proposal, ...]
) -> Document:
    """File once per stamp and text. Raises IllegalMove before a reading, Conflict for another text."""
    row = documents.lock(move.connection, document.control_number)
    if row.stage not in _TAKES_FINDINGS:
        return _untaken(row, document)
    text = readings.words_of(move.connection, row)
    if text is None or text.text_sha256 != readings.fingerprint(analysis.text):
        raise Conflict(
            f"{row.control_number} was read anew meanwhile.", "The analysis is of an earlier text of it."
        )
    known = runs.same(move.connection, row.id, text.text_sha256, stamp, analysis)
    # a document that was set aside and offered again has its run already, but must still reach its reviewer
    if known is not None and row.stage != Stage.ANALYSING:
        return documents.told(row)
    run = known or runs.keep(move, row, text, analysis, stamp)
    held: list[Row[Any]] = list(move.connection.execute(_HELD, {"document": row.id}))
    fresh = _supersede(move, row, held, drafts)
    first = max((draft.number for draft in held), default=0) + 1
    _store_drafts(
        move, text.id, [_draft_row(row.id, run, *draft) for draft in enumerate(fresh, first)], fresh
    )
    title = row.title if row.facts_confirmed else analysis.document.title
    search.put(move.connection, row.id, title or row.file_name, text.text)
    passages.put(move.connection, Owner(document=row.id), title or row.file_name, text.text)
    findable.drafts(move.connection, row.id)
    return _moved_on(move, row, analysis, stamp, bool(fresh))


def _untaken(row: Row[Any], document: Document) -> Document:
    """What comes from an overtaken worker is let go; what comes before a reading is a mistake."""
    if row.attempts == document.attempts and row.text_id is None and Stage(row.stage).waits_for_machine:
        raise IllegalMove(f"{row.control_number} is {row.stage}: it has no text to file findings on.")
    return documents.told(row)


def _supersede(
    move: Transaction, row: Row[Any], held: list[Row[Any]], drafts: tuple[Proposal, ...]
) -> tuple[Proposal, ...]:
    """Retire undecided drafts that are not found any more; the proposals that are new.

    What is found again as it was stays as it is, so that a reviewer's open page still holds.
    """
    if not held:
        return drafts
    live = [draft for draft in held if draft.status != DraftStatus.SUPERSEDED]
    words = dict(zip((draft.id for draft in live), _said(move.connection, live), strict=True))
    waiting = {draft.id: (*words[draft.id], _surety(draft)) for draft in live if _waits(draft)}
    decided = {words[draft.id] for draft in live if not _waits(draft)}
    found = [((draft.kind.value, audit.canonical(draft.values), _places(draft)), draft) for draft in drafts]
    again = {(*key, (draft.confidence.value, draft.confidence_reason)) for key, draft in found}
    _retire(move, [number for number, key in waiting.items() if key not in again])
    known = set(waiting.values())
    return tuple(
        draft
        for key, draft in found
        if key not in decided and (*key, (draft.confidence.value, draft.confidence_reason)) not in known
    )


def _waits(draft: Row[Any]) -> bool:
    return bool(draft.status == DraftStatus.PROPOSED)


def _surety(draft: Row[Any]) -> tuple[str, str]:
    return draft.confidence, draft.confidence_reason


def _retire(move: Transaction, drafts: list[int]) -> None:
    values = {"status": DraftStatus.SUPERSEDED.value, "version": Draft.version + 1, "updated_at": move.now}
    if drafts:
        retire = update(Draft).where(Draft.id.in_(drafts), Draft.run_id.not_in(_BY_HAND))
        move.connection.execute(retire.values(values))


def _places(draft: Proposal) -> tuple[tuple[int, int], ...]:
    return tuple((part.start, part.end) for part in draft.evidence)


def _said(
    connection: Connection, rows: list[Row[Any]]
) -> Iterator[tuple[str, str, tuple[tuple[int, int], ...]]]:
    """What each draft says and where, without how sure it is."""
    places: dict[int, list[tuple[int, int]]] = {}
    if rows:
        held = select(Evidence.draft_id, Evidence.start_offset, Evidence.end_offset)
        held = held.where(Evidence.draft_id.in_([row.id for row in rows]))
        for draft, start, end in connection.execute(held.order_by(Evidence.draft_id, Evidence.place)):
            places.setdefault(draft, []).append((start, end))
    for row in rows:
        yield row.kind, audit.canonical(row.proposed), tuple(places.get(row.id, ()))


def _store_drafts(
    move: Transaction, text: int, rows: list[dict[str, Any]], drafts: tuple[Proposal, ...]
) -> None:
    if not drafts:
        return
    ids = move.connection.execute(_NEW_DRAFTS, rows).scalars().all()
    evidence = [
        {
            "draft_id": number,
            "text_id": text,
            "place": place,
            "start_offset": part.start,
            "end_offset": part.end,
            "quote": part.quote,
            "page": part.page,
        }
        for number, draft in zip(ids, drafts, strict=True)
        for place, part in enumerate(draft.evidence)
    ]
    move.connection.execute(_NEW_EVIDENCE, evidence)


def _draft_row(document: int, run: int, number: int, draft: Proposal) -> dict[str, Any]:
    return {
        "document_id": document,
        "run_id": run,
        "number": number,
        "kind": draft.kind.value,
        "title": draft.title,
        "proposed": draft.values,
        "current_values": draft.values,
        "confidence": draft.confidence.value,
        "confidence_reason": draft.confidence_reason,
        "status": DraftStatus.PROPOSED.value,
    }


def _moved_on(move: Transaction, row: Row[Any], analysis: Analysis, stamp: Stamp, fresh: bool) -> Document:
    facts = analysis.document
    values: dict[str, Any] = {
        "coverage": facts.coverage,
        "uncovered": covering.left(move.connection, row.id, row.text_id, analysis),
        "hidden": len(analysis.hidden),
        **_pressing(move.connection, row.id),
        "reason": None,
        "ready_at": None,
        "claimed_by": None,
    }
    if not row.facts_confirmed:
        values |= {name: getattr(facts, name) for name in _FACTS if name != "sender"}
        values |= {
            "kind": facts.kind.value,
            "document_date": facts.date,
            "sender": facts.sender or row.sender,
        }
    if not row.handling_confirmed:
        guarded, mark = handling.level(analysis.text)
        values |= {"handling": guarded.value, "handling_mark": mark}
    stage = Stage.NEEDS_REVIEW if fresh or row.stage == Stage.ANALYSING else Stage(row.stage)
    return documents.change(move, row, runs.actor(stamp), "document.analysed", stage, **values)


def _pressing(connection: Connection, document: int) -> dict[str, Any]:
    """The nearest date by which anything in a document is due, and how pressing it is else.

    What was rejected or replaced counts for neither.
    """
    live = connection.execute(_LIVE, {"document": document}).scalars().all()
    waiting = connection.execute(_WAITING, {"document": document}).scalars()
    days = [
        day
        for values in live
        for name in ("due_date", "suspense_internal", "suspense_external")
        if (day := _day(values.get(name)))
    ]
    urgency = pressing.urgency((values.get("priority") for values in live), waiting)
    return {"due": min(days, default=None), "urgency": urgency}


def _day(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def lowest(words: set[str]) -> str | None:
    """The least sure of some confidences."""
    return next((word.value for word in reversed(Confidence) if word.value in words), None)


def current_due(move: Transaction, document: int) -> None:
    """Compute anew after a decision when a document is due, and how pressing it is."""
    stands = _pressing(move.connection, document)
    move.connection.execute(update(IntakeDocument).where(IntakeDocument.id == document).values(stands))
