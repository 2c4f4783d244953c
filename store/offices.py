"""Units of the agency: made, renamed, described, put below another, retired. Old papers keep their words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from coordination.actions import ENDED
from pipeline.encoding import to_plain
from pipeline.problems import Conflict, IllegalMove
from store import audit, renaming
from store.database import Transaction, bare
from store.parties import AGENCY
from store.tables.coordination import ExecutiveAction
from store.tables.parties import OrganizationUnit
from store.tables.tasking import ActionItem

LONGEST_NAME, LONGEST_MISSION, MOST_NAMES = 200, 4000, 20

_UNIT, _ACTION, _ITEM = bare(OrganizationUnit), bare(ExecutiveAction), bare(ActionItem)


@dataclass(frozen=True, slots=True)
class Office:
    """A unit as an administrator sees it. Its abbreviation stays; `aliases` are its other and earlier names.

    `parent` is the abbreviation of the unit above it; None is the agency itself. `version` 0 is a new one.
    """

    abbreviation: str
    name: str
    mission: str
    parent: str | None = None
    officers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    active: bool = True
    version: int = 0


def offices(connection: Connection) -> tuple[Office, ...]:
    """Every unit, retired ones last, each group in its own order."""
    rows = _rows(connection)
    names = {row.id: row.abbreviation for row in rows}
    return tuple(_office(row, names) for row in rows)


def _rows(connection: Connection) -> list[Row[Any]]:
    query = select(_UNIT).where(_UNIT.c.type != AGENCY)
    return list(connection.execute(query.order_by(_UNIT.c.active.desc(), _UNIT.c.place, _UNIT.c.id)))


def _office(row: Row[Any], names: dict[int, str]) -> Office:
    return Office(
        row.abbreviation,
        row.name,
        row.description,
        names.get(row.parent_id),
        tuple(row.officers),
        tuple(row.aliases),
        row.active,
        row.version,
    )


def put(move: Transaction, wanted: Office, actor: str) -> Office:
    """Store a unit; an earlier name stays as another one. Raises IllegalMove or Conflict."""
    audit.person(actor, "change a unit")
    connection = move.connection
    wanted = _tidy(wanted)
    known = next((one for one in offices(connection) if one.abbreviation == wanted.abbreviation), None)
    if known is None and wanted.version:
        raise Conflict(f"There is no unit “{wanted.abbreviation}”.", remedy="Look at the list again.")
    if known is not None and not wanted.version:
        raise IllegalMove(f"There is a unit “{wanted.abbreviation}” already.", remedy="Change that one.")
    if known is not None and known.name != wanted.name:
        wanted = replace(wanted, aliases=_unlike(wanted.name, (*wanted.aliases, known.name)))
    _check(connection, wanted)
    values = _values(connection, wanted) | {"updated_by": actor, "updated_at": move.now}
    if known is None:
        place = connection.execute(select(func.coalesce(func.max(_UNIT.c.place), 0))).scalar_one() + 1
        new = insert(OrganizationUnit).values(
            abbreviation=wanted.abbreviation, place=place, created_by=actor, **values
        )
        connection.execute(new)
    else:
        change = update(_UNIT).where(
            _UNIT.c.abbreviation == wanted.abbreviation, _UNIT.c.version == wanted.version
        )
        if connection.execute(change.values(version=wanted.version + 1, **values)).rowcount != 1:
            raise Conflict("Somebody else changed this unit meanwhile.", remedy="Look at it again.")
    after = next(one for one in offices(connection) if one.abbreviation == wanted.abbreviation)
    deed = "unit.changed" if known else "unit.added"
    if known is not None and known.name != wanted.name:
        renaming.renamed(move, known.name, wanted.name, actor)
    before = to_plain(known) if known else None
    move.log(audit.who(actor), deed, wanted.abbreviation, before, to_plain(after))
    return after


def _tidy(wanted: Office) -> Office:
    name = " ".join(wanted.name.split())
    return replace(
        wanted,
        abbreviation="".join(wanted.abbreviation.split()),
        name=name,
        mission=wanted.mission.strip(),
        parent=wanted.parent or None,
        officers=_unlike("", wanted.officers),
        aliases=_unlike(name, wanted.aliases),
    )


def _unlike(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Each of these once, but for the name itself and empty ones."""
    kept: dict[str, str] = {}
    for one in words:
        kept.setdefault(" ".join(one.split()).casefold(), " ".join(one.split()))
    return tuple(said for folded, said in kept.items() if folded not in ("", name.casefold()))


