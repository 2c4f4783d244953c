"""Executive actions that wait for one another, and how all of them lie in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from coordination.actions import ENDED
from coordination.dependencies import Dependency, Link, Place, Span, check, plan, status
from pipeline.problems import IllegalMove, NotFound
from store import audit, holding, queries
from store.database import Transaction, bare
from store.tables import coordination
from store.tables.steering import ExecutiveActionDependency

_TABLE = bare(ExecutiveActionDependency)
_ACTION = bare(coordination.ExecutiveAction)
_BEFORE, _AFTER = _ACTION.alias("predecessor"), _ACTION.alias("successor")
_STANDS = (_TABLE.c.active, _TABLE.c.dependency_status != "Cancelled")
_AT_ONCE = 500
"""Actions that one question names."""


@dataclass(frozen=True, slots=True)
class DependencyRow:
    """One action that waits for another. `status` is as of today, `critical` where no day is to spare."""

    id: str
    predecessor: str
    predecessor_name: str
    successor: str
    successor_name: str
    link: str
    lag: int
    status: str
    critical: bool
    description: str | None
    impact: str | None


@dataclass(frozen=True, slots=True)
class Planned:
    """An action in the plan of all that hangs together."""

    number: str
    name: str
    status: str
    health: str | None
    span: Span
    place: Place


@dataclass(frozen=True, slots=True)
class Network:
    """Dependencies and the actions that they tie together, by number."""

    dependencies: tuple[DependencyRow, ...]
    actions: dict[str, Planned]

    def critical_path(self) -> tuple[Planned, ...]:
        """The open critical actions, the earliest first."""
        found = (one for one in self.actions.values() if one.place.critical and not one.span.ended)
        return tuple(sorted(found, key=lambda one: (one.place.start, one.place.end, one.number)))


def _rows(connection: Connection, *only: Any) -> Any:
    query = (
        select(
            _TABLE,
            _BEFORE.c.action_number.label("before"),
            _BEFORE.c.name.label("before_name"),
            _AFTER.c.action_number.label("after"),
            _AFTER.c.name.label("after_name"),
        )
        .join(_BEFORE, _BEFORE.c.id == _TABLE.c.predecessor_action_id)
        .join(_AFTER, _AFTER.c.id == _TABLE.c.successor_action_id)
        .where(*_STANDS, *only)
        .order_by(_TABLE.c.id)
    )
    return connection.execute(query).all()


def _dependency(row: Any) -> Dependency:
    return Dependency(row.before, row.after, Link(row.dependency_type), row.lag_days)


def network(connection: Connection, today: date, around: Collection[str] | None = None) -> Network:
    """All dependencies, or those that hang together with some actions, and how their actions lie in time."""
    rows = _rows(connection) if around is None else _rows_around(connection, around)
    numbers = {number for row in rows for number in (row.before, row.after)}
    held = _held(connection, numbers, today)
    spans = {number: span for number, (_, span) in held.items()}
    places = plan(spans, [_dependency(row) for row in rows])
    actions = {
        number: Planned(number, row.name, row.action_status, row.overall_health, span, places[number])
        for number, (row, span) in held.items()
    }
    return Network(tuple(_told(row, spans, places, today) for row in rows), actions)


def _rows_around(connection: Connection, numbers: Collection[str]) -> list[Any]:
    keys = connection.execute(select(_ACTION.c.id).where(_ACTION.c.action_number.in_(numbers))).scalars()
    pairs = connection.execute(
        select(_TABLE.c.predecessor_action_id, _TABLE.c.successor_action_id).where(*_STANDS)
    )
    near = sorted(_together(set(keys), [(before, after) for before, after in pairs]))
    found: list[Any] = []
    for at in range(0, len(near), _AT_ONCE):
        found.extend(_rows(connection, _TABLE.c.predecessor_action_id.in_(near[at : at + _AT_ONCE])))
    return sorted(found, key=lambda row: int(row.id))


def _together(keys: set[int], pairs: Collection[tuple[int, int]]) -> set[int]:
    near, waiting = set(keys), list(keys)
    beside: dict[int, set[int]] = {}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    while waiting:
        fresh = beside.get(waiting.pop(), set()) - near
        near |= fresh
        waiting.extend(fresh)
    return near


def _held(connection: Connection, numbers: Iterable[str], today: date) -> dict[str, tuple[Any, Span]]:
    wanted = sorted(numbers)
    found: dict[str, tuple[Any, Span]] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        query = select(_ACTION).where(_ACTION.c.action_number.in_(wanted[at : at + _AT_ONCE]))
        for row in connection.execute(query):
            found[row.action_number] = row, span_of(row, today)
    return found


def span_of(row: Any, today: date) -> Span:
    """From when to when an action is planned; what has ended, when it came."""
    start = row.start_date or row.created_at.date()
    ended = row.action_status in ENDED
    if ended:
        end = row.actual_completion_date.date() if row.actual_completion_date else row.updated_at.date()
    else:
        end = row.target_completion_date or row.due_date or today
    return Span(min(start, end), end, ended)


def _told(row: Any, spans: dict[str, Span], places: dict[str, Place], today: date) -> DependencyRow:
    link = Link(row.dependency_type)
    before, after = places[row.before], places[row.after]
    standing = status(link, spans[row.before], after, spans[row.after], today)
    return DependencyRow(
        str(row.public_id),
        row.before,
        row.before_name,
        row.after,
        row.after_name,
        link.value,
        row.lag_days,
        standing,
        before.critical and after.critical and standing != "Satisfied" and link.schedules,
        row.description,
        row.impact_if_not_met,
    )


@dataclass(frozen=True, slots=True)
class NewDependency:
    """A dependency that somebody wants: the action waited for, how, and what happens if it does not come."""

    predecessor: str
    link: str = Link.FINISH_START.value
    lag: int = 0
    description: str = ""
    impact: str = ""


def add(move: Transaction, number: str, new: NewDependency, actor: str) -> str:
    """Let an action wait for another; the id. Raises IllegalMove for a circle, NotFound."""
    # two dependencies that close a circle together must not pass each other unseen
    move.lock("dependencies")
    held = holding.hold(move, number, actor, "let an action wait for another")
    before = new.predecessor.strip().upper()
    key = move.connection.execute(select(_ACTION.c.id).where(_ACTION.c.action_number == before)).scalar()
    if key is None:
        raise NotFound(f"There is no executive action {before}.", remedy="Look it up among the actions.")
    if new.link not in tuple(Link):
        raise IllegalMove(f"{new.link!r} is no kind of dependency.", ", ".join(Link))
    wanted = Dependency(before, held.number, Link(new.link), new.lag)
    check([_dependency(row) for row in _rows(move.connection)], wanted)
    row = insert(ExecutiveActionDependency).values(
        name=f"{held.number} waits for {before}",
        predecessor_action_id=key,
        successor_action_id=held.id,
        dependency_type=wanted.link.value,
        dependency_status="Active",
        lag_days=new.lag,
        description=new.description.strip() or None,
        impact_if_not_met=new.impact.strip() or None,
        created_by=actor,
        updated_by=actor,
    )
    found = move.connection.execute(row.returning(ExecutiveActionDependency.public_id)).scalar_one()
    told = {"waits_for": before, "type": wanted.link.value, "lag_days": new.lag}
    holding.tell(move, held, "dependency.added", "", None, told)
    return str(found)


def end(move: Transaction, dependency: str, reason: str, actor: str) -> str:
    """Take a dependency back; the number of the action that waited. Raises IllegalMove or NotFound."""
    audit.person(actor, "take a dependency back")
    move.lock("dependencies")
    key = queries.uuid_of(dependency)
    row = next((row for row in _rows(move.connection) if row.public_id == key), None)
    if row is None:
        raise NotFound("There is no such dependency.", f"Its id would be {dependency!r}.")
    if not reason.strip():
        raise IllegalMove("A dependency is not taken back without a reason.", remedy="Write the reason.")
    gone = {"dependency_status": "Cancelled", "notes": reason.strip(), "version": row.version + 1}
    change = update(_TABLE).where(_TABLE.c.id == row.id)
    move.connection.execute(change.values(gone | {"updated_by": actor, "updated_at": move.now}))
    move.log(
        audit.who(actor),
        "dependency.cancelled",
        row.after,
        {"waits_for": row.before, "type": row.dependency_type},
        {"reason": reason.strip()},
    )
    return str(row.after)


def spans(connection: Connection, numbers: Iterable[str], today: date) -> dict[str, tuple[date, date]]:
    """From when to when these actions are planned by their own dates."""
    held = _held(connection, numbers, today)
    return {number: (span.start, span.end) for number, (_, span) in held.items()}
