"""Rhythms that name a deliverable: "shall submit quarterly reports", "an annual report shall be made".

Orders and statutes seldom write that somebody "reports annually"; the adjective of what is made says as
much. It is no deadline by itself, yet the rhythm of the duty where the thing is made by it, not where an
annual report is read or cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.cued import cued

_HOW = (
    r"(?P<how>(?:semi-?|bi-?)?annual|(?:bi|tri|quadr)-?ennial|semi-?monthly"
    r"|(?:bi-?)?(?:quarterly|monthly|weekly|yearly)|daily)"
)
_THINGS = (
    r"(?:reports?|updates?|briefings?|meetings?|reviews?|summar(?:y|ies)|statements?|assessments?|inspections?|audits?|certifications?"
    r"|accountings?|surveys?|notices?|evaluations?|inventor(?:y|ies)|plans?|conferences?|sessions?|exercises?|lists?|analys[ei]s"
    r"|publications?|bulletins?|newsletters?|submissions?|estimates?|forecasts?|calls?|consultations?|hearings?|tests?|drills?|checks?)\b"
)
_OF_ONE_YEAR = r"(?!\s+(?:for|of)\s+(?:the\s+)?(?:(?:fiscal|calendar)\s+)?(?:year\s+)?\d{4}\b)"
_MADE = (
    r"(?:submit|provid|prepar|issu|publish|mak|deliver|transmit|hold|conduct|conven|furnish|send|fil|releas|produc|giv|present|undertak"
    r"|perform|carr(?:y|ies)\s+out|compil|complet|render|develop)(?:e|es|s|ing)?"
)
_TO_WHOM = (
    r"(?:(?:(?:to|with|for|through)\s+)?(?:the|each|all|any|every|(?-i:[A-Z])[\w’'.-]*|of|and|for|on|to|through|heads?|agenc(?:y|ies)"
    r"|congressional|committees?|appropriate|relevant|public),?\s+){1,16}?(?:with\s+)?"
)
_KIND = (
    r"(?:(?:an?|its|their|such|regular|detailed|written|comprehensive|joint|separate|consolidated|unclassified|no\s+less\s+than"
    r"|at\s+least)\s+){0,3}"
)
_PLAIN = r"(?:(?!(?:of|on|in|from|by|about|to|for|the|an?|and|or)\b)[\w-]+\s+){0,3}?"
_RHYTHMS = "annual ennial quarterly monthly weekly daily yearly"
_GIVEN = cued(
    _RHYTHMS,
    rf"\b{_MADE}(?:,?\s+(?:and|or)\s+{_MADE})?\s+(?:{_TO_WHOM})?(?<!\bthe\s){_KIND}{_HOW}\s+{_PLAIN}{_THINGS}{_OF_ONE_YEAR}",
    re.I,
)
_TO_BE_GIVEN = cued(
    _RHYTHMS,
    rf"(?<!\bthe\s)\b{_HOW}\s+{_PLAIN}{_THINGS}[^,;:.]{{0,80}}?\s(?:shall|must)\s+be\s+(?:submitted|provided|made|prepared|issued|published"
    r"|delivered|transmitted|held|conducted|convened|furnished|sent|filed|released|produced|presented|performed|completed)\b",
    re.I,
)


def repeated(text: str) -> Iterator[tuple[int, int]]:
    """Where an adjective says how often a deliverable is made."""
    for match in (*_GIVEN.finditer(text), *_TO_BE_GIVEN.finditer(text)):
        yield match.span("how")
