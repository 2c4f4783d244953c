"""With whom, through whom and under what a duty is done: what stands between the actor and the action.

Orders set it off by commas: "the Director, in consultation with the Board, shall", "shall, through the
Clerk,", "In coordination with the Board, the Director shall". Whoever reads only what is to be done would go
past the Board, or past who may act for the Director ("the Director, or the Director's designee,"). What is
said of every act of an agency, the law and the appropriations, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.cutting import cut
from analysis.taskings.clauses import CHOOSES, masked

_OPENS = re.compile(
    r"(?:^|(?:,|\band|\b(?:shall|must|will|should)(?:\s+also)?)\s+)(?P<how>in\s+(?:\w+\s+)?(?:consultation|coordination|collaboration|cooperation"
    r"|conjunction|partnership)\b|(?:after|following)\s+(?:\w+\s+)?consult\w+|(?:acting\s+)?(?:jointly\s+)?through\b|(?:working\s+)?(?:jointly|together)\s+with\b"
    r"|working\s+(?:with|through)\b|with\s+the\s+(?:assistance|advice|participation|support|help)\s+of\b"
    r"|(?:consistent|in\s+(?:accordance|conformance|conformity))\s+with\b"
    r"|(?<=,\s)or\s+(?:an?|his|her|their|its|such|the)\s+(?!(?:extent|degree)\b))",
    re.I,
)
_ENDS = re.compile(
    rf",?\s+(?:shall|must|will|should|may(?!\s+(?:{CHOOSES}|find|request|invite)\b)|(?:is|are)\s+(?:hereby\s+)?directed)\b|:|;(?!\s+(?:and\s+|or\s+)?(?:the|all|any|each|other|such|heads)\b)|\s[—–]"
    r"|,?\s+(?:and\s+)?(?:to\s+the\s+(?:\w+\s+)?extent|subject\s+to|within\s+\d|not\s+later|no\s+later|as\s+permitted|where|unless)\b|(?:,\s+(?:and\s+)?|\s+and\s+)pursuant\b",
    re.I,
)
_SAID_ANYWAY = re.compile(
    r"(?:consistent|in\s+(?:accordance|conformance|conformity))\s+with\s+(?:all\s+|any\s+|other\s+)*(?:applicable\b|existing\s+law|law\b|the\s+law\b|federal\s+law"
    r"|(?:the\s+)?Constitution)",
    re.I,
)
_LOOSE = re.compile(r"[\s,]+(?:and|or)?[\s,]*$")
_LONGEST = 400


def company(text: str, windows: tuple[tuple[int, int], ...]) -> str:
    """The phrases of these stretches of a sentence as one text, as written; empty where there is none."""
    bare = masked(text)
    found = (text[first:last] for window in windows for first, last in _phrases(bare, *window))
    return cut(
        ", ".join(_OR.sub("alternatively ", f"{one[:1].lower()}{one[1:]}") for one in map(_line, found)),
        _LONGEST,
    )


_EACH = re.compile(
    r"\b(?:shall|must|should|will)\s+(?:also\s+)?(?P<each>each|separately|individually|independently)\b"
    r"(?!\s+(?:other|(?:fiscal\s+|calendar\s+)?(?:year|quarter|month|week|day))\b)",
    re.I,
)


def severally(text: str, start: int, end: int) -> str:
    """The word between these offsets by which each of several actors has the whole duty; empty if none."""
    found = _EACH.search(text, start)
    return found["each"].lower() if found and found.start() < end else ""


_OR = re.compile(r"^or\s+")


_WHO = re.compile(r",?\s+(?:who|which|that)$")
"""A clause that describes somebody has a modal of its own, at which the phrase was cut."""


def _line(words: str) -> str:
    return _WHO.sub(" …", " ".join(words.split()))


def phrases(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of such phrases between two offsets of a sentence."""
    yield from _phrases(masked(text), start, end)


def _phrases(bare: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    reached = start
    for opened in _OPENS.finditer(bare, start, end):
        first = opened.start("how")
        if first < reached:
            continue
        closes = _ENDS.search(bare, first, end)
        last = closes.start() if closes else end
        reached = last = first + len(_LOOSE.sub("", bare[first:last]))
        if not _SAID_ANYWAY.match(bare, first):
            yield first, last
