"""Originals, the receipts they came by, and the text that readers got out of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.intake import Stage
from pipeline.problems import ReadingState
from pipeline.rights import Handling
from store.tables.row import Row, choice, reference, structured

STAGES = tuple(stage.value for stage in Stage)
STATES = tuple(state.value for state in ReadingState)


class Original(Row):
    """Bytes that came in, once for all receipts. `kept_at` is relative to the folder of originals.

    Since `disposed_at` they are there no more.
    """

    __tablename__ = "original"

    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    media_type: Mapped[str]
    kept_at: Mapped[str]
    disposed_at: Mapped[datetime | None]


class ExtractedText(Row):
    """What one version of the reader got out of one original. `layout` holds everything but the text."""

    __tablename__ = "extracted_text"
    __table_args__ = (UniqueConstraint("original_id", "reader", "text_sha256"),)

    original_id: Mapped[int] = reference("original")
    reader: Mapped[str]
    state: Mapped[str] = mapped_column(choice("state", *STATES))
    text: Mapped[str]
    text_sha256: Mapped[str]
    layout: Mapped[Any] = structured()


class PageView(Row):
    """One page of a text to look at. The image lies with the originals under its fingerprint.

    `words` is the compact form of `pipeline.places.PageWords`, squeezed.
    """

    __tablename__ = "page_view"
    __table_args__ = (UniqueConstraint("text_id", "page"),)

    text_id: Mapped[int] = reference("extracted_text")
    page: Mapped[int]
    image_sha256: Mapped[str]
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    points_width: Mapped[float]
    points_height: Mapped[float]
    words: Mapped[bytes]


class IntakeDocument(Row):
    """One receipt under its control number.

    `ready_at` is when a worker may take it: at once, when its lease ends, or when its wait is over; None
    when no machine has anything to do. `attempts` counts claims and tells an overtaken worker from the
    present one. The facts (kind to number) are the analyzer's until `facts_confirmed`. `uncovered` and
    `hidden` count sentences that may oblige somebody and have no draft, in plain sight and not. `handling`
    is not known until the text is read, and then the analyzer's until `handling_confirmed`. `source_mark`
    tells how the source looked, `given` what was said of the document when it was brought.
    `urgency` puts what is not due soon in order: see `store.pressing`.
    `assigned_to` is the user who reviews it; until the day `snoozed_until` the queue leaves it out.
    """

    __tablename__ = "intake_document"
    __table_args__ = (
        Index("ix_intake_document_ready_at_id", "ready_at", "id"),
        Index("ix_intake_document_stage_due", "stage", "due"),
        Index("ix_intake_document_stage_urgency_due", "stage", "urgency", "due"),
        Index("ix_intake_document_source", "source"),
        Index("ix_intake_document_handling", "handling"),
    )

    control_number: Mapped[str] = mapped_column(unique=True)
    original_id: Mapped[int] = reference("original", index=True)
    receipt_key: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    channel: Mapped[str]
    source: Mapped[str]
    external_id: Mapped[str | None]
    brought_by: Mapped[str]
    source_mark: Mapped[str | None]
    given: Mapped[Any] = structured(nullable=True)
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    stage: Mapped[str] = mapped_column(choice("stage", *STAGES))
    reading_state: Mapped[str | None] = mapped_column(choice("reading_state", *STATES))
    reason: Mapped[str | None]
    coverage: Mapped[str | None]
    kind: Mapped[str | None]
    kind_detail: Mapped[str | None]
    title: Mapped[str | None]
    document_date: Mapped[str | None]
    sender: Mapped[str | None]
    addressee: Mapped[str | None]
    number: Mapped[str | None]
    language: Mapped[str | None]
    facts_confirmed: Mapped[bool] = mapped_column(default=False)
    pages: Mapped[int | None]
    text_id: Mapped[int | None] = reference("extracted_text")
    due: Mapped[date | None]
    urgency: Mapped[int] = mapped_column(default=29)
    uncovered: Mapped[int] = mapped_column(default=0)
    hidden: Mapped[int] = mapped_column(default=0)
    handling: Mapped[str | None] = mapped_column(choice("handling", *(level.value for level in Handling)))
    handling_mark: Mapped[str | None]
    handling_confirmed: Mapped[bool] = mapped_column(default=False)
    unit_id: Mapped[int | None] = reference("organization_unit", index=True)
    duplicate_of_id: Mapped[int | None] = reference("intake_document")
    parent_id: Mapped[int | None] = reference("intake_document", index=True)
    place: Mapped[int | None]
    assigned_to: Mapped[str | None]
    snoozed_until: Mapped[date | None]
    attempts: Mapped[int] = mapped_column(default=0)
    ready_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
