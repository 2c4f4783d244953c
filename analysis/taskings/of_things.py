"""Terms that tell of a thing which a duty names, and not when the duty is due.

"Find sites that could be opened as soon as possible", "options capable of paying for docks over the next
ten years", "the survey required every 3 years": what is due then is the opening, the paying, the survey. A
term that counts from the document's own day is the duty's even behind such a clause ("submit a list of docks
that were closed within 30 days of the date of this order"), unless the clause looks ahead ("will be closed").
"""

from __future__ import annotations

import re

from analysis.deadlines import Deadline, Form
from analysis.taskings.verbs import imperative_at
from pipeline.findings import Anchor

_REACH = 160
_CLAUSE = r"[^,;:.—–()]"
_HUNG = re.compile(
    r"\b(?:(?:(?:on|in|at|by|for|from|to|under|with|through|of|over|during)\s+)which|[a-z]{2,}(?<![su])s\s+(?:that|which)|that(?=\s+(?:can|could|may|might|would|will)\s)|those\s+(?:that|which|who)|who|whose)\s+"
    rf"(?P<rest>{_CLAUSE}*)$"
)
"""A relative clause that no comma has closed; "that" only behind a plural, where it is no article."""
_AHEAD = re.compile(
    r"(?:[\w’'-]+\s+){0,8}?(?:(?:can|could|may|might|would|will)|(?:plan|intend|expect|hope|seek|aim|need|have)s?\s+to)\s"
)
_TOLD = re.compile(
    r"(?:[\w’'-]+\s+){0,5}?(?:can|could|may|might|would|will|is|are|was|were|has|have|had)\s+"
    r"(?:(?!(?:in|to|of|for|with|by|on|at|from|under|as|about|into|within|the|an?|its|their|this|that|each|any|all)\s)[\w’'-]+\s+){0,6}$"
)
"""What such a clause tells right before the term, its verb without an object or a place."""
_BY = re.compile(r"(?:by|no|not|within|before|on\s+or|due|nlt|cob)\b", re.I)
"""How a day begins by which something is due, rather than at which it happens."""
_BEGINS = re.compile(
    r"\b(?:begin|start|commence|complete|finish|open|close|end|expire|retire|launch|become)\s+(?:[\w’'-]+\s+){0,3}$"
)
_KEPT_UP = re.compile(
    r"\b(?:is|are)\s.*\b(?:updated|revised|reviewed|renewed|reported|published|submitted|posted)\b"
)
"""Whoever makes a list that "is updated annually" has to update it."""
_ABLE = re.compile(
    r"\b(?:(?:in)?capable\s+of|(?:able|unable|likely|unlikely|expected|projected|anticipated|estimated|forecast|scheduled|slated)\s+to"
    rf"|(?:goal|target|objective|aim)s?\s+of\s+\w+ing)\s+{_CLAUSE}*$"
)
"""What a thing can or will do, or what a goal is: "options capable of", "docks expected to"."""
_BY_OTHERS = re.compile(
    r"(?<!,)\s(?:required|mandated|prescribed|held|conducted|paid|awarded|collected|generated|produced|performed|received|spent|used"
    r"|imported|exported|consumed|earned|served)\s+$"
)
"""A bare participle right before a rhythm: "the survey required every 3 years"."""
_MADE_BY_IT = re.compile(
    r"\b(?:an?|the|each|any)\s+(?:[\w’'-]+\s+){1,3}?(?:that|which|who)\s+(?:(?:will|would|shall|can|may)\s+)?[a-z]+\s+"
    r"(?:(?:an?|the|its)\s+)?(?:[a-z]+\s+){0,2}$"
)
"""A thing that makes what comes back: "an office that provides weekly reports"."""
_ENDING = re.compile(
    r"\b(?:expiring|ending|lapsing|maturing|terminating|arriving|retiring|departing|(?:that|which|who|leases?|contracts?|permits?|terms?|agreements?|grants?|licenses?)\s+"
    r"(?:(?:is|are|was|were)\s+(?:due|set|scheduled)\s+to\s+)?(?:expires?|ends?|lapses?|matures?|terminates?|runs?\s+out))\s+$",
    re.I,
)
"""What a thing does by itself on a day: "leases expiring before the end of March"."""
_AWAITED = re.compile(
    r"\b(?:(?:absent|failing|barring|lacking|in\s+the\s+absence\s+of)\s+(?!delay|doubt)|without\s+(?=(?:an?\s+|any\s+|such\s+|further\s+|their\s+|its\s+)*"
    r"(?:\w+\s+)?(?:response|reply|answer|objection|comment|payment|appeal|request|contact|agreement|consent|approval|correction|action|word)s?\b))"
    rf"(?:(?!\b(?:shall|must|should|will|may)\b){_CLAUSE}){{2,80}}$",
    re.I,
)
"""What must not have come by then, before anything is done: "absent a response within 60 days, close it"."""
_ASKED = re.compile(rf"\b(?:whether|why|how)\s{_CLAUSE}*$", re.I)
_PAST = re.compile(r"\b(?:was|were|did|had)\b", re.I)
"""What is asked of the past has no day to come: "explain why no answer was sent by May 4"."""
_BEFORE = re.compile(r"(?:before|prior\s+to|ahead\s+of|in\s+advance\s+of)\b", re.I)
"""Behind "whether" it may belong to what is asked as well: "say whether it will open before May 4"."""
_IS_DONE = re.compile(rf"\b(?:be|been|being|is|are|was|were|get|has|have|having)\s{_CLAUSE}*$")
_THAT = re.compile(r"\b(?:ensur|requir|direct|provid|determin|see\s+to\s+it)\w*\s+that\b", re.I)
_ACTS = re.compile(r"\b(?:shall|must|should|will|please|to\s+[a-z]+|directed|[a-z]+ing)\b", re.I)
"""What tells of a deed; a clause behind it hangs on no subject ("those who can come reply by May 4")."""
_FIRST = re.compile(r"(?:\W|\(\w{1,4}\))*")
_AND = re.compile(r"\b(?:and|or|but)(?:\s+(?:to|shall|must|also))?\s+")
_HINTS = ("which", "that", "who", "able", "likely", "expected", "ed to", "forecast to", " of ")


