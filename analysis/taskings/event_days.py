"""The day of an event that the paper itself tells: when its order takes effect, when its board begins.

Orders count "from the effective date of this order" and say in a section of its own that they are "effective
immediately" or "at 12:01 a.m. on March 16, 2031"; they found a board "effective May 17, 2031" and want its
report "within 30 days of its creation". Whoever reads the term alone would take it for one without a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.deadlines import Deadline, Form, deadlines, resolve
from analysis.deadlines.words import MONTH, month
from pipeline.findings import Anchor
from pipeline.folding import small

_PAPER = r"(?P<paper>order|memorandum|directive|proclamation|circular|bulletin|Act)"
_DAY = (
    r"(?:(?!\b(?:until|between|through|before|after|if|unless|when)\b)[^;:]|:(?=\d)){0,60}?"
    rf"\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}}),\s+(?P<year>\d{{4}})\b"
)
_TAKES_EFFECT = re.compile(
    rf"\bThis\s+{_PAPER}\s+(?:(?:shall|will)\s+(?:be(?:come)?\s+effective|take\s+effect)|(?:is|becomes)\s+effective|takes\s+effect)\b"
    rf"(?:(?P<once>\s+(?:immediately|upon\s+(?:issuance|signature|signing)|(?:on|as\s+of)\s+the\s+date\s+of\s+(?:this\s+(?P=paper)|signature|signing|issuance))\b)"
    rf"|{_DAY})?"
)
_IN_PART = re.compile(
    rf"\b(?:sections?|subsections?|parts?|provisions?|amendments?|requirements?)\b[^;:]{{0,80}}\bthis\s+{_PAPER}\b[^;:]{{0,40}}"
    r"\b(?:(?:is|are|be|become|becomes)\s+effective|takes?\s+effect)\b",
    re.I,
)
_EXCEPT = re.compile(r"\b(?:except|other\s+than|provided)\b", re.I)
_FOUNDED = re.compile(
    rf"\b(?:established|created),?\s+effective\b{_DAY},?\s+(?:an?|the)\s+(?P<body>\w+(?:\s+(?!(?:of|to|for|composed|consisting|which|that|with|within)\b)\w+){{0,6}})"
)
_OF_PAPER = re.compile(rf"(?:the\s+)?effective\s+date\s+of\s+this\s+{_PAPER}", re.I)
_OF_BODY = re.compile(
    r"(?:the\s+)?(?:date\s+of\s+)?(?:(?:the\s+)?(?:creation|establishment)\s+of\s+(?:the|this|such)\s+"
    r"(?P<body>[\w ]{3,60})|its\s+(?:creation|establishment))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What begins (an order, a board), its ISO day, and the sentence that says so; no day is in doubt."""

    what: str
    day: str | None
    index: int


def beginnings(sentences: Iterable[tuple[int, str]], document_date: str | None) -> Iterator[Beginning]:
    """The days on which sentences say that their paper takes effect or that a body is founded."""
    for index, words in sentences:
        if "effect" not in small(words):
            continue
        effect, founded, part = _TAKES_EFFECT.search(words), _FOUNDED.search(words), _IN_PART.search(words)
        if effect:
            day = None if _EXCEPT.search(words) else _day(effect, words, document_date)
            yield Beginning(effect["paper"].lower(), day, index)
        elif part:
            yield Beginning(part["paper"].lower(), None, index)
        if founded:
            yield Beginning(founded["body"].split()[-1].lower(), _printed(founded), index)


def beginning_of(term: Deadline, sentence: str, known: Iterable[Beginning]) -> Beginning | None:
    """The beginning that a term of a sentence runs from; None where it is something else, or in doubt."""
    event = term.reading.event or ""
    if term.form is not Form.OFFSET or term.anchor is not Anchor.EVENT or (term.reading.offset or 0) <= 0:
        return None
    paper, body = _OF_PAPER.fullmatch(event), _OF_BODY.fullmatch(event)
    if paper:
        told = [one for one in known if one.what == paper["paper"].lower()]
    elif body:
        named = small(body["body"] or sentence[: term.span.start])
        told = [one for one in known if re.search(rf"\b{re.escape(one.what)}\b", named)]
    else:
        return None
    return told[0] if told and told[0].day and len({one.day for one in told}) == 1 else None


def _day(effect: re.Match[str], words: str, document_date: str | None) -> str | None:
    if effect["once"]:
        return document_date if document_date and len(document_date) == 10 else None
    if effect["day"]:
        return _printed(effect)
    behind = words[effect.end() :].lstrip()
    terms = [one for one in deadlines(behind) if one.span.start == 0 and one.form is Form.OFFSET]
    return resolve(terms[0], document_date)[0] if terms else None


def _printed(found: re.Match[str]) -> str:
    return f"{found['year']}-{month(found['month']):02}-{int(found['day']):02}"
