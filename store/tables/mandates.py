"""Legal authorities, how one changes another, and how one refers to another."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordination.issuing import JURISDICTIONS
from pipeline.findings import RelationKind
from store.tables.row import Row, choice, reference, structured

AUTHORITY_TYPES = (
    "Statute",
    "Regulation",
    "Executive Order",
    "Presidential Memorandum",
    "Proclamation",
    "Public Law",
    "Policy",
    "Directive",
    "Guideline",
    "Case Law",
    "Circular",
    "Treaty",
)
AUTHORITY_STATUS = (
    "Proposed",
    "Enacted",
    "In Effect",
    "Amended",
    "Repealed",
    "Expired",
    "Revoked",
    "Superseded",
    "Unknown",
)
BASES = ("review", "note", "text")
RELATIONS = (*(kind.value for kind in RelationKind), "contradicts")


class LegalAuthority(Row):
    """A law, order or rule. Without `document_id` it is a stub: known by its citation alone."""

    __tablename__ = "legal_authority"
    __table_args__ = (UniqueConstraint("citation_key", "jurisdiction_level"),)

    name: Mapped[str]
    citation: Mapped[str]
    citation_key: Mapped[str]
    citation_type: Mapped[str]
    authority_type: Mapped[str] = mapped_column(choice("authority_type", *AUTHORITY_TYPES))
    document_number: Mapped[str | None]
    executive_order_number: Mapped[str | None]
    jurisdiction_level: Mapped[str] = mapped_column(
        choice("jurisdiction_level", *JURISDICTIONS), default="Federal"
    )
    issuing_body_id: Mapped[int | None] = reference("account")
    issuing_authority_id: Mapped[int | None] = reference("person")
    status: Mapped[str] = mapped_column(choice("status", *AUTHORITY_STATUS), default="Unknown")
    signing_date: Mapped[date | None]
    publication_date: Mapped[date | None]
    enactment_date: Mapped[date | None]
    effective_date: Mapped[date | None]
    expiration_date: Mapped[date | None]
    full_text_url: Mapped[str | None]
    public_doc_url: Mapped[str | None]
    summary: Mapped[str | None]
    description: Mapped[str | None]
    disposition_notes: Mapped[str | None]
    tags: Mapped[Any] = structured(nullable=True)
    document_id: Mapped[int | None] = reference("intake_document", index=True)
    draft_id: Mapped[int | None] = reference("draft")
    parent_legal_authority_id: Mapped[int | None] = reference("legal_authority")


class AuthorityText(Row):
    """The text of an authority that came into the library without a receipt."""

    __tablename__ = "authority_text"
    __table_args__ = (UniqueConstraint("authority_id"),)

    authority_id: Mapped[int] = reference("legal_authority")
    text: Mapped[str]
    text_sha256: Mapped[str]
    source: Mapped[str]
    notes: Mapped[str | None]


class LegalAmendment(Row):
    """A change that one authority makes to another."""

    __tablename__ = "legal_amendment"

    name: Mapped[str]
    amendment_number: Mapped[str | None]
    original_authority_id: Mapped[int] = reference("legal_authority", index=True)
    amending_authority_id: Mapped[int | None] = reference("legal_authority")
    amendment_date: Mapped[date | None]
    effective_date: Mapped[date | None]
    changes_summary: Mapped[str | None]
    impact: Mapped[str | None] = mapped_column(
        choice("impact", "Major", "Moderate", "Minor", "Technical", "Clarification")
    )
    submission_type: Mapped[str | None]
    document_id: Mapped[int | None] = reference("intake_document")
    draft_id: Mapped[int | None] = reference("draft")
    full_text_url: Mapped[str | None]
    description: Mapped[str | None]


class LegalCrossReference(Row):
    """What a document, or the authority that it is, says of another authority.

    `basis` tells who says so: a reviewer who approved a draft (`review`, the evidence by the draft), a
    disposition note of the Register (`note`), or the text alone (`text`, with its place in `evidence`).
    """

    __tablename__ = "legal_cross_reference"

    name: Mapped[str]
    primary_authority_id: Mapped[int | None] = reference("legal_authority", index=True)
    related_authority_id: Mapped[int] = reference("legal_authority", index=True)
    relation: Mapped[str] = mapped_column(choice("relation", *RELATIONS))
    in_part: Mapped[bool] = mapped_column(default=False)
    pinpoint: Mapped[str | None]
    legal_authority_impact: Mapped[str] = mapped_column(
        choice("legal_authority_impact", "Direct", "Indirect", "Minimal", "None", "Unknown"),
        default="Unknown",
    )
    general_category: Mapped[str | None]
    description: Mapped[str | None]
    document_id: Mapped[int | None] = reference("intake_document", index=True)
    draft_id: Mapped[int | None] = reference("draft")
    evidence: Mapped[Any] = structured(nullable=True)
    basis: Mapped[str] = mapped_column(choice("basis", *BASES), default="review")
