"""The order of the review queue: what is overdue or due soon, then by priority, then what is least sure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, literal, or_, select

from pipeline.findings import Confidence
from pipeline.intake import Stage
from store import documents
from store.database import bare
from store.lists import Order, past
from store.ordering import by_due
from store.tables.intake import IntakeDocument

SOON = timedelta(days=3)
"""What is due within these days goes before everything else, by its date."""
PRIORITIES = ("Critical", "High", "Medium", "Low")
_UNNAMED = PRIORITIES.index("Medium")
_SURE = [word.value for word in reversed(Confidence)]

_NO_DAY = date.max
_TABLE = bare(IntakeDocument)
DUE = by_due("intake_document", "due")
_LAST = (Order(_TABLE.c.received_at), Order(_TABLE.c.id))
_AMONG_EQUALS = (Order(_TABLE.c.urgency), Order(DUE), *_LAST)


def urgency(priorities: Iterable[object], waiting: Iterable[str]) -> int:
    """How a document stands among those that are not due soon; less is more pressing.

    The highest priority that its drafts name, as ten times its place, and the lowest confidence that waits.
    """
    places = [PRIORITIES.index(str(one)) for one in priorities if one in PRIORITIES]
    sure = [_SURE.index(one) for one in waiting]
    return 10 * min(places, default=_UNNAMED) + min(sure, default=9)


def order(today: date) -> tuple[Order, ...]:
    """The order of the queue on this day."""
    pressing = case((_TABLE.c.due <= today + SOON, _TABLE.c.due), else_=literal(_NO_DAY, _TABLE.c.due.type))
    return (Order(pressing), *_AMONG_EQUALS)


def stretches(today: date) -> tuple[tuple[ColumnElement[bool], tuple[Order, ...]], ...]:
    """The order of the queue as two, one behind the other: what is due soon, and the rest.

    An index has the documents of a stage ready in each of them; in the whole order they would all be sorted.
    """
    near = (Order(_TABLE.c.due), Order(_TABLE.c.urgency), *_LAST)
    return (_TABLE.c.due <= today + SOON, near), (DUE > today + SOON, _AMONG_EQUALS)  # noqa: SIM300


def after(connection: Connection, order: tuple[Order, ...], control_number: str) -> ColumnElement[bool]:
    """What comes after a document in this order. Raises NotFound."""
    own = documents.find(connection, control_number).id
    place = connection.execute(select(*(one.by for one in order)).where(_TABLE.c.id == own)).one()
    return past(order, tuple(place))


def neighbours(
    connection: Connection, stages: Collection[Stage], control_number: str, today: date
) -> tuple[str | None, str | None]:
    """The control numbers before and after a document in the queue. Raises NotFound."""
    here = documents.find(connection, control_number)
    query = select(_TABLE.c.control_number).limit(1)
    query = query.where(_TABLE.c.stage.in_([stage.value for stage in stages]), awake(today))
    return _beside(connection, query, here, today, down=True), _beside(
        connection, query, here, today, down=False
    )


def awake(today: date) -> ColumnElement[bool]:
    """What is not put off to a later day."""
    return or_(_TABLE.c.snoozed_until.is_(None), _TABLE.c.snoozed_until <= today)


def _beside(
    connection: Connection, query: Select[Any], here: Row[Any], today: date, *, down: bool
) -> str | None:
    """The next document in the order, asked for in parts: one question would sort them all."""
    soon = _TABLE.c.due <= today + SOON
    later = or_(_TABLE.c.due > today + SOON, _TABLE.c.due.is_(None))
    near = here.due is not None and here.due <= today + SOON
    due = DUE if here.due is None else _TABLE.c.due
    alike = due == literal(here.due or _NO_DAY, DUE.type)
    level = _TABLE.c.urgency == here.urgency
    own = (Order(_TABLE.c.urgency, down), *(Order(one.by, down) for one in _LAST))
    place = past(own, (here.urgency, here.received_at, here.id))
    day = literal(here.due or _NO_DAY, DUE.type)
    beyond = DUE < day if down else DUE > day  # noqa: SIM300
    less = _TABLE.c.urgency < here.urgency if down else _TABLE.c.urgency > here.urgency
    parts = [and_(alike, place), and_(soon, beyond)] if near else [
        and_(later, level, alike, place), and_(later, level, beyond), and_(later, less)
    ]  # fmt: skip
    if near is not down:
        parts.append(later if near else soon)
    clauses = [one.by.desc() if down else one.by.asc() for one in order(today)]
    found = (connection.execute(query.where(part).order_by(*clauses)).scalar() for part in parts)
    return next((number for number in found if number is not None), None)
