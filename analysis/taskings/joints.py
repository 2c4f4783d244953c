"""Where one sentence goes from one duty to another."""

from __future__ import annotations

import re

JOINT = re.compile(r"[,;]\s+(?:and|but),?\s+|;\s+(?=[a-z])")
BEFORE_ACTOR = re.compile(
    r"(?:,?\s*(?:by|within|not\s+later|no\s+later|beginning|on|after|before|upon|to\s+the\s+(?:\w+\s+)?extent|as\s+(?:appropriate|necessary)"
    r"|if|when|where|once|unless|in\s+(?:consultation|coordination|addition|its|their|each|such)|during|under|consistent|subject|pursuant|thereafter|following)\b.*)?",
    re.I | re.S,
)
"""What may stand between "and" and the second actor: a term, a condition, whom to consult."""
_APART = re.compile(r"[,;]\s+(?:and|but),?\s+|;\s+")
"""Behind a request a name may follow: "Please send a list; Ms. Reed will print it"."""


def joint_before(text: str, actor: int) -> tuple[int, int] | None:
    """Where the words before somebody's own clause end, and where that begins; None in one clause."""
    found = None
    for joint in _APART.finditer(text, 0, actor):
        if BEFORE_ACTOR.fullmatch(text, joint.end(), actor):
            found = joint.span()
    return found
