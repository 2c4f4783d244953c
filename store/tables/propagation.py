"""Changes of authorities on which open work rests, and what was said to each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordination.propagation import CHANGING, Answer, Reach, Standing
from store.tables.mandates import BASES
from store.tables.row import Row, choice, reference, structured


class AuthorityChange(Row):
    """What one authority does to another, as far as open work rests on the latter.

    `places` are the parts as the source names them, `evidence` the words that say so with their place in the
    document. `basis` tells who says so, as with cross-references. Withdrawn when that was taken back.
    """

    __tablename__ = "authority_change"
    __table_args__ = (UniqueConstraint("changed_authority_id", "changing_authority_id", "relation"),)

    changed_authority_id: Mapped[int] = reference("legal_authority", index=True)
    changing_authority_id: Mapped[int] = reference("legal_authority")
    relation: Mapped[str] = mapped_column(choice("relation", *(kind.value for kind in CHANGING)))
    in_part: Mapped[bool] = mapped_column(default=False)
    places: Mapped[str | None]
    changes_summary: Mapped[str | None]
    signed: Mapped[date | None]
    evidence: Mapped[Any] = structured()
    basis: Mapped[str] = mapped_column(choice("basis", *BASES))
    document_id: Mapped[int | None] = reference("intake_document", index=True)
    draft_id: Mapped[int | None] = reference("draft", index=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)


class AuthorityChangeEffect(Row):
    """A change as it reaches an action, or one of its items, a risk or an impact, and what was said to it."""

    __tablename__ = "authority_change_effect"

    authority_change_id: Mapped[int] = reference("authority_change", index=True)
    executive_action_id: Mapped[int | None] = reference("executive_action", index=True)
    action_item_id: Mapped[int | None] = reference("action_item")
    risk_item_id: Mapped[int | None] = reference("risk_item")
    impact_id: Mapped[int | None] = reference("impact")
    rests_on: Mapped[str | None]
    reach: Mapped[str] = mapped_column(choice("reach", *(word.value for word in Reach)))
    standing: Mapped[str] = mapped_column(choice("standing", *(word.value for word in Standing)), index=True)
    answer: Mapped[str | None] = mapped_column(choice("answer", *(word.value for word in Answer)))
    words: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
