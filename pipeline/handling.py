"""Marks that forbid a document to lie on this system at all: national security classification.

Source: 32 CFR part 2001 (banner lines, portion marks, the classification authority block). One word on a line
of its own is no banner: business letters are headed CONFIDENTIAL, and what was released is stamped so.
"""

from __future__ import annotations

import re

_BANNER = re.compile(r"(?m)^\W{0,3}(?:TOP SECRET|SECRET|CONFIDENTIAL)\s?//\s?[A-Z][A-Z/ ,-]*\W{0,3}$")
_BARE = re.compile(r"(?m)^\W{0,3}(?:TOP SECRET|SECRET)\W{0,3}$")
_BLOCK = re.compile(
    r"(?i)\b(?:classified\s+by|derived\s+from)\s*:[^\n]*\n(?:[^\n]*\n){0,4}?\s*declassify\s+on\s*:\s*\S"
)
_PORTION = re.compile(r"\((?:TS|S|C)//[A-Z]{2,}[A-Z/, -]*\)")
_RELEASED = re.compile(
    r"\b(?:UNCLASSIFIED|DECLASSIFIED|Declassified\s+(?:by|on|under|pursuant)|RELEASED?\s+IN\s+(?:PART|FULL)"
    r"|APPROVED\s+FOR\s+(?:PUBLIC\s+)?RELEASE)\b"
)


def classified(text: str) -> str | None:
    """The mark that says a text is classified, in one line; None without one, or where it was released."""
    if _RELEASED.search(text):
        return None
    bare = _BARE.findall(text)
    for match in (_BANNER.search(text), _BLOCK.search(text)):
        if match:
            return " ".join(match[0].split())[:60]
    portions = _PORTION.findall(text)
    found = bare if len(bare) > 1 else portions if len(portions) > 1 else []
    return " ".join(found[0].split()) if found else None
