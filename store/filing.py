"""Filing an analysis: the run, its drafts and their evidence in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from pipeline.decisions import DraftKind, DraftStatus, Proposal
from pipeline.encoding import Json, from_plain, to_plain
from pipeline.findings import Analysis, Confidence
from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.ports import Stamp
from pipeline.problems import Conflict, IllegalMove
from store import audit, covering, documents, findable, passages, readings, search
from store.database import Transaction, bare
from store.passages import Owner
from store.tables.drafting import AnalysisRun, Draft, Evidence
from store.tables.intake import ExtractedText, IntakeDocument

_TAKES_FINDINGS = (Stage.ANALYSING, Stage.NEEDS_REVIEW, Stage.REVIEWED)
_FACTS = ("kind", "kind_detail", "title", "sender", "addressee", "number", "language")

_RUN, _DRAFT, _EVIDENCE = bare(AnalysisRun), bare(Draft), bare(Evidence)
_TEXT, _DOCUMENT = bare(ExtractedText), bare(IntakeDocument)
# put together once: for a statement as short as these, putting it together costs as much as running it
_FOUND_BEFORE = (
    select(_RUN.c.findings, _TEXT.c.text)
    .join(_TEXT, (_TEXT.c.original_id == _RUN.c.original_id) & (_TEXT.c.text_sha256 == _RUN.c.text_sha256))
    .join(_DOCUMENT, _DOCUMENT.c.text_id == _TEXT.c.id)
    .where(_DOCUMENT.c.control_number == bindparam("control_number"), _RUN.c.stamp == bindparam("by"))
    .limit(1)
)
_SAME_RUN = select(_RUN.c.id).where(
    _RUN.c.document_id == bindparam("document"),
    _RUN.c.stamp == bindparam("by"),
    _RUN.c.text_sha256 == bindparam("fingerprint"),
)
_NEW_RUN = insert(_RUN).returning(_RUN.c.id)
_HELD = select(_DRAFT.c.id, _DRAFT.c.number, _DRAFT.c.status, _DRAFT.c.kind, _DRAFT.c.proposed).where(
    _DRAFT.c.document_id == bindparam("document")
)
_NEW_DRAFTS = insert(_DRAFT).returning(_DRAFT.c.id, sort_by_parameter_order=True)
_NEW_EVIDENCE = insert(_EVIDENCE)
_LIVE = select(_DRAFT.c.current_values).where(
    _DRAFT.c.document_id == bindparam("document"),
    _DRAFT.c.kind.in_([DraftKind.EXECUTIVE_ACTION.value, DraftKind.ACTION_ITEM.value]),
    _DRAFT.c.status.not_in([DraftStatus.REJECTED.value, DraftStatus.SUPERSEDED.value]),
)


def known_analysis(connection: Connection, document: Document, stamp: Stamp) -> Analysis | None:
    """The findings that were filed for the same bytes, text and stamp.

    Findings that fell back on the rules because a model was away answer for no other document.
    """
    key = {"control_number": document.control_number, "by": _fingerprint(stamp)}
    row = connection.execute(_FOUND_BEFORE, key).one_or_none()
    found = analysis_of(row.findings, row.text) if row else None
    return found if found is not None and found.provenance.fallback is None else None


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
    text = readings.words_of(move.connection, row)
    if text is None or text.text_sha256 != readings.fingerprint(analysis.text):
        raise Conflict(
            f"{row.control_number} was read anew meanwhile.", "The analysis is of an earlier text of it."
        )
    key = {"document": row.id, "by": _fingerprint(stamp), "fingerprint": text.text_sha256}
    known: int | None = move.connection.execute(_SAME_RUN, key).scalar()
    # a document that was set aside and offered again has its run already, but must still reach its reviewer
    if known is not None and row.stage != Stage.ANALYSING:
        return documents.told(row)
    run = known or _store_run(move, row, text, analysis, stamp)
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


@lru_cache(maxsize=8)
def _fingerprint(stamp: Stamp) -> str:
    return hashlib.sha256(audit.canonical(to_plain(stamp)).encode()).hexdigest()


def _store_run(move: Transaction, row: Row[Any], text: Row[Any], analysis: Analysis, stamp: Stamp) -> int:
    findings = to_plain(analysis)
    assert isinstance(findings, dict)
    del findings["text"]
    made_by = analysis.provenance
    values = {
        "document_id": row.id,
        "original_id": row.original_id,
        "text_sha256": text.text_sha256,
        "stamp": _fingerprint(stamp),
        "analyzer": stamp.analyzer,
        "analyzer_version": stamp.version,
        "model": stamp.model,
        "prompts": dict(stamp.prompts),
        "tokens_in": made_by.tokens_in,
        "tokens_out": made_by.tokens_out,
        "cost_usd": made_by.cost_usd,
        "seconds": made_by.seconds,
        "outcome": "filed",
        "flagged": _flagged(analysis),
        "findings": json.dumps(findings, separators=(",", ":")),
        "created_by": _actor(stamp),
        "updated_by": _actor(stamp),
    }
    run: int = move.connection.execute(_NEW_RUN, values).scalar_one()
    return run


def _flagged(analysis: Analysis) -> Json:
    return {
        "flags": list(analysis.document.flags),
        "dropped": analysis.dropped.count,
        "uncovered": len(analysis.uncovered),
        "fallback": analysis.provenance.fallback,
    }


def _actor(stamp: Stamp) -> str:
    return f"analyzer:{stamp.model or stamp.analyzer} {stamp.version}"


def _supersede(
    move: Transaction, row: Row[Any], held: list[Row[Any]], drafts: tuple[Proposal, ...]
) -> tuple[Proposal, ...]:
    """Retire undecided drafts of analyzers; the proposals that nobody decided on before."""
    if not held:
        return drafts
    by_hand = select(_RUN.c.id).where(_RUN.c.document_id == row.id, _RUN.c.outcome == covering.BY_HAND)
    retire = update(Draft).where(
        Draft.document_id == row.id,
        Draft.status == DraftStatus.PROPOSED.value,
        Draft.run_id.not_in(by_hand),
    )
    values = {"status": DraftStatus.SUPERSEDED.value, "version": Draft.version + 1, "updated_at": move.now}
    move.connection.execute(retire.values(values))
    undecided = (DraftStatus.PROPOSED, DraftStatus.SUPERSEDED)
    decided = set(_decided(move.connection, [draft for draft in held if draft.status not in undecided]))
    return tuple(
        draft
        for draft in drafts
        if (draft.kind.value, audit.canonical(draft.values), _places(draft)) not in decided
    )


def _places(draft: Proposal) -> tuple[tuple[int, int], ...]:
    return tuple((part.start, part.end) for part in draft.evidence)


def _decided(
    connection: Connection, rows: list[Row[Any]]
) -> Iterator[tuple[str, str, tuple[tuple[int, int], ...]]]:
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
    days = [
        day
        for values in connection.execute(_LIVE, {"document": document}).scalars()
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
    query = select(_RUN.c.findings).where(
        _RUN.c.document_id == document, _RUN.c.text_sha256 == text.text_sha256, _RUN.c.outcome == "filed"
    )
    findings: str | None = connection.execute(query.order_by(_RUN.c.id.desc()).limit(1)).scalar()
    return analysis_of(findings, text.text) if findings else None
