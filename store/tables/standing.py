"""What stands beside single actions: agreements, initiatives, standing texts, who acts for whom."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Row, reference


class MouAgreement(Row):
    """An agreement or memorandum of understanding with somebody outside."""

    __tablename__ = "mou_agreement"

    agreement_number: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    agreement_type: Mapped[str | None]
    agreement_status: Mapped[str | None]
    statement_of_purpose: Mapped[str | None]
    counterparty: Mapped[str | None]
    counterparty_id: Mapped[int | None] = reference("account")
    effective_date: Mapped[date | None]
    expiration_date: Mapped[date | None]
    key_terms: Mapped[str | None]
    binding: Mapped[bool] = mapped_column(default=False)
    document_id: Mapped[int | None] = reference("intake_document")
    active: Mapped[bool] = mapped_column(default=True)


class OrganizationInitiative(Row):
    """A plan of the agency's own that executive actions serve."""

    __tablename__ = "organization_initiative"

    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str | None]
    organization_unit_id: Mapped[int | None] = reference("organization_unit")
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    active: Mapped[bool] = mapped_column(default=True)


class ContentTemplate(Row):
    """A standing text from which letters and papers are made. A changed text is a new version."""

    __tablename__ = "content_template"
    __table_args__ = (UniqueConstraint("name", "template_version"),)

    name: Mapped[str]
    template: Mapped[str]
    template_version: Mapped[int] = mapped_column(default=1)
    purpose: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class ActingOfficial(Row):
    """Who acts for whom, from the first to the last day named; without a last day until it is ended."""

    __tablename__ = "acting_official"

    official_id: Mapped[int] = reference("person", index=True)
    acting_id: Mapped[int] = reference("person", index=True)
    from_date: Mapped[date]
    to_date: Mapped[date | None]
    reason: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
