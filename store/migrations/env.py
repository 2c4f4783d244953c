"""Run by Alembic: takes the connection that `store.opening` hands over."""

from __future__ import annotations

from typing import Any

from alembic import context

from store.tables import metadata


def _is_ours(thing: object, name: str | None, kind: str, reflected: bool, compared: object) -> bool:
    """The text index is no table of ours: it can be dropped and built anew, and differs by engine."""
    return not (kind == "table" and name is not None and name.startswith("text_search"))


connection: Any = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    include_object=_is_ours,
)
with context.begin_transaction():
    context.run_migrations()