def of_thing(text: str, term: Deadline) -> bool:
    """Whether a term of a sentence hangs on a noun within what is to be done, and is no day for that."""
    start = term.span.start
    left = text[max(0, start - _REACH) : start]
    asked = _ASKED.search(left)
    if asked and (_BEFORE.match(term.text) or _PAST.search(asked.group())):
        return True
    if _ENDING.search(left) or _AWAITED.search(left):
        return True
    if term.recurs and "thereafter" not in term.text:
        held = _BY_OTHERS.search(left)
        if held and not _IS_DONE.search(left, 0, held.start() + 1):
            return True
        if _MADE_BY_IT.search(left) and not _THAT.search(text, 0, start):
            return True
    if not any(hint in left for hint in _HINTS) or _THAT.search(text, 0, start):
        return False
    own = term.form is Form.OFFSET and term.anchor is Anchor.DOCUMENT_DATE and term.reading.event is not None
    hung = _HUNG.search(left)
    if hung and _is_object(text, start - len(left) + hung.start()) and not _goes_on(left, hung.start("rest")):
        return _is_told(hung["rest"], term, own)
    able = _ABLE.search(left) if not own else None
    return able is not None and not _goes_on(left, able.start())


def _is_told(rest: str, term: Deadline, own: bool) -> bool:
    """Whether a clause about a thing tells the term; a day that may as well be the duty's is left to that."""
    ahead = _AHEAD.match(rest) is not None
    if _TOLD.fullmatch(rest):
        return (ahead or not own) and not (term.recurs and _KEPT_UP.search(rest))
    return ahead and (_BY.match(term.text) is None or _BEGINS.search(rest) is not None)


def _goes_on(left: str, at: int) -> bool:
    """Whether the duty goes on behind the clause: "docks that may be open and report them by May 4"."""
    if re.search(r"\b(?:shall|must|should)\b", left[at:]):
        return True
    return any(imperative_at(left, one.end(), True) for one in _AND.finditer(left, at))


def _is_object(text: str, at: int) -> bool:
    """Whether a deed stands before this offset, so that what follows is no part of who acts."""
    first = _FIRST.match(text)
    return _ACTS.search(text, 0, at) is not None or imperative_at(text, first.end() if first else 0)
