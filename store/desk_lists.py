"""The review queue in parts: narrowed, in any order, counted so far as a page tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, not_, or_, select, true

from pipeline.decisions import DraftStatus
from pipeline.intake import Stage
from store import documents, pressing, queries
from store.database import bare
from store.lists import Order, past
from store.tables import drafting
from store.tables.intake import IntakeDocument
from store.views import NO_LEVEL, UNASSIGNED, LastIntake, QueueRow, Wanted

SOON = timedelta(days=7)
_TABLE, _DRAFT = bare(IntakeDocument), bare(drafting.Draft)
_TITLE = func.lower(func.coalesce(_TABLE.c.title, _TABLE.c.file_name))
SORTS: Mapping[str, ColumnElement[Any]] = {
    "control_number": _TABLE.c.id,
    "subject": _TITLE,
    "received": _TABLE.c.received_at,
    "due": pressing.DUE,
    "stage": _TABLE.c.stage,
}
"""What the queue can be put in order by; the row's own number tells equal ones apart."""


def part(
    connection: Connection, wanted: Wanted, today: date, limit: int, after: str | None
) -> tuple[QueueRow, ...]:
    """Documents in the wanted order, from the one after `after` on. Raises NotFound for an unknown one."""
    last = None if after is None else documents.find(connection, after).id
    found: list[int] = []
    for stretch, order in _stretches(wanted, today):
        query = select(_TABLE.c.id).where(*_which(wanted, today), stretch)
        if last is not None:
            place = select(*(one.by for one in order)).where(_TABLE.c.id == last, stretch)
            there = connection.execute(place).one_or_none()
            if there is None:  # it lies in a later stretch
                continue
            query, last = query.where(past(order, tuple(there))), None
        query = query.order_by(*(one.clause for one in order)).limit(limit - len(found))
        found += connection.execute(query).scalars()
        if len(found) >= limit:
            break
    return queries.rows_of(connection, found)


def count(connection: Connection, wanted: Wanted, today: date, most: int) -> int:
    """How many documents are wanted, counted as far as `most`."""
    few = select(_TABLE.c.id).where(*_which(wanted, today)).limit(most).subquery()
    return int(connection.execute(select(func.count()).select_from(few)).scalar_one())


def last_intake(connection: Connection, zone: ZoneInfo) -> LastIntake | None:
    """The last intake and how that day's documents stand; None before the first. Attachments do not count."""
    own = _TABLE.c.parent_id.is_(None)
    at = connection.execute(select(func.max(_TABLE.c.created_at)).where(own)).scalar()
    if at is None:
        return None
    first = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(_TABLE.c.stage, func.count()).where(own, _TABLE.c.created_at >= first)
    stages = {Stage(stage): count for stage, count in connection.execute(query.group_by(_TABLE.c.stage))}
    under_way = sum(count for stage, count in stages.items() if stage.waits_for_machine)
    return LastIntake(at, sum(stages.values()), under_way, stages.get(Stage.SET_ASIDE, 0))


def _stretches(wanted: Wanted, today: date) -> Iterable[tuple[ColumnElement[bool], tuple[Order, ...]]]:
    by = SORTS.get(wanted.sort)
    if by is None:
        return pressing.stretches(today)
    own = Order(_TABLE.c.id, wanted.down)
    return ((true(), (own,) if by is _TABLE.c.id else (Order(by, wanted.down), own)),)


def _which(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = []
    if wanted.stages is not None:
        which.append(_TABLE.c.stage.in_([stage.value for stage in wanted.stages]))
        awake = pressing.awake(today)
        which.append(not_(awake) if wanted.put_off else awake)
    if wanted.assigned:
        which.append(_TABLE.c.assigned_to == (None if wanted.assigned == UNASSIGNED else wanted.assigned))
    if wanted.handling == NO_LEVEL:
        which.append(_TABLE.c.handling.is_(None))
    elif wanted.handling:
        which.append(_TABLE.c.handling == wanted.handling)
    facts = {"kind": wanted.kind, "channel": wanted.channel}
    which.extend(_TABLE.c[name] == value for name, value in facts.items() if value)
    if wanted.due:
        which.append(_due(wanted.due, today))
    if wanted.doubtful:
        which.append(_low())
    if wanted.words:
        which.append(_holds(wanted.words))
    return which


def _due(when: str, today: date) -> ColumnElement[bool]:
    day = _TABLE.c.due
    if when == "overdue":
        return day < today
    if when == "soon":
        return day.between(today, today + SOON)
    return day > today + SOON if when == "later" else day.is_(None)


def _low() -> ColumnElement[bool]:
    """A draft of low confidence waits."""
    waits = (_DRAFT.c.status == DraftStatus.PROPOSED.value, _DRAFT.c.confidence == "low")
    return select(_DRAFT.c.id).where(_DRAFT.c.document_id == _TABLE.c.id, *waits).exists()


def _holds(words: str) -> ColumnElement[bool]:
    places: Collection[str] = ("control_number", "title", "sender", "file_name", "number")
    return or_(*(_TABLE.c[name].icontains(words, autoescape=True) for name in places))
