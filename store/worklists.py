"""Lists of actions and items, as pages and digests show them: no trees, counted by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, case, func, or_, select
from sqlalchemy.orm import aliased

from coordination.acting import acts_for
from pipeline.problems import NotFound
from store import persons, queries
from store.ordering import by_due, open_first
from store.tables import coordination, tasking
from store.tables.access import UserAccount, UserUnit
from store.tables.coordination import ExecutiveActionType
from store.tables.parties import Person

_ACTION = coordination.ExecutiveAction
_ITEM = tasking.ActionItem
_ENDED = ("Completed", "Cancelled")
_NAME = "executive_action"
_OPEN_IN_ORDER = open_first("action_item") == 0
_AT_ONCE = 5_000
"""Keys that one question names."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which actions a list shows: `state` open, ended or all; `words` of name or number; paged."""

    state: str = "open"
    words: str = ""
    kind: str = ""
    unit: str = ""
    due_before: date | None = None
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action in a list. `total` and `ended` count items, `lead` is the accountable lead."""

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
    total: int
    ended: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An open item in a list, with the action it belongs to. `user` is whose it is, by account."""

    id: str
    subject: str
    item_type: str
    status: str
    due: date | None
    person: str | None
    user: str | None
    unit: str | None
    team: str | None
    paused: bool
    mandatory: bool
    next_steps: str | None
    number: str
    action: str
    action_due: date | None
    classification: str
    visibility: str
    version: int
    changed: datetime


def actions(connection: Connection, wanted: Wanted) -> tuple[ActionRow, ...]:
    """A page of actions: open before ended, then by due date and number."""
    keys = _page(connection, wanted)
    found: dict[int, ActionRow] = {}
    for at in range(0, len(keys), _AT_ONCE):
        found |= _action_rows(connection, keys[at : at + _AT_ONCE])
    return tuple(found[key] for key in keys)


def _page(connection: Connection, wanted: Wanted) -> list[int]:
    """The keys of a page. An index has them in order, the open ones and those that have ended each."""
    where, limit, offset = _only(wanted), wanted.limit, wanted.offset
    if wanted.state != "all":
        return _keys(connection, [*where, open_first(_NAME) == int(wanted.state == "ended")], limit, offset)
    is_open = [*where, open_first(_NAME) == 0]
    keys = _keys(connection, is_open, limit, offset)
    if len(keys) < limit:
        before = offset + len(keys)
        if offset and not keys:
            before = connection.execute(
                select(func.count()).select_from(_ACTION).where(*is_open)
            ).scalar_one()
        ended = [*where, open_first(_NAME) == 1]
        keys += _keys(connection, ended, limit - len(keys), max(0, offset - before))
    return keys


def _keys(connection: Connection, where: list[Any], limit: int, offset: int) -> list[int]:
    query = select(_ACTION.id).where(*where).order_by(by_due(_NAME), _ACTION.id)
    return list(connection.execute(query.limit(limit).offset(offset)).scalars())


def _action_rows(connection: Connection, keys: list[int]) -> dict[int, ActionRow]:
    lead = aliased(Person)
    query = (
        select(
            _ACTION.id,
            _ACTION.action_number,
            _ACTION.name,
            ExecutiveActionType.name.label("kind"),
            _ACTION.action_status,
            _ACTION.priority,
            _ACTION.lead_organization_unit,
            lead.name.label("lead"),
            _ACTION.internal_due_date,
            _ACTION.due_date,
            _ACTION.overall_health,
        )
        .join(ExecutiveActionType, ExecutiveActionType.id == _ACTION.executive_action_type_id)
        .outerjoin(lead, lead.id == _ACTION.accountable_lead_id)
        .where(_ACTION.id.in_(keys))
    )
    counted = _counts(connection, keys)
    return {
        row.id: ActionRow(*row[1:], *counted.get(row.id, (0, 0))) for row in connection.execute(query).all()
    }


def _only(wanted: Wanted) -> list[Any]:
    found: list[Any] = []
    if wanted.words.strip():
        like = f"%{_plain(wanted.words.strip().casefold())}%"
        found.append(
            or_(
                func.lower(_ACTION.name).like(like, escape="\\"),
                func.lower(_ACTION.action_number).like(like, escape="\\"),
            )
        )
    if wanted.kind:
        kinds = select(ExecutiveActionType.id).where(ExecutiveActionType.name == wanted.kind)
        found.append(_ACTION.executive_action_type_id.in_(kinds))
    if wanted.unit:
        found.append(_ACTION.lead_organization_unit == wanted.unit)
    if wanted.due_before:
        found.append(by_due(_NAME) < wanted.due_before)
    return found


def types(connection: Connection) -> tuple[str, ...]:
    """The types of executive action in use, by name."""
    query = select(ExecutiveActionType.name).where(ExecutiveActionType.active)
    return tuple(connection.execute(query.order_by(ExecutiveActionType.name)).scalars())


