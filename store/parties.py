"""The agency's units and the people who sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.agency import Agency, OrganizationUnit
from pipeline.problems import IllegalMove
from pipeline.rights import ROLES
from store import audit
from store.database import Transaction
from store.tables.access import UserAccount, UserRole
from store.tables.parties import OrganizationUnit as UnitRow
from store.views import User

AGENCY = "Agency"
"""The type of the one unit that is the agency itself."""


def agency(connection: Connection) -> Agency:
    """The agency and its active units, in their own order."""
    table = UnitRow.__table__
    rows = connection.execute(select(table).where(UnitRow.active).order_by(UnitRow.place, UnitRow.id)).all()
    names = {row.id: row.abbreviation for row in rows if row.type != AGENCY}
    own = next((row for row in rows if row.type == AGENCY), None)
    units = tuple(
        OrganizationUnit(
            row.name,
            row.abbreviation,
            row.description,
            names.get(row.parent_id),
            tuple(row.officers),
            tuple(row.aliases),
        )
        for row in rows
        if row.type != AGENCY
    )
    if own is None:
        return Agency("", "", units=units)
    return Agency(own.name, own.abbreviation, own.managed_by or "", tuple(own.aliases), units)


@dataclass(frozen=True, slots=True)
class Units:
    """Finds a unit's row by its name, abbreviation or alias, without regard to case."""

    ids: dict[str, int]

    def id_of(self, name: str | None) -> int | None:
        """The row's id; None when the agency has no such unit."""
        return self.ids.get(name.strip().casefold()) if name else None


def units(connection: Connection) -> Units:
    """Every active unit by all its names; its own name wins over another's alias."""
    query = select(UnitRow.id, UnitRow.name, UnitRow.abbreviation, UnitRow.aliases)
    rows = connection.execute(query.where(UnitRow.active)).all()
    ids: dict[str, int] = {}
    for row in rows:
        ids.update((alias.casefold(), row.id) for alias in row.aliases)
    for row in rows:
        ids[row.abbreviation.casefold()] = ids[row.name.casefold()] = row.id
    return Units(ids)


def put_agency(connection: Connection, wanted: Agency) -> None:
    """Store an agency where there is none."""
    if connection.execute(select(UnitRow.id).limit(1)).first():
        return
    own = _unit_row(OrganizationUnit(wanted.name, wanted.abbreviation, ""), None, 0)
    own |= {"type": AGENCY, "managed_by": wanted.head, "aliases": list(wanted.aliases)}
    root = connection.execute(insert(UnitRow).values(own).returning(UnitRow.id)).scalar_one()
    known: dict[str, int] = {}
    for unit in _parents_first(wanted.units):
        place = wanted.units.index(unit) + 1
        row = _unit_row(unit, known.get(unit.parent or "", root), place)
        number = connection.execute(insert(UnitRow).values(row).returning(UnitRow.id)).scalar_one()
        known[unit.abbreviation] = known[unit.name] = number


def _parents_first(units: tuple[OrganizationUnit, ...]) -> list[OrganizationUnit]:
    placed: list[OrganizationUnit] = []
    waiting = list(units)
    while waiting:
        names = {name for unit in waiting for name in (unit.name, unit.abbreviation)}
        ready = [unit for unit in waiting if unit.parent not in names] or waiting
        placed.extend(ready)
        waiting = [unit for unit in waiting if unit not in ready]
    return placed


def _unit_row(unit: OrganizationUnit, parent: int | None, place: int) -> dict[str, Any]:
    return {
        "name": unit.name,
        "abbreviation": unit.abbreviation,
        "description": unit.mission,
        "parent_id": parent,
        "managed_by": unit.officers[0] if unit.officers else None,
        "officers": list(unit.officers),
        "aliases": list(unit.aliases),
        "place": place,
    }


def users(connection: Connection) -> tuple[User, ...]:
    """Everybody who may sign in, by name."""
    rows = connection.execute(
        select(UserAccount.name, UserAccount.display_name, UserRole.role)
        .outerjoin(UserRole, UserRole.user_id == UserAccount.id)
        .where(UserAccount.active)
        .order_by(UserAccount.name)
    ).all()
    roles: dict[tuple[str, str], set[str]] = {}
    for name, shown, role in rows:
        roles.setdefault((name, shown), set()).update({role} if role else ())
    return tuple(User(name, shown, frozenset(held)) for (name, shown), held in roles.items())


def add_user(move: Transaction, user: User, actor: str) -> None:
    """Add somebody or change name and roles. Raises IllegalMove for a name or a role that cannot be."""
    _check(user)
    connection = move.connection
    before = next((known for known in users(connection) if known.name == user.name), None)
    number = connection.execute(select(UserAccount.id).where(UserAccount.name == user.name)).scalar()
    values = {"display_name": user.display_name, "active": True, "updated_by": actor}
    if number is None:
        new = insert(UserAccount).values(name=user.name, created_by=actor, **values)
        number = connection.execute(new.returning(UserAccount.id)).scalar_one()
    else:
        connection.execute(update(UserAccount).where(UserAccount.id == number).values(values))
        connection.execute(delete(UserRole).where(UserRole.user_id == number))
    if user.roles:
        rows = [{"user_id": number, "role": role, "created_by": actor} for role in sorted(user.roles)]
        connection.execute(insert(UserRole), rows)
    held = sorted(before.roles) if before else None
    move.log(
        audit.who(actor), "user.changed" if before else "user.added", user.name, held, sorted(user.roles)
    )


def _check(user: User) -> None:
    name = user.name
    if not name or name != name.strip() or ":" in name or name == "system" or not name.isprintable():
        raise IllegalMove(f"{name!r} cannot be a user's name.", "It is empty, reserved or holds a colon.")
    unknown = sorted(user.roles - set(ROLES))
    if unknown:
        raise IllegalMove(f"No such role: {', '.join(unknown)}.", f"Roles: {', '.join(ROLES)}.")
