"""What analyzers found, the drafts made of it, and the evidence of each draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.decisions import DraftKind, DraftStatus
from pipeline.findings import Confidence
from store.tables.row import Row, choice, reference, structured


class AnalysisRun(Row):
    """One analyzer's findings about one text, filed once per document. `findings` is all but the text."""

    __tablename__ = "analysis_run"
    __table_args__ = (UniqueConstraint("document_id", "stamp", "text_sha256"),)

    document_id: Mapped[int] = reference("intake_document")
    original_id: Mapped[int] = reference("original", index=True)
    text_sha256: Mapped[str]
    stamp: Mapped[str]
    analyzer: Mapped[str]
    analyzer_version: Mapped[str]
    model: Mapped[str | None]
    prompts: Mapped[Any] = structured()
    tokens_in: Mapped[int]
    tokens_out: Mapped[int]
    cost_usd: Mapped[float]
    seconds: Mapped[float]
    outcome: Mapped[str]
    flagged: Mapped[Any] = structured()
    findings: Mapped[str]


class Draft(Row):
    """A finding that awaits, or has, a reviewer's decision. `proposed` stays as the analyzer wrote it.

    What a person added has that person as `created_by`, and hangs on a run of outcome `by_hand`.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    document_id: Mapped[int] = reference("intake_document")
    run_id: Mapped[int] = reference("analysis_run")
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(choice("kind", *(kind.value for kind in DraftKind)))
    title: Mapped[str]
    proposed: Mapped[Any] = structured()
    current_values: Mapped[Any] = structured()
    confidence: Mapped[str] = mapped_column(choice("confidence", *(word.value for word in Confidence)))
    confidence_reason: Mapped[str]
    status: Mapped[str] = mapped_column(
        choice("status", *(status.value for status in DraftStatus)), index=True
    )
    reason: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    record: Mapped[str | None]


class Evidence(Row):
    """The words of a text that a draft rests on, and their place in it."""

    __tablename__ = "evidence"

    draft_id: Mapped[int] = reference("draft", index=True)
    text_id: Mapped[int] = reference("extracted_text")
    place: Mapped[int]
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    quote: Mapped[str]
    page: Mapped[int]
    boxes: Mapped[Any] = structured(nullable=True)


class DismissedSentence(Row):
    """A sentence of which a person said that it asks for nothing; no longer so where `stands` is false."""

    __tablename__ = "dismissed_sentence"
    __table_args__ = (UniqueConstraint("document_id", "text_id", "start_offset"),)

    document_id: Mapped[int] = reference("intake_document")
    text_id: Mapped[int] = reference("extracted_text")
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    quote: Mapped[str]
    page: Mapped[int]
    stands: Mapped[bool]
