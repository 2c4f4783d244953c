"""Names that a document gives to several: "the Clerk, the Warden, and the Dean (collectively, the Heads)".

Such a name stands for the whole list before its bracket; read by itself, "the heads" would be any heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.cued import cued

_MARK = r"(?:“|\"|‘‘?|``|”|’’?|'{1,2})?"
_MANY = (
    r"(?:agenc(?:y|ies)|heads?|departments?|officials?|secretar(?:y|ies)|directors|administrators|members|parties|entities|contractors"
    r"|bodies|officers|offices|bureaus|firms|companies|ports|leads|chairs)"
)
_TOGETHER = cued(
    "collectively together jointly",
    r"\((?:hereinafter\s+|individually\s+and\s+)?(?:referred\s+to\s+)?(?:collectively|together|jointly)(?:\s+(?:referred\s+to|known))?"
    rf"(?:\s+as)?\s*[,:]?\s+{_MARK}(?:the\s+)?{_MARK}(?P<short>(?:[\w’-]+\s+){{0,4}}?{_MANY}(?:\s+of\s+agencies)?){_MARK}\)",
    re.I,
)
_SUBJECT = re.compile(
    rf"\((?:the\s+)?{_MARK}(?P<short>(?:[a-z-]+\s+){{1,3}}(?:agencies|heads|departments|officials|entities|offices|bureaus)"
    rf"|agency\s+heads|heads\s+of\s+agencies){_MARK}\),?\s+(?:shall|must|will|should)\b"
)
"""Without "collectively" only what a sentence says of its own subject: "(affected agencies) shall"."""
_ENDS = re.compile(r"[.;:]\s|\b(?:shall|must|will|may|should|is|are)\s|\n\s*\n")
_MARKER = re.compile(r"\s*(?:\(\w{1,5}\)\s+)*")
_OPENING = re.compile(
    r"(?:Within|(?:Not|No)\s+later|By|In|To|Upon|Consistent|Subject|Pursuant|As|For|On|After|Before|Under|When|If|Where|Except|Beginning)\b"
    r"[^,]*(?:,\s+\d{4})?,\s+"
)
_NAME = re.compile(r"(?:the|each|all|any|every|heads|agencies|executive|bureaus|offices)\s|[A-Z][a-z]+s?\s")
_INTO = re.compile(
    r"\b(?:with|by|of|among|between|from|through|to|including|consult|notify|direct|inform|require|task|assist|support)\s+"
    r"(?=(?:the|each|all)\s)"
)
_LISTS = re.compile(r"(?:,|\sand)\s+(?:and\s+)?(?:the|each|all)\s")
_REACH, _LONGEST, _ROOT = 600, 400, 5


def collective_names(text: str) -> Iterator[tuple[str, str]]:
    """Each name that a document gives to several, with all that it stands for."""
    for match in (*_TOGETHER.finditer(text), *_SUBJECT.finditer(text)):
        full, short = _before(text, match.start()), " ".join(match["short"].split())
        if full is not None and _of_kind(full, short):
            yield short, full


def _of_kind(full: str, short: str) -> bool:
    """Whether it lists several, or names what the short name says: a "framework" is no firms."""
    return _LISTS.search(full) is not None or short.split()[-1][:_ROOT].lower() in full.lower()


def _before(text: str, end: int) -> str | None:
    """The noun phrase that ends here, with everyone whom it lists; None where its beginning is in doubt."""
    left = text[max(0, end - _REACH) : end]
    borders = [found.end() for found in _ENDS.finditer(left)]
    words = _MARKER.sub("", left[borders[-1] if borders else 0 :], count=1)
    for _ in range(3):
        words = _OPENING.sub("", words, count=1) if _OPENING.match(words) else words
    if not _NAME.match(words):
        into = _INTO.search(words)
        words = words[into.end() :] if into else ""
    full = " ".join(words.split())
    whole = full.count("(") == full.count(")")
    return full if whole and 0 < len(full) <= _LONGEST else None
