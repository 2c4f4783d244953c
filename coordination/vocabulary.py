"""Words that one chooses from: how guarded, what a paper is for, what a decision changes, health."""

from __future__ import annotations

CLASSIFICATIONS = ("Unclassified", "Sensitive", "Confidential", "Secret", "Top Secret")
VISIBILITIES = ("Public", "Internal", "Restricted", "Confidential")
PURPOSES = (
    "Source",
    "Supporting",
    "Draft",
    "Evidence of Completion",
    "Acknowledgement",
    "Interim Reply",
    "Reply",
    "Proof of Dispatch",
    "Other",
)
DEPENDENCY_TYPES = (
    "Finish to Start",
    "Finish to Finish",
    "Start to Start",
    "Start to Finish",
    "Informational",
    "Resource",
)
DEPENDENCY_STATUS = ("Active", "Satisfied", "Blocked", "At Risk", "Cancelled")
DECISION_CATEGORIES = (
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
)
LETTERS = ("Correspondence", "Inquiry")
"""Categories of actions that a letter brought about and only an answer ends; a committee's questions too."""
HEALTH = ("On track", "At risk", "Off track")


def external_said(category: str, action_type: str = "") -> str:
    """What the external suspense of an action is called: a letter has a writer, an order has none."""
    if category in LETTERS:
        return "Due to the writer"
    return "Due by the order" if action_type == "Executive Order" else "External suspense"
