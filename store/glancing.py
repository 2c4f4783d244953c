"""What every page tells of the desk: the few that wait, not all there are."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from pipeline.intake import Stage
from store.database import bare
from store.ordering import open_first
from store.tables.coordination import ExecutiveAction
from store.tables.intake import IntakeDocument
from store.views import Glance

_TABLE, _ACTION = bare(IntakeDocument), bare(ExecutiveAction)
_STAGES = [stage.value for stage in (Stage.NEEDS_REVIEW, Stage.SET_ASIDE, Stage.HELD)]
_WAITING = select(_TABLE.c.stage, func.count()).where(_TABLE.c.stage.in_(_STAGES)).group_by(_TABLE.c.stage)
_OPEN = select(func.count()).select_from(_ACTION).where(open_first("executive_action") == 0)
_ANYTHING = select(_TABLE.c.id).limit(1)


def glance(connection: Connection) -> Glance:
    """How much waits for review, could not be read, and is open."""
    waiting = {Stage(stage): count for stage, count in connection.execute(_WAITING)}
    return Glance(
        waiting.get(Stage.NEEDS_REVIEW, 0),
        waiting.get(Stage.SET_ASIDE, 0) + waiting.get(Stage.HELD, 0),
        connection.execute(_OPEN).scalar_one(),
        connection.execute(_ANYTHING).first() is None,
    )
