"""Words in which the first revision is written. Never changed after a release: history does not change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic import op

TEXT = sa.Text()
NUMBER = sa.Integer()
REAL = sa.Float()
MONEY = sa.Numeric(14, 2)
YES_NO = sa.Boolean()
DAY = sa.Date()
MOMENT = sa.DateTime(timezone=True)
STRUCTURED = sa.JSON()
UUID = sa.Uuid()


@dataclass(frozen=True, slots=True)
class Table:
    """A new table: its columns, keys to other tables, uniqueness, choices, indexes, rules."""

    name: str
    columns: tuple[sa.Column[Any], ...]
    key: str = "id"
    refers: tuple[tuple[str, str], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    checks: tuple[tuple[str, str], ...] = ()


def must(name: str, kind: Any) -> sa.Column[Any]:
    """A column that always has a value."""
    return sa.Column(name, kind, nullable=False)


def may(name: str, kind: Any) -> sa.Column[Any]:
    """A column that may be empty."""
    return sa.Column(name, kind, nullable=True)


def chosen(name: str, *, empty: bool = False) -> sa.Column[Any]:
    """A column whose values the table's `choices` list."""
    return sa.Column(name, sa.String(40), nullable=empty)


def row(*columns: sa.Column[Any]) -> tuple[sa.Column[Any], ...]:
    """The columns that every row of people's data has, around its own."""
    return (
        must("id", NUMBER),
        must("public_id", UUID),
        *columns,
        must("created_at", MOMENT),
        must("created_by", TEXT),
        must("updated_at", MOMENT),
        must("updated_by", TEXT),
        must("version", NUMBER),
    )


def create(tables: Iterable[Table]) -> None:
    """Create the tables. A key to a table that comes later is added when all are there."""
    made: set[str] = set()
    later: list[tuple[str, str, str]] = []
    inline = op.get_bind().dialect.name == "sqlite"
    for table in tables:
        made.add(table.name)
        now = [pair for pair in table.refers if inline or pair[1] in made]
        later.extend((table.name, *pair) for pair in table.refers if pair not in now)
        op.create_table(table.name, *table.columns, *_rules(table), *_keys(table.name, now))
        for columns in table.indexes:
            op.create_index(op.f(f"ix_{table.name}_{'_'.join(columns)}"), table.name, columns)
    for name, column, target in later:
        op.create_foreign_key(op.f(f"fk_{name}_{column}"), name, target, [column], ["id"])


def _rules(table: Table) -> list[sa.Constraint]:
    name = table.name
    rules: list[sa.Constraint] = [sa.PrimaryKeyConstraint(table.key, name=op.f(f"pk_{name}"))]
    rules.extend(
        sa.UniqueConstraint(*columns, name=op.f(f"uq_{name}_{'_'.join(columns)}")) for columns in table.unique
    )
    rules.extend(sa.CheckConstraint(rule, name=op.f(f"ck_{name}_{said}")) for said, rule in table.checks)
    for column, values in table.choices:
        allowed = ", ".join(f"'{value}'" for value in values)
        rules.append(sa.CheckConstraint(f"{column} IN ({allowed})", name=op.f(f"ck_{name}_{column}")))
    return rules


def _keys(name: str, pairs: Iterable[tuple[str, str]]) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}"))
        for column, target in pairs
    ]
