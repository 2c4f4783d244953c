"""Holds, categories given by hand, and the role of whoever keeps the records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import MOMENT, NUMBER, TEXT, Table, chosen, create, may, must, row

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ROLES = ("clerk", "analyst", "reviewer", "approver", "action_officer", "auditor", "administrator")
OFFICER = "records_officer"
TABLES = (
    Table(
        "record_hold",
        row(
            must("matter", TEXT),
            chosen("kind"),
            must("reason", TEXT),
            may("document_id", NUMBER),
            may("executive_action_id", NUMBER),
            may("released_at", MOMENT),
            may("released_by", TEXT),
            may("release_reason", TEXT),
        ),
        refers=(("document_id", "intake_document"), ("executive_action_id", "executive_action")),
        unique=(("public_id",),),
        choices=(("kind", ("legal", "foia", "audit", "other")),),
        indexes=(("matter",), ("document_id",), ("executive_action_id",)),
        checks=(
            ("one_thing", "(document_id IS NULL) <> (executive_action_id IS NULL)"),
            (
                "released_by_word",
                "released_at IS NULL OR (released_by IS NOT NULL AND release_reason IS NOT NULL)",
            ),
        ),
    ),
    Table(
        "record_category",
        row(must("document_id", NUMBER), must("category", TEXT), must("reason", TEXT)),
        refers=(("document_id", "intake_document"),),
        unique=(("public_id",), ("document_id",)),
    ),
)


def upgrade() -> None:
    create(TABLES)
    _let_there_be_records_officers()


def _let_there_be_records_officers() -> None:
    rule, wanted = "ck_user_role_role", (*ROLES, OFFICER)
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(rule), "user_role", type_="check")
        listed = ", ".join(f"'{role}'" for role in wanted)
        op.create_check_constraint(op.f(rule), "user_role", sa.text(f"role IN ({listed})"))
        return
    # SQLite cannot change a rule: the table is made anew from its own words
    find = sa.text("SELECT sql FROM sqlite_master WHERE name = 'user_role' AND type = 'table'")
    table = op.get_bind().execute(find).scalar_one()
    new = table.replace("'administrator'", f"'administrator', '{OFFICER}'", 1)
    if new == table:
        raise RuntimeError("the table of roles is not as it was made")
    op.execute(new.replace("user_role", "user_role_new", 1))
    op.execute("INSERT INTO user_role_new SELECT * FROM user_role")
    op.execute("DROP TABLE user_role")
    op.execute("ALTER TABLE user_role_new RENAME TO user_role")


def downgrade() -> None:
    for name in ("record_category", "record_hold"):
        op.drop_table(name)