def _plain(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _counts(connection: Connection, keys: list[int]) -> dict[int, tuple[int, int]]:
    done = func.sum(case((_ITEM.action_status.in_(_ENDED), 1), else_=0))
    query = select(_ITEM.executive_action_id, func.count(), done).where(_ITEM.executive_action_id.in_(keys))
    rows = connection.execute(query.group_by(_ITEM.executive_action_id))
    return {action: (total, int(ended)) for action, total, ended in rows}


def _items() -> Any:
    member = aliased(_ITEM)
    heads = select(member.id).where(member.parent_action_item_id == _ITEM.id)
    return (
        select(
            _ITEM.public_id,
            _ITEM.subject,
            _ITEM.action_type,
            _ITEM.action_status,
            _ITEM.due_date,
            Person.name.label("person"),
            UserAccount.name.label("user_name"),
            _ITEM.lead_organization_unit,
            _ITEM.assignee_team,
            _ITEM.is_paused,
            _ITEM.mandatory,
            _ITEM.next_steps,
            _ACTION.action_number,
            _ACTION.name.label("action"),
            _ACTION.due_date.label("action_due"),
            _ACTION.security_classification,
            _ACTION.visibility,
            _ITEM.version,
            _ITEM.updated_at,
        )
        .join(_ACTION, _ACTION.id == _ITEM.executive_action_id)
        .outerjoin(Person, Person.id == _ITEM.assignee_person_id)
        .outerjoin(UserAccount, UserAccount.id == Person.user_account_id)
        .where(
            _ACTION.action_status.not_in(_ENDED),
            # the head of a list ends by itself when its members have
            or_(_ITEM.action_type != "Task", ~heads.exists()),
        )
    )


def open_items(connection: Connection, person: str, limit: int) -> tuple[ItemRow, ...]:
    """Open items that somebody works on, of one user where `person` names one, the most pressing first."""
    if person:
        own = _ITEM.assignee_person_id.in_(_persons(connection, {person}))
        return _rows(connection, _items().where(own), limit)
    # of everybody: in this order an index has them, so that no more are read than are shown
    query = (
        _items().where(_OPEN_IN_ORDER).order_by(by_due("action_item"), _ITEM.executive_action_id, _ITEM.id)
    )
    return _told(connection, query.limit(limit))


def _rows(connection: Connection, query: Any, limit: int) -> tuple[ItemRow, ...]:
    """Of one person or unit: found by whose they are and then sorted, which takes another order of words."""
    order = (_ITEM.due_date.is_(None), _ITEM.due_date, _ITEM.executive_action_id, _ITEM.id)
    is_open = _ITEM.action_status.not_in(_ENDED)
    return _told(connection, query.where(is_open).order_by(*order).limit(limit))


def _told(connection: Connection, query: Any) -> tuple[ItemRow, ...]:
    return tuple(ItemRow(str(row[0]), *row[1:]) for row in connection.execute(query))


def mine(connection: Connection, user: str, today: date, limit: int) -> tuple[ItemRow, ...]:
    """Open items of a user, of officials for whom they act today, and of their units without a person."""
    names = {user} | acts_for(persons.acting_officials(connection), user, today)
    units = (
        select(UserUnit.unit_id)
        .join(UserAccount, UserAccount.id == UserUnit.user_id)
        .where(UserAccount.name == user)
    )
    # the keys first: with them, both halves of the condition are looked up in an index
    held = list(connection.execute(units).scalars())
    own = _ITEM.assignee_person_id.in_(_persons(connection, names))
    unit = _ITEM.assignee_person_id.is_(None) & _ITEM.assignee_organization_unit_id.in_(held)
    return _rows(connection, _items().where(or_(own, unit) if held else own), limit)


def led(connection: Connection, user: str, today: date, limit: int) -> tuple[ItemRow, ...]:
    """Open items that no person or team has, of the actions that a user leads, or those for whom they act."""
    names = {user} | acts_for(persons.acting_officials(connection), user, today)
    actions = select(_ACTION.id).where(_ACTION.accountable_lead_id.in_(_persons(connection, names)))
    nobody = _ITEM.assignee_person_id.is_(None) & _ITEM.assignee_team.is_(None)
    query = _items().where(_ITEM.executive_action_id.in_(actions), nobody)
    return _rows(connection, query, limit)


def of_unit(connection: Connection, unit: int, limit: int) -> tuple[ItemRow, ...]:
    """Open items of a unit, the most pressing first."""
    return _rows(connection, _items().where(_ITEM.assignee_organization_unit_id == unit), limit)


def _persons(connection: Connection, names: set[str]) -> list[int]:
    query = select(Person.id).join(UserAccount, UserAccount.id == Person.user_account_id)
    return list(connection.execute(query.where(UserAccount.name.in_(names))).scalars())


def waits(row: ItemRow) -> bool:
    """Whether an item waits for somebody else, or rests."""
    return row.paused or row.status in ("Deferred (On Hold)", "Submitted for Review", "Review In Progress")


def late_with_nobody(connection: Connection, today: date, most: int) -> int:
    """How many open items are overdue while no person or team has them, counted as far as `most`."""
    nobody = (_ITEM.assignee_person_id.is_(None), _ITEM.assignee_team.is_(None))
    query = _items().where(_OPEN_IN_ORDER, by_due("action_item") < today, *nobody).with_only_columns(_ITEM.id)
    late = query.limit(most).subquery()
    return int(connection.execute(select(func.count()).select_from(late)).scalar_one())


def action_of(connection: Connection, item_id: str) -> str:
    """The number of the action that an item belongs to. Raises NotFound."""
    query = select(_ACTION.action_number).join(_ITEM, _ITEM.executive_action_id == _ACTION.id)
    number = connection.execute(query.where(_ITEM.public_id == queries.uuid_of(item_id))).scalar()
    if number is None:
        raise NotFound("There is no such action item.", f"Its id would be {item_id!r}.")
    return number
