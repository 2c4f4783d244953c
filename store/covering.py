"""How many sentences of a document may oblige somebody and were dealt with by nobody."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipeline.decisions import DraftStatus
from pipeline.documents import Span
from pipeline.findings import Analysis
from pipeline.gaps import gaps
from store.database import bare
from store.tables.drafting import AnalysisRun, DismissedSentence, Draft, Evidence

BY_HAND = "by_hand"
"""The outcome of a run on which drafts hang that people added."""
_RUN, _DRAFT, _EVIDENCE, _DISMISSED = map(bare, (AnalysisRun, Draft, Evidence, DismissedSentence))


def left(connection: Connection, document: int, text: int, found: Analysis) -> int:
    """The uncovered sentences that were neither dismissed nor drafted from by hand."""
    return len(gaps(found.uncovered, _settled(connection, document, text))) if found.uncovered else 0


def _settled(connection: Connection, document: int, text: int) -> list[Span]:
    table = _DISMISSED.c
    dismissed = select(table.start_offset, table.end_offset).where(
        table.document_id == document, table.text_id == text, table.stands
    )
    drafted = (
        select(_EVIDENCE.c.start_offset, _EVIDENCE.c.end_offset)
        .join(_DRAFT, _DRAFT.c.id == _EVIDENCE.c.draft_id)
        .join(_RUN, _RUN.c.id == _DRAFT.c.run_id)
        .where(
            _DRAFT.c.document_id == document,
            _EVIDENCE.c.text_id == text,
            _RUN.c.outcome == BY_HAND,
            _DRAFT.c.status != DraftStatus.SUPERSEDED.value,
        )
    )
    return [Span(*row) for query in (dismissed, drafted) for row in connection.execute(query)]
