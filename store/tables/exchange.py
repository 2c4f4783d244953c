"""What came from other coordination systems, as it came, and which rows of ours it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Row, structured


class ExternalEntity(Row):
    """An entity of another system as its package describes it."""

    __tablename__ = "external_entity"

    entity: Mapped[str] = mapped_column(unique=True)
    attributes: Mapped[Any] = structured()
    fields: Mapped[Any] = structured()


class ExternalRecord(Row):
    """A record of another system with all its fields, by its own key.

    `row_id` is our row in `row_table`, if it could become one; `linked` says that the row was ours before
    and was not changed by it.
    """

    __tablename__ = "external_record"
    __table_args__ = (UniqueConstraint("entity", "external_id"),)

    entity: Mapped[str]
    external_id: Mapped[str]
    fields: Mapped[Any] = structured()
    linked: Mapped[bool] = mapped_column(default=False)
    row_table: Mapped[str | None]
    row_id: Mapped[int | None]
    source: Mapped[str]
