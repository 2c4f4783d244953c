"""What the office wants of its measures."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from store import audit
from store.database import Transaction, bare
from store.tables.sheets import MeasureTarget

_TARGET = bare(MeasureTarget)


def targets(connection: Connection) -> dict[str, float]:
    """The target of each measure that has one."""
    rows = connection.execute(select(_TARGET.c.measure, _TARGET.c.target))
    return {row.measure: row.target for row in rows}


def put(move: Transaction, wanted: Mapping[str, float | None], actor: str) -> None:
    """Set targets, or take them away (None); those that are not named stay. Raises IllegalMove."""
    audit.person(actor, "set a target")
    known = targets(move.connection)
    for name, value in wanted.items():
        before = known.get(name)
        if before == value:
            continue
        move.connection.execute(delete(_TARGET).where(_TARGET.c.measure == name))
        if value is not None:
            new = insert(MeasureTarget).values(measure=name, target=value, created_by=actor, updated_by=actor)
            move.connection.execute(new)
        move.log(audit.who(actor), "target.set", name, before, value)
