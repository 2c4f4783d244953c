"""What mail systems print under every message: "If you received this message in error, notify the sender".

Such lines speak of the message itself and ask nothing of whoever it is meant for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.cued import cued

_MAIL = r"(?:e-?mails?|messages?|communications?|transmissions?|transmittals?|fax(?:es)?|facsimiles?)"
_STRAY = cued(
    "error mistake recipient addressee print outside external",
    r"\b(?:if|should|where|when|in\s+the\s+event|any(?:one|body)?|whoever|in\s+case)\b[^.;?]{0,60}?"
    rf"\b(?:recei(?:ved?|pt\s+of)|gotten|got)\s+(?:(?:this|the)\s+(?:[\w-]+\s+)?{_MAIL}\b[^.;?]{{0,40}}?\s|it\s|this\s)?(?:in\s+error|by\s+mistake)\b"
    rf"|\b(?:if|should|where|unless)\b[^.;?]{{0,120}}?\b(?:intended|named|correct|designated|not\s+(?:the|an))\s+(?:recipient|addressee)\b"
    rf"|\b(?:by|to)\s+(?:anyone|persons|any\s+person|any\s+party)\s+other\s+than\s+the\s+(?:intended|named)\s+(?:recipient|addressee)\b"
    r"|\b(?:think|consider|pause)\b[^.;?]{0,60}\bbefore\s+(?:you\s+)?print(?:ing)?\b"
    rf"|\bthis\s+(?:[\w-]+\s+)?{_MAIL}\s+(?:\w+\s+){{0,2}}(?:outside|external)\b",
    re.I,
)
"""Whom a message reaches that was not meant for him, who prints it, and from where it came."""
_LABEL = re.compile(
    r"\W*(?:confidentiality|privacy|legal|e-?mail)?\s*(?:notice|statement|disclaimer|warning|caution)\s*[:—–-]",
    re.I,
)
_OF_THE_MESSAGE = re.compile(
    rf"\b(?:{_MAIL}|attachments?|links?|contents?|information|materials?|copies|it|them|sender)\b", re.I
)
_DEALS = re.compile(
    r"\b(?:privileged|confidential|copy|copies|copying|disclos\w+|distribut\w+|disseminat\w+|delet\w+|destroy\w*|unauthori[sz]ed|prohibited"
    r"|click\w*|open\w*|retain\w*|print\w*|intended|virus\w*|notify)\b",
    re.I,
)
_TERM = re.compile(r"\bby\s+(?:\d|(?-i:[A-Z])|noon|the\s+end|close)|\bwithin\s|\bno\s+later\b", re.I)
"""Whatever has a day to be done by is asked of somebody, however near to such lines it stands."""
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def disclaimers(text: str, places: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Which sentences, by their places, only say what is to be done with a message that went astray.

    Those of its paragraph that deal with the message as such ("Any copying is prohibited") belong to it.
    """
    if not _STRAY.stands(text):
        return frozenset()
    return frozenset(_found(text, places))


def _found(text: str, places: Sequence[tuple[int, int]]) -> Iterator[int]:
    for index, place in enumerate(places):
        if not _is_stray(text[slice(*place)]):
            continue
        yield index
        for step in (-1, 1):
            yield from _beside(text, places, index, step)


def _is_stray(words: str) -> bool:
    return _STRAY.search(words) is not None


def _beside(text: str, places: Sequence[tuple[int, int]], index: int, step: int) -> Iterator[int]:
    """The sentences next to such a one, as far as its paragraph deals with the message."""
    at, last = index + step, index
    while 0 <= at < len(places):
        first, second = sorted((places[at], places[last]))
        words = text[slice(*places[at])]
        if _BLANK_LINE.search(text, first[1], second[0]) or not _deals(words):
            return
        yield at
        at, last = at + step, at


def _deals(words: str) -> bool:
    """Whether a sentence deals with the message as such."""
    if _TERM.search(words):
        return False
    return bool(_LABEL.match(words)) or bool(_OF_THE_MESSAGE.search(words) and _DEALS.search(words))
