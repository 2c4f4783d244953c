"""Correspondence: letters that came on an action, letters that go out, and the proof of what was sent.

No column holds a day of reply. It is that of a row in `correspondence_dispatch`, which cannot be without the
document that went out; the database itself refuses an answered letter without one.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordination.correspondence import WAYS, LetterState, Route, Sent, Verdict
from coordination.outgoing import OutState
from store.tables.row import Row, choice, reference, structured

ANSWERED_BY_PROOF = "state <> 'Answered' OR reply_dispatch_id IS NOT NULL"
ENDED_BY_WORD = (
    "state IN ('Open', 'Answered') OR (ending_reason IS NOT NULL AND ending_approved_by IS NOT NULL "
    "AND ending_approved_by <> ending_asked_by)"
)


class CorrespondenceCase(Row):
    """The correspondence of an executive action: which office answers, and how far it may go."""

    __tablename__ = "correspondence_case"

    executive_action_id: Mapped[int] = mapped_column(ForeignKey("executive_action.id"), unique=True)
    route: Mapped[str | None] = mapped_column(choice("route", *(route.value for route in Route)))
    route_unit: Mapped[str | None]
    route_note: Mapped[str | None]


class OutgoingLetter(Row):
    """A letter that goes out; its date is set on dispatch.

    `lines` are its sentences with their sources, what a model proposed and why it was left out, then
    enclosures and copies.
    """

    __tablename__ = "outgoing_letter"

    case_id: Mapped[int] = reference("correspondence_case", index=True)
    kind: Mapped[str] = mapped_column(choice("kind", *(kind.value for kind in Sent)))
    state: Mapped[str] = mapped_column(choice("state", *(state.value for state in OutState)))
    subject: Mapped[str]
    lines: Mapped[Any] = structured()
    text_sha256: Mapped[str]
    template: Mapped[str | None]
    analyzer: Mapped[str | None]
    written_by: Mapped[str]
    signature_level: Mapped[str | None]
    signed_by: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    recorded_by: Mapped[str | None]
    reason: Mapped[str | None]


class OutgoingConcurrence(Row):
    """A clearance that was asked for the words of a letter; the action item holds what was said."""

    __tablename__ = "outgoing_concurrence"
    __table_args__ = (UniqueConstraint("outgoing_letter_id", "action_item_id"),)

    outgoing_letter_id: Mapped[int] = reference("outgoing_letter")
    action_item_id: Mapped[int] = reference("action_item")
    office: Mapped[str]
    text_sha256: Mapped[str]


class CorrespondenceDispatch(Row):
    """Proof of what went out: who sent what to whom, on which day, by which way, and the very document."""

    __tablename__ = "correspondence_dispatch"

    case_id: Mapped[int] = reference("correspondence_case", index=True)
    document_id: Mapped[int] = reference("intake_document", index=True)
    outgoing_letter_id: Mapped[int | None] = reference("outgoing_letter", index=True)
    kind: Mapped[str] = mapped_column(choice("kind", *(kind.value for kind in Sent)))
    recipient: Mapped[str]
    sent_by: Mapped[str]
    sent_date: Mapped[date]
    way: Mapped[str] = mapped_column(choice("way", *WAYS))
    original_id: Mapped[int] = reference("original")
    file_name: Mapped[str]
    reference: Mapped[str | None]


class CorrespondenceLetter(Row):
    """A letter that came, on the case of an action. `tasked_date` is no day of reply."""

    __tablename__ = "correspondence_letter"
    __table_args__ = (
        UniqueConstraint("case_id", "document_id"),
        CheckConstraint(ANSWERED_BY_PROOF, name="answered_by_proof"),
        CheckConstraint(ENDED_BY_WORD, name="ended_by_word"),
    )

    case_id: Mapped[int] = reference("correspondence_case", index=True)
    document_id: Mapped[int] = reference("intake_document", index=True)
    correspondent: Mapped[str]
    correspondent_key: Mapped[str | None] = mapped_column(index=True)
    organization: Mapped[str | None]
    address: Mapped[str | None]
    letter_date: Mapped[date | None]
    received_date: Mapped[date]
    state: Mapped[str] = mapped_column(choice("state", *(state.value for state in LetterState)), index=True)
    tasked_date: Mapped[date | None]
    reply_dispatch_id: Mapped[int | None] = reference("correspondence_dispatch")
    ending_reason: Mapped[str | None]
    ending_to: Mapped[str | None]
    ending_asked_by: Mapped[str | None]
    ending_approved_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]


class LetterPassage(Row):
    """A sentence in which a letter differs from its campaign, and what a person said of it."""

    __tablename__ = "letter_passage"

    letter_id: Mapped[int] = reference("correspondence_letter", index=True)
    start_offset: Mapped[int]
    end_offset: Mapped[int]
    quote: Mapped[str]
    asks: Mapped[bool]
    verdict: Mapped[str] = mapped_column(choice("verdict", *(verdict.value for verdict in Verdict)))
    answer: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
