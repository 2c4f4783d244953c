"""What a user may see, as their clearance, their units and whom they act for make it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from coordination.acting import acts_for
from pipeline.rights import Handling
from store import persons, sight
from store.database import bare
from store.sight import Sight
from store.tables.coordination import ExecutiveAction
from store.tables.drafting import Draft
from store.tables.intake import IntakeDocument
from store.tables.parties import OrganizationUnit
from store.tables.tasking import ActionItem
from store.views import User

_UNIT, _DOCUMENT, _ACTION = bare(OrganizationUnit), bare(IntakeDocument), bare(ExecutiveAction)
_MOST_NAMES = 50


def sees_all(user: User) -> bool:
    """Whether nothing is held back from somebody."""
    return user.clearance is Handling.RESTRICTED and not user.units


def sight_of(connection: Connection, user: User, today: date) -> Sight:
    """How far somebody sees: whoever is held to a unit sees what belongs to the units below it too."""
    names = (user.name, *sorted(acts_for(persons.acting_officials(connection), user.name, today)))
    guarded = user.clearance is not Handling.RESTRICTED
    levels = tuple(level.value for level in user.clearance.covers) if guarded else ()
    return Sight(names, levels, _units(connection, user.units) if user.units else None)


def _units(connection: Connection, names: Collection[str]) -> tuple[int, ...]:
    rows = connection.execute(select(_UNIT.c.id, _UNIT.c.parent_id, _UNIT.c.abbreviation)).all()
    found = {row.id for row in rows if row.abbreviation in names}
    while below := {row.id for row in rows if row.parent_id in found} - found:
        found |= below
    return tuple(sorted(found))


def held_back(connection: Connection, reader: Sight, names: Collection[str]) -> bool:
    """Whether one of these names something that is on the record and not for this reader."""
    for query in _named(list(names)[:_MOST_NAMES]):
        with sight.everything():
            there = set(connection.execute(query).scalars())
        with sight.looking(reader):
            seen = set(connection.execute(query).scalars()) if there else there
        if there - seen:
            return True
    return False


def _named(names: list[str]) -> Iterator[Select[Any]]:
    yield select(_DOCUMENT.c.id).where(_DOCUMENT.c.control_number.in_(names))
    yield select(_ACTION.c.id).where(_ACTION.c.action_number.in_(names))
    ids = list(_ids(names))
    for table in (bare(ActionItem), bare(Draft)):
        yield select(table.c.id).where(table.c.public_id.in_(ids))


def _ids(names: list[str]) -> Iterator[UUID]:
    for name in names:
        try:
            yield UUID(name)
        except ValueError:
            continue
