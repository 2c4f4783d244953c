"""The numbers that stand for choices in packages of the Executive Coordination module.

A package names no choices, it gives their numbers. The module numbers the choices of a list one after the
other from 147130000 on, in the order in which its data model names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_BASE = 147_130_000


def _numbered(first: int, names: Sequence[str]) -> Mapping[str, str]:
    return {str(_BASE + first + at): name for at, name in enumerate(names)}


STATUS = _numbered(
    0,
    (
        "New (Not Started)",
        "In Progress",
        "Submitted for Review",
        "Review In Progress",
        "Returned",
        "Completed",
        "Cancelled",
        "Deferred (On Hold)",
    ),
)
PRIORITY = _numbered(0, ("Low", "Medium", "High", "Critical"))
YES_OR_NO = _numbered(8, ("Yes", "No"))
LIFECYCLE = _numbered(
    14, ("Planning", "Initiation", "Active", "On Hold", "Complete", "Cancelled", "Archived")
)
CLASSIFICATION = _numbered(22, ("Unclassified", "Sensitive", "Confidential", "Secret", "Top Secret"))
VISIBILITY = _numbered(33, ("Public", "Internal", "Restricted", "Confidential"))
DEPENDENCY_TYPE = _numbered(
    117,
    (
        "Finish to Start",
        "Finish to Finish",
        "Start to Start",
        "Start to Finish",
        "Informational",
        "Resource",
    ),
)
DEPENDENCY_STATUS = _numbered(117, ("Active", "Satisfied", "Blocked", "At Risk", "Cancelled"))
DECISION = _numbered(
    117,
    (
        "Scope Change",
        "Timeline Extension",
        "Budget Reallocation",
        "Accountability Reassignment",
        "Approach Modification",
        "Priority Adjustment",
        "Resource Addition",
        "Dependency Change",
        "Requirement Clarification",
        "Risk Mitigation",
        "Termination",
        "Hold",
    ),
)
