"""Verbs that say how somebody is, rather than what they do; several say either, by what stands behind them.

"The Board shall terminate on May 1" ends the Board; "each office shall terminate at least two leases" is a
duty. "Terminate" alone, or with a time or an occasion, is a state, and with any object a deed; so are
"apply", "receive", "retain" and "have", each with its own marks.
"""

from __future__ import annotations

import re

_COUNT = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|thirty|sixty|ninety)"
_TIME = (
    rf"{_COUNT}\s+(?:(?:calendar|business|fiscal|full)\s+)?(?:days?|weeks?|months?|years?)\b"
    rf"|(?:no|not)\s+(?:later|earlier|sooner|more\s+than\s+{_COUNT}\s+(?:days|weeks|months|years))\b"
    r"|(?:at|as)\b(?!\s+(?:least|most|many|much)\b)|(?:on|upon|when|whenever|once|if|unless|until|within|by|before|after|following|in|under|with|without"
    r"|pursuant\s+to|effective|automatically|immediately|thereafter|sooner|subject\s+to|consistent\s+with)\b"
    r"|(?:and|or)\s+(?:be|become|cease|expire|lapse|dissolve|have)\b"
)
"""How words go on behind a verb that has no object: a time, an occasion, a manner."""
_ENDS = re.compile(
    rf"\s*(?:$|[.;:—–]|,(?!\s+[^,;]{{2,80}},\s+(?:any|all|the|its|each|such|their|at\s+least)\b)|{_TIME})",
    re.I,
)
_HOLDS_FOR = re.compile(
    r"\s*(?:$|[.,;:—–]|(?:only|solely|equally|also|both|even|mutatis|retroactively|prospectively|notwithstanding|regardless"
    rf"|where|during|beginning|{_TIME})(?:\b|(?<=\W))|to\b(?![^.;:]{{0,80}}?\bfor\s+(?!purposes?\b)))",
    re.I,
)
"""What a text applies to; an office that applies "to the Fund for a grant" does something."""
_GETS = re.compile(
    r"\s*(?:(?:and|or)\s+(?:\w+\s+)?[a-z]+\b|,\s+[a-z]+,\s|(?:[\w’'-]+\s+){0,3}?(?:training|instruction|input|complaints?|comments?|reports?|requests?"
    r"|petitions?|applications?|nominations?|submissions?|allegations?|information|proposals?)\b)",
    re.I,
)
"""What somebody takes in or goes to get, rather than is paid or given."""
_RIGHT = re.compile(
    r"\s+(?:[\w’',-]+\s+){0,5}?(?:in\s+effect|authorit(?:y|ies)|discretion|responsibilit(?:y|ies)|rights?|powers?|jurisdiction|ability|abilities|capacity"
    r"|roles?|status|functions?|dut(?:y|ies)|control|ownership|title|independence|membership|seniority|benefits?|pay|grades?|rank|character"
    r"|meanings?|force|validity|privileges?|option)\b",
    re.I,
)
"""What somebody keeps without doing anything for it."""
_TO_HAVE = (
    r"\s+(?!(?:the\s+)?(?:same\s+)?(?:authority|power|meaning|right|discretion|jurisdiction|force|effect|responsibility)\b)"
    r"[^.;:]{0,60}?"
)
_MUST_GET = re.compile(
    rf"{_TO_HAVE}\b(?:process(?:es)?|procedures?|mechanisms?|polic(?:y|ies)|plans?|controls|safeguards|in\s+place)\b",
    re.I,
)
"""What an office that must have it first has to make: "shall have an effective process to hear the towns"."""
_MUST_HOLD = re.compile(rf"\s*have{_TO_HAVE}\b(?:approval|agreements?|training|certification)\b", re.I)
"""What an office that must have it gets from others: "must have written approval"."""
_BY_OTHERS = re.compile(r"\s+(?:to\b|(?:this|the|these|its)\s+\w+\s+(?:\w+ed|sent|made|done)\b)", re.I)
"""What somebody has to do, or has others do: "have the docks inspected"."""
_EITHER = re.compile(r"\s*(?P<verb>terminate|appl(?:y|ies)|receive|retain|have)\b", re.I)
_ALWAYS = re.compile(
    r"\s*(?:mean\b|remain\b|expire\b|consist\b|comprise\b|become\b"
    r"|take\s+effect\b|belong\b|cease\s+to\s+(?:exist|be)|contain\b|continue\s+(?:to\s+(?:be|have"
    r"|apply|serve)|in\s+)"
    r"|serve\s+(?:without|for\s+(?:a\s+)?(?:term|the)|at\s+the|as\s+(?:members|a\s+member)"
    r"|on\s+the)|act\s+as\s+and\s+perform"
    r"|include\s+(?:the\s+following\s+(?:members|officials)|representatives|members|officials)"
    r"|be\s+(?!responsible|accountable|prepared|present\b|on\s+hand)(?!\w+ed\b)|differ\b|exist\b|constitute\b|need\b|want\b|find\b|see\b|feel\b|know\b)",
    re.I,
)


def is_state(predicate: str) -> bool:
    """Whether the words behind a modal say how somebody is: "remain in force", "terminate on May 1"."""
    either = _EITHER.match(predicate)
    if either is None:
        return _ALWAYS.match(predicate) is not None
    verb, at = either["verb"].lower(), either.end()
    if verb == "terminate":
        return _ENDS.match(predicate, at) is not None
    if verb.startswith("appl"):
        return _HOLDS_FOR.match(predicate, at) is not None
    if verb == "receive":
        return _GETS.match(predicate, at) is None
    if verb == "retain":
        return _RIGHT.match(predicate, at) is not None
    return _BY_OTHERS.match(predicate, at) is None and _MUST_GET.match(predicate, at) is None


_MEMBERS = re.compile(r"\b(?:members|membership|representatives|participants)$", re.I)
_MADE_UP = re.compile(r"\s*(?:include|represent|reflect|consist|comprise|come\s+from|be\s+drawn)\b", re.I)


def composes(subject: str, predicate: str) -> bool:
    """Whether a clause says of whom a body is made up: "Other members shall include two pilots".

    It binds whoever appoints them; the members themselves have nothing to do.
    """
    return _MEMBERS.search(subject) is not None and _MADE_UP.match(predicate) is not None


def must_hold(predicate: str) -> bool:
    """Whether the words behind a modal name what an office must have got from others before it acts."""
    return _MUST_HOLD.match(predicate) is not None
