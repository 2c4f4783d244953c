"""Executive actions and their items, as they stand on the record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, select

from coordination.actions import (
    ENDED,
    ActionItem,
    ActionStatus,
    Closure,
    ExecutiveAction,
    ItemType,
    LifecycleStage,
    Priority,
)
from pipeline.problems import NotFound
from store import item_lists, sight, worklists
from store.item_lists import Part
from store.tables import coordination, tasking
from store.tables.access import UserAccount
from store.tables.coordination import CoordinatingUnit, ExecutiveActionDocument, ExecutiveActionType
from store.tables.drafting import Draft
from store.tables.intake import IntakeDocument
from store.tables.parties import Person
from store.tables.processes import ProcessRun
from store.views import ActionView
from store.worklists import Wanted

_ACTION = coordination.ExecutiveAction
_ITEM = tasking.ActionItem
Ids = Select[Any] | list[int]


def actions(connection: Connection) -> tuple[ActionView, ...]:
    """Every action: open before ended, then by due date and number."""
    views = _views(connection)
    far = max((view.action.due_date for view in views if view.action.due_date), default=None)
    return tuple(
        sorted(
            views,
            key=lambda view: (
                view.action.status.ended,
                view.action.due_date is None,
                view.action.due_date or far,
                view.action.number,
            ),
        )
    )


def part(connection: Connection, wanted: Wanted) -> tuple[ExecutiveAction, ...]:
    """A page of actions in the order of the list, without their items.

    Raises NotFound where it is to go on behind an action that there is not.
    """
    if wanted.after:
        key_of(connection, wanted.after)
    keys = worklists.page(connection, wanted)
    rows = {row.id: row for row in connection.execute(_heads(_ACTION.id.in_(keys)))}
    units = _units(connection, keys)
    return tuple(_action(rows[key], tuple(units.get(key, ()))) for key in keys)


def items_part(connection: Connection, wanted: Part) -> tuple[ActionItem, ...]:
    """A page of the open items of all actions, heads and members of lists one by one, by due date.

    Raises NotFound where it is to go on behind an item that there is not.
    """
    if wanted.after:
        worklists.action_of(connection, wanted.after)
    keys = item_lists.keys(connection, wanted)
    rows = {row.id: row for row in connection.execute(_item_rows(_ITEM.id.in_(keys)))}
    return tuple(_item(rows[key], ()) for key in keys)


def action(connection: Connection, number: str) -> ActionView:
    """One action. Raises NotFound."""
    found = _views(connection, _ACTION.action_number == number)
    if not found:
        raise _unknown(number)
    return found[0]


def key_of(connection: Connection, number: str) -> int:
    """The key of the action that somebody names. Raises NotFound."""
    named = select(_ACTION.id).where(_ACTION.action_number == number).execution_options(**sight.NAMED)
    key = connection.execute(named).scalar()
    if key is None:
        raise _unknown(number)
    return key


def _unknown(number: str) -> NotFound:
    return NotFound(f"There is no executive action {number}.", remedy="Look it up among the actions.")


def _heads(*only: Any) -> Select[Any]:
    return (
        select(
            _ACTION.__table__,
            ExecutiveActionType.name.label("type_name"),
            IntakeDocument.control_number,
            Draft.public_id.label("draft"),
        )
        .join(ExecutiveActionType, ExecutiveActionType.id == _ACTION.executive_action_type_id)
        .outerjoin(IntakeDocument, IntakeDocument.id == _ACTION.source_document_id)
        .outerjoin(Draft, Draft.id == _ACTION.draft_id)
        .where(*only)
        .order_by(_ACTION.id)
    )


def _views(connection: Connection, *only: Any) -> tuple[ActionView, ...]:
    rows = connection.execute(_heads(*only)).all()
    # by their keys: a question inside the question is asked of every row where the reader's sight is narrow
    ids: Ids = [row.id for row in rows] if only else select(_ACTION.id)
    items, units, documents = _items(connection, ids), _units(connection, ids), _documents(connection, ids)
    return tuple(
        ActionView(
            _action(row, tuple(units.get(row.id, ()))),
            items.get(row.id, ()),
            tuple(documents.get(row.id, ())),
        )
        for row in rows
    )


def _action(row: Row[Any], units: tuple[str, ...]) -> ExecutiveAction:
    status = ActionStatus(row.action_status)
    closure = None
    if status is ActionStatus.COMPLETED:
        closure = Closure(row.actual_completion_date, row.closed_by, row.outcome_summary, row.lessons_learned)
    return ExecutiveAction(
        row.name,
        row.control_number or "",
        row.type_name,
        row.category,
        Priority(row.priority),
        status,
        row.due_date,
        row.internal_due_date,
        row.lead_organization_unit,
        units,
        str(row.draft) if row.draft else None,
        row.action_number,
        row.version,
        closure,
        row.start_date,
        row.lifecycle_stage == LifecycleStage.ARCHIVED.value,
        row.status_reason,
    )


def _grouped(connection: Connection, query: Any) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for key, value in connection.execute(query):
        groups.setdefault(key, []).append(value)
    return groups


def _units(connection: Connection, ids: Ids) -> dict[int, list[str]]:
    query = select(CoordinatingUnit.executive_action_id, CoordinatingUnit.unit)
    query = query.where(CoordinatingUnit.executive_action_id.in_(ids)).order_by(CoordinatingUnit.id)
    return _grouped(connection, query)


def _documents(connection: Connection, ids: Ids) -> dict[int, list[str]]:
    query = select(ExecutiveActionDocument.executive_action_id, IntakeDocument.control_number)
    query = query.join(IntakeDocument, IntakeDocument.id == ExecutiveActionDocument.document_id)
    query = query.where(ExecutiveActionDocument.executive_action_id.in_(ids))
    return _grouped(connection, query.order_by(ExecutiveActionDocument.id))


def _item_rows(only: Any) -> Select[Any]:
    return (
        select(
            _ITEM.__table__,
            Draft.public_id.label("draft"),
            Person.name.label("person"),
            UserAccount.name.label("user_name"),
            ProcessRun.public_id.label("run"),
        )
        .outerjoin(Draft, Draft.id == _ITEM.draft_id)
        .outerjoin(Person, Person.id == _ITEM.assignee_person_id)
        .outerjoin(UserAccount, UserAccount.id == Person.user_account_id)
        .outerjoin(ProcessRun, ProcessRun.id == _ITEM.process_run_id)
        .where(only)
        .order_by(_ITEM.item_order, _ITEM.id)
    )


def _items(connection: Connection, ids: Ids) -> dict[int, tuple[ActionItem, ...]]:
    rows = connection.execute(_item_rows(_ITEM.executive_action_id.in_(ids))).all()
    below: dict[tuple[int, int | None], list[Row[Any]]] = {}
    for row in rows:
        below.setdefault((row.executive_action_id, row.parent_action_item_id), []).append(row)

    def tree(key: tuple[int, int | None]) -> tuple[ActionItem, ...]:
        return tuple(_item(row, tree((row.executive_action_id, row.id))) for row in below.get(key, ()))

    return {number: tree((number, None)) for number in {number for number, _ in below}}


def _item(row: Row[Any], children: tuple[ActionItem, ...]) -> ActionItem:
    return ActionItem(
        row.subject,
        ItemType(row.action_type),
        ActionStatus(row.action_status),
        row.details or "",
        row.assignee,
        row.lead_organization_unit,
        row.due_date,
        row.due_basis,
        row.recurrence,
        str(row.draft) if row.draft else None,
        str(row.public_id),
        row.version,
        children,
        row.mandatory,
        row.is_paused,
        Priority(row.priority),
        row.person,
        row.user_name,
        row.assignee_team,
        row.delegated_from,
        row.start_date,
        row.next_steps,
        row.status_reason,
        row.closing_note,
        row.actual_end if row.action_status in ENDED else None,
        row.ended_by,
        row.process_step,
        str(row.run) if row.run else None,
        condition=row.condition,
    )


def find_item(items: tuple[ActionItem, ...], item_id: str) -> ActionItem:
    """The item with this id, at any depth. Raises NotFound."""
    waiting = list(items)
    while waiting:
        item = waiting.pop()
        if item.id == item_id:
            return item
        waiting.extend(item.children)
    raise NotFound("There is no such action item.", f"Its id would be {item_id!r}.")
