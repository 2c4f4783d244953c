"""What people and organisations were kept of in the first revision."""

from __future__ import annotations

from store.migrations.baseline.frozen import (
    MOMENT,
    NUMBER,
    STRUCTURED,
    TEXT,
    YES_NO,
    Table,
    chosen,
    may,
    must,
    row,
)

TABLES = (
    Table(
        "account",
        row(
            must("name", TEXT),
            may("abbreviation", TEXT),
            may("description", TEXT),
        ),
        unique=(("name",), ("public_id",)),
    ),
    Table(
        "organization_unit",
        row(
            must("name", TEXT),
            must("abbreviation", TEXT),
            may("org_code", TEXT),
            must("type", TEXT),
            may("parent_id", NUMBER),
            may("managed_by", TEXT),
            must("description", TEXT),
            must("officers", STRUCTURED),
            must("aliases", STRUCTURED),
            must("place", NUMBER),
            must("active", YES_NO),
        ),
        refers=(("parent_id", "organization_unit"),),
        unique=(("abbreviation",), ("name",), ("public_id",)),
    ),
    Table(
        "person",
        row(
            must("name", TEXT),
            may("title", TEXT),
            may("e_mail", TEXT),
            may("phone", TEXT),
            may("organization_id", NUMBER),
            may("organization_unit_id", NUMBER),
        ),
        refers=(("organization_id", "account"), ("organization_unit_id", "organization_unit")),
        unique=(("public_id",),),
    ),
    Table(
        "user_account",
        row(
            must("name", TEXT),
            must("display_name", TEXT),
            must("active", YES_NO),
        ),
        unique=(("name",), ("public_id",)),
    ),
    Table(
        "user_role",
        row(
            must("user_id", NUMBER),
            chosen("role"),
        ),
        refers=(("user_id", "user_account"),),
        unique=(("public_id",), ("user_id", "role")),
        choices=(("role", ("clerk", "analyst", "reviewer", "action_officer", "auditor", "administrator")),),
    ),
    Table(
        "sign_in_link",
        row(
            must("token_hash", TEXT),
            must("user_id", NUMBER),
            must("expires_at", MOMENT),
            may("used_at", MOMENT),
        ),
        refers=(("user_id", "user_account"),),
        unique=(("public_id",), ("token_hash",)),
    ),
    Table(
        "session",
        row(
            must("token_hash", TEXT),
            must("user_id", NUMBER),
            must("started_at", MOMENT),
            must("seen_at", MOMENT),
            may("ended_at", MOMENT),
        ),
        refers=(("user_id", "user_account"),),
        unique=(("public_id",), ("token_hash",)),
    ),
)
