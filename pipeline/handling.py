"""Marks that say how guarded a document is, and those that forbid it to lie on this system at all.

Sources: 32 CFR part 2002 (CUI banners, categories, limited dissemination) and 32 CFR part 2001 (national
security classification: banner lines, portion marks, the authority block). One word on a line of its own is
no banner: business letters are headed CONFIDENTIAL, and what was released is stamped so.
"""

from __future__ import annotations

import re

from pipeline.rights import Handling

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
_GUARDED = re.compile(
    r"(?m)^\W{0,3}((?:UNCLASSIFIED\s?//\s?)?(?:CUI|CONTROLLED)(?:\s?//\s?[A-Z][A-Z0-9/ ,-]*)?"
    r"|(?:UNCLASSIFIED\s?//\s?)?(?:FOR OFFICIAL USE ONLY|FOUO|SENSITIVE BUT UNCLASSIFIED|SBU)"
    r"(?:\s?//\s?[A-Z][A-Z0-9/ ,-]*)?|LAW ENFORCEMENT SENSITIVE)\W{0,3}$"
)
_FEW = re.compile(
    r"\bSP-|\b(?:NOFORN|FED ?ONLY|FEDCON|NOCON|DL ONLY|REL TO|DISPLAY ONLY|ATTORNEY|LAW ENFORCEMENT)\b"
)


def level(text: str) -> tuple[Handling, str | None]:
    """How guarded a text is by the marks on lines of their own, and the strictest of these marks.

    CUI Specified and limited dissemination make it restricted. Old marks (FOUO, SBU) count as CUI.
    """
    marks = [" ".join(match[1].split()) for match in _GUARDED.finditer(text)]
    if not marks:
        return Handling.UNRESTRICTED, None
    few = next((mark for mark in marks if _FEW.search(mark)), None)
    return (Handling.RESTRICTED, few[:60]) if few else (Handling.CUI, marks[0][:60])


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
