"""Lists over all executive actions: what was reported, what was decided, how the open ones stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, String, cast, func, or_, select

from store.database import bare
from store.lists import Order, named, paged
from store.ordering import open_first
from store.tables import coordination
from store.tables.steering import ExecutiveDecisionLog, ExecutiveStatusUpdate, Milestone

_ACTION = bare(coordination.ExecutiveAction).c
_UPDATE, _DECISION = bare(ExecutiveStatusUpdate).c, bare(ExecutiveDecisionLog).c
_STONE = bare(Milestone).c


@dataclass(frozen=True, slots=True)
class Reported:
    """A status update in a list; `id` is what it goes by."""

    number: str
    action: str
    day: date
    by: str | None
    status: str | None
    health: str | None
    percent: int | None
    done: str | None
    next_steps: str | None
    decisions_needed: str | None
    challenges: str | None
    escalation: bool
    scope_change: bool
    id: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A line of the decision log in a list; `id` is what it goes by."""

    number: str
    action: str
    day: date
    by: str | None
    authority: str | None
    category: str
    decision: str
    rationale: str | None
    communicated: date | None
    implemented: date | None
    id: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list. `narrow`: escalation or decisions for updates, a category for decisions.

    It goes on behind the row whose id is `after`; where that is not seen, it begins anew. `sort` is one of
    UPDATES or DECISIONS; without one, the latest come first.
    """

    narrow: str = ""
    number: str = ""
    limit: int = 50
    after: str = ""
    sort: str = ""
    down: bool = False


UPDATES: dict[str, Any] = {
    "day": _UPDATE.status_date,
    "action": _ACTION.action_number,
    "health": func.coalesce(_UPDATE.overall_health, ""),
}
"""What status updates can be put in order by."""
DECISIONS: dict[str, Any] = {
    "day": _DECISION.decision_date,
    "action": _ACTION.action_number,
    "category": _DECISION.decision_category,
    "communicated": func.coalesce(_DECISION.communicated_date, date.max),
    "implemented": func.coalesce(_DECISION.implementation_date, date.max),
}
"""What the decision log can be put in order by."""


def reported(connection: Connection, asked: Listed) -> tuple[Reported, ...]:
    """Status updates, in the order that is wanted."""
    query = select(
        *(_ACTION.action_number, _ACTION.name, _UPDATE.status_date, _UPDATE.reported_by),
        *(_UPDATE.action_status, _UPDATE.overall_health, _UPDATE.percent_complete),
        *(_UPDATE.key_accomplishments, _UPDATE.next_steps, _UPDATE.decisions_needed),
        *(_UPDATE.challenges_and_risks, _UPDATE.escalation_required, _UPDATE.scope_change_requested),
        cast(_UPDATE.public_id, String),
    ).join(bare(coordination.ExecutiveAction), _ACTION.id == _UPDATE.executive_action_id)
    query = _paged(connection, query, asked, _UPDATE, UPDATES)
    if asked.narrow == "escalation":
        query = query.where(or_(_UPDATE.escalation_required, _UPDATE.scope_change_requested))
    elif asked.narrow == "decisions":
        query = query.where(_UPDATE.decisions_needed.is_not(None))
    return tuple(Reported(*row) for row in connection.execute(query))


def decided(connection: Connection, asked: Listed) -> tuple[Decided, ...]:
    """The decision log, in the order that is wanted."""
    query = select(
        *(_ACTION.action_number, _ACTION.name, _DECISION.decision_date, _DECISION.decided_by),
        *(_DECISION.decision_authority, _DECISION.decision_category, _DECISION.decision_description),
        *(_DECISION.decision_rationale, _DECISION.communicated_date, _DECISION.implementation_date),
        cast(_DECISION.public_id, String),
    ).join(bare(coordination.ExecutiveAction), _ACTION.id == _DECISION.executive_action_id)
    query = _paged(connection, query, asked, _DECISION, DECISIONS)
    if asked.narrow:
        query = query.where(_DECISION.decision_category == asked.narrow)
    return tuple(Decided(*row) for row in connection.execute(query))


def _paged(connection: Connection, query: Any, asked: Listed, table: Any, sorts: Mapping[str, Any]) -> Any:
    down = asked.down or not asked.sort
    order = [Order(sorts[asked.sort or "day"], down), Order(table.id, down)]
    page = paged(connection, query, order, named(table.public_id, asked.after), asked.limit)
    page = page.where(table.active)
    return page.where(_ACTION.action_number == asked.number) if asked.number else page


@dataclass(frozen=True, slots=True)
class Portfolio:
    """How the open actions stand: counts by health, status and lead office, and how many are late."""

    total: int
    overdue: int
    health: dict[str, int]
    status: dict[str, int]
    units: tuple[tuple[str, int, int], ...]


def portfolio(connection: Connection, today: date) -> Portfolio:
    """All open actions counted; units with how many they lead and how many of those are overdue."""
    late = func.coalesce(_ACTION.due_date < today, False)
    query = select(
        _ACTION.overall_health, _ACTION.action_status, _ACTION.lead_organization_unit, late, func.count()
    ).where(open_first("executive_action") == 0)
    rows = connection.execute(
        query.group_by(_ACTION.overall_health, _ACTION.action_status, _ACTION.lead_organization_unit, late)
    ).all()
    health: Counter[str] = Counter()
    status: Counter[str] = Counter()
    units: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    for word, step, unit, is_late, count in rows:
        health[word or "Not said"] += count
        status[step] += count
        units[unit or "No lead office"] += count
        overdue[unit or "No lead office"] += count if is_late else 0
    return Portfolio(
        sum(units.values()),
        sum(overdue.values()),
        dict(health),
        dict(status),
        tuple((unit, count, overdue[unit]) for unit, count in units.most_common()),
    )


@dataclass(frozen=True, slots=True)
class Stone:
    """A milestone of an action on the timeline."""

    number: str
    name: str
    day: date
    met: bool


def stones(connection: Connection, numbers: list[str]) -> tuple[Stone, ...]:
    """The milestones of these actions: when they came, else when they are foreseen."""
    query = (
        select(_ACTION.action_number, _STONE.name, _STONE.forecast_date, _STONE.actual_date)
        .join(bare(coordination.ExecutiveAction), _ACTION.id == _STONE.executive_action_id)
        .where(_STONE.active, _ACTION.action_number.in_(numbers))
        .order_by(_STONE.forecast_date, _STONE.id)
    )
    return tuple(
        Stone(number, name, actual or foreseen, actual is not None)
        for number, name, foreseen, actual in connection.execute(query)
    )
