"""Gap-free numbers: taken in the transaction that uses them, given back when it fails."""

from __future__ import annotations

from sqlalchemy import insert, update

from store.database import Transaction
from store.tables.counting import Counter


def following(move: Transaction, series: str) -> int:
    """The next number of a series, from 1. The caller holds the lock that guards the series."""
    step = update(Counter).where(Counter.series == series).values(last=Counter.last + 1)
    number: int | None = move.connection.execute(step.returning(Counter.last)).scalar()
    if number is None:
        move.connection.execute(insert(Counter).values(series=series, last=1))
        return 1
    return number


def action_number(move: Transaction, year: int) -> str:
    """The next executive action's number, such as `EC-A-2026-00001`."""
    return _numbered(move, "A", year)


def risk_number(move: Transaction, year: int) -> str:
    """The next risk's number, such as `EC-R-2026-00001`."""
    return _numbered(move, "R", year)


def analysis_number(move: Transaction, year: int) -> str:
    """The next assessment's number, such as `EC-N-2026-00001`."""
    return _numbered(move, "N", year)


def agreement_number(move: Transaction, year: int) -> str:
    """The next agreement's number, such as `EC-M-2026-00001`."""
    return _numbered(move, "M", year)


def control_number(move: Transaction, year: int) -> str:
    """The next receipt's number, such as `EC-2026-00001`."""
    office = move.settings.office
    return f"{office}-{year}-{following(move, f'control {office} {year}'):05d}"


def _numbered(move: Transaction, letter: str, year: int) -> str:
    office = move.settings.office
    return f"{office}-{letter}-{year}-{following(move, f'{letter} {office} {year}'):05d}"
