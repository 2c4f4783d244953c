"""What is kept beside the record: saved views, targets of measures, work that was asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Row, choice, structured

JOB_STATES = ("waiting", "running", "done", "failed")


class SavedView(Row):
    """A list as one user wants to see it again: `query` is what stands in its address."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("user_name", "list", "name"),)

    user_name: Mapped[str]
    list: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]


class MeasureTarget(Row):
    """What the office wants of a measure; the measure says whether at least or at most so much."""

    __tablename__ = "measure_target"

    measure: Mapped[str] = mapped_column(unique=True)
    target: Mapped[float]


class Job(Row):
    """Something asked for on a page that takes longer than a page may, such as an analysis to look at.

    It is no part of the record: the row is deleted when it is discarded, and after `expires_at`. A worker
    that holds it past `lease_until` has died.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state", "state"),)

    kind: Mapped[str]
    name: Mapped[str]
    asked_by: Mapped[str]
    state: Mapped[str] = mapped_column(choice("state", *JOB_STATES), default="waiting")
    given: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer: Mapped[str | None]
    problem: Mapped[Any] = structured(nullable=True)
    started_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    expires_at: Mapped[datetime]
