"""Process templates, their steps, and the runs that work was started from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordination.actions import ItemType
from coordination.templates import AssignTo, Calculation, DayUnit, Order, StepType
from store.tables.row import Row, choice, reference, structured


class ProcessTemplate(Row):
    """A way in which work of a kind is done. Work that runs keeps the template as it was at its start."""

    __tablename__ = "process_template"

    name: Mapped[str] = mapped_column(unique=True)
    details: Mapped[str | None]
    sub_step_processing_order: Mapped[str] = mapped_column(
        choice("sub_step_processing_order", *(order.value for order in Order)), default=Order.SERIAL.value
    )
    active: Mapped[bool] = mapped_column(default=True)


class ProcessStep(Row):
    """A step of a template, in a tree. `step_key` names it within the template, `main_step_id` its top."""

    __tablename__ = "process_step"
    __table_args__ = (UniqueConstraint("process_template_id", "step_key"),)

    process_template_id: Mapped[int] = reference("process_template", index=True)
    step_key: Mapped[str]
    name: Mapped[str]
    details: Mapped[str | None]
    step_type: Mapped[str] = mapped_column(choice("step_type", *(kind.value for kind in StepType)))
    action_type: Mapped[str] = mapped_column(choice("action_type", *(kind.value for kind in ItemType)))
    step_order: Mapped[int]
    parent_step_id: Mapped[int | None] = reference("process_step")
    main_step_id: Mapped[int | None] = reference("process_step")
    assign_to: Mapped[str] = mapped_column(choice("assign_to", *(who.value for who in AssignTo)))
    assign_to_name: Mapped[str | None]
    due_date_calc_method: Mapped[str | None] = mapped_column(
        choice("due_date_calc_method", *(way.value for way in Calculation))
    )
    due_date_offset: Mapped[int | None]
    due_date_offset_unit: Mapped[str | None] = mapped_column(
        choice("due_date_offset_unit", *(unit.value for unit in DayUnit))
    )
    sub_step_processing_order: Mapped[str] = mapped_column(
        choice("sub_step_processing_order", *(order.value for order in Order)), default=Order.SERIAL.value
    )
    mandatory: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)


class ProcessStepDependency(Row):
    """A step that must have ended before another of the same template may begin."""

    __tablename__ = "process_step_dependency"
    __table_args__ = (UniqueConstraint("process_step_id", "predecessor_step_id"),)

    process_step_id: Mapped[int] = reference("process_step")
    predecessor_step_id: Mapped[int] = reference("process_step")


class ProcessRun(Row):
    """A template put to work on an executive action. `steps` is the template as it was then, for good."""

    __tablename__ = "process_run"

    executive_action_id: Mapped[int] = reference("executive_action", index=True)
    process_template_id: Mapped[int | None] = reference("process_template")
    template_name: Mapped[str]
    template_version: Mapped[int]
    steps: Mapped[Any] = structured()
    start_date: Mapped[date]
    originator: Mapped[str]
    ended_at: Mapped[datetime | None]
