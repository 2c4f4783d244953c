"""Filing an analysis: the run, its drafts and their evidence in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from pipeline.decisions import DraftKind, DraftStatus, Proposal
from pipeline.encoding import Json, from_plain, to_plain
from pipeline.findings import Analysis, Confidence
from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.ports import Stamp
from pipeline.problems import Conflict, IllegalMove
from store import audit, documents, readings, search
from store.database import Transaction
from store.tables.drafting import AnalysisRun, Draft, Evidence
from store.tables.intake import IntakeDocument

_TAKES_FINDINGS = (Stage.ANALYSING, Stage.NEEDS_REVIEW, Stage.REVIEWED)
_FACTS = ("kind", "kind_detail", "title", "sender", "addressee", "number", "language")


def known_analysis(connection: Connection, document: Document, stamp: Stamp) -> Analysis | None:
    """The findings that were filed for the same bytes, text and stamp."""
    text = readings.stands_on(connection, document)
    if text is None:
        return None
    query = select(AnalysisRun.findings).where(
        AnalysisRun.original_id == text.original_id,
        AnalysisRun.stamp == _fingerprint(stamp),
        AnalysisRun.text_sha256 == text.text_sha256,
    )
    findings = connection.execute(query.limit(1)).scalar()
    return analysis_of(findings, text.text) if findings else None


def analysis_of(findings: str, text: str) -> Analysis:
    """Stored findings as the analysis of their text."""
    return from_plain(Analysis, json.loads(findings) | {"text": text})


def file(
    move: Transaction, document: Document, analysis: Analysis, stamp: Stamp, drafts: tuple[Proposal, ...]
) -> Document:
    """File once per stamp and text. Raises IllegalMove before a reading, Conflict for another text."""
    row = documents.lock(move.connection, document.control_number)
    if row.stage not in _TAKES_FINDINGS:
        return _untaken(row, document)
    text = readings.text_of(move.connection, row)
    if text is None or text.text_sha256 != readings.fingerprint(analysis.text):
        raise Conflict(
            f"{row.control_number} was read anew meanwhile.", "The analysis is of an earlier text of it."
        )
    if _is_filed(move.connection, row, text, stamp):
        return documents.told(row)
    run = _store_run(move, row, text, analysis, stamp)
    fresh = _supersede(move, row, drafts)
    _store_drafts(move, row, text.id, run, fresh)
    title = row.title if row.facts_confirmed else analysis.document.title
    search.put(move.connection, row.id, title or row.file_name, text.text)
    return _moved_on(move, row, analysis, stamp, bool(fresh))


def _untaken(row: Row[Any], document: Document) -> Document:
    """What comes from an overtaken worker is let go; what comes before a reading is a mistake."""
    if row.attempts == document.attempts and row.text_id is None and Stage(row.stage).waits_for_machine:
        raise IllegalMove(f"{row.control_number} is {row.stage}: it has no text to file findings on.")
    return documents.told(row)


def _is_filed(connection: Connection, row: Row[Any], text: Row[Any], stamp: Stamp) -> bool:
    query = select(AnalysisRun.id).where(
        AnalysisRun.document_id == row.id,
        AnalysisRun.stamp == _fingerprint(stamp),
        AnalysisRun.text_sha256 == text.text_sha256,
    )
    # a document that was set aside and offered again has its run already, but must still reach its reviewer
    return row.stage != Stage.ANALYSING and connection.execute(query).first() is not None


def _fingerprint(stamp: Stamp) -> str:
    return hashlib.sha256(audit.canonical(to_plain(stamp)).encode()).hexdigest()


def _store_run(move: Transaction, row: Row[Any], text: Row[Any], analysis: Analysis, stamp: Stamp) -> int:
    held = select(AnalysisRun.id).where(
        AnalysisRun.document_id == row.id,
        AnalysisRun.stamp == _fingerprint(stamp),
        AnalysisRun.text_sha256 == text.text_sha256,
    )
    known = move.connection.execute(held).scalar()
    if known is not None:
        return known
    findings = to_plain(analysis)
    assert isinstance(findings, dict)
    del findings["text"]
    made_by = analysis.provenance
    new = insert(AnalysisRun).values(
        document_id=row.id,
        original_id=row.original_id,
        text_sha256=text.text_sha256,
        stamp=_fingerprint(stamp),
        analyzer=stamp.analyzer,
        analyzer_version=stamp.version,
        model=stamp.model,
        prompts=dict(stamp.prompts),
        tokens_in=made_by.tokens_in,
        tokens_out=made_by.tokens_out,
        cost_usd=made_by.cost_usd,
        seconds=made_by.seconds,
        outcome="filed",
        flagged=_flagged(analysis),
        findings=json.dumps(findings, separators=(",", ":")),
        created_by=_actor(stamp),
        updated_by=_actor(stamp),
    )
    return move.connection.execute(new.returning(AnalysisRun.id)).scalar_one()


def _flagged(analysis: Analysis) -> Json:
    return {
        "flags": list(analysis.document.flags),
        "dropped": analysis.dropped.count,
        "uncovered": len(analysis.uncovered),
        "fallback": analysis.provenance.fallback,
    }


def _actor(stamp: Stamp) -> str:
    return f"analyzer:{stamp.model or stamp.analyzer} {stamp.version}"


def _supersede(move: Transaction, row: Row[Any], drafts: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Retire undecided drafts; the proposals that nobody decided on before."""
    connection = move.connection
    retire = update(Draft).where(Draft.document_id == row.id, Draft.status == DraftStatus.PROPOSED.value)
    values = {"status": DraftStatus.SUPERSEDED.value, "version": Draft.version + 1, "updated_at": move.now}
    connection.execute(retire.values(values))
    decided = set(_decided(connection, row.id))
    if not decided:
        return drafts
    return tuple(
        draft
        for draft in drafts
        if (draft.kind.value, audit.canonical(draft.values), _places(draft)) not in decided
    )


