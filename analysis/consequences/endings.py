"""When a new body ends again: "The Council shall terminate 2 years from the date of this order".

Orders that found a council say so in a section of its own. Whoever reads only that it is founded would plan
with it for longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.cued import cued
from analysis.deadlines import deadlines, occasions, resolve
from analysis.metadata import Facts
from analysis.outline import Outline, Role
from analysis.taskings.bodies import bare_name
from pipeline.documents import Evidence, ExtractedDocument
from pipeline.findings import ImpactFinding

_ENDS = cued(
    "terminate expire disband dissol abolish cease sunset",
    r"^\W*(?:(?:unless|except|subject|in\s+accordance|consistent|pursuant)\b[^;:]{3,160},\s+)?(?P<who>(?:(?:the|this|each)\s+)?(?-i:[A-Z“])[^,;:.]{1,110}?)\s+"
    r"(?:shall|will|is\s+to)\s+(?:terminate|expire|disband|dissolve|sunset|cease\s+to\s+exist"
    r"|be\s+(?:terminated|disbanded|dissolved|abolished))\b",
    re.I,
)


_LATEST = re.compile(
    r"\bwhichever\s+(?:\w+\s+){0,2}(?:first|earlier|earliest|sooner)\b|\bwithin\s|\b(?:not|no)\s+later\s+than\b|\bon\s+or\s+before\b",
    re.I,
)
"""By words like these a body may end sooner: the day is the last that it can have."""
_OPEN = re.compile(r"\bwhichever\s+(?:\w+\s+){0,2}(?:last|later|latest)\b", re.I)


@dataclass(frozen=True, slots=True)
class Ending:
    """The body that a sentence ends, the ISO day where one can be told, and the sentence.

    `latest` tells that the body may end before its day.
    """

    body: str
    day: str | None
    latest: bool
    evidence: Evidence


def ends_body(text: str) -> bool:
    """Whether a sentence says when a body ends."""
    return _ENDS.match(text) is not None


def endings(document: ExtractedDocument, outline: Outline, facts: Facts) -> Iterator[Ending]:
    """The sentences that say when a body ends."""
    for sentence in outline.sentences:
        text = sentence.words(document.text) if sentence.role is Role.BODY else ""
        found = _ENDS.match(text)
        if found:
            terms = [*deadlines(text[found.start("who") :]), *occasions(text, found.end())]
            days = (resolve(term, facts.date)[0] for term in terms if term.datable)
            body = bare_name(found["who"]).strip("“”\"'‘’ ")
            day = None if _OPEN.search(text) else next(filter(None, days), None)
            latest = _LATEST.search(text, found.end()) is not None
            yield Ending(body, day, latest, document.cite(sentence.places(document.text)[0]))


def with_ending(row: ImpactFinding, found: tuple[Ending, ...]) -> ImpactFinding:
    """A new body with the day and the words by which it ends again, where one sentence alone says so."""
    named = [one for one in found if re.search(rf"(?<!\w){re.escape(one.body)}(?!\w)", row.evidence[0].quote)]
    if len(named) != 1:
        return row
    day = f" {'at the latest ' if named[0].latest else ''}on {named[0].day}" if named[0].day else ""
    words = " ".join(named[0].evidence.quote.split()).rstrip(".")
    return replace(
        row, reason=f"{row.reason}; ends{day}: “{words}”", evidence=(*row.evidence, named[0].evidence)
    )
