"""Need to know: what a reader may see of the record, put before every question that is asked for them.

While somebody is `looking`, each statement that reads gets narrowed tables of the same names in front, as
common table expressions. So lists, counts, searches and joins hold no row that the reader may not see, and no
page has to think of it. What a write reads is whole, but for statements that look a record up by its name:
these carry the option `NAMED`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event, literal_column, select

from store.sight_rules import RULES, Asked, Sight, needed

__all__ = ["NAMED", "Sight", "current", "everything", "looking", "watch"]

NAMED = {"named": True}
_SIGHT: ContextVar[Sight | None] = ContextVar("sight", default=None)
_READS = re.compile(r"\s*(?:SELECT\b|WITH\s+(RECURSIVE\s)?\s*)", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def current() -> Sight | None:
    """Who is looking; None where everything may be seen."""
    return _SIGHT.get()


@contextmanager
def looking(sight: Sight | None) -> Iterator[None]:
    """Inside, what is read is narrowed to this sight."""
    token = _SIGHT.set(sight)
    try:
        yield
    finally:
        _SIGHT.reset(token)


def everything() -> AbstractContextManager[None]:
    """Inside, everything is read: for what the record itself has to know, and nobody is shown."""
    return looking(None)


def watch(engine: Engine) -> None:
    """Narrow what is read over this engine."""
    event.listen(engine, "before_cursor_execute", _before, retval=True)


def _before(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> tuple[str, Any]:
    sight = _SIGHT.get()
    if sight is None:
        return statement, parameters
    options = context.execution_options if context is not None else {}
    if options.get("writes") and not options.get("named"):
        return statement, parameters
    return narrowed(statement, sight, connection.dialect), parameters


@lru_cache(maxsize=1024)
def narrowed(statement: str, sight: Sight, dialect: Dialect) -> str:
    """The statement over what this sight covers alone; one that reads nothing guarded stays as it is."""
    reads = _READS.match(statement)
    names = needed(RULES.keys() & set(_WORD.findall(statement)))
    if reads is None or not names:
        return statement
    front = ", ".join(_seen(name, sight, dialect) for name in names)
    if reads[0].strip().upper() == "SELECT":
        return f"WITH {front} {statement}"
    return f"WITH {reads[1] or ''}{front}, {statement[reads.end() :]}"


@lru_cache(maxsize=1024)
def _seen(name: str, sight: Sight, dialect: Dialect) -> str:
    """What stands for a table. Many statements have it in front: they differ in how many values they name."""
    schema = "main" if dialect.name == "sqlite" else dialect.default_schema_name or "public"
    asked = Asked(sight, dialect.name, schema)
    own = asked.whole(name, "own")
    query: Any = select(literal_column("own.*")).select_from(own).where(RULES[name](asked))
    told = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return f"{name} AS NOT MATERIALIZED ({told})"
