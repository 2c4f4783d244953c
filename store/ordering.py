"""Orders that the database keeps ready, in the words of the indexes of migrations 0019, 0021, 0026 and 0031.

SQLite and PostgreSQL take an index over an expression only where a question has that very expression, with
its values in the text and not as parameters.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer, Text, literal_column
from sqlalchemy.sql.elements import ColumnClause

ENDED = "CASE WHEN {table}action_status IN ('Completed', 'Cancelled') THEN 1 ELSE 0 END"
DUE = "COALESCE({table}{column}, '9999-12-31')"
WORDS = "LOWER({table}{column})"


AWAITS_WORD = "CASE WHEN {table}action_status IN ('Submitted for Review', 'Review In Progress') THEN 1 END"


def awaits_word(table: str) -> ColumnClause[int]:
    """1 for an item that was submitted for somebody's word."""
    return literal_column(AWAITS_WORD.format(table=f"{table}."), Integer())


def open_first(table: str) -> ColumnClause[int]:
    """0 for an action or an item that is open, 1 for one that has ended."""
    return literal_column(ENDED.format(table=f"{table}."), Integer())


def by_due(table: str, column: str = "due_date") -> ColumnClause[date]:
    """When something is due; a day after all others where nothing is said."""
    return literal_column(DUE.format(table=f"{table}.", column=column), Date())


def by_words(table: str, column: str) -> ColumnClause[str]:
    """What something is called, large and small letters alike."""
    return literal_column(WORDS.format(table=f"{table}.", column=column), Text())
