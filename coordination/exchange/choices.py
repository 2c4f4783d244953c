"""The numbers that stand for choices in packages of the Executive Coordination module.

A package names no choices, it gives their numbers. The module numbers the choices of a list one after the
other from 147130000 on, in the order in which its data model names them, which is the order of our own lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coordination import vocabulary
from coordination.actions import ActionStatus, LifecycleStage, Priority

_BASE = 147_130_000


def _numbered(first: int, names: Iterable[str]) -> Mapping[str, str]:
    return {str(_BASE + first + at): name for at, name in enumerate(names)}


STATUS = _numbered(0, (status.value for status in ActionStatus))
PRIORITY = _numbered(0, (priority.value for priority in Priority))
YES_OR_NO = _numbered(8, ("Yes", "No"))
LIFECYCLE = _numbered(14, (stage.value for stage in LifecycleStage))
CLASSIFICATION = _numbered(22, vocabulary.CLASSIFICATIONS)
VISIBILITY = _numbered(33, vocabulary.VISIBILITIES)
DEPENDENCY_TYPE = _numbered(117, vocabulary.DEPENDENCY_TYPES)
DEPENDENCY_STATUS = _numbered(117, vocabulary.DEPENDENCY_STATUS)
DECISION = _numbered(117, vocabulary.DECISION_CATEGORIES)
