"""Words cut to a length, with a mark that they were cut."""

from __future__ import annotations


def cut(words: str, longest: int) -> str:
    """The words where they fit in so many characters, else those that do, whole, and a mark."""
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0].rstrip(' ,')} …"
