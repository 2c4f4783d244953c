"""Lists by parts: an order, the place where the last part ended, and views that somebody saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    insert,
    literal,
    or_,
    select,
    true,
    union_all,
    update,
)

from pipeline.problems import IllegalMove
from store import audit
from store.database import Transaction, bare
from store.tables import sheets
from store.views import SavedView

MOST_VIEWS = 30
AT_ONCE = 5_000
"""Keys that one question names."""
_VIEW = bare(sheets.SavedView)


@dataclass(frozen=True, slots=True)
class Order:
    """One thing that rows are ordered by; it must not be NULL. The last of several tells all rows apart."""

    by: ColumnElement[Any]
    down: bool = False

    @property
    def clause(self) -> ColumnElement[Any]:
        """For ORDER BY."""
        return self.by.desc() if self.down else self.by.asc()


def past(order: Sequence[Order], place: Sequence[Any]) -> ColumnElement[bool]:
    """Rows that come after the one with these values."""
    marks = [literal(value, part.by.type) for part, value in zip(order, place, strict=True)]
    steps = []
    for number, (part, mark) in enumerate(zip(order, marks, strict=True)):
        same = [before.by == there for before, there in zip(order[:number], marks[:number], strict=True)]
        steps.append(and_(*same, part.by < mark if part.down else part.by > mark))
    return or_(*steps)


def behind(
    connection: Connection, query: Select[Any], order: Sequence[Order], at: ColumnElement[bool] | None
) -> ColumnElement[bool]:
    """Rows that come after the one that `at` tells; all of them where it tells none of what the query reads.

    The query is the whole list's, not narrowed: the one may have left the part that is read.
    """
    if at is None:
        return true()
    known = query.with_only_columns(*(one.by for one in order), maintain_column_froms=True).where(at)
    place = connection.execute(known).first()
    return true() if place is None else beyond(order, place)


def paged(
    connection: Connection,
    whole: Select[Any],
    order: Sequence[Order],
    at: ColumnElement[bool] | None,
    limit: int,
) -> Select[Any]:
    """A part of a list in its order, behind the row that `at` tells; it is narrowed after that."""
    query = whole.where(behind(connection, whole, order, at))
    return query.order_by(*(one.clause for one in order)).limit(limit)


def named(key: ColumnElement[Any], public_id: str) -> ColumnElement[bool] | None:
    """The row that goes by this id elsewhere; None where it is no such id."""
    try:
        return key == UUID(public_id)
    except ValueError:
        return None


def by_parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """The keys, so many at a time as one question names."""
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))


def beyond(order: Sequence[Order], place: Sequence[Any]) -> ColumnElement[bool]:
    """The same, so that an index over the first of the order is entered at its place and not at its start."""
    first, mark = order[0], literal(place[0], order[0].by.type)
    return and_(first.by <= mark if first.down else first.by >= mark, past(order, place))


def joined(
    connection: Connection,
    parts: Sequence[Select[Any]],
    order: Sequence[Order],
    limit: int,
    *,
    few: bool = False,
) -> list[int]:
    """The first keys of several lists in one order. Each select gives the keys alone.

    An index over the order serves each part, unless they are `few`: these are read and then sorted. The
    database puts them together: what it takes for the earlier of two words is its own.
    """
    names = [f"place_{number}" for number in range(len(order))]
    columns = [one.by.label(name) for one, name in zip(order, names, strict=True)]
    clauses = [one.clause for one in order]
    wide = [part.add_columns(*columns) for part in parts]
    # an offset keeps the planner from walking the whole order in search of a few
    ready = [part.offset(0) if few else part.order_by(*clauses).limit(limit) for part in wide]
    first = [select(part.subquery()) for part in ready]
    whole = union_all(*first).subquery()
    turned = [Order(whole.c[name], one.down).clause for one, name in zip(order, names, strict=True)]
    return list(connection.execute(select(whole.c[0]).order_by(*turned).limit(limit)).scalars())


def saved(connection: Connection, user: str, name: str) -> tuple[SavedView, ...]:
    """The views of one list that this user saved, by name."""
    query = select(_VIEW.c.name, _VIEW.c.query).where(_VIEW.c.user_name == user, _VIEW.c.list == name)
    return tuple(SavedView(*row) for row in connection.execute(query.order_by(_VIEW.c.name)))


def save(move: Transaction, user: str, name: str, view: SavedView) -> None:
    """Save a view, in place of one of the same name. Raises IllegalMove for too many, or without a name."""
    audit.person(user, "save a view")
    if not view.name.strip():
        raise IllegalMove("The view has no name.", remedy="Write a short name.")
    here = (_VIEW.c.user_name == user, _VIEW.c.list == name)
    known = select(_VIEW.c.name).where(*here)
    names = set(move.connection.execute(known).scalars())
    if view.name not in names and len(names) >= MOST_VIEWS:
        raise IllegalMove(f"There are {MOST_VIEWS} saved views already.", remedy="Forget one of them first.")
    if view.name in names:
        change = update(_VIEW).where(*here, _VIEW.c.name == view.name).values(query=view.query)
        move.connection.execute(change.values(updated_by=user, updated_at=move.now))
    else:
        row = {"user_name": user, "list": name, "name": view.name, "query": view.query, "created_by": user}
        move.connection.execute(insert(_VIEW).values(row))
    move.log(audit.who(user), "view.saved", f"{name}: {view.name}", None, view.query)


def drop(move: Transaction, user: str, name: str, view: str) -> None:
    """Forget a view. One that is not there is no error."""
    gone = delete(_VIEW).where(_VIEW.c.user_name == user, _VIEW.c.list == name, _VIEW.c.name == view)
    if move.connection.execute(gone).rowcount:
        move.log(audit.who(user), "view.dropped", f"{name}: {view}")