def _places(draft: Proposal) -> tuple[tuple[int, int], ...]:
    return tuple((part.start, part.end) for part in draft.evidence)


def _decided(connection: Connection, document: int) -> Iterator[tuple[str, str, tuple[tuple[int, int], ...]]]:
    query = select(Draft.id, Draft.kind, Draft.proposed).where(Draft.document_id == document)
    rows = connection.execute(query.where(Draft.status != DraftStatus.SUPERSEDED.value)).all()
    places: dict[int, list[tuple[int, int]]] = {}
    if rows:
        held = select(Evidence.draft_id, Evidence.start_offset, Evidence.end_offset)
        held = held.where(Evidence.draft_id.in_([row.id for row in rows]))
        for draft, start, end in connection.execute(held.order_by(Evidence.draft_id, Evidence.place)):
            places.setdefault(draft, []).append((start, end))
    for row in rows:
        yield row.kind, audit.canonical(row.proposed), tuple(places.get(row.id, ()))


def _store_drafts(
    move: Transaction, row: Row[Any], text: int, run: int, drafts: tuple[Proposal, ...]
) -> None:
    if not drafts:
        return
    last = select(func.max(Draft.number)).where(Draft.document_id == row.id)
    first = (move.connection.execute(last).scalar() or 0) + 1
    rows = [_draft_row(row.id, run, number, draft) for number, draft in enumerate(drafts, start=first)]
    new = insert(Draft).returning(Draft.id, sort_by_parameter_order=True)
    ids = move.connection.execute(new, rows).scalars().all()
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
    move.connection.execute(insert(Evidence), evidence)


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
        "uncovered": len(analysis.uncovered),
        "due": due_of(move.connection, row.id),
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
    stage = Stage.NEEDS_REVIEW if fresh or row.stage == Stage.ANALYSING else Stage(row.stage)
    return documents.change(move, row, _actor(stamp), "document.analysed", stage, **values)


def due_of(connection: Connection, document: int) -> date | None:
    """The nearest date by which anything in a document is due, rejected and replaced drafts left out."""
    dead = (DraftStatus.REJECTED.value, DraftStatus.SUPERSEDED.value)
    kinds = (DraftKind.EXECUTIVE_ACTION.value, DraftKind.ACTION_ITEM.value)
    query = select(Draft.current_values).where(Draft.document_id == document, Draft.kind.in_(kinds))
    days = [
        day
        for values in connection.execute(query.where(Draft.status.not_in(dead))).scalars()
        for name in ("due_date", "suspense_internal", "suspense_external")
        if (day := _day(values.get(name)))
    ]
    return min(days, default=None)


def _day(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def lowest(words: set[str]) -> str | None:
    """The least sure of some confidences."""
    return next((word.value for word in reversed(Confidence) if word.value in words), None)


def current_due(move: Transaction, document: int) -> None:
    """Compute a document's due date anew after a decision."""
    due = due_of(move.connection, document)
    move.connection.execute(update(IntakeDocument).where(IntakeDocument.id == document).values(due=due))


def latest_analysis(connection: Connection, document: int, text: Row[Any]) -> Analysis | None:
    """The last findings that were filed about a document's present text."""
    query = select(AnalysisRun.findings).where(
        AnalysisRun.document_id == document, AnalysisRun.text_sha256 == text.text_sha256
    )
    findings = connection.execute(query.order_by(AnalysisRun.id.desc()).limit(1)).scalar()
    return analysis_of(findings, text.text) if findings else None
