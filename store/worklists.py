"""Lists of actions, as pages and digests show them: no trees, counted by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Text, cast, func, or_, select

from coordination.progress import Progress
from pipeline.problems import NotFound
from store import progressing, queries
from store.database import bare
from store.lists import Order, behind, beyond, by_parts, joined
from store.ordering import by_due, by_words, open_first
from store.tables import coordination, tasking
from store.tables.coordination import ExecutiveActionType
from store.tables.mandates import LegalAuthority
from store.tables.parties import Person

_ACTION, _ITEM = bare(coordination.ExecutiveAction).c, bare(tasking.ActionItem).c
_AUTHORITY, _TIE = bare(LegalAuthority).c, bare(tasking.ActionItemAuthority).c
_TYPE, _PERSON = bare(ExecutiveActionType).c, bare(Person).c
_NAME = "executive_action"
_NONE = Progress(0, 0)
_USUAL = (Order(by_due(_NAME)), Order(_ACTION.id))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which actions a list shows: `state` open, ended or all, `statuses` these alone.

    `words` are of name, number or tags; `authority` is what an action, or an item of it, rests on. It goes
    on behind the action `after`; where that is not seen, it begins anew. `sort` is one of SORTS; without one,
    open actions come before ended ones, the nearest suspense first.
    """

    state: str = "open"
    words: str = ""
    kind: str = ""
    unit: str = ""
    due_before: date | None = None
    limit: int = 50
    after: str = ""
    statuses: tuple[str, ...] = ()
    authority: str = ""
    sort: str = ""
    down: bool = False


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action in a list. `done` of `total` items, as on its page; `lead` is the accountable lead."""

    number: str
    name: str
    kind: str
    status: str
    priority: str
    lead_unit: str | None
    lead: str | None
    internal: date | None
    due: date | None
    health: str | None
    target: date | None
    effort: str | None
    budget: str | None
    alignment: str | None
    tags: tuple[str, ...]
    total: int
    done: int
    issued: date | None = None


SORTS: dict[str, Any] = {
    "number": _ACTION.action_number,
    "name": by_words(_NAME, "name"),
    "internal": by_due(_NAME, "internal_due_date"),
    "due": by_due(_NAME),
}
"""What a list can be put in order by: an index has each, for open and for ended actions."""


def actions(connection: Connection, wanted: Wanted) -> tuple[ActionRow, ...]:
    """A page of actions, in the order that is wanted."""
    keys = page(connection, wanted)
    found: dict[int, ActionRow] = {}
    for some in by_parts(keys):
        found |= _action_rows(connection, some)
    return tuple(found[key] for key in keys)


def page(connection: Connection, wanted: Wanted) -> list[int]:
    """The keys of a page of actions. An index has the open and the ended ones in order."""
    halves = {"open": (0,), "ended": (1,), "all": (0, 1)}[wanted.state]
    if wanted.sort:
        return _in_order(connection, wanted, halves)
    ended, later = _place(connection, wanted.after)
    keys: list[int] = []
    for half in (one for one in halves if one >= ended):
        where = [*_only(wanted), open_first(_NAME) == half, *(later if half == ended else ())]
        query = select(_ACTION.id).where(*where).order_by(*(one.clause for one in _USUAL))
        keys += connection.execute(query.limit(wanted.limit - len(keys))).scalars()
    return keys


def _place(connection: Connection, number: str) -> tuple[int, list[Any]]:
    """Whether an action has ended, and what those behind it meet: an offset would count all before it."""
    place = select(open_first(_NAME), *(one.by for one in _USUAL)).where(_ACTION.action_number == number)
    row = connection.execute(place).one_or_none() if number else None
    return (0, []) if row is None else (row[0], [beyond(_USUAL, row[1:])])


def _in_order(connection: Connection, wanted: Wanted, halves: tuple[int, ...]) -> list[int]:
    order = (Order(SORTS[wanted.sort], wanted.down), Order(_ACTION.id, wanted.down))
    at = _ACTION.action_number == wanted.after if wanted.after else None
    only = (*_only(wanted), behind(connection, select(_ACTION.id), order, at))
    parts = [select(_ACTION.id.label("key")).where(open_first(_NAME) == half, *only) for half in halves]
    return joined(connection, parts, order, wanted.limit)


_SHOWN = (
    select(
        *(_ACTION.id, _ACTION.action_number, _ACTION.name, _TYPE.name.label("kind")),
        *(_ACTION.action_status, _ACTION.priority, _ACTION.lead_organization_unit),
        *(_PERSON.name.label("lead"), _ACTION.internal_due_date, _ACTION.due_date, _ACTION.overall_health),
        *(_ACTION.target_completion_date, _ACTION.estimated_effort, _ACTION.estimated_budget),
        *(_ACTION.start_date, _ACTION.strategic_alignment, _ACTION.tags),
    )
    .join(bare(ExecutiveActionType), _TYPE.id == _ACTION.executive_action_type_id)
    .outerjoin(bare(Person), _PERSON.id == _ACTION.accountable_lead_id)
)


def _action_rows(connection: Connection, keys: Sequence[int]) -> dict[int, ActionRow]:
    counted, rows = progressing.progress_of(connection, keys), _SHOWN.where(_ACTION.id.in_(keys))
    return {row.id: _row(row, counted.get(row.id, _NONE)) for row in connection.execute(rows)}


def _row(row: Any, far: Progress) -> ActionRow:
    effort, budget, issued, alignment, tags = row[-5:]
    worth = [None if amount is None else str(amount) for amount in (effort, budget)]
    told = (*row[1:-5], *worth, alignment, tuple(tags or ()), far.total, far.completed, issued)
    return ActionRow(*told)


def _only(wanted: Wanted) -> list[Any]:
    found: list[Any] = []
    if wanted.words.strip():
        like = f"%{_plain(wanted.words.strip().casefold())}%"
        found.append(
            or_(
                func.lower(_ACTION.name).like(like, escape="\\"),
                func.lower(_ACTION.action_number).like(like, escape="\\"),
                func.lower(cast(_ACTION.tags, Text)).like(like, escape="\\"),
            )
        )
    if wanted.kind:
        kinds = select(ExecutiveActionType.id).where(ExecutiveActionType.name == wanted.kind)
        found.append(_ACTION.executive_action_type_id.in_(kinds))
    if wanted.statuses:
        found.append(_ACTION.action_status.in_(wanted.statuses))
    if wanted.authority:
        found.append(_rests_on(wanted.authority))
    if wanted.unit:
        found.append(_ACTION.lead_organization_unit == wanted.unit)
    if wanted.due_before:
        found.append(by_due(_NAME) < wanted.due_before)
    return found


def _rests_on(citation: str) -> Any:
    key = select(_AUTHORITY.id).where(_AUTHORITY.citation == citation).scalar_subquery()
    tied = select(_TIE.action_item_id).where(_TIE.legal_authority_id == key)
    items = select(_ITEM.executive_action_id).where(_ITEM.id.in_(tied))
    return or_(_ACTION.source_legal_authority_id == key, _ACTION.id.in_(items))


def types(connection: Connection) -> tuple[str, ...]:
    """The types of executive action in use, by name."""
    query = select(ExecutiveActionType.name).where(ExecutiveActionType.active)
    return tuple(connection.execute(query.order_by(ExecutiveActionType.name)).scalars())


def _plain(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def action_of(connection: Connection, item_id: str) -> str:
    """The number of the action that an item belongs to. Raises NotFound."""
    query = select(_ACTION.action_number).join(
        bare(tasking.ActionItem), _ITEM.executive_action_id == _ACTION.id
    )
    number = connection.execute(query.where(_ITEM.public_id == queries.uuid_of(item_id))).scalar()
    if number is None:
        raise NotFound("There is no such action item.", f"Its id would be {item_id!r}.")
    return str(number)
