"""The single keys of the review screen, and others that a person may choose instead (WCAG 2.1.4)."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.problems import IllegalMove

KEYS = {
    "j": "Next draft",
    "k": "Previous draft",
    "J": "Next draft that waits",
    "a": "Approve",
    "e": "Edit",
    "x": "Reject",
    "u": "Undo",
    "i": "Add a draft by hand",
    "v": "Use the chosen words as evidence",
    "o": "Original pages",
    "t": "Text",
    "s": "Assign",
    "h": "Put off",
    "d": "Duplicate",
    "n": "No action",
    "[": "Previous document",
    "]": "Next document",
    "+": "Larger",
    "-": "Smaller",
    "0": "Usual size",
    "g": "Go to another screen, with the key of the screen after it",
    "/": "Search",
    "?": "List of the keys",
}
"""What each key usually does."""

_TAKEN = frozenset("123456")
"""Reasons of a rejection, and alternatives of a doubtful draft."""

Chosen = tuple[tuple[str, str], ...]


def chosen(typed: Mapping[str, str]) -> Chosen:
    """What a person typed for the usual keys, as pairs of usual and own key for those that differ.

    An own key that is empty turns it off; what is not named keeps its usual key. Raises IllegalMove.
    """
    own = {usual: typed.get(usual, usual).strip() for usual in KEYS}
    for usual, key in own.items():
        if len(key) > 1 or not key.isprintable():
            raise _refused(usual, f"“{key[:20]}” is more than one character.", "Type one character, or none.")
        if key in _TAKEN:
            raise _refused(usual, f"{key} is a reason or an alternative.", "Choose another key.")
    keys = [key for key in own.values() if key]
    for usual, key in own.items():
        if key and keys.count(key) > 1:
            fellows = [KEYS[one].lower() for one in own if own[one] == key and one != usual]
            raise _refused(
                usual, f"“{key}” is also for: {', '.join(fellows)}.", "Give each a key of its own."
            )
    return tuple((usual, key) for usual, key in own.items() if key != usual)


def _refused(usual: str, why: str, remedy: str) -> IllegalMove:
    return IllegalMove(f"The keys were not kept: “{KEYS[usual]}” cannot have this one.", why, remedy)
