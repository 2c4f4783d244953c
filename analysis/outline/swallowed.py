"""Where the title of a section ends that lost its full stop: "Report The Board shall report".

Copies made from pages on which titles stand in bold type run them into the first sentence of their section.
A title writes its words large and a sentence does not: so it ends before the last word that opens a sentence.
"""

from __future__ import annotations

import re

_SMALL = r"(?:of|and|or|the|for|to|in|on|with|by|an?|from|at|as|under|through|into|its|their)"
_PLAIN = re.compile(rf"(?<![\w-])(?!{_SMALL}\b)[a-z]{{2,}}")
"""Words that a title would write large."""
_OPENER = (
    r"(?:(?:The|This|These|It|There|Nothing|If|When|Where|Whenever|Unless|Except|Not|Such)\s+[\w“(]"
    r"|I\s+(?:hereby|have|am|find|direct|order|delegate|determine)\b|(?:Each|All|Every|Any)\s+(?:Federal\s+|[Ee]xecutive\s+)?[a-z]|(?:Agencies|Heads|Executive\s+departments)\s+[a-z]"
    r"|(?:In|To|For|As|By|On|With|Upon|Under|After|Before|Within|Until|Through|From|At|Pursuant|Consistent|Subject|Notwithstanding|Effective)"
    r"\s+(?:(?:the\s+)?[a-z]|\d)|\([a1]\)\s+[A-Z])"
)
_TITLE = re.compile(
    rf"(?!{_OPENER})(?P<title>[A-Z][\w'’/-]*(?:,?\s+(?:{_SMALL}\b|[A-Z][\w'’/-]*|\d[\w-]*|\([A-Z]\w+\))){{0,20}})\s+(?P<rest>{_OPENER})"
)
_ENDS_SMALL = re.compile(rf"\b{_SMALL}$")
_OF_AGENCIES = re.compile(r"Agencies|Heads")
_FAR, _FEWEST = 400, 2


def title_end(text: str) -> int | None:
    """Where the title ends that opens a section's first sentence without a stop; None where there is none."""
    found = _TITLE.match(text)
    if found is None or _ENDS_SMALL.search(found["title"]):
        return None
    if _OF_AGENCIES.match(found["rest"]) and len(found["title"].split()) < 3:
        # "Sector Agencies shall": the words before name which ones
        return None
    plain = _PLAIN.findall(text, found.start("rest"), _FAR)
    return found.end("title") if len(plain) >= _FEWEST else None
