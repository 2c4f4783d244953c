"""What analyzers found about texts: kept once for each document, analyzer and text, and asked for again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, insert, select

from pipeline.encoding import Json, from_plain, to_plain
from pipeline.findings import Analysis
from pipeline.intake import IntakeDocument as Document
from pipeline.intake import Stage
from pipeline.ports import Stamp
from pipeline.reanalysis import may_pass
from store import audit
from store.database import Transaction, bare
from store.tables.drafting import AnalysisRun
from store.tables.intake import ExtractedText, IntakeDocument

FILED = "filed"
"""The outcome of an analyzer's run; drafts by hand hang on runs of another one."""

_RUN, _TEXT, _DOCUMENT = bare(AnalysisRun), bare(ExtractedText), bare(IntakeDocument)
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


def known_analysis(connection: Connection, document: Document, stamp: Stamp) -> Analysis | None:
    """The findings that were filed for the same bytes, text and stamp.

    Findings that fell back on the rules because a model was away answer for no other document.
    """
    key = {"control_number": document.control_number, "by": fingerprint(stamp)}
    row = connection.execute(_FOUND_BEFORE, key).one_or_none()
    found = analysis_of(row.findings, row.text) if row else None
    return found if found is not None and found.provenance.fallback is None else None


def analysis_of(findings: str, text: str) -> Analysis:
    """Stored findings as the analysis of their text."""
    return from_plain(Analysis, json.loads(findings) | {"text": text})


def same(connection: Connection, document: int, text: str, stamp: Stamp, analysis: Analysis) -> int | None:
    """The run that was kept for this document, text and analyzer; None before."""
    key = {"document": document, "by": _key(stamp, analysis), "fingerprint": text}
    found: int | None = connection.execute(_SAME_RUN, key).scalar()
    return found


def _key(stamp: Stamp, analysis: Analysis) -> str:
    """What a run is known by: findings that a model may still better are not known as its own."""
    return fingerprint(stamp) + (":passing" if may_pass(analysis.provenance.fallback) else "")


@lru_cache(maxsize=8)
def fingerprint(stamp: Stamp) -> str:
    """A stamp as a run keeps it."""
    return hashlib.sha256(audit.canonical(to_plain(stamp)).encode()).hexdigest()


def keep(move: Transaction, row: Row[Any], text: Row[Any], analysis: Analysis, stamp: Stamp) -> int:
    """Keep findings; the number of their run."""
    findings = to_plain(analysis)
    assert isinstance(findings, dict)
    del findings["text"]
    made_by = analysis.provenance
    values = {
        "document_id": row.id,
        "original_id": row.original_id,
        "text_sha256": text.text_sha256,
        "stamp": _key(stamp, analysis),
        "analyzer": stamp.analyzer,
        "analyzer_version": stamp.version,
        "model": stamp.model,
        "prompts": dict(stamp.prompts),
        "tokens_in": made_by.tokens_in,
        "tokens_out": made_by.tokens_out,
        "cost_usd": made_by.cost_usd,
        "seconds": made_by.seconds,
        "outcome": FILED,
        "flagged": _flagged(analysis),
        "findings": json.dumps(findings, separators=(",", ":")),
        "created_by": actor(stamp),
        "updated_by": actor(stamp),
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


def actor(stamp: Stamp) -> str:
    """An analyzer as the audit log names it."""
    return f"analyzer:{stamp.model or stamp.analyzer} {stamp.version}"


def outdated(connection: Connection, stamp: Stamp, stages: Collection[Stage]) -> tuple[str, ...]:
    """Documents in these stages without a run of this analyzer on their text, the oldest first."""
    current = exists().where(
        _RUN.c.document_id == _DOCUMENT.c.id,
        _RUN.c.stamp == fingerprint(stamp),
        _RUN.c.text_sha256 == _TEXT.c.text_sha256,
    )
    query = select(_DOCUMENT.c.control_number).join(_TEXT, _TEXT.c.id == _DOCUMENT.c.text_id)
    query = query.where(_DOCUMENT.c.stage.in_([stage.value for stage in stages]), ~current)
    return tuple(connection.execute(query.order_by(_DOCUMENT.c.id)).scalars())


def latest_analysis(connection: Connection, document: int, text: Row[Any]) -> Analysis | None:
    """The last findings that were filed about a document's present text."""
    query = select(_RUN.c.findings).where(
        _RUN.c.document_id == document, _RUN.c.text_sha256 == text.text_sha256, _RUN.c.outcome == FILED
    )
    findings: str | None = connection.execute(query.order_by(_RUN.c.id.desc()).limit(1)).scalar()
    return analysis_of(findings, text.text) if findings else None
