"""How far many actions are at once, by the rule of `coordination.progress`, counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, case, func, or_, select

from coordination.actions import ActionStatus, ItemType
from coordination.planning import People, to_come
from coordination.progress import Progress
from coordination.templates import Template
from pipeline.encoding import from_plain
from store.database import bare
from store.tables.coordination import CoordinatingUnit
from store.tables.processes import ProcessRun
from store.tables.tasking import ActionItem

_ITEM, _RUN, _UNIT = bare(ActionItem).c, bare(ProcessRun).c, bare(CoordinatingUnit).c
_MEMBER = bare(ActionItem).alias("member").c
_HEAD = select(_MEMBER.id).where(_MEMBER.parent_action_item_id == _ITEM.id).exists()
_DONE = func.sum(case((_ITEM.action_status == ActionStatus.COMPLETED.value, 1), else_=0))
_COUNTED = (
    select(_ITEM.executive_action_id, func.count(), _DONE)
    .where(
        _ITEM.action_status != ActionStatus.CANCELLED.value,
        or_(_ITEM.action_type != ItemType.TASK.value, ~_HEAD),
    )
    .group_by(_ITEM.executive_action_id)
)
_RUNNING = select(_RUN.id, _RUN.executive_action_id, _RUN.steps).where(_RUN.ended_at.is_(None))
_BEGUN = select(_ITEM.process_run_id, _ITEM.process_step).distinct()
_HELPING = select(_UNIT.executive_action_id, _UNIT.unit)


def progress_of(connection: Connection, keys: Sequence[int]) -> dict[int, Progress]:
    """How far each of these actions is, by its key."""
    planned = _planned(connection, keys)
    counted = connection.execute(_COUNTED.where(_ITEM.executive_action_id.in_(keys)))
    found = {key: Progress(total + planned.pop(key, 0), int(done)) for key, total, done in counted}
    return found | {key: Progress(steps, 0) for key, steps in planned.items()}


def _planned(connection: Connection, keys: Sequence[int]) -> Counter[int]:
    """How many steps of their processes are still to come."""
    runs = connection.execute(_RUNNING.where(_RUN.executive_action_id.in_(keys))).all()
    found: Counter[int] = Counter()
    if not runs:
        return found
    begun, helping = defaultdict[int, set[str]](set), defaultdict[int, list[str]](list)
    for run, step in connection.execute(_BEGUN.where(_ITEM.process_run_id.in_([run.id for run in runs]))):
        begun[run].add(step)
    theirs = _HELPING.where(_UNIT.executive_action_id.in_([run.executive_action_id for run in runs]))
    for action, unit in connection.execute(theirs):
        helping[action].append(unit)
    for run, action, steps in runs:
        people = People("", coordinating_units=tuple(helping[action]))
        found[action] += len(to_come(from_plain(Template, steps), begun[run], people))
    return found
