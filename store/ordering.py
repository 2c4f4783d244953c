"""Orders that the database keeps ready: written here and in the indexes of migration 0019 in the same words.

SQLite and PostgreSQL take an index over an expression only where a question has that very expression, with
its values in the text and not as parameters.
"""

from __future__ import annotations

from sqlalchemy import Date, Integer, literal_column
from sqlalchemy.sql.elements import ColumnClause

ENDED = "CASE WHEN {table}action_status IN ('Completed', 'Cancelled') THEN 1 ELSE 0 END"
DUE = "COALESCE({table}due_date, '9999-12-31')"


def open_first(table: str) -> ColumnClause[int]:
    """0 for an action or an item that is open, 1 for one that has ended."""
    return literal_column(ENDED.format(table=f"{table}."), Integer())


def by_due(table: str) -> ColumnClause[object]:
    """When an action or an item is due; a day after all others where nothing is said."""
    return literal_column(DUE.format(table=f"{table}."), Date())
