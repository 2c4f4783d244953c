"""The agency's units and the people who sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.agency import Agency, OrganizationUnit
from pipeline.problems import IllegalMove
from pipeline.rights import ROLES, Handling
from store import audit
from store.database import Transaction, bare
from store.tables.access import Session, UserAccount, UserRole, UserUnit
from store.tables.parties import OrganizationUnit as UnitRow
from store.views import User

_TABLE, _ROLE, _SCOPE = bare(UserAccount), bare(UserRole), bare(UserUnit)
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


def users(connection: Connection, *only: Any) -> tuple[User, ...]:
    """Everybody who may sign in, or some of them, by name."""
    held = _TABLE.c
    rows = connection.execute(select(_TABLE).where(held.active, *only).order_by(held.name)).all()
    ids = [row.id for row in rows]
    roles = _grouped(connection, select(_ROLE.c.user_id, _ROLE.c.role).where(_ROLE.c.user_id.in_(ids)))
    scope = select(_SCOPE.c.user_id, UnitRow.abbreviation).join(UnitRow, UnitRow.id == _SCOPE.c.unit_id)
    scopes = _grouped(connection, scope.where(_SCOPE.c.user_id.in_(ids)))
    return tuple(
        User(
            row.name,
            row.display_name,
            roles.get(row.id, frozenset()),
            Handling(row.clearance),
            scopes.get(row.id, frozenset()),
            row.time_zone,
            row.density,
            row.shortcuts,
            keys=tuple((usual, own) for usual, own in row.keys or ()),
        )
        for row in rows
    )


def _grouped(connection: Connection, query: Any) -> dict[int, frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for number, value in connection.execute(query):
        groups.setdefault(number, set()).add(value)
    return {number: frozenset(values) for number, values in groups.items()}


def add_user(move: Transaction, user: User, actor: str) -> None:
    """Add somebody or change name and roles; whose roles change has to sign in again.

    Raises IllegalMove for a name or a role that cannot be.
    """
    _check(user)
    connection = move.connection
    before = next(iter(users(connection, _TABLE.c.name == user.name)), None)
    number = connection.execute(select(UserAccount.id).where(UserAccount.name == user.name)).scalar()
    values = {"display_name": user.display_name, "active": True, "updated_by": actor}
    if number is None:
        new = insert(UserAccount).values(name=user.name, created_by=actor, **values)
        number = connection.execute(new.returning(UserAccount.id)).scalar_one()
        see(move, number, user, actor)
    else:
        connection.execute(update(UserAccount).where(UserAccount.id == number).values(values))
        if before and actor != "system" and "administrator" not in user.roles:
            keep_an_administrator(connection, before)
        connection.execute(delete(UserRole).where(UserRole.user_id == number))
        if before is None or before.roles != user.roles:
            end_sessions(move, number)
    if user.roles:
        rows = [{"user_id": number, "role": role, "created_by": actor} for role in sorted(user.roles)]
        connection.execute(insert(UserRole), rows)
    held = sorted(before.roles) if before else None
    move.log(
        audit.who(actor), "user.changed" if before else "user.added", user.name, held, sorted(user.roles)
    )


def keep_an_administrator(connection: Connection, leaving: User) -> None:
    """Raises IllegalMove when nobody else would be left who may let people in."""
    others = (user for user in users(connection) if user.name != leaving.name)
    if "administrator" in leaving.roles and not any("administrator" in user.roles for user in others):
        raise IllegalMove(
            f"{leaving.name} is the last administrator.",
            "Nobody would be left who may let people in.",
            "Give somebody else the role first.",
        )


def see(move: Transaction, number: int, user: User, actor: str) -> None:
    """Store how far a user is cleared and to which units they are held. Raises IllegalMove."""
    connection = move.connection
    known = units(connection)
    ids = {unit: known.id_of(unit) for unit in user.units}
    missing = sorted(unit for unit, found in ids.items() if found is None)
    if missing:
        raise IllegalMove(f"No such unit: {', '.join(missing)}.", "", "Use the abbreviation of a unit.")
    values = {"clearance": user.clearance.value, "updated_by": actor}
    connection.execute(update(UserAccount).where(UserAccount.id == number).values(values))
    connection.execute(delete(UserUnit).where(UserUnit.user_id == number))
    rows = [{"user_id": number, "unit_id": unit, "created_by": actor} for unit in ids.values()]
    if rows:
        connection.execute(insert(UserUnit), rows)


def end_sessions(move: Transaction, number: int, but: str = "") -> int:
    """End the sessions of a user, but the one with this hash; how many."""
    alive = update(Session).where(
        Session.user_id == number, Session.ended_at.is_(None), Session.token_hash != but
    )
    return move.connection.execute(alive.values(ended_at=move.now)).rowcount


def _check(user: User) -> None:
    name = user.name
    if not name or name != name.strip() or ":" in name or name == "system" or not name.isprintable():
        raise IllegalMove(f"{name!r} cannot be a user's name.", "It is empty, reserved or holds a colon.")
    unknown = sorted(user.roles - set(ROLES))
    if unknown:
        raise IllegalMove(f"No such role: {', '.join(unknown)}.", f"Roles: {', '.join(ROLES)}.")
