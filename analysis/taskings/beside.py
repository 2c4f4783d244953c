"""What limits a duty besides its condition, shown in brackets behind its title: the event that it waits for,
the law, the money, the least that it asks.

Orders write "Once the plan is published, agencies shall" and "shall, to the extent permitted by law,".
Whoever reads only what is to be done would take a duty with a bound for one without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.cued import cued
from analysis.deadlines import Deadline, Form
from analysis.taskings.wording import shortened
from pipeline.documents import Span

_LAW = (
    r"(?:(?:all|any|other|the|existing|applicable|relevant|current|federal|state|local|and|constitution)\s+){0,5}"
    r"(?:laws?|statutes?|legal\s+authorit(?:y|ies)|statutory\s+authorit(?:y|ies))\b"
    r"(?:(?:,\s+(?:and\s+)?|\s+and\s+)(?:applicable\s+)?(?:executive\s+orders?|regulations?|rules|polic(?:y|ies)|obligations)\b){0,3}"
)
_BOUNDS = cued(
    "law legal statut existing consistent accordance conformity compliance availab minimum",
    rf"\b(?:(?:only\s+|and\s+then\s+)?(?:to\s+the\s+(?:\w+\s+)?extent|as|where|when|if|unless|except\s+(?:as|where)|insofar\s+as)\s+"
    rf"(?:(?:is\s+|otherwise\s+|not\s+)*)(?:permitted|authorized|allowed|provided|required|prohibited|permissible|consistent)\s+(?:by|with|under)\s+{_LAW}"
    rf"|(?:consistent|in\s+(?:accordance|compliance|conformity))\s+with\s+{_LAW}"
    r"|subject\s+to\s+(?:the\s+)?availability\s+of\s+(?:appropriat\w+(?:\s+funds)?|funds|funding|resources)"
    r"|within\s+(?:existing|available)\s+(?:appropriations|resources|budgets?|funds)"
    r"|at\s+a\s+minimum)",
    re.I,
)
"""Legal limits, limits of money, and the least that is asked, wherever they stand in the sentence."""


def limits(text: str, own: tuple[int, int]) -> Iterator[str]:
    """The bounds in these words of a sentence, as written."""
    yield from (text[first:last] for first, last in limited(text, *own))


def limited(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of such bounds."""
    yield from (match.span() for match in _BOUNDS.finditer(text, start, end))


_LABEL = re.compile(
    r"(?:\W|\(\w{1,4}\)\s|(?:in\s+addition(?!\s+to\b)|further(?:more)?|moreover|additionally|also|however|therefore|accordingly|specifically"
    r"|in\s+particular|finally|thereafter|then|thus|similarly|likewise|consequently|as\s+a\s+result|in\s+this\s+(?:regard|connection)|and|but|or)\b)+",
    re.I,
)
"""The mark of a paragraph, and links that say nothing."""
_OPENS = re.compile(
    r"(?P<aim>in\s+order\s+to|so\s+as\s+to|to|for)\b|(?:about|above|according|across|acting|after|against|along|among|apart|around|as|aside|at|before|beginning"
    r"|behind|below|beside|besides|between|beyond|by|concurrent(?:ly)?|consistent|contrary|despite|due|during|except|following|from|given|in|instead"
    r"|even(?=\s+(?:if|when|where|though|after|before|as)\b)|irrespective|like|near|notwithstanding|of|on|out|outside|over|pending|per|prior|pursuant|rather|regarding|regardless|simultaneous(?:ly)?"
    r"|since|starting|subject|subsequent|through|throughout|together|toward|towards|under|unlike|until|upon|via|while|with|within|without)\b|\w{2,}ing\b"
    r"|(?:except|based|designed|guided|informed|recognized)\b",
    re.I,
)
"""How words open that go with what an actor does: a preposition, an aim, a participle."""
_ENACTS = re.compile(
    r"\bauthority\s+vested\b|\bhereby\b|\bordered\b|\bI\s|:\s|(?<!\bNo)(?<!\bNos)(?<!seq)(?<!\.[A-Z])\.\s|\b(?:shall|must)\b",
    re.I,
)
_POINTS = re.compile(
    r"in\s+(?:doing\s+so|so\s+doing)|(?:in\s+order\s+)?(?:to|for|in)\s+(?:(?:\w+)\s+)?(?:this|these|those|that|such)\s+(?:end|ends|purposes?|goals?|aims?|objectives?|policy|policies|reasons?|regard|respect|mission)",
    re.I,
)
"""Aims that name none: "To achieve these goals,"."""
_LOOSE = re.compile(r"[\s,]*(?:\b(?:and|or|but)\b)?[\s,]*$", re.I)
_LONGEST_OPENING = 200


