"""Types of executive action: what such an action starts from, and what it must have before it may go on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from pipeline.encoding import to_plain
from pipeline.problems import Conflict, IllegalMove
from store import audit, templating
from store.database import Transaction, bare
from store.tables.coordination import CATEGORIES, PRIORITIES, ExecutiveActionType
from store.views import ActionKind

NEEDS = ("legal authority", "impacts", "risks")
"""What a type may ask for, in the order of its columns."""
UNITS = ("calendar", "business")
LONGEST_DAYS = 3660

_TYPE = bare(ExecutiveActionType)
_COLUMNS = ("requires_legal_authority", "requires_impact_assessment", "requires_risk_assessment")


def kinds(connection: Connection) -> tuple[ActionKind, ...]:
    """The types of executive action, by name."""
    return tuple(_kind(row) for row in connection.execute(select(_TYPE).order_by(_TYPE.c.name)))


def _kind(row: Row[Any]) -> ActionKind:
    return ActionKind(
        row.name,
        row.description,
        row.executive_action_category,
        row.default_priority,
        row.default_suspense_days,
        row.default_suspense_unit,
        tuple(word for word, column in zip(NEEDS, _COLUMNS, strict=True) if getattr(row, column)),
        row.active,
        row.default_process_template,
        row.version,
    )


def put(move: Transaction, wanted: ActionKind, actor: str) -> ActionKind:
    """Store a type. Actions that are there keep what they have. Raises IllegalMove or Conflict."""
    audit.person(actor, "change a type of executive action")
    wanted = replace(wanted, name=" ".join(wanted.name.split()))
    _check(move.connection, wanted)
    known = next((kind for kind in kinds(move.connection) if kind.name == wanted.name), None)
    values = _values(wanted) | {"updated_by": actor, "updated_at": move.now}
    if known is None:
        move.connection.execute(insert(_TYPE).values(name=wanted.name, created_by=actor, **values))
    elif wanted.version == 0:
        raise IllegalMove(f"There is a type “{wanted.name}” already.", remedy="Choose another name.")
    else:
        change = update(_TYPE).where(_TYPE.c.name == wanted.name, _TYPE.c.version == wanted.version)
        if move.connection.execute(change.values(version=wanted.version + 1, **values)).rowcount != 1:
            raise Conflict("Somebody else changed this type meanwhile.", remedy="Look at it again.")
    after = next(kind for kind in kinds(move.connection) if kind.name == wanted.name)
    deed = "type.changed" if known else "type.added"
    move.log(audit.who(actor), deed, wanted.name, to_plain(known) if known else None, to_plain(after))
    return after


def _check(connection: Connection, wanted: ActionKind) -> None:
    if not 0 < len(wanted.name) <= 200 or not wanted.name.isprintable():
        raise IllegalMove("The type has no name that can be read.", remedy="Write a short name.")
    for value, known, what in (
        (wanted.category, CATEGORIES, "category"),
        (wanted.priority, PRIORITIES, "priority"),
        (wanted.unit or UNITS[0], UNITS, "kind of days"),
    ):
        if value not in known:
            raise IllegalMove(f"{value!r} is no {what}.", f"There are: {', '.join(known)}.")
    if wanted.days is not None and not 0 < wanted.days <= LONGEST_DAYS:
        raise IllegalMove(
            f"A suspense of {wanted.days} days cannot be.", f"It lies between 1 and {LONGEST_DAYS} days."
        )
    unknown = set(wanted.needs) - set(NEEDS)
    if unknown:
        raise IllegalMove(f"A type cannot ask for {', '.join(sorted(unknown))}.", f"{', '.join(NEEDS)}.")
    if wanted.template is not None:
        names = [one.name for one in templating.templates(connection, everything=True)]
        if wanted.template not in names:
            raise IllegalMove(
                f"There is no process template “{wanted.template}”.", remedy="Choose one that is there."
            )


def _values(wanted: ActionKind) -> dict[str, Any]:
    needs = {column: word in wanted.needs for word, column in zip(NEEDS, _COLUMNS, strict=True)}
    return {
        "description": (wanted.description or "").strip() or None,
        "executive_action_category": wanted.category,
        "default_priority": wanted.priority,
        "default_suspense_days": wanted.days,
        "default_suspense_unit": (wanted.unit or UNITS[0]) if wanted.days else None,
        "default_process_template": wanted.template,
        "active": wanted.active,
        **needs,
    }