def _check(connection: Connection, wanted: Office) -> None:
    for what, said, longest in (
        ("abbreviation", wanted.abbreviation, 40),
        ("name", wanted.name, LONGEST_NAME),
        ("mission", wanted.mission.replace("\r", "").replace("\n", " "), LONGEST_MISSION),
        *(("other name", one, LONGEST_NAME) for one in wanted.aliases),
        *(("officer", one, LONGEST_NAME) for one in wanted.officers),
    ):
        if not 0 < len(said) <= longest or not said.isprintable():
            raise IllegalMove(
                f"The unit has no {what} that can be read.",
                f"It may have {longest} characters.",
                "Write it anew.",
            )
    if max(len(wanted.aliases), len(wanted.officers)) > MOST_NAMES:
        raise IllegalMove(f"A unit has at most {MOST_NAMES} officers, and other names.")
    _check_names(connection, wanted)
    _check_place(connection, wanted)


def _check_names(connection: Connection, wanted: Office) -> None:
    """No name means two units, retired ones among them: what an old paper says would change its meaning."""
    agency = connection.execute(
        select(_UNIT.c.name, _UNIT.c.abbreviation).where(_UNIT.c.type == AGENCY)
    ).all()
    taken = {str(said).casefold(): "the agency" for row in agency for said in row}
    for one in offices(connection):
        if one.abbreviation != wanted.abbreviation:
            names = (one.abbreviation, one.name, *one.aliases)
            taken |= {said.casefold(): one.abbreviation for said in names}
    for said in (wanted.abbreviation, wanted.name, *wanted.aliases):
        if (whose := taken.get(said.casefold())) is not None:
            raise IllegalMove(f"“{said}” already means {whose}.", "A name means one unit.", "Choose another.")


def _check_place(connection: Connection, wanted: Office) -> None:
    known = {one.abbreviation: one for one in offices(connection)}
    above, seen = wanted.parent, {wanted.abbreviation}
    if above is not None and (above not in known or not known[above].active):
        raise IllegalMove(f"There is no unit “{above[:40]}” to be below.", remedy="Choose one of the list.")
    while above is not None:
        if above in seen:
            raise IllegalMove(
                f"{wanted.abbreviation} would lie below itself.", remedy="Choose another place."
            )
        seen.add(above)
        above = known[above].parent
    if not wanted.active:
        _check_empty(connection, wanted, known)


def _check_empty(connection: Connection, wanted: Office, known: dict[str, Office]) -> None:
    """Nothing that is open is left with a unit that no longer works."""
    parts = [one.abbreviation for one in known.values() if one.active and one.parent == wanted.abbreviation]
    own = select(_UNIT.c.id).where(_UNIT.c.abbreviation == wanted.abbreviation).scalar_subquery()
    open_ = [
        connection.execute(select(func.count()).where(unit == own, status.not_in(ENDED))).scalar_one()
        for unit, status in (
            (_ACTION.c.lead_organization_unit_id, _ACTION.c.action_status),
            (_ITEM.c.assignee_organization_unit_id, _ITEM.c.action_status),
        )
    ]
    if parts or any(open_):
        raise IllegalMove(
            f"{wanted.abbreviation} cannot be retired yet.",
            f"Units below it: {', '.join(parts) or 'none'}; open actions that it leads: {open_[0]}; "
            f"open items that it has: {open_[1]}.",
            "Hand them over first.",
        )


def _values(connection: Connection, wanted: Office) -> dict[str, Any]:
    above = _UNIT.c.abbreviation == wanted.parent if wanted.parent else _UNIT.c.type == AGENCY
    return {
        "name": wanted.name,
        "description": wanted.mission,
        "parent_id": connection.execute(select(_UNIT.c.id).where(above)).scalar(),
        "managed_by": wanted.officers[0] if wanted.officers else None,
        "officers": list(wanted.officers),
        "aliases": list(wanted.aliases),
        "active": wanted.active,
    }
