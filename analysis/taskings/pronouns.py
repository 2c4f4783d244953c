"""Whom "It shall" means: the body that the sentence before tells of or founds.

Orders found a council in one sentence and charge it in the next. Only what that sentence leaves no doubt of
is taken: its subject, or the one body that it founds.
"""

from __future__ import annotations

import re

from analysis.cued import cued
from analysis.taskings.actors import PAPER_VERB, is_animate
from analysis.taskings.clauses import Clause, Reading, read
from analysis.taskings.seats import body_above

_POINTS = cued(
    "shall must",
    r"\W*(?:\(\w{1,4}\)\s+)?(?:[A-Z][^,;:.]{2,90},\s+)?(?P<one>it|they)\s+(?:\w+ly\s+|also\s+)?(?:shall|must)\b",
    re.I,
)
_PRONOUNS = frozenset({"it", "It", "they", "They"})
_BODY = re.compile(
    r"\b(?:council|(?:sub)?committee|commission|board|task\s+force|working\s+group|group|panel|team|cent(?:er|re)|office|bureau|department"
    r"|agency|administration|service|corps|institute|foundation|forum|partnership|initiative|secretariat|cell|unit)$",
    re.I,
)
_HEAD = re.compile(r"\s(?:of|for|on|in|within|that|which|who|established|to)\s|\s*\(")
_MANY = re.compile(
    r"\b(?:heads|agencies|departments|offices|members|officials|secretaries|co-?chairs)\b|\sand\s", re.I
)
_NAME = re.compile(r"(?!(?:and|or)\b)[a-z]", re.I)
_FOUNDS = re.compile(r"\b(?:establish|creat|conven|form|constitut|appoint|designat)\w*\b", re.I)
_PAPERS = re.compile(
    r"\b(?:reports?|plans?|strateg(?:y|ies)|polic(?:y|ies)|guidance|lists?|reviews?|assessments?|stud(?:y|ies)|programs?|systems?|process(?:es)?)\b",
    re.I,
)


def goes_on(text: str) -> bool:
    """Whether a sentence charges somebody whom it calls "it" or "they" alone."""
    return pronoun_at(text) is not None


def pronoun_at(text: str) -> int | None:
    """Where the pronoun of such a sentence stands; what opens it stands before."""
    found = _POINTS.match(text)
    return found.start("one") if found else None


def charged(text: str) -> Reading | None:
    """What such a sentence orders, if "it" is somebody: a body hears and meets, a paper contains."""
    reading = read(text, _PRONOUNS) if goes_on(text) else None
    return reading if reading is not None and reading.clause is Clause.TASKING else None


def antecedent(text: str, reading: Reading, above: str, bodies: frozenset[str]) -> tuple[int, int] | None:
    """The place of whom the pronoun of a charge means in the sentence above; None where that is in doubt."""
    if PAPER_VERB.match(text, reading.verb) and _PAPERS.search(above):
        return None
    subject = _subject(above, bodies)
    name = _HEAD.split(above[slice(*subject)])[0] if subject else ""
    if reading.actor is not None and reading.actor.text.lower() == "they":
        return subject if subject and _MANY.search(above[slice(*subject)]) else None
    founded = body_above([above])
    made = founded is not None and _FOUNDS.search(above, 0, founded[1]) is not None
    if founded is not None and made:
        # "it" is no officer: where one founds a body, it is the body
        return None if _BODY.search(name) else founded[1:]
    if subject is None or _FOUNDS.search(above, subject[1]):
        return None
    return subject if _BODY.search(name) else None


def _subject(above: str, bodies: frozenset[str]) -> tuple[int, int] | None:
    """Who acts in a sentence, or of whom it says something."""
    told = read(above, bodies)
    who = (told.actor or told.patient) if told is not None else None
    named = who is not None and _NAME.match(who.text) and (who.body or is_animate(who.text))
    return (who.start, who.end) if who is not None and named else None
