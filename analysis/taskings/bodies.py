"""Bodies that a document creates by a name which elsewhere names a paper or a plan: "the Initiative".

An order that establishes the Rope Initiative goes on to say what it shall do, as it does of a council.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from analysis.cued import cued

_KIND = (
    r"(?:Initiative|Program(?:me)?|Project|Process|Partnership|Network|Hub|Unit|Cell|Campaign|Alliance|Coalition"
    r"|Collaborative|Forum|Clearinghouse|Accelerator|Exchange|Conference|Mechanism)"
)
_NAME = (
    rf"(?P<name>(?:[A-Z][\w’'&-]*(?:\s+(?:of|for|on|and|the|to|in|[A-Z][\w’'&-]*)){{0,10}}?\s+)?{_KIND}\b"
    r"(?:\s+(?:of|for|on|to)(?:\s+(?:of|for|on|and|the|to|in|[A-Z][\w’'&-]*)){1,10})?)"
)
_SHORT = r"(?:\s*\((?:the\s+|“|\"|‘|'|``)*(?P<short>[A-Z][\w’'& -]{1,40}?)(?:”|\"|’|'')*\))?"
_MADE = r"(?:established|created|constituted|formed|launched)"
_CREATED = (
    re.compile(
        rf"\b(?:[Tt]here\s+(?:is|are|shall\s+be|will\s+be)\s+(?:hereby\s+)?{_MADE}|(?:[Hh]ereby|shall|must|will|directed\s+to)\s+"
        rf"(?:establish|create|launch))\b[^.;:]{{0,160}}?\b(?:the|an?)\s+{_NAME}{_SHORT}"
    ),
    re.compile(
        rf"\b(?:[Tt]he|[Aa]n?)\s+{_NAME}{_SHORT}\s+(?:is|are|shall\s+be|will\s+be)\s+(?:hereby\s+)?{_MADE}\b"
    ),
)
_KINDS = re.compile(_KIND)
_ARTICLE = re.compile(r"(?:the|an?|this|such|each)\s+", re.I)


def bare_name(words: str) -> str:
    """A name without its article and without what stands behind it in brackets."""
    said = " ".join(re.sub(r"\([^()]*\)", " ", words).split())
    return _ARTICLE.sub("", said, count=1) if _ARTICLE.match(said) else said


def established(sentences: Iterable[str]) -> frozenset[str]:
    """The names of the bodies that these sentences create, in full, by their kind, and as shortened.

    With them the offices that they call by the last of their name: "Facilities" of the Office of Facilities.
    """
    said = [*sentences]
    return frozenset(
        (*(name for text in said if _may_create(text) for name in _of(text)), *_called_short(said))
    )


_NAMED_FOR = r"(?P<short>[A-Z][\w’'&-]*(?:\s+(?:and\s+)?[A-Z][\w’'&-]*){0,3})"
_OFFICE_OF = cued(
    "office of bureau of division of department of directorate of branch of",
    rf"\b(?P<kind>Office|Bureau|Division|Department|Directorate|Branch)\s+of\s+(?:the\s+)?{_NAMED_FOR}",
)
_SHORT_ACTS = re.compile(
    rf"(?:^|[,;]\s+(?:and\s+)?){_NAMED_FOR}\s+(?:(?:also|then)\s+)?(?:shall|should|will|must)\s+(?!be\b)",
    re.M,
)
_NEAR = 2
"""Sentences above among which the full name stands: "Water" is not always the Division of Water."""


def _called_short(said: Sequence[str]) -> Iterator[str]:
    """The short names of offices that act under them, where the full name stands close above."""
    full: dict[str, int] = {}
    departments: set[str] = set()
    for at, text in enumerate(said):
        for acts in _SHORT_ACTS.finditer(text) if full else ():
            name = " ".join(acts["short"].split())
            if name in full and (at - full[name] <= _NEAR or name in departments):
                yield name
        for office in _OFFICE_OF.finditer(text):
            name = " ".join(office["short"].split())
            full[name] = at
            if office["kind"] == "Department":
                departments.add(name)


_MAKES = ("stablish", "create", "constituted", "formed", "launch")


def _may_create(text: str) -> bool:
    return any(map(text.__contains__, _MAKES)) and _KINDS.search(text) is not None


def _of(text: str) -> Iterator[str]:
    for form in _CREATED:
        for match in form.finditer(text):
            name = " ".join(match["name"].split())
            kind = re.search(rf"\b{_KIND}\b", name)
            yield name
            if kind:
                yield kind.group()
            if match["short"]:
                yield match["short"].strip()
