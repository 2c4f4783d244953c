"""People, organisations, and the agency's own units."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Row, reference, structured


class Account(Row):
    """An organisation outside the agency."""

    __tablename__ = "account"

    name: Mapped[str] = mapped_column(unique=True)
    abbreviation: Mapped[str | None]
    description: Mapped[str | None]


class OrganizationUnit(Row):
    """A part of the agency, or (type Agency) the agency itself. Work is routed to it by its description."""

    __tablename__ = "organization_unit"

    name: Mapped[str] = mapped_column(unique=True)
    abbreviation: Mapped[str] = mapped_column(unique=True)
    org_code: Mapped[str | None]
    type: Mapped[str] = mapped_column(default="Office")
    parent_id: Mapped[int | None] = reference("organization_unit")
    managed_by: Mapped[str | None]
    description: Mapped[str]
    officers: Mapped[Any] = structured()
    aliases: Mapped[Any] = structured()
    place: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class Person(Row):
    """Somebody whom documents and actions name; `user_account_id` where it is one who signs in."""

    __tablename__ = "person"

    name: Mapped[str]
    title: Mapped[str | None]
    e_mail: Mapped[str | None]
    phone: Mapped[str | None]
    organization_id: Mapped[int | None] = reference("account")
    organization_unit_id: Mapped[int | None] = reference("organization_unit")
    user_account_id: Mapped[int | None] = reference("user_account", index=True)
