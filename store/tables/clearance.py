"""What people say of work: decisions in review, signatures, discussion, and the papers that go with it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from coordination.clearance import ApprovalStatus, ReviewDecision, ReviewerType
from coordination.vocabulary import PURPOSES
from store.tables.row import Row, choice, reference

APPROVAL_STATUS = tuple(status.value for status in ApprovalStatus)


class ReviewApprovalDecision(Row):
    """One turn of a review or clearance: who was asked for what by when, and what was said."""

    __tablename__ = "review_approval_decision"

    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    action_item_id: Mapped[int | None] = reference("action_item", index=True)
    reviewer: Mapped[str | None]
    reviewer_id: Mapped[int | None] = reference("person")
    organization_unit: Mapped[str | None]
    organization_unit_id: Mapped[int | None] = reference("organization_unit")
    reviewer_type: Mapped[str] = mapped_column(
        choice("reviewer_type", *(kind.value for kind in ReviewerType))
    )
    decision: Mapped[str | None] = mapped_column(choice("decision", *(kind.value for kind in ReviewDecision)))
    approval_status: Mapped[str] = mapped_column(choice("approval_status", *APPROVAL_STATUS))
    requested_date: Mapped[datetime]
    due_date: Mapped[date | None]
    decision_date: Mapped[datetime | None]
    follow_up_date: Mapped[date | None]
    requested_by: Mapped[str]
    requestor_comments: Mapped[str | None]
    reviewer_comments: Mapped[str | None]
    on_behalf_of: Mapped[str | None]


class SignatureApproval(Row):
    """A signature that is asked for or given."""

    __tablename__ = "signature_approval"

    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    action_item_id: Mapped[int | None] = reference("action_item", index=True)
    signature_level: Mapped[str | None]
    signed_by: Mapped[str | None]
    signed_by_id: Mapped[int | None] = reference("person")
    signed_at: Mapped[datetime | None]
    approval_status: Mapped[str] = mapped_column(choice("approval_status", *APPROVAL_STATUS))
    comments: Mapped[str | None]
    document_id: Mapped[int | None] = reference("intake_document")
    on_behalf_of: Mapped[str | None]


class DiscussionItem(Row):
    """Something said about an executive action or one of its items. `created_by` said it."""

    __tablename__ = "discussion_item"

    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    action_item_id: Mapped[int | None] = reference("action_item", index=True)
    comment: Mapped[str]
    parent_id: Mapped[int | None] = reference("discussion_item")
    active: Mapped[bool] = mapped_column(default=True)


class DocumentLink(Row):
    """A paper that belongs to an executive action or an item: a document on the record, or a kept file."""

    __tablename__ = "document_link"

    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    action_item_id: Mapped[int | None] = reference("action_item", index=True)
    document_id: Mapped[int | None] = reference("intake_document", index=True)
    original_id: Mapped[int | None] = reference("original")
    file_name: Mapped[str | None]
    purpose: Mapped[str] = mapped_column(choice("purpose", *PURPOSES))
    tab: Mapped[str | None]
    note: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
