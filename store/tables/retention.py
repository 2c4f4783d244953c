"""Retention: what is held back from disposal, and the category that a person gave a document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from coordination.retention import DisposalState, Fate, HoldKind
from store.tables.row import Row, choice, reference, structured


class RecordHold(Row):
    """A document, or an executive action with its documents, that may not be disposed of, since `created_at`.

    Rows of one `matter` are one hold. Who placed it is `created_by`; it holds until `released_at`.
    """

    __tablename__ = "record_hold"
    __table_args__ = (
        CheckConstraint("(document_id IS NULL) <> (executive_action_id IS NULL)", name="one_thing"),
        CheckConstraint(
            "released_at IS NULL OR (released_by IS NOT NULL AND release_reason IS NOT NULL)",
            name="released_by_word",
        ),
    )

    matter: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(choice("kind", *(kind.value for kind in HoldKind)))
    reason: Mapped[str]
    document_id: Mapped[int | None] = reference("intake_document", index=True)
    executive_action_id: Mapped[int | None] = reference("executive_action", index=True)
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None]
    release_reason: Mapped[str | None]


class RecordCategory(Row):
    """The retention category that a person gave a document, against what the schedule says."""

    __tablename__ = "record_category"

    document_id: Mapped[int] = mapped_column(ForeignKey("intake_document.id"), unique=True)
    category: Mapped[str]
    reason: Mapped[str]


class Disposal(Row):
    """A disposal of a document with all that lies in it: proposed by `created_by`, approved by another.

    `certificate` says what there was, with its fingerprints, under which authority and on whose word.
    """

    __tablename__ = "disposal"

    document_id: Mapped[int] = reference("intake_document", index=True)
    category: Mapped[str]
    authority: Mapped[str]
    disposition: Mapped[str] = mapped_column(choice("disposition", *(fate.value for fate in Fate)))
    cut_off: Mapped[date]
    due: Mapped[date]
    state: Mapped[str] = mapped_column(choice("state", *(state.value for state in DisposalState)), index=True)
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    receiver: Mapped[str | None]
    withdrawn_because: Mapped[str | None]
    certificate: Mapped[Any] = structured(nullable=True)
    done_at: Mapped[datetime | None]
