"""Who is spared from a duty, or has longer, told behind it: "Sites in Alaska have until June 1".

Memoranda and letters order first and except next. Such a sentence asks for nothing and has no row of its own,
yet whoever does the duty must know it.
"""

from __future__ import annotations

import re

from analysis.cued import cued

_EXCEPTS = cued(
    "until not exempt excused unavailable excluded",
    r"\W*(?!(?:this|nothing|it|that|which)\b)(?:[\w’'()-]+[\s,]+){1,14}?(?:(?:has|have|(?:is|are)\s+(?:given|allowed))\s+until\s+(?!now\b|then\b|recently\b)"
    r"|(?:is|are)\s+(?:exempt(?:ed)?|excused|excluded)\b|(?:is|are)\s+not\s+(?:affected|covered|subject\s+to|included\s+in|required\s+to|expected\s+to|obliged\s+to)\b"
    r"|need\s+not\b|(?:do|does)\s+not\s+(?:need|have)\s+to\b|(?:is|are|am|will\s+be)\s+(?:not\s+available|unavailable)\b)",
    re.I,
)
_SINCE = re.compile(r"\b(?:was|were|had\s+been)\b", re.I)


def excepts(text: str) -> bool:
    """Whether a sentence spares somebody or something, gives a longer term, or tells who cannot come when."""
    found = _EXCEPTS.match(text)
    return found is not None and _SINCE.search(text, 0, found.end()) is None
