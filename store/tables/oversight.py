"""What auditors said of how an executive action was done, and at its closure those it was done for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Row, reference


class AuditFinding(Row):
    """Something that an audit or inspection found about an executive action, until it is settled."""

    __tablename__ = "audit_finding"

    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    finding: Mapped[str]
    raised_by: Mapped[str]
    raised_date: Mapped[date]
    settled_date: Mapped[date | None]
    settlement: Mapped[str | None]


class ClosureAnswer(Row):
    """Two answers of whom a closed action was done for: was it in time, was it what was asked; 1 to 5."""

    __tablename__ = "closure_answer"
    __table_args__ = (
        CheckConstraint("in_time BETWEEN 1 AND 5", name="in_time"),
        CheckConstraint("as_asked BETWEEN 1 AND 5", name="as_asked"),
    )

    executive_action_id: Mapped[int] = mapped_column(ForeignKey("executive_action.id"), unique=True)
    in_time: Mapped[int]
    as_asked: Mapped[int]
    answered_by: Mapped[str]
    comment: Mapped[str | None]
