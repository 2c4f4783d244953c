"""Gap-free numbers, and what the store knows of itself."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from store.tables.row import Model


class Counter(Model):
    """The last number given in one series, such as the control numbers of an office and year."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class StoreState(Model):
    """A fact about the store itself, such as which seed data it holds."""

    __tablename__ = "store_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
