"""Which date "that date" or "by then" means: the one that the sentence above it prints.

Memoranda set a date, then count from it ("within two weeks of that date"). Where several dates, a term or an
event stand between, what is meant is in doubt, and it stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.cued import cued
from analysis.deadlines import Deadline, Form
from analysis.deadlines.grammar import Reading
from analysis.deadlines.words import MONTH, WEEKDAY, month
from pipeline.documents import Span
from pipeline.findings import Anchor

_POINTS = cued(
    "date then before",
    r"\b(?:(?P<date>(?:that|such)\s+date)(?!\s+(?:as|that|which|when|on|of)\b)|(?:by|before)\s+(?P<then>then)|(?P<does>before\s+(?:it|they)\s+(?:does|do)))\b",
    re.I,
)
_BY_IT = cued(
    "date then before",
    r"\b(?:before\s+(?:then|(?:it|they)\s+(?:does|do))\b|(?:by|on\s+or\s+before|(?:by\s+)?(?:no|not)\s+later\s+than)\s+"
    r"(?:(?:that|such)\s+date(?!\s+(?:as|that|which|when|on|of)\b)|then\b))",
    re.I,
)
_DAY = re.compile(rf"\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?![\d/])(?:,?\s+(?P<year>\d{{4}})\b)?")
_HAPPENS_ON = re.compile(
    rf"\b(?:close|end|expire|open|begin|start|lapse|conclude|adjourn|convene|meet|go|leave|run|issue)e?s?\s+(?:[\w’'-]+\s+){{0,4}}?on\s+(?:{WEEKDAY},?\s+)?{_DAY.pattern}",
    re.I,
)
"""What something does on a day, which "before it does" points back to: "the period closes on May 4"."""
_TIME = re.compile(
    r"(?<!that )(?<!such )\b(?:dates?|days?|weeks?|months?|years?|deadlines?|then|upon|after|once)\b", re.I
)
"""What else "that date" may mean: a term, an event, a day that is not printed."""
_COUNT = re.compile(r"\b(?:days?|weeks?|months?|years?)\s+(?:of|after|from|following)\s+$", re.I)
_NEAR, _WHOLE = 5, 10


@dataclass(frozen=True, slots=True)
class DateMeant:
    """The words "that date", and the date: which sentence above prints it, where, and its day as ISO.

    `above` is None where the sentence prints it itself.
    """

    words: str
    above: int | None
    start: int
    end: int
    day: str


def points_to_date(text: str) -> bool:
    """Whether a sentence speaks of a date that another one prints."""
    return _POINTS.search(text) is not None


def date_meant(text: str, above: Sequence[str], base: str | None = None) -> DateMeant | None:
    """The date that a sentence points to, by the sentences above it, the nearest first; None in doubt.

    A day without its year is the next one from the day of the paper on (`base`); only "by then" and
    "before it does" look ahead.
    """
    points = _POINTS.search(text)
    if points is not None and points["does"]:
        return _done_on(text, points, above[:1], base)
    if points is None or any(_times(_COUNT.sub("", text[: points.start()]))):
        return None
    for index, words in enumerate(above[:_NEAR]):
        times = list(_times(words))
        if not times:
            continue
        found = times[0]
        if len(times) > 1 or found.re is not _DAY:
            return None
        day = _iso(found, base if points["then"] else None)
        said = " ".join((points["date"] or points["then"]).split()).lower()
        return DateMeant(said, index, found.start(), found.end(), day) if day else None
    return None


def _done_on(text: str, points: re.Match[str], above: Sequence[str], base: str | None) -> DateMeant | None:
    """The day on which "it does": one that the sentence prints before these words, or else the one above."""
    said = " ".join(points["does"].split()).lower()
    for index, words in ((None, text[: points.start()]), *enumerate(above)):
        days = list(_DAY.finditer(words))
        found = _HAPPENS_ON.search(words)
        if days or found:
            day = _iso(found, base) if found and len(days) == 1 else None
            return DateMeant(said, index, found.start(), found.end(), day) if found and day else None
    return None


def _iso(found: re.Match[str], base: str | None) -> str | None:
    day = f"{month(found['month']):02}-{int(found['day']):02}"
    if found["year"]:
        return f"{found['year']}-{day}"
    if base is None or len(base) != _WHOLE:
        return None
    return f"{int(base[:4]) + (day < base[5:])}-{day}"


def by_it(text: str, meant: DateMeant) -> Deadline | None:
    """The term by which a sentence points to that date: "by then", "no later than that date"."""
    found = _BY_IT.search(text)
    if found is None:
        return None
    year, month_, day = (int(one) for one in meant.day.split("-"))
    reading = Reading(Form.DATE, Anchor.ABSOLUTE, month=month_, day=day, year=year)
    return Deadline(Span(*found.span()), found.group(), reading)


def _times(words: str) -> Iterator[re.Match[str]]:
    """What tells a time in a sentence: the days it prints, and words for others."""
    yield from _DAY.finditer(words)
    yield from _TIME.finditer(words)


def counts_from_it(term: Deadline) -> bool:
    """Whether a term runs from the date that its sentence points to."""
    event = term.reading.event or ""
    forward = term.form is Form.OFFSET and (term.reading.offset or 0) > 0
    return forward and _POINTS.form.fullmatch(event) is not None


def counted(term: Deadline) -> Deadline:
    """The same term as one that is counted from a day."""
    return replace(term, reading=replace(term.reading, anchor=Anchor.DOCUMENT_DATE, event=None))
