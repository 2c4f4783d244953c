"""Of which body somebody serves as chair or secretary, where the sentence that says so does not name it.

"There is established a Rope Council. The Warden shall serve as Chair." A draft is read alone, and "serve as
Executive Secretary" would name an office of any department.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SEAT = (
    r"(?:(?:co|vice|deputy|alternate|acting|permanent)[- ]?\s?)*(?:chair(?:s|man|men|persons?|woman|women)?"
    r"|executive\s+(?:secretary|director|agent)|secretary|secretariat|convener|rapporteur|presiding\s+officer|head|director|coordinator|members?)"
)
_SERVES = re.compile(
    rf"(?:(?:also|jointly)\s+)?(?:serve|act)\s+as\s+(?:(?:the|its|an?|ex\s+officio|non-?voting)\s+)*{_SEAT}(?:\s+and\s+(?:the\s+)?{_SEAT})?"
    r"(?!\s+(?:of|for|to|on|in)\b)(?=\s*(?:$|[.,;(]|and\b|or\b|with\b|unless\b|until\b|at\b|when\b))",
    re.I,
)
_KIND = (
    r"(?:Committee|Subcommittee|Council|Board|Commission|Task\s+Force|Working\s+Group|Panel|Group|Team|Center|Initiative|Office|Conference"
    r"|Partnership|Forum|Roundtable)"
)
_NAME = (
    rf"(?:[A-Z][\w’'&-]*\s+(?:and\s+)?){{0,9}}?{_KIND}\b"
    r"(?:\s+(?:on|for|of)(?:\s+(?:the|and|of|for|[A-Z][\w’'&-]*)){0,7}\s+[A-Z][\w’'&-]*)?"
)
_MADE = re.compile(
    rf"\b(?:establish(?:es|ed)?|creat(?:e|es|ed)|convene|constitute[sd]?|form(?:ed)?)\b[^.;:]{{0,120}}?"
    rf"\b(?:the|an?)\s+(?:[a-z]+\s+)?(?P<made>{_NAME})"
    rf"|^\W*(?:The|An?)\s+(?P<subject>{_NAME})(?:\s*\([^()]*\))?\s+(?:shall|will|is|are|has|must|consists?)\b"
)
"""Where a sentence creates a body, or has one for its subject."""


def is_seat(title: str) -> bool:
    """Whether a title is of a seat alone: "Serve as Vice Chair", not "Serve as Chair of the Council"."""
    return _SERVES.match(title) is not None


def body_above(above: Sequence[str]) -> tuple[int, int, int] | None:
    """The nearest body that sentences create or tell of: which of them names it, and where in it."""
    for index, text in enumerate(above):
        found = _MADE.search(text)
        if found:
            return index, *found.span("made" if found["made"] else "subject")
    return None
