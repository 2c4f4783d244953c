"""Lists of open items: of a person, of an office, of everybody, the most pressing first, a part at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, case, func, or_, select

from coordination.acting import acts_for
from coordination.actions import ENDED
from coordination.clearance import ApprovalStatus
from store import persons
from store.database import bare
from store.lists import Order, behind, by_parts, joined, named
from store.ordering import awaits_word, by_due, by_words, open_first
from store.tables import coordination, tasking
from store.tables.access import UserAccount, UserUnit
from store.tables.clearance import ReviewApprovalDecision
from store.tables.parties import Person

_ACTIONS = bare(coordination.ExecutiveAction)
_ACTION, _ITEM = _ACTIONS.c, bare(tasking.ActionItem).c
_PERSON, _ACCOUNT, _HELD = bare(Person).c, bare(UserAccount).c, bare(UserUnit).c
SUBMITTED = ("Submitted for Review", "Review In Progress")
_DUE = by_due("action_item")
_AWAITS_WORD = awaits_word("action_item") == 1
_OPEN = open_first("action_item") == 0
_ORDER = (_DUE, _ITEM.executive_action_id, _ITEM.id)
_USUAL = tuple(Order(by) for by in _ORDER)
SORTS: dict[str, tuple[Any, ...]] = {
    "subject": (by_words("action_item", "subject"), _ITEM.id),
    "due": _ORDER,
    "number": (_ITEM.executive_action_id, _ITEM.id),
}
"""What a list can be put in order by: an index has each, for all that is open."""

Whose = Literal["mine", "word", "led", "all"]
Ways = tuple[tuple[Any, ...], ...]
"""Conditions, one of which an open item meets. Where `_OPEN` is among them, an index has them in order."""


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a list is wanted, and only what is due from `since` to `until` where these are said.

    It goes on behind the item `after`; where that is not seen, it begins anew. `sort` is one of SORTS;
    without one, the most pressing come first.
    """

    limit: int = 1001
    after: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = ""
    down: bool = False


START = Part()


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
    submitted_by: str | None = None

    @property
    def submitted(self) -> bool:
        """Whether it waits for somebody's word."""
        return self.status in SUBMITTED and not self.paused


_TURN = bare(ReviewApprovalDecision).c
_SUBMITTER = (
    select(_TURN.requested_by)
    .where(_TURN.action_item_id == _ITEM.id, _TURN.approval_status == ApprovalStatus.REQUESTED.value)
    .order_by(_TURN.id.desc())
    .limit(1)
    .scalar_subquery()
)
_SHOWN = (
    _ITEM.public_id,
    _ITEM.subject,
    _ITEM.action_type,
    _ITEM.action_status,
    _ITEM.due_date,
    _PERSON.name.label("person"),
    _ACCOUNT.name.label("user_name"),
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
    case((_ITEM.action_status.in_(SUBMITTED), _SUBMITTER)).label("submitted_by"),
    *(_DUE.label("place"), _ITEM.executive_action_id, _ITEM.id),
)
_PLACE = 3
"""Columns at the end that say where a row stands in the list."""


def _open(*columns: Any) -> Any:
    """Open items that somebody works on, of open actions."""
    member = bare(tasking.ActionItem).alias()
    heads = select(member.c.id).where(member.c.parent_action_item_id == _ITEM.id)
    query = select(*columns).join(_ACTIONS, _ACTION.id == _ITEM.executive_action_id)
    return query.where(
        _ACTION.action_status.not_in(ENDED),
        # the head of a list ends by itself when its members have
        or_(_ITEM.action_type != "Task", ~heads.exists()),
    )


_LISTED = (
    _open(*_SHOWN)
    .outerjoin(bare(Person), _PERSON.id == _ITEM.assignee_person_id)
    .outerjoin(bare(UserAccount), _ACCOUNT.id == _PERSON.user_account_id)
    .order_by(*_ORDER)
)
_COUNTED = _open(_ITEM.id)


def _due(part: Part) -> tuple[Any, ...]:
    since = () if part.since is None else (part.since <= _DUE,)
    return since if part.until is None else (*since, part.until >= _DUE)


def rows(connection: Connection, ways: Ways, part: Part = START) -> tuple[ItemRow, ...]:
    """The items that one of these ways leads to, in the order that is wanted."""
    if part.sort:
        return _in_order(connection, ways, part)
    shown = _LISTED.where(*_due(part), _behind(connection, part, _USUAL)).limit(part.limit)
    found = [row for way in ways for row in connection.execute(shown.where(*way))]
    if len(ways) > 1:
        found = sorted(found, key=lambda row: row[-_PLACE:])[: part.limit]
    return tuple(ItemRow(str(row[0]), *row[1:-_PLACE]) for row in found)


def _in_order(connection: Connection, ways: Ways, part: Part) -> tuple[ItemRow, ...]:
    order = [Order(by, part.down) for by in SORTS[part.sort]]
    only = (*_due(part), _behind(connection, part, order))
    parts = [_open(_ITEM.id.label("key")).where(*way, *only) for way in ways]
    # by date every way has an index of its own
    few = part.sort != "due" and any(len(way) > 1 for way in ways)
    found = joined(connection, parts, order, part.limit, few=few)
    shown: dict[int, ItemRow] = {}
    for keys in by_parts(found):
        some = _LISTED.where(_ITEM.id.in_(keys))
        shown |= {row[-1]: ItemRow(str(row[0]), *row[1:-_PLACE]) for row in connection.execute(some)}
    return tuple(shown[key] for key in found)


