"""Executive actions and their items: written when a document is finished, moved until they are closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from coordination import stages
from coordination.actions import (
    ActionItem,
    ActionStatus,
    Closure,
    ExecutiveAction,
    ItemType,
    LifecycleStage,
    Priority,
)
from pipeline.problems import Conflict, IllegalMove, NotFound
from store import audit, queries
from store.database import Transaction
from store.tables import coordination, tasking
from store.tables.coordination import CoordinatingUnit, ExecutiveActionDocument, ExecutiveActionType
from store.tables.drafting import Draft
from store.tables.intake import IntakeDocument
from store.views import ActionView

_ACTION = coordination.ExecutiveAction
_ITEM = tasking.ActionItem


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


def action(connection: Connection, number: str) -> ActionView:
    """One action. Raises NotFound."""
    found = _views(connection, _ACTION.action_number == number)
    if not found:
        raise NotFound(f"There is no executive action {number}.", remedy="Look it up among the actions.")
    return found[0]


def _views(connection: Connection, *only: Any) -> tuple[ActionView, ...]:
    query = (
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
    rows = connection.execute(query).all()
    ids = [row.id for row in rows]
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


def _units(connection: Connection, ids: list[int]) -> dict[int, list[str]]:
    query = select(CoordinatingUnit.executive_action_id, CoordinatingUnit.unit)
    query = query.where(CoordinatingUnit.executive_action_id.in_(ids)).order_by(CoordinatingUnit.id)
    return _grouped(connection, query)


def _documents(connection: Connection, ids: list[int]) -> dict[int, list[str]]:
    query = select(ExecutiveActionDocument.executive_action_id, IntakeDocument.control_number)
    query = query.join(IntakeDocument, IntakeDocument.id == ExecutiveActionDocument.document_id)
    query = query.where(ExecutiveActionDocument.executive_action_id.in_(ids))
    return _grouped(connection, query.order_by(ExecutiveActionDocument.id))


def _items(connection: Connection, ids: list[int]) -> dict[int, tuple[ActionItem, ...]]:
    query = select(_ITEM.__table__, Draft.public_id.label("draft")).outerjoin(
        Draft, Draft.id == _ITEM.draft_id
    )
    rows = connection.execute(query.where(_ITEM.executive_action_id.in_(ids)).order_by(_ITEM.id)).all()
    below: dict[tuple[int, int | None], list[Row[Any]]] = {}
    for row in rows:
        below.setdefault((row.executive_action_id, row.parent_action_item_id), []).append(row)

    def tree(key: tuple[int, int | None]) -> tuple[ActionItem, ...]:
        return tuple(_item(row, tree((row.executive_action_id, row.id))) for row in below.get(key, ()))

    return {number: tree((number, None)) for number in ids}


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
    )


def close(move: Transaction, number: str, closure: Closure) -> ActionView:
    """The action completed. Raises IllegalMove or NotFound."""
    audit.person(closure.by, "close an action")
    _lock(move.connection, number)
    before = action(move.connection, number)
    after = stages.close(before.action, before.items, closure)
    _store(move, before.action, after, closure.by)
    told = {"outcome_summary": closure.outcome_summary, "lessons_learned": closure.lessons_learned}
    _tell(move, "action.closed", number, closure.by, before.action.status, after.status, **told)
    return action(move.connection, number)


def action_status(
    move: Transaction, number: str, status: ActionStatus, actor: str, reason: str = ""
) -> ActionView:
    """The action moved. Raises IllegalMove or NotFound."""
    audit.person(actor, "move an action")
    _lock(move.connection, number)
    before = action(move.connection, number)
    after = before.action.moved(status, reason)
    _store(move, before.action, after, actor)
    told = {"reason": after.status_reason} if after.status_reason else {}
    _tell(move, "action.moved", number, actor, before.action.status, status, **told)
    return action(move.connection, number)


def item_status(move: Transaction, item_id: str, status: ActionStatus, actor: str) -> ActionView:
    """The item moved. Raises IllegalMove when its action has ended, NotFound."""
    audit.person(actor, "move an action item")
    number = _action_of(move.connection, item_id)
    _lock(move.connection, number)
    view = action(move.connection, number)
    if view.action.status.ended:
        raise IllegalMove(f"{number} is already {view.action.status}.", remedy="Reopen the action first.")
    before = find_item(view.items, item_id)
    after = before.moved(status)
    changed = move.connection.execute(
        update(_ITEM)
        .where(_ITEM.public_id == queries.uuid_of(item_id), _ITEM.version == before.version)
        .values(
            action_status=after.status.value,
            version=before.version + 1,
            updated_at=move.now,
            updated_by=actor,
            **_times(after.status, move.now),
        )
    )
    _expect_one(changed.rowcount)
    _tell(move, "item.moved", f"{number}/{item_id}", actor, before.status, status)
    return action(move.connection, number)


def find_item(items: tuple[ActionItem, ...], item_id: str) -> ActionItem:
    """The item with this id, at any depth. Raises NotFound."""
    waiting = list(items)
    while waiting:
        item = waiting.pop()
        if item.id == item_id:
            return item
        waiting.extend(item.children)
    raise NotFound("There is no such action item.", f"Its id would be {item_id!r}.")


def _times(status: ActionStatus, at: datetime) -> dict[str, Any]:
    if status is ActionStatus.IN_PROGRESS:
        return {"actual_start": at, "actual_end": None}
    return {"actual_end": at} if status.ended else {}


def _lock(connection: Connection, number: str) -> None:
    connection.execute(select(_ACTION.id).where(_ACTION.action_number == number).with_for_update())


def _action_of(connection: Connection, item_id: str) -> str:
    query = select(_ACTION.action_number).join(_ITEM, _ITEM.executive_action_id == _ACTION.id)
    number = connection.execute(query.where(_ITEM.public_id == queries.uuid_of(item_id))).scalar()
    if number is None:
        raise NotFound("There is no such action item.", f"Its id would be {item_id!r}.")
    return number


def _store(move: Transaction, before: ExecutiveAction, after: ExecutiveAction, actor: str) -> None:
    closure = after.closure
    changed = move.connection.execute(
        update(_ACTION)
        .where(_ACTION.action_number == before.number, _ACTION.version == before.version)
        .values(
            action_status=after.status.value,
            lifecycle_stage=after.lifecycle.value,
            actual_completion_date=closure.at if closure else None,
            outcome_summary=closure.outcome_summary if closure else None,
            lessons_learned=closure.lessons_learned if closure else None,
            closed_by=closure.by if closure else None,
            status_reason=after.status_reason,
            version=before.version + 1,
            updated_at=move.now,
            updated_by=actor,
        )
    )
    _expect_one(changed.rowcount)


def _expect_one(rows: int) -> None:
    if rows != 1:
        raise Conflict("Somebody else changed this meanwhile.", remedy="Look at it again.")


def _tell(
    move: Transaction,
    what: str,
    subject: str,
    actor: str,
    before: ActionStatus,
    after: ActionStatus,
    **more: str,
) -> None:
    then = {"status": after.value, **more}
    move.log(audit.who(actor), what, subject, {"status": before.value}, dict(then))
