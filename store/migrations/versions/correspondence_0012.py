"""Correspondence: letters that came, letters that go out, the proof of what was sent.

Letters of correspondence that are still worked on get their place on the log, so that none is untracked.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import (
    DAY,
    MOMENT,
    NUMBER,
    STRUCTURED,
    TEXT,
    YES_NO,
    Table,
    chosen,
    create,
    may,
    must,
    row,
)

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ROUTES = ("Prepare Reply for Signature", "Reply Direct", "Appropriate Action", "For Information")
KINDS = ("Acknowledgement", "Interim Reply", "Final Reply", "Notice of Transfer")
WAYS = ("E-mail", "Postal Mail", "Courier", "Hand-carried", "Fax", "Web Form")
TABLES = (
    Table(
        "correspondence_case",
        row(
            must("executive_action_id", NUMBER),
            chosen("route", empty=True),
            may("route_unit", TEXT),
            may("route_note", TEXT),
        ),
        refers=(("executive_action_id", "executive_action"),),
        unique=(("public_id",), ("executive_action_id",)),
        choices=(("route", ROUTES),),
    ),
    Table(
        "outgoing_letter",
        row(
            must("case_id", NUMBER),
            chosen("kind"),
            chosen("state"),
            must("subject", TEXT),
            must("lines", STRUCTURED),
            must("text_sha256", TEXT),
            may("template", TEXT),
            may("analyzer", TEXT),
            must("written_by", TEXT),
            may("signature_level", TEXT),
            may("signed_by", TEXT),
            may("signed_at", MOMENT),
            may("recorded_by", TEXT),
            may("reason", TEXT),
        ),
        refers=(("case_id", "correspondence_case"),),
        unique=(("public_id",),),
        choices=(
            ("kind", KINDS),
            ("state", ("Draft", "In Concurrence", "Signed", "Dispatched", "Withdrawn")),
        ),
        indexes=(("case_id",),),
    ),
    Table(
        "outgoing_concurrence",
        row(
            must("outgoing_letter_id", NUMBER),
            must("action_item_id", NUMBER),
            must("office", TEXT),
            must("text_sha256", TEXT),
        ),
        refers=(("outgoing_letter_id", "outgoing_letter"), ("action_item_id", "action_item")),
        unique=(("public_id",), ("outgoing_letter_id", "action_item_id")),
    ),
    Table(
        "correspondence_dispatch",
        row(
            must("case_id", NUMBER),
            must("document_id", NUMBER),
            may("outgoing_letter_id", NUMBER),
            chosen("kind"),
            must("recipient", TEXT),
            must("sent_by", TEXT),
            must("sent_date", DAY),
            chosen("way"),
            must("original_id", NUMBER),
            must("file_name", TEXT),
            may("reference", TEXT),
        ),
        refers=(
            ("case_id", "correspondence_case"),
            ("document_id", "intake_document"),
            ("outgoing_letter_id", "outgoing_letter"),
            ("original_id", "original"),
        ),
        unique=(("public_id",),),
        choices=(("kind", KINDS), ("way", WAYS)),
        indexes=(("case_id",), ("document_id",), ("outgoing_letter_id",)),
    ),
    Table(
        "correspondence_letter",
        row(
            must("case_id", NUMBER),
            must("document_id", NUMBER),
            must("correspondent", TEXT),
            may("correspondent_key", TEXT),
            may("organization", TEXT),
            may("address", TEXT),
            may("letter_date", DAY),
            must("received_date", DAY),
            chosen("state"),
            may("tasked_date", DAY),
            may("reply_dispatch_id", NUMBER),
            may("ending_reason", TEXT),
            may("ending_to", TEXT),
            may("ending_asked_by", TEXT),
            may("ending_approved_by", TEXT),
            may("ended_at", MOMENT),
        ),
        refers=(
            ("case_id", "correspondence_case"),
            ("document_id", "intake_document"),
            ("reply_dispatch_id", "correspondence_dispatch"),
        ),
        unique=(("public_id",), ("case_id", "document_id")),
        choices=(("state", ("Open", "Answered", "No Further Action", "Transferred", "Referred")),),
        indexes=(("case_id",), ("document_id",), ("correspondent_key",), ("state",)),
        checks=(
            ("answered_by_proof", "state <> 'Answered' OR reply_dispatch_id IS NOT NULL"),
            (
                "ended_by_word",
                "state IN ('Open', 'Answered') OR (ending_reason IS NOT NULL AND ending_approved_by IS NOT "
                "NULL AND ending_approved_by <> ending_asked_by)",
            ),
        ),
    ),
    Table(
        "letter_passage",
        row(
            must("letter_id", NUMBER),
            must("start_offset", NUMBER),
            must("end_offset", NUMBER),
            must("quote", TEXT),
            must("asks", YES_NO),
            chosen("verdict"),
            may("answer", TEXT),
            may("decided_by", TEXT),
            may("decided_at", MOMENT),
        ),
        refers=(("letter_id", "correspondence_letter"),),
        unique=(("public_id",),),
        choices=(("verdict", ("Open", "Answered", "Dismissed")),),
        indexes=(("letter_id",),),
    ),
)
_OPEN_LETTERS = """
SELECT a.id AS action, d.id AS document, d.sender, d.file_name, d.received_at, d.document_date
FROM executive_action a
JOIN executive_action_document t ON t.executive_action_id = a.id
JOIN intake_document d ON d.id = t.document_id
WHERE a.category = 'Correspondence' AND a.action_status NOT IN ('Completed', 'Cancelled')
AND d.parent_id IS NULL
ORDER BY t.id
"""


def upgrade() -> None:
    create(TABLES)
    bind = op.get_bind()
    letters = bind.execute(sa.text(_OPEN_LETTERS).columns(received_at=MOMENT)).all()
    cases: dict[int, int] = {}
    case, letter = (sa.table(t.name, *(sa.column(c.name, c.type) for c in t.columns)) for t in _filled())
    for one in letters:
        if one.action not in cases:
            new = sa.insert(case).values(_stamped(executive_action_id=one.action)).returning(case.c.id)
            cases[one.action] = bind.execute(new).scalar_one()
        bind.execute(sa.insert(letter).values(_letter(one, cases[one.action])))


def _filled() -> tuple[Table, Table]:
    return TABLES[0], TABLES[4]


def _letter(one: Any, case: int) -> dict[str, Any]:
    from pipeline.likeness import sender_key

    return _stamped(
        case_id=case,
        document_id=one.document,
        correspondent=one.sender or one.file_name,
        correspondent_key=sender_key(one.sender),
        letter_date=_day(one.document_date),
        # the office's zone is not known here; what comes from now on is counted in it
        received_date=one.received_at.date(),
        state="Open",
    )


def _stamped(**values: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    stamp = {"public_id": uuid4(), "created_at": now, "updated_at": now, "version": 1}
    return values | stamp | {"created_by": "system", "updated_by": "system"}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
