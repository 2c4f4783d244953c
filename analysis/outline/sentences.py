"""Where sentences end in running official prose."""

from __future__ import annotations

import re
from collections.abc import Iterator


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words before a full stop that is no end, however the next word begins.
_NEVER_LAST = _words(
    """no nos sec secs mr mrs ms messrs dr hon pub l stat fed reg art gen gov sen sens rep reps st jr sr vs v
    cong rec op ord e.g i.e cf ed para paras pp p vol ch pt fig dept assn adm col capt lt maj sgt prof rev ex
    id supp al viz subsec subpar cl et approx dist ct cir app ave blvd ste rm tel ext fy jan feb mar apr
    jun jul aug sept sep oct nov dec h.r s.j h.j h.con s.con res c.o.b e.o.b"""
)
# Words before a full stop that is an end only where the next word opens a sentence.
_SELDOM_LAST = _words(
    """u.s u.s.c u.s.c.a c.f.r d.c a.m p.m inc corp co ltd etc l.l.c n.w s.w n.e s.e ph.d m.d j.d u.n e.o
    u.k p.l b.a seq"""
)
_OPENERS = _words(
    """The This That These Those We I You It They He She In On At By For From To If When Where While As Each
    Every All Any No Nothing Not Such Please Thank Thanks Within After Before Upon Under Pursuant However
    Further Furthermore Therefore Accordingly Additionally Also And But Or Our Your My Their His Her Its Once
    Until Unless Since Because Although Agencies Section Sec"""
)
_ONE = r"\((?:[a-zA-Z]{1,4}|[ivxl]{5,8}|\d{1,2})\)"
_LABEL = rf"{_ONE}(?:\(\w{{1,4}}\)){{0,2}}"
_MARKED = rf"(?:{_ONE}\s+[A-Za-z“\"‘\[]|{_LABEL}\s+[A-Z“\"‘\[])"
_STOP = re.compile(
    r"(?P<stop>[.!?][\"'”’)\]]{0,3}(?:\s?\d{1,2}(?=\s+[A-Z“]))?\s+(?=[\"'“‘(\[]{0,2}[A-Z0-9•§]|"
    + _LABEL
    + r"\s))"
    r"|(?P<dash>\.[—–]+\s*(?=[A-Z(“]))"
    r"|(?P<clause>;\s+(?:and\s+|but\s+)?(?=(?:the|each|all|every|agencies|heads)\b[^;.:]{3,160}?\b(?:shall|must)\b))"
    r"|(?P<list>[:;,—]\s*(?:and/or|and|or)?\s+(?=" + _MARKED + r"))"
)
_BOUND = re.compile(r"\b(?:shall|must)\b")
"""Two duties of two actors stand in one period: "the Council shall advise; and the Director shall decide"."""
_LAST_WORD = re.compile(r"[^\s(\[“\"‘'—–]+$")
_NEXT_WORD = re.compile(r"[\"'“‘(\[]*([A-Za-z]+)")
_CLOCK = re.compile(
    r"E[SD]?T|C[SD]?T|M[SD]?T|P[SD]?T|Eastern|Central|Mountain|Pacific|[a-z]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
# "see column M." names a thing by its letter; "John Q." is a person's name
_LABELLED = re.compile(
    r"\b(?:column|row|part|tab|appendix|annex|exhibit|table|option|schedule|attachment|form|class|group|plan|type"
    r"|item) $",
    re.I,
)
_INITIAL = re.compile(r"(?:[A-Z]\.)*[A-Z]$")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The half-open places of the sentences between two offsets, without outer white space.

    A full stop after an abbreviation or an initial is no end. The members of a list that runs on in one
    paragraph ("shall: (1) review; and (2) submit") are sentences of their own.
    """
    reached = start
    for match in _STOP.finditer(text, start, end):
        if _ends(text, reached, match):
            place = trimmed(text, reached, match.end())
            if place:
                yield place
            reached = match.end()
    place = trimmed(text, reached, end)
    if place:
        yield place


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place without white space at its ends; None where nothing else is in it."""
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    right = len(part.rstrip())
    return (start + left, start + right) if left < right else None


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    if match.lastgroup == "dash":
        return True
    if match.lastgroup == "clause":
        return bool(_BOUND.search(text, start, match.start()))
    if match.lastgroup == "list":
        return text[match.start()] != "," or _in_comma_list(text, start, match)
    if text[match.start()] != ".":
        return True
    return _full_stop(text, start, match)


def _in_comma_list(text: str, start: int, match: re.Match[str]) -> bool:
    # "(1) a, (2) b" parts only where a list is open, never in "sections 2(a), (b) and (c)"
    head = text[start : match.start()].lstrip()
    return bool(re.match(r"\((?:\d{1,2}|[a-z]{1,4})\)\s", head))


def _full_stop(text: str, start: int, match: re.Match[str]) -> bool:
    if text[max(start, match.start() - 3) : match.start()] == "...":
        return False
    before = _LAST_WORD.search(text, max(start, match.start() - 30), match.start())
    if before is None:
        return match.start() > start
    word = before.group()
    following = _NEXT_WORD.match(text, match.end())
    opener = following is not None and following.group(1) in _OPENERS
    low = word.lower()
    if low in ("a.m", "p.m"):
        return following is not None and not _CLOCK.match(following.group(1))
    if low in _NEVER_LAST:
        return False
    # "non-U.S. actors" goes on as "U.S. actors" does
    if low in _SELDOM_LAST or low.rpartition("-")[2] in _SELDOM_LAST:
        return opener
    if _INITIAL.match(word):
        return (opener and len(word) > 1) or bool(_LABELLED.search(text, start, before.start()))
    # "1." alone is a label that belongs to what follows
    return not (word.isdigit() and before.start() == start)
