"""Words cut to a length, with a mark that they were cut."""

from __future__ import annotations

import re


def cut(words: str, longest: int) -> str:
    """The words where they fit in so many characters, else those that do, whole, and a mark."""
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0].rstrip(' ,')} …"


_NUMBER = re.compile(r"\b(?:Section|Sec\.)\s+\d+\.?$")


def ends_in_number(words: str) -> bool:
    """Whether words break off behind the number of a section, before what it says: "to read: Section 1."."""
    return _NUMBER.search(words) is not None
