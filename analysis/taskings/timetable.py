"""Lines of a timetable that tell a duty of the text again: "Submit plan ..... 60 days from issuance".

Memoranda and directives end with a table of what they ask and by when. A line of it is the duty told above,
not a second one; where the text sets no day, the table does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TELLING = re.compile(r"[A-Za-z][\w-]{2,}|[A-Z]{2}\b")
_SMALL = re.compile(
    r"(?:the|and|for|with|from|all|any|each|its|their|this|that|other|by|into|not|are|be)", re.I
)
_STEM = 5


def told_again(lines: Mapping[int, str], duties: Mapping[int, str]) -> dict[int, int]:
    """Which duty each line of a timetable tells again, by their indexes.

    A line does where all its words stand in the clause of one duty, and of one alone: "Designate SRPO" in
    "each agency must designate a Senior Real Property Officer (SRPO)".
    """
    known = {index: _words(clause) for index, clause in duties.items()}
    found: dict[int, int] = {}
    for line, words in lines.items():
        said = _words(words)
        same = [index for index, clause in known.items() if said <= clause] if len(said) > 1 else []
        if len(same) == 1:
            found[line] = same[0]
    return found


def _words(text: str) -> frozenset[str]:
    """The words that tell something, by their stems."""
    told = (one for one in _TELLING.findall(text) if not _SMALL.fullmatch(one))
    return frozenset(one[:_STEM].lower() for one in told)