def keys(connection: Connection, part: Part) -> list[int]:
    """The keys of all open items, heads of lists and those of ended actions too, the nearest due first."""
    query = select(_ITEM.id).where(_OPEN, *_due(part), _behind(connection, part, _USUAL))
    return list(connection.execute(query.order_by(*_ORDER).limit(part.limit)).scalars())


def _behind(connection: Connection, part: Part, order: Sequence[Order]) -> Any:
    """What the items behind the one where a part begins meet."""
    return behind(connection, select(_ITEM.id), order, named(_ITEM.public_id, part.after))


def count(connection: Connection, ways: Ways, part: Part = START) -> int:
    """How many items there are, counted as far as the limit of this part."""
    total = 0
    for way in ways:
        some = _COUNTED.where(*way, *_due(part)).limit(max(0, part.limit - total)).subquery()
        total += int(connection.execute(select(func.count()).select_from(some)).scalar_one())
    return total


def pressing(connection: Connection, ways: Ways, today: date, part: Part) -> tuple[int, int]:
    """How many items there are, and how many of them are overdue, both counted as far as the limit."""
    total = late = 0
    dues = _COUNTED.with_only_columns(_DUE.label("due")).where(*_due(part)).order_by(_DUE).limit(part.limit)
    for way in ways:
        some = dues.where(*way).subquery()
        passed = func.coalesce(func.sum(case((some.c.due < today, 1), else_=0)), 0)
        found, overdue = connection.execute(select(func.count(), passed).select_from(some)).one()
        total, late = total + found, late + int(overdue)
    return min(total, part.limit), min(late, part.limit)


def ways(connection: Connection, whose: Whose, user: str, today: date) -> Ways:
    """The ways to the items of a list: `all` are those of one user where `user` names one."""
    if whose == "all":
        return of_all(connection, user)
    if whose == "word":
        return for_word(user)
    return mine(connection, user, today) if whose == "mine" else led(connection, user, today)


def of_all(connection: Connection, person: str = "") -> Ways:
    """Everybody's; one user's where `person` names one."""
    return ((_OPEN, _ITEM.assignee_person_id.in_(_persons(connection, {person}))),) if person else ((_OPEN,),)


def for_word(user: str) -> Ways:
    """Those that were submitted for review, and not by this user: nobody approves what they submitted."""
    own = select(_TURN.id).where(_TURN.action_item_id == _ITEM.id, _TURN.requested_by == user)
    own = own.where(_TURN.approval_status == ApprovalStatus.REQUESTED.value)
    return ((_AWAITS_WORD, _ITEM.is_paused.is_(False), ~own.exists()),)


def mine(connection: Connection, user: str, today: date) -> Ways:
    """A user's, those of officials for whom they act today, and those of their units without a person."""
    units = select(_HELD.unit_id).join(bare(UserAccount), _ACCOUNT.id == _HELD.user_id)
    held = sorted(connection.execute(units.where(_ACCOUNT.name == user)).scalars())
    own = (_OPEN, _ITEM.assignee_person_id.in_(_persons(connection, _names(connection, user, today))))
    nobody = _ITEM.assignee_person_id.is_(None)
    return (own, *((_OPEN, _ITEM.assignee_organization_unit_id == unit, nobody) for unit in held))


def led(connection: Connection, user: str, today: date) -> Ways:
    """Those that no person or team has, of the actions that a user leads, or those for whom they act."""
    leads = _persons(connection, _names(connection, user, today))
    actions = select(_ACTION.id).where(_ACTION.accountable_lead_id.in_(leads))
    own = _ITEM.executive_action_id.in_(actions)
    nobody = (_ITEM.assignee_person_id.is_(None), _ITEM.assignee_team.is_(None))
    # these are few: read by action and then sorted, not looked for along everything that is open
    return ((own, _ITEM.action_status.not_in(ENDED), *nobody),)


def of_unit(unit: int) -> Ways:
    """Those of a unit."""
    return ((_OPEN, _ITEM.assignee_organization_unit_id == unit),)


def _names(connection: Connection, user: str, today: date) -> set[str]:
    return {user} | acts_for(persons.acting_officials(connection), user, today)


def _persons(connection: Connection, names: set[str]) -> list[int]:
    query = select(_PERSON.id).join(bare(UserAccount), _ACCOUNT.id == _PERSON.user_account_id)
    return list(connection.execute(query.where(_ACCOUNT.name.in_(names))).scalars())


def waits(row: ItemRow) -> bool:
    """Whether an item waits for somebody else, or rests."""
    return row.paused or row.status == "Deferred (On Hold)" or row.submitted


def late_with_nobody(connection: Connection, today: date, most: int) -> int:
    """How many open items are overdue while no person or team has them, counted as far as `most`."""
    nobody = (today > _DUE, _ITEM.assignee_person_id.is_(None), _ITEM.assignee_team.is_(None))
    return count(connection, (nobody,), Part(most))
