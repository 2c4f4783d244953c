"""What reviewers decided, for whoever learns from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, select

from coordination.analyzer_record import Judgement, Record, tally
from pipeline.calibration import LATEST, Judged
from pipeline.decisions import DraftKind, DraftStatus
from pipeline.findings import Confidence
from pipeline.intake import Stage
from store.database import bare
from store.tables.drafting import AnalysisRun, Draft
from store.tables.intake import IntakeDocument
from store.views import Finished

_DRAFT, _RUN, _DOCUMENT = bare(Draft), bare(AnalysisRun), bare(IntakeDocument)


def _edited(values: Any) -> Any:
    """Values of edited drafts alone: what was left as it was need not be compared."""
    return case((_DRAFT.c.status == DraftStatus.EDITED.value, values))


_DECIDED = [status.value for status in DraftStatus if status.decided]
_SAID = (
    select(
        _DOCUMENT.c.control_number,
        _DRAFT.c.kind,
        _DRAFT.c.confidence,
        _DRAFT.c.status,
        _edited(_DRAFT.c.proposed).label("proposed"),
        _edited(_DRAFT.c.current_values).label("current_values"),
        _DRAFT.c.reason,
        _DRAFT.c.decided_by,
        _DRAFT.c.decided_at,
        _RUN.c.analyzer,
        _RUN.c.model,
        _RUN.c.flagged,
    )
    .join(_RUN, _RUN.c.id == _DRAFT.c.run_id)
    .join(_DOCUMENT, _DOCUMENT.c.id == _DRAFT.c.document_id)
    .where(_DRAFT.c.status.in_(_DECIDED), _RUN.c.outcome == "filed")
    .order_by(_DRAFT.c.decided_at.desc(), _DRAFT.c.id.desc())
    .limit(LATEST)
)


def judged(connection: Connection, analyzer: str, model: str | None) -> tuple[Judged, ...]:
    """The latest decisions on what this analyzer, with this model, drafted; what people added is none of it.

    Findings that fell back on the rules are the rules'.
    """
    return tuple(
        Judged(
            row.control_number,
            DraftKind(row.kind),
            Confidence(row.confidence),
            DraftStatus(row.status),
            row.proposed or {},
            row.current_values or {},
            row.reason,
            row.decided_by,
            row.decided_at,
        )
        for row in connection.execute(_SAID)
        if (("offline", None) if row.flagged.get("fallback") else (row.analyzer, row.model))
        == (analyzer, model)
    )


def record(
    connection: Connection, since: datetime | None = None, until: datetime | None = None
) -> tuple[Record, ...]:
    """The analyzer's own record over what was decided from one moment until before another.

    What people added is none of it. Findings that fell back on the rules are told apart.
    """
    query = (
        select(
            _DRAFT.c.kind, _DRAFT.c.status, _DRAFT.c.proposed,
            _edited(_DRAFT.c.current_values).label("current_values"),
            _RUN.c.analyzer, _RUN.c.analyzer_version, _RUN.c.model, _RUN.c.prompts, _RUN.c.flagged,
        )
        .join(_RUN, _RUN.c.id == _DRAFT.c.run_id)
        .where(_DRAFT.c.status.in_(_DECIDED), _RUN.c.outcome != "by_hand")
    )  # fmt: skip
    if since is not None:
        query = query.where(_DRAFT.c.decided_at >= since)
    if until is not None:
        query = query.where(_DRAFT.c.decided_at < until)
    rows: Iterable[Any] = connection.execute(query.execution_options(yield_per=500))
    return tally(map(_judgement, rows))


def _judgement(row: Row[Any]) -> Judgement:
    model = f", {row.model}" if row.model else ""
    rules = ", fell back on the rules" if row.flagged.get("fallback") else ""
    prompts = ", ".join(f"{name} {mark[:8]}" for name, mark in sorted(row.prompts.items()))
    return Judgement(
        f"{row.analyzer} {row.analyzer_version}{model}{rules}",
        prompts or "none",
        DraftKind(row.kind),
        DraftStatus(row.status),
        row.proposed or {},
        row.current_values or {},
    )


def finished(connection: Connection) -> tuple[Finished, ...]:
    """Documents on which nothing waits for a decision any more, in the order of their receipt."""
    done = (Stage.REVIEWED.value, Stage.NO_ACTION.value)
    query = select(_DOCUMENT.c.control_number, _DOCUMENT.c.stage, _DOCUMENT.c.handling, _DOCUMENT.c.uncovered)
    rows = connection.execute(query.where(_DOCUMENT.c.stage.in_(done)).order_by(_DOCUMENT.c.id))
    return tuple(
        Finished(row.control_number, Stage(row.stage), row.handling or "", row.uncovered or 0) for row in rows
    )