def openings(text: str, start: int, end: int, told: Sequence[tuple[int, int]]) -> Iterator[str]:
    """What stands before an actor and bounds or aims what it does: "In its first report," "Under the Board,".

    `told` are the places of what has a field or a bracket of its own: the deadline, a condition, partners.
    A draft starts with the deed, so the words would be lost, and the report's contents read as a duty alone.
    """
    at, end = _past(text, start, end, told), len(text[:end].rstrip(" ,"))
    for first, last in sorted(told, reverse=True):
        if first < end <= last:
            end = len(text[:first].rstrip(" ,"))
    said = _LOOSE.sub("", text[at:end])
    if said.count("“") != said.count("”"):
        return
    if not _OPENS.match(said) or _ENACTS.search(said) or _POINTS.fullmatch(said) or len(said.split()) < 2:
        return
    yield shortened(" ".join(said.split()), _LONGEST_OPENING)


def _past(text: str, at: int, end: int, told: Sequence[tuple[int, int]]) -> int:
    """Where the first words stand that are told nowhere else, past marks, links and what has its field."""
    while at < end:
        link = _LABEL.match(text, at, end)
        over = max((last for first, last in told if first <= at < last), default=at)
        following = max(link.end() if link else at, over)
        if following == at:
            break
        # what goes on with a term without a comma is a part of it: "within 30 days of notice under the Act"
        goes_on = over > at and not text[over:end].lstrip().startswith((",", ";", "for "))
        comma = text.find(",", over, end) if goes_on else over
        at = end if comma < 0 else max(following, comma)
    return at


def is_event(term: Deadline) -> bool:
    """Whether it waits for something to happen ("Once the plan is published")."""
    return term.form is Form.VAGUE and term.reading.event is not None


_EXCEPTED = re.compile(r"\b(?:except|other\s+than|excluding)\b[^,;:]*$", re.I)


def is_excepted(text: str, term: Deadline) -> bool:
    """Whether it says when something excepted is done: "except that of reporting annually"."""
    return _EXCEPTED.search(text, max(0, term.span.start - _FAR), term.span.start) is not None


_FAR = 60
_ENDS = re.compile(
    r",\s+(?:and\s+)?(?:in\s+(?:\w+\s+)?(?:consultation|coordination|collaboration|accordance)|after\s+consult\w+|within\s"
    r"|(?:not|no)\s+later|to\s+the\s+(?:\w+\s+)?extent|consistent|pursuant|subject|as\s+appropriate)|,?\s*$",
    re.I,
)


_DUTY = re.compile(r",\s+(?:[^,]*\s)?(?:shall|must)\s", re.I)
"""Behind its comma stands the duty itself: "Before it is sold, the pier shall be surveyed by a pilot"."""
_TURN = re.compile(r"^(?:prior\s+to|in\s+advance\s+of|ahead\s+of|as\s+soon\s+as|\w+)\s+", re.I)


def whole_event(term: Deadline, text: str, actor: tuple[int, int] | None) -> Deadline:
    """The event with all of its clause, where a list parts it ("After it loads, moves, or sells salt,")."""
    if not is_event(term) or actor is None or term.span.start > actor[0] or text[: term.span.start].strip():
        return term
    end = _ENDS.search(text, term.span.end, actor[0])
    if end is None or end.start() <= term.span.end or _DUTY.search(text, term.span.end, end.start()):
        return term
    span = Span(term.span.start, end.start())
    said = text[span.start : span.end]
    event = _TURN.sub("", " ".join(said.split()))
    return replace(term, span=span, text=said, reading=replace(term.reading, event=event))


def triggers(terms: Sequence[Deadline], verb: int, told: Sequence[Deadline]) -> Iterator[str]:
    """What stands before a duty of when it is done: the event it waits for, a second term.

    `told` are the terms that have a field of their own. "Periodically, but not less than once a year" asks
    for more than once a year.
    """
    for term in terms:
        if (is_event(term) or (told and term not in told)) and term.span.start < verb:
            yield term.text


def beside(title: str, known: str, parts: Sequence[str]) -> str:
    """The parts as one text, without what the title or another field says already."""
    kept: list[str] = []
    for part in (" ".join(one.split()) for one in parts):
        said = " ".join((title, known, *kept)).lower()
        if part and part.lower() not in said:
            kept = [one for one in kept if one.lower() not in part.lower()]
            kept.append(f"{part[:1].lower()}{part[1:]}" if not part[1:2].isupper() else part)
    return "; ".join(kept)
