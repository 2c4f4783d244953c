"""Process templates as rows: read whole, written whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from coordination.actions import ItemType
from coordination.templates import AssignTo, Calculation, DayUnit, Order, Step, StepType, Template, walk
from pipeline.encoding import to_plain
from pipeline.problems import Conflict, IllegalMove, NotFound
from store import audit
from store.database import Transaction
from store.tables.processes import ProcessStep, ProcessStepDependency, ProcessTemplate


def templates(connection: Connection, *, everything: bool = False) -> tuple[Template, ...]:
    """Every template by name; only those in use unless `everything`."""
    query = select(ProcessTemplate.__table__).order_by(ProcessTemplate.name)
    rows = connection.execute(query if everything else query.where(ProcessTemplate.active)).all()
    return tuple(_template(connection, row) for row in rows)


def template(connection: Connection, name: str) -> Template:
    """One template. Raises NotFound."""
    row = _row(connection, name)
    if row is None:
        raise NotFound(f"There is no process template “{name}”.", remedy="Look it up among the templates.")
    return _template(connection, row)


def _row(connection: Connection, name: str) -> Row[Any] | None:
    query = select(ProcessTemplate.__table__).where(ProcessTemplate.name == name)
    return connection.execute(query).one_or_none()


def key_of(connection: Connection, name: str) -> int | None:
    """The row's id of a template."""
    row = _row(connection, name)
    return row.id if row else None


def _template(connection: Connection, row: Row[Any]) -> Template:
    query = select(ProcessStep.__table__).where(ProcessStep.process_template_id == row.id)
    rows = connection.execute(query.order_by(ProcessStep.step_order, ProcessStep.id)).all()
    keys = {step.id: step.step_key for step in rows}
    pairs = select(ProcessStepDependency.process_step_id, ProcessStepDependency.predecessor_step_id)
    pairs = pairs.where(ProcessStepDependency.process_step_id.in_(keys)).order_by(ProcessStepDependency.id)
    after: dict[int, list[str]] = {}
    for waiting, predecessor in connection.execute(pairs):
        after.setdefault(waiting, []).append(keys[predecessor])
    below: dict[int | None, list[Row[Any]]] = {}
    for step in rows:
        below.setdefault(step.parent_step_id, []).append(step)

    def tree(parent: int | None) -> tuple[Step, ...]:
        return tuple(_step(one, tuple(after.get(one.id, ())), tree(one.id)) for one in below.get(parent, ()))

    order = Order(row.sub_step_processing_order)
    return Template(row.name, tree(None), row.details or "", order, row.version, row.active)


def _step(row: Row[Any], after: tuple[str, ...], below: tuple[Step, ...]) -> Step:
    return Step(
        row.step_key,
        row.name,
        StepType(row.step_type),
        ItemType(row.action_type),
        row.details or "",
        AssignTo(row.assign_to),
        row.assign_to_name,
        Calculation(row.due_date_calc_method) if row.due_date_calc_method else None,
        row.due_date_offset or 0,
        DayUnit(row.due_date_offset_unit) if row.due_date_offset_unit else DayUnit.BUSINESS,
        Order(row.sub_step_processing_order),
        row.mandatory,
        after,
        below,
    )


def put_template(move: Transaction, wanted: Template, actor: str) -> Template:
    """Store a template under its name; `version` is what the writer saw, 0 or 1 for a new one.

    Work that runs keeps the steps it was started with. Raises Conflict when somebody else changed it.
    """
    connection = move.connection
    known = _row(connection, wanted.name)
    before = _template(connection, known) if known else None
    if known is None:
        sow(connection, wanted, actor)
    else:
        changed = connection.execute(
            update(ProcessTemplate)
            .where(ProcessTemplate.id == known.id, ProcessTemplate.version == wanted.version)
            .values(version=wanted.version + 1, updated_by=actor, updated_at=move.now, **_head(wanted))
        )
        if changed.rowcount != 1:
            raise Conflict("Somebody else changed this template meanwhile.", remedy="Look at it again.")
        _clear(connection, known.id)
        _put_steps(connection, known.id, wanted, actor)
    after = template(connection, wanted.name)
    deed = "template.changed" if before else "template.added"
    move.log(audit.who(actor), deed, wanted.name, to_plain(before) if before else None, to_plain(after))
    return after


