"""What was said before a request that leans on it: "kindly send it to the Clerk", "if not, tell us why".

Letters speak of a thing and then ask for "it", often in one sentence: "The plan is late; please send it on."
A draft is read alone, so the words before stand beside it as they are written. What "it" means is left to
the reader: the nearest noun is often not the one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.cued import cued
from analysis.deadlines.words import MONTH, WEEKDAY

_NO_NOUN = (
    r"(?!(?:the|an?|your|our|his|her|its|their|my|any|all|each|every|this|that|no|not|and|or)\s)[\w’'-]+\s+"
)
_LEANS = cued(
    "it them that",
    rf"\s*(?:that\s+)?(?:(?:do\s+)?not\s+|don['’]t\s+)?(?:(?:I\s+|we\s+)?(?:would|(?:I|we)?['’]d)\s+(?:\w+ly\s+|also\s+)?(?:like|appreciate|welcome|be\s+(?:most\s+|very\s+)?\w+)\s+(?:to\s+)?)?(?:{_NO_NOUN}){{0,5}}?"
    r"(?:it|them|that(?=\W*$|\s+(?:as\s+soon|by|before|today)\b))(?!\w)(?!\s+(?:is|was|be|would\s+be|will\s+be|may\s+be|seems|appears)\s+(?:\w+\s+)?(?:that|to|for|determined|possible|necessary|required)\b"
    r"|\s+(?:if|a\s+(?:priority|point|practice|habit)|clear|known|plain|possible|easy|available\s+to)\b)",
    re.I,
)
"""The thing asked for is called "it" before any noun; "if it is possible to" means no thing."""
_RAISE = cued(
    "that",
    r"\s*(?:raise|discuss|take|share|mention|handle|send|forward|bring|do|pursue)\s+that\s+(?:with|to|up|on|by|at|when)\b",
    re.I,
)
_BARE = re.compile(
    r"\s*(?:please\s+)?(?:resend|send|forward|confirm|advise|sign|approve|return|share|fix|explain|clarify)\s*[?.!]*$",
    re.I,
)
"""A deed without a word of what: "Can you resend?"."""
_DO_SO = cued(
    "do so do this do that do the do likewise",
    r"\s*do\s+(?:so|this|that|the\s+same|likewise)\b(?!\s+\w+\s+of\b)",
    re.I,
)
_TO_DO_SO = cued("to do so", r"\bto\s+do\s+so\W*$", re.I)
_AT_ONE = cued(
    "there attend join participate part come times dates slots",
    r"\s*(?:be\s+there\b|(?:attend|join|take\s+part|participate|come)\s*(?=[.,;?]|$)"
    r"|(?:[\w’'-]+\s+){1,3}?(?:two|three|four|a\s+few|several|some)(?:\s+or\s+\w+)?\s+(?:times|dates|slots)\b"
    r"(?!\s+(?:for|when|that|to|at|on|you|in|during|of)\b))",
    re.I,
)
"""Who is to come, or to name a time, and no word of what for."""
_EVENT = re.compile(
    r"\b(?:conference|meeting|call|hearing|briefing|session|review|visit|interview|workshop|tour|exercise|ceremony|kick-?off)\b",
    re.I,
)
_OPEN_CONDITION = re.compile(
    r"\W*(?:and\s+|but\s+)?(?:if|when|once|where)\s+(?:it|they|this|that|one)(?:\s+[\w’']+){1,4},", re.I
)
_NAMES_NOTHING = re.compile(
    r"\W*(?:I|we|you|they|he|she|it)\s+(?:[\w’']+\s+){1,5}(?:it|them|one|a\s+copy|any|either|this|that)\W*$",
    re.I,
)
"""A sentence that speaks of the thing as shortly as the request does: "We have not seen it"."""
_SHOULD = re.compile(
    r",?\s+(?:and|but|so)\s+(?:(?:should|must|shall|will|may)|(?:are|is)\s+\w+\s+to|needs?)\s+(?:\w+ly\s+|also\s+)?$",
    re.I,
)
_ELLIPSIS = cued(
    "if",
    r"\bif\s+(?:not|so)\b(?=\s*[,.;?]|\s+(?:please|kindly|what|when|why|how)\b)"
    r"|\bif\s+(?:you|he|she|they|it|we|any|either)\s+(?:do|does|did|has|have|had|is|are|was|were|will|would|can|could)(?:\s+not|n['’]t)?\s*(?:$|[.,;?])",
    re.I,
)
"""A condition that only points back: "if not", "if you do"."""
_WHEN = cued(
    "then that those both either",
    r"\b(?:before|by|until|after|since)\s+then\b(?!\s+[a-z]+ing\b)|\b(?:in|by|before|within|on)\s+that\s+(?:time|day|date|period|week)\b"
    r"|\bon\s+(?:either|both|those)\s+(?:days?|dates?)\b",
    re.I,
)
"""A time that only points back: "before then", "on either day"."""
_DAY = re.compile(r"\d")
_ON_DAY = re.compile(rf"\bon\s+(?:{WEEKDAY},?\s+)?{MONTH}\s+\d{{1,2}}\b", re.I)
_JOINT = re.compile(
    r"[;–—]\s+(?:and\s+|but\s+|so\s+)?|,?\s+(?:and|but|so)\s+(?=(?:we|I|you)\b|please\b|kindly\b|could\b|would\b|can\b)|,\s+(?=please\b|kindly\b)",
    re.I,
)
"""Where a request begins beside a statement of its own sentence."""
_POINTS_BACK = re.compile(
    r"\W*(?:if\s+|when\s+|once\s+)?(?:it|they|this|these|those|that|he|she)\b"
    r"(?!\s+(?:\w+\s+)?(?:memorandum|letter|order|office))",
    re.I,
)
_CLAUSE = re.compile(
    r"\W*(?:if|where|when|once|should|after|before|until|while|as|for|in|with|by|on)\b(?:(?!,\s+(?:I|we|you|they|there)\b)[^;]){12,}",
    re.I,
)
_LOOSE_END = re.compile(r"[\s,;]+(?:(?:and|but)[\s,]*)?$")
_FEWEST, _FAR = 3, 3


@dataclass(frozen=True, slots=True)
class Before:
    """Where the words before stand: in the sentence itself (`above` is None), or in which of those above."""

    above: int | None
    start: int
    end: int


def points_back(text: str, verb: int) -> bool:
    """Whether a sentence may lean on words before it: then those are worth looking up."""
    leans = (one.match(text, verb) for one in (_LEANS, _RAISE, _DO_SO, _AT_ONE, _BARE))
    return bool(any(leans) or _TO_DO_SO.search(text, verb) or _ELLIPSIS.search(text) or _WHEN.search(text))


def day_before(text: str, verb: int, above: Sequence[str]) -> Before | None:
    """The words that name the time to which a request only points ("before then"); None where none do."""
    if _WHEN.search(text) is None:
        return None
    told = _own_part(text, verb)
    if _DAY.search(text, 0, told):
        return Before(None, 0, told)
    near = (at for at, one in enumerate(above[:_FAR]) if _DAY.search(one) and not _POINTS_BACK.match(one))
    found = next(near, None)
    return None if found is None else Before(found, 0, len(above[found].rstrip(" .;,")))


def event_above(above: Sequence[str]) -> Before | None:
    """The sentence above that sets something on a day, from which "two days before" counts back."""
    near = (at for at, one in enumerate(above[:_FAR]) if _ON_DAY.search(one) and not _POINTS_BACK.match(one))
    found = next(near, None)
    return None if found is None else Before(found, 0, len(above[found].rstrip(" .;,")))


def said_before(text: str, verb: int, above: Sequence[str], begins: int = 0) -> Before | None:
    """The words that a request leans on: those of its sentence before it, else the sentence above.

    `begins` is where its own words do in a sentence that has another duty before them.
    None where it leans on none, or where the condition that opens its sentence names the thing. A sentence
    above that itself begins with "It" is passed over for the one that it points to.
    """
    if _AT_ONE.match(text, verb):
        return _event_before(text, verb, above)
    if _DO_SO.match(text, verb) or _TO_DO_SO.search(text, verb):
        return _deed_before(text, verb, above)
    points = _ELLIPSIS.search(text) is not None
    if not points and not any(one.match(text, verb) for one in (_LEANS, _RAISE, _BARE)):
        return None
    told = len(_LOOSE_END.sub("", text[:begins])) or _own_part(text, verb)
    named = not points and not _OPEN_CONDITION.match(text)
    if named and _CLAUSE.fullmatch(text, 0, told or verb):
        return None
    return Before(None, 0, told) if told else _nearest(above)


_THIS = cued(
    "this these those",
    r"\b(?:this\s+(?:report|plan|list|study|inventory|chart|table|survey)|(?:these|those)\s+(?:reports|plans|lists|figures|counts|names"
    r"|dates|findings|inventories|charts|tables|certifications|submissions|files|recommendations))\b(?!\s+(?:of|on|that|which)\b)",
    re.I,
)
_PERSON = cued(
    "her him to it to them",
    r"\b(?:reach|tell|inform|notify|advise|to|with)\s+(?:her|him)\b(?!\s+[a-z]+\s+to\b)"
    r"|\b(?:returned|sent|submitted|given)\s+to\s+(?:it|them)\b",
    re.I,
)
_NAME = re.compile(r"(?<!^)\b[A-Z][a-z]{2,}")


def names_no_other(text: str, verb: int) -> bool:
    """Whether words say "this report" or "her" and name nothing before it that is meant."""
    this, person = _THIS.search(text, verb), _PERSON.search(text, verb)
    if this is not None and _NAME.search(text, verb, this.start()) is None:
        return True
    return person is not None and _NAME.search(text, 0, person.start()) is None


def context(above: Sequence[str]) -> Before | None:
    """The nearest sentence above that names what it speaks of."""
    return _nearest(above)


def _nearest(above: Sequence[str]) -> Before | None:
    for index, one in enumerate(above[:_FAR]):
        if _POINTS_BACK.match(one) or _NAMES_NOTHING.match(one) or len(one.split()) < _FEWEST:
            continue
        return Before(index, 0, len(one.rstrip(" .;,")))
    return None


def _event_before(text: str, verb: int, above: Sequence[str]) -> Before | None:
    """The sentence that tells of the meeting; none where this one does before it asks."""
    if _EVENT.search(text, 0, verb):
        return None
    near = (at for at, one in enumerate(above[:_FAR]) if _EVENT.search(one))
    found = next(near, None)
    return None if found is None else Before(found, 0, len(above[found].rstrip(" .;,")))


def _deed_before(text: str, verb: int, above: Sequence[str]) -> Before | None:
    """What "do so" means: what its own sentence says before it, else the sentence above."""
    joint = _SHOULD.search(text, 0, verb)
    if joint and len(text[: joint.start()].split()) >= _FEWEST:
        return Before(None, 0, joint.start())
    if not _DO_SO.match(text, verb):
        return None
    told = _own_part(text, verb)
    if told:
        return Before(None, 0, told)
    return None if _CLAUSE.fullmatch(text, 0, verb) else _nearest(above)


def _own_part(text: str, verb: int) -> int:
    """Where the statement ends beside which a request stands in its sentence; 0 where it stands alone."""
    joints = [one.start() for one in _JOINT.finditer(text) if one.end() <= verb]
    return joints[-1] if joints and len(text[: joints[-1]].split()) >= _FEWEST else 0
