"""What every table has, and the types that its columns are made of."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, Date, DateTime, Dialect, Enum, Float, ForeignKey, MetaData, Numeric, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
LONGEST_CHOICE = 40
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Utc(TypeDecorator[datetime]):
    """A moment. Goes in with any zone, comes out in UTC; one without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as the database keeps it. Raises ValueError for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text. What no database takes, NUL and lone surrogates as in undecodable file names, becomes U+FFFD."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as the database keeps it, character for character."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text with U+FFFD for what no database takes."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


class Model(DeclarativeBase):
    """All tables; constraints carry predictable names so that migrations can change them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Words(),
        datetime: Utc(),
        date: Date(),
        Decimal: Numeric(14, 2),
        UUID: Uuid(),
        float: Float(),
    }


class Row(Model):
    """A row that people know: numbered inside, named by `public_id` outside, versioned, with its makers."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)
    public_id: Mapped[UUID] = mapped_column(unique=True, default=uuid4, sort_order=-9)
    created_at: Mapped[datetime] = mapped_column(default=now, sort_order=90)
    created_by: Mapped[str] = mapped_column(default="system", sort_order=91)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now, sort_order=92)
    updated_by: Mapped[str] = mapped_column(default="system", sort_order=93)
    version: Mapped[int] = mapped_column(default=1, sort_order=94)


def choice(name: str, *values: str) -> Enum:
    """A string column's type that takes these values alone; the database checks it."""
    return Enum(*values, name=name, native_enum=False, create_constraint=True, length=LONGEST_CHOICE)


def reference(table: str, *, index: bool = False) -> MappedColumn[Any]:
    """A column that names a row of another table."""
    return mapped_column(ForeignKey(f"{table}.id"), index=index)


def structured(*, nullable: bool = False) -> MappedColumn[Any]:
    """A column of JSON data; the order of names in it is kept."""
    return mapped_column(JSON(none_as_null=True), nullable=nullable)


LEVELS = ("Extreme", "High", "Medium", "Low", "Minimal", "None")
"""Likelihood, severity and overall risk, the gravest first."""

ACTION_STATUS = (
    "New (Not Started)",
    "In Progress",
    "Submitted for Review",
    "Review In Progress",
    "Returned",
    "Completed",
    "Cancelled",
    "Deferred (On Hold)",
)
