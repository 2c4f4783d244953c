"""People: passwords, second factors, tokens, one more role; who may see which documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.baseline.frozen import MOMENT, NUMBER, STRUCTURED, TEXT, Table, create, may, must, row

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_WAS = "'clerk', 'analyst', 'reviewer', 'action_officer', 'auditor', 'administrator'"
_NOW = "'clerk', 'analyst', 'reviewer', 'approver', 'action_officer', 'auditor', 'administrator'"
_LEVELS = "('unrestricted', 'cui', 'restricted')"

TABLES = (
    Table(
        "user_unit",
        row(must("user_id", NUMBER), must("unit_id", NUMBER)),
        refers=(("user_id", "user_account"), ("unit_id", "organization_unit")),
        unique=(("public_id",), ("user_id", "unit_id")),
    ),
    Table(
        "second_factor",
        row(
            must("user_id", NUMBER),
            must("secret", TEXT),
            may("confirmed_at", MOMENT),
            must("last_step", NUMBER),
        ),
        refers=(("user_id", "user_account"),),
        unique=(("public_id",), ("user_id",)),
    ),
    Table(
        "recovery_code",
        row(must("user_id", NUMBER), must("code_hash", TEXT), may("used_at", MOMENT)),
        refers=(("user_id", "user_account"),),
        unique=(("public_id",), ("user_id", "code_hash")),
    ),
    Table(
        "sign_in_attempt",
        row(must("key", TEXT), must("failures", NUMBER), must("last_at", MOMENT), must("until", MOMENT)),
        unique=(("public_id",), ("key",)),
    ),
    Table(
        "api_token",
        row(
            must("user_id", NUMBER),
            must("name", TEXT),
            must("prefix", TEXT),
            must("token_hash", TEXT),
            must("verbs", STRUCTURED),
            must("expires_at", MOMENT),
            may("last_used_at", MOMENT),
            may("revoked_at", MOMENT),
        ),
        refers=(("user_id", "user_account"),),
        unique=(("public_id",), ("prefix",)),
        indexes=(("user_id",),),
    ),
)


def upgrade() -> None:
    create(TABLES)
    _let_people_approve()
    for name, kind in (("password_hash", sa.Text()), ("password_at", MOMENT), ("time_zone", sa.Text())):
        op.add_column("user_account", sa.Column(name, kind, nullable=True))
    _add("user_account", "clearance VARCHAR(40) DEFAULT 'restricted' NOT NULL", f"clearance IN {_LEVELS}")
    _add(
        "user_account",
        "density VARCHAR(40) DEFAULT 'comfortable' NOT NULL",
        "density IN ('comfortable', 'compact')",
    )
    yes, no = sa.true(), sa.false()
    op.add_column("user_account", sa.Column("shortcuts", sa.Boolean(), nullable=False, server_default=yes))
    op.add_column("session", sa.Column("awaits_factor", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("session", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("session", sa.Column("browser", sa.Text(), nullable=True))
    _add("intake_document", "handling VARCHAR(40)", f"handling IN {_LEVELS}")
    op.add_column("intake_document", sa.Column("handling_mark", sa.Text(), nullable=True))
    op.add_column(
        "intake_document", sa.Column("handling_confirmed", sa.Boolean(), nullable=False, server_default=no)
    )
    op.execute(
        "ALTER TABLE intake_document ADD COLUMN unit_id INTEGER "
        "CONSTRAINT fk_intake_document_unit_id REFERENCES organization_unit (id)"
    )
    op.create_index("ix_intake_document_unit_id", "intake_document", ["unit_id"])


def _add(table: str, column: str, rule: str) -> None:
    name = column.partition(" ")[0]
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} CONSTRAINT ck_{table}_{name} CHECK ({rule})")


def _let_people_approve() -> None:
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.execute("ALTER TABLE user_role DROP CONSTRAINT ck_user_role_role")
        op.execute(f"ALTER TABLE user_role ADD CONSTRAINT ck_user_role_role CHECK (role IN ({_NOW}))")
        return
    # SQLite cannot change a rule: the table is made anew from its own words
    find = sa.text("SELECT sql FROM sqlite_master WHERE name = 'user_role' AND type = 'table'")
    table = bind.execute(find).scalar_one()
    wanted = table.replace(_WAS, _NOW, 1)
    if wanted == table:
        raise RuntimeError("the table of roles is not as it was made")
    op.execute(wanted.replace("user_role", "user_role_new", 1))
    op.execute("INSERT INTO user_role_new SELECT * FROM user_role")
    op.execute("DROP TABLE user_role")
    op.execute("ALTER TABLE user_role_new RENAME TO user_role")
