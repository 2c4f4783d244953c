"""Changes of authorities on which work rests, and on which part of an authority each piece of work rests."""

from __future__ import annotations

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

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_RELATIONS = (
    "revokes",
    "supersedes",
    "repeals",
    "terminates",
    "amends",
    "continues",
    "extends",
    "supplements",
)
_REACH = ("Whole authority", "Its part", "Perhaps its part", "Other part")
_ANSWERS = ("Goes on unchanged", "Work is changed", "Work is ended", "Does not rest on it")

TABLES = (
    Table(
        "authority_change",
        row(
            must("changed_authority_id", NUMBER),
            must("changing_authority_id", NUMBER),
            chosen("relation"),
            must("in_part", YES_NO),
            may("places", TEXT),
            may("changes_summary", TEXT),
            may("signed", DAY),
            must("evidence", STRUCTURED),
            chosen("basis"),
            may("document_id", NUMBER),
            may("draft_id", NUMBER),
            must("withdrawn", YES_NO),
        ),
        refers=(
            ("changed_authority_id", "legal_authority"),
            ("changing_authority_id", "legal_authority"),
            ("document_id", "intake_document"),
            ("draft_id", "draft"),
        ),
        unique=(("public_id",), ("changed_authority_id", "changing_authority_id", "relation")),
        choices=(("relation", _RELATIONS), ("basis", ("review", "note", "text"))),
        indexes=(("changed_authority_id",), ("document_id",), ("draft_id",)),
    ),
    Table(
        "authority_change_effect",
        row(
            must("authority_change_id", NUMBER),
            may("executive_action_id", NUMBER),
            may("action_item_id", NUMBER),
            may("risk_item_id", NUMBER),
            may("impact_id", NUMBER),
            may("rests_on", TEXT),
            chosen("reach"),
            chosen("standing"),
            chosen("answer", empty=True),
            may("words", TEXT),
            may("answered_by", TEXT),
            may("answered_at", MOMENT),
        ),
        refers=(
            ("authority_change_id", "authority_change"),
            ("executive_action_id", "executive_action"),
            ("action_item_id", "action_item"),
            ("risk_item_id", "risk_item"),
            ("impact_id", "impact"),
        ),
        unique=(("public_id",),),
        choices=(
            ("reach", _REACH),
            ("standing", ("Open", "Accepted", "Withdrawn")),
            ("answer", _ANSWERS),
        ),
        indexes=(("authority_change_id",), ("executive_action_id",), ("standing",)),
    ),
)
_PINPOINTS = (
    ("action_item_authority", "pinpoint"),
    ("executive_action", "source_authority_pinpoint"),
    ("risk_item", "authority_pinpoint"),
    ("impact", "authority_pinpoint"),
)
_ASKED = (
    ("executive_action", "source_legal_authority_id"),
    ("risk_item", "legal_authority_id"),
    ("impact", "legal_authority_id"),
)


def upgrade() -> None:
    create(TABLES)
    for table, column in _PINPOINTS:
        op.add_column(table, sa.Column(column, sa.Text(), nullable=True))
    for table, column in _ASKED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