def sow(connection: Connection, wanted: Template, actor: str) -> None:
    """Store a template that is not there yet, without an event of its own."""
    row = _head(wanted) | {"created_by": actor, "updated_by": actor}
    new = insert(ProcessTemplate).values(row).returning(ProcessTemplate.id)
    _put_steps(connection, connection.execute(new).scalar_one(), wanted, actor)


def rename(move: Transaction, name: str, new: str, version: int, actor: str) -> Template:
    """The template under another name. Raises IllegalMove when that is taken, Conflict, NotFound."""
    if _row(move.connection, new) is not None:
        raise IllegalMove(f"There is a template “{new}” already.", remedy="Choose another name.")
    template(move.connection, name)
    changed = move.connection.execute(
        update(ProcessTemplate)
        .where(ProcessTemplate.name == name, ProcessTemplate.version == version)
        .values(name=new, version=version + 1, updated_by=actor, updated_at=move.now)
    )
    if changed.rowcount != 1:
        raise Conflict("Somebody else changed this template meanwhile.", remedy="Look at it again.")
    move.log(audit.who(actor), "template.renamed", new, name, new)
    return template(move.connection, new)


def _head(wanted: Template) -> dict[str, Any]:
    return {
        "name": wanted.name,
        "details": wanted.details or None,
        "sub_step_processing_order": wanted.order.value,
        "active": wanted.active,
    }


def _clear(connection: Connection, key: int) -> None:
    """Steps are parts of the template; the audit log and every run keep them whole, no row refers to them."""
    own = select(ProcessStep.id).where(ProcessStep.process_template_id == key)
    connection.execute(delete(ProcessStepDependency).where(ProcessStepDependency.process_step_id.in_(own)))
    gone = update(ProcessStep).where(ProcessStep.process_template_id == key)
    connection.execute(gone.values(parent_step_id=None, main_step_id=None))
    connection.execute(delete(ProcessStep).where(ProcessStep.process_template_id == key))


def _put_steps(connection: Connection, key: int, wanted: Template, actor: str) -> None:
    ids: dict[str, int] = {}

    def put(steps: tuple[Step, ...], parent: int | None, main: int | None) -> None:
        for place, step in enumerate(steps, start=1):
            row = _step_row(step) | {
                "process_template_id": key,
                "step_order": place,
                "parent_step_id": parent,
                "main_step_id": main,
                "created_by": actor,
                "updated_by": actor,
            }
            ids[step.key] = connection.execute(
                insert(ProcessStep).values(row).returning(ProcessStep.id)
            ).scalar_one()
            put(step.steps, ids[step.key], main or ids[step.key])

    put(wanted.steps, None, None)
    pairs = [
        {"process_step_id": ids[step.key], "predecessor_step_id": ids[before], "created_by": actor}
        for _, step in walk(wanted.steps)
        for before in dict.fromkeys(step.after)
    ]
    if pairs:
        connection.execute(insert(ProcessStepDependency), pairs)


def _step_row(step: Step) -> dict[str, Any]:
    return {
        "step_key": step.key,
        "name": step.name,
        "details": step.details or None,
        "step_type": step.step_type.value,
        "action_type": step.action_type.value,
        "assign_to": step.assign_to.value,
        "assign_to_name": step.assign_to_name,
        "due_date_calc_method": step.method.value if step.method else None,
        "due_date_offset": step.offset if step.method else None,
        "due_date_offset_unit": step.unit.value if step.method else None,
        "sub_step_processing_order": step.order.value,
        "mandatory": step.mandatory,
    }
