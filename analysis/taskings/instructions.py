"""How guidance speaks to its readers: "Yes, rewrite old forms.", "Don't redo them.", "You are supposed to …".

Such sentences bind whoever is written to as a "shall" does, and so they are listed for a person to look at.
"""

from __future__ import annotations

import re

from analysis.taskings.request_words import OPENING
from analysis.taskings.verbs import is_verb

_ANSWER = re.compile(
    r"(?:(?:yes|no|again|but|and|so|or|then|also|instead|now|rather|first|next|finally)\b[,:;—–]?\s+)+", re.I
)
_OUTRIGHT = re.compile(
    r"(?:please\s+)?(?:do\s+not|don['’]t|never|always|be\s+sure\s+to|make\s+sure|try\s+to|remember|think|spend|learn|redo|watch)\s+"
    r"(?!(?:mind|care|matter|is|are|was|were|has|have|had|will|shall|may|tanks?)\b)[a-z]+",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:you|your\s+\w+|they|it|agenc(?:y|ies)|we)\s+(?:are|is)\s+(?:\w+\s+)?(?:supposed|meant|to\s+be\s+expected)\s+to\b"
    r"|\b(?:which|who|that)\s+(?:shall|will|must)\s+be\s+\w+ed(?:\s+and\s+\w+ed)?\s+by\s+(?:the|an?|its|their|[A-Z])"
    r"|\b(?:shall|will|must)\s+be\s+(?:convened|called\s+together|assembled|set\s+up|stood\s+up|organized)\b",
    re.I,
)
"""What somebody is meant to do, and what an aside says will be done by whom."""
_SUBJECT = re.compile(
    r"\s+(?:\w+\s+){0,3}?(?:is|are|was|were|has|have|had|shall|must|will|may|should|can|could|would|does|did)\b"
)
_YOUR_OWN = re.compile(
    r"\W*your\s+(?:\w+\s+){1,3}should\s+(?!(?:be\s+able|have\s+received|know|see|find)\b)", re.I
)
_LONGEST_OPENING = 180
_FIRST_WORD = re.compile(r"[A-Za-z]+")


def instructs(text: str) -> bool:
    """Whether a sentence tells its reader what to do, or tells what somebody is supposed to do."""
    if any(word in text for word in (" be ", "supposed", "meant")) and _TOLD.search(text):
        return True
    if text.endswith("?"):
        return False
    answer = _ANSWER.match(text)
    at = answer.end() if answer else 0
    if _OUTRIGHT.match(text, at) or _orders(text, at):
        return True
    if "," not in text[at : at + _LONGEST_OPENING]:
        return False
    begins = _past_opening(text, at)
    return begins > at and bool(_OUTRIGHT.match(text, begins) or _orders(text, begins))


def sets_bounds(text: str) -> bool:
    """Whether it says how the reader's own work should be: "Your sentences should average 15 words"."""
    return bool(_YOUR_OWN.match(text))


def _past_opening(text: str, at: int) -> int:
    opening = OPENING.match(text, at)
    return opening.end() if opening else at


def _orders(text: str, at: int) -> bool:
    """Whether a verb opens the words from here, with no subject's verb right behind it."""
    word = _FIRST_WORD.match(text, at)
    if word is None or not is_verb(word.group()) or not (at or word.group()[0].isupper()):
        return False
    rest = text[word.end() :]
    return len(rest.split()) > 1 and not rest.lstrip().startswith((":", "of ")) and not _SUBJECT.match(rest)
